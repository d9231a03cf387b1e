#define _GNU_SOURCE
#include "answer.h"

#include <stdlib.h>
#include <string.h>

void answer_reset(Answer *a) {
    a->state = READ_HEAD;
    a->status = 0;
    a->streams = a->closes = a->until_close = false;
    a->head_len = a->line_len = a->size_len = 0;
}

static const char *header(const Answer *a, const char *name) {
    const char *at = strcasestr(a->head, name);
    return at ? at + strlen(name) + strspn(at + strlen(name), " ") : "";
}

static void begin_body(Answer *a) {
    const char *length = header(a, "\r\ncontent-length:");
    a->status = a->head_len > 12 ? atoi(a->head + 9) : 0;
    a->streams = strncasecmp(header(a, "\r\ncontent-type:"), "text/event-stream", 17) == 0;
    a->closes = strncasecmp(header(a, "\r\nconnection:"), "close", 5) == 0;
    if (strncasecmp(header(a, "\r\ntransfer-encoding:"), "chunked", 7) == 0) {
        a->state = READ_CHUNK_SIZE;
    } else if (*length) {
        a->left = strtoll(length, NULL, 10);
        a->state = a->left ? READ_BODY : READ_DONE;
    } else {
        a->left = INT64_MAX;
        a->state = READ_BODY;
        a->closes = a->until_close = true;
    }
}

/* Returns how many bytes belonged to the head; 0 when it is too long to be one. */
static size_t read_head(Answer *a, const char *data, size_t len) {
    size_t room = sizeof a->head - 1 - a->head_len, n = len < room ? len : room, before = a->head_len;
    memcpy(a->head + before, data, n);
    a->head_len += n;
    a->head[a->head_len] = 0;
    char *end = strstr(a->head, "\r\n\r\n");
    if (!end) return n;
    end[2] = 0;
    begin_body(a);
    return (size_t)(end + 4 - a->head) - before;
}

static void read_lines(Answer *a, const char *data, size_t len, LineReader on_line, void *owner) {
    while (a->streams && len) {
        const char *end = memchr(data, '\n', len);
        size_t n = end ? (size_t)(end - data) : len, room = sizeof a->line - 1 - a->line_len;
        size_t kept = n < room ? n : room;
        memcpy(a->line + a->line_len, data, kept);
        a->line_len += kept;
        if (!end) return;
        a->line[a->line_len] = 0;
        on_line(owner, a->line, a->line_len);
        a->line_len = 0;
        data = end + 1;
        len -= n + 1;
    }
}

static void read_framing(Answer *a, char byte) {
    if (byte != '\n') {
        if (byte != '\r' && a->size_len < sizeof a->size - 1) a->size[a->size_len++] = byte;
        return;
    }
    a->size[a->size_len] = 0;
    bool empty = a->size_len == 0;
    a->size_len = 0;
    if (a->state == READ_CHUNK_SIZE) {
        a->left = strtoll(a->size, NULL, 16);
        a->state = a->left ? READ_CHUNK : READ_TRAILER;
    } else if (a->state == READ_CHUNK_END) {
        a->state = READ_CHUNK_SIZE;
    } else if (empty) {
        a->state = READ_DONE;
    }
}

AnswerProgress answer_feed(Answer *a, const char *data, size_t len, LineReader on_line, void *owner) {
    while (len) {
        size_t n = 1;
        if (a->state == READ_DONE) {
            return ANSWER_BROKEN;
        } else if (a->state == READ_HEAD) {
            n = read_head(a, data, len);
            if (n == 0) return ANSWER_BROKEN;
        } else if (a->state == READ_BODY || a->state == READ_CHUNK) {
            n = len < (uint64_t)a->left ? len : (size_t)a->left;
            read_lines(a, data, n, on_line, owner);
            a->left -= (int64_t)n;
            if (a->left == 0) a->state = a->state == READ_BODY ? READ_DONE : READ_CHUNK_END;
        } else {
            read_framing(a, *data);
        }
        data += n;
        len -= n;
    }
    return a->state == READ_DONE ? ANSWER_COMPLETE : ANSWER_INCOMPLETE;
}
