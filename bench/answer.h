/* Reads one HTTP/1.1 answer as it arrives, and the lines of its body when it is an event stream. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { READ_HEAD, READ_BODY, READ_CHUNK_SIZE, READ_CHUNK, READ_CHUNK_END, READ_TRAILER, READ_DONE } AnswerState;
typedef enum { ANSWER_INCOMPLETE, ANSWER_COMPLETE, ANSWER_BROKEN } AnswerProgress;

typedef struct {
    AnswerState state;
    int status;
    bool streams;     /* the content type is text/event-stream */
    bool closes;      /* the connection cannot be used again */
    bool until_close; /* the body has no length: it ends with the connection */
    int64_t left;     /* bytes of the body or of the chunk */
    char head[8192], line[1024], size[20];
    size_t head_len, line_len, size_len;
} Answer;

typedef void (*LineReader)(void *owner, const char *line, size_t len);

void answer_reset(Answer *a);

/* Take the bytes that arrived; ANSWER_BROKEN when they are not HTTP, or more than the answer. */
AnswerProgress answer_feed(Answer *a, const char *data, size_t len, LineReader on_line, void *owner);
