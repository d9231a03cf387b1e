/* mock PORT: an OpenAI-compatible upstream that costs as little as possible, so that what is measured is the proxy.
 *
 * POST …/chat/completions   a JSON answer of 1.3 KB, or an SSE stream when the body says "stream": true.
 * GET  …/models             one model, so that a router discovers this server and routes to it.
 * GET  /health, GET /stats  liveness; counters as JSON (open_streams, cancelled_streams, …).
 *
 * Words in the text of the prompt steer the answer. They stand there, and not in a field or header of their own,
 * because the text of a prompt is what every proxy passes on:
 *   delay_ms=N   wait before the first byte (0)
 *   chunks=N     content chunks in a stream (100)
 *   pace_ms=N    time between two chunks; 0 sends as fast as the socket takes them, one send() for each (0)
 *
 * Every content chunk carries CLOCK_MONOTONIC in ns as t=…, so that the receiver can tell how long it was under way.
 */
#define _GNU_SOURCE
#include "common.h"

#define MAX_REQUEST (64u << 20)
#define EVENTS 512
#define NOT_SCHEDULED SIZE_MAX

typedef enum { READING, DELAYED, STREAMING } Phase;

typedef struct {
    char *data; /* always followed by a spare byte, so that it can be ended with a NUL */
    size_t len, cap;
} Buffer;

typedef struct {
    int fd;
    Phase phase;
    Buffer in, out;
    size_t out_sent;
    bool waits_for_room;    /* the socket is full and EPOLLOUT is asked for */
    bool streams, wants_usage;
    long chunks, chunks_sent;
    uint64_t pace_ns, due_ns;
    size_t heap_index;
} Connection;

static struct {
    unsigned long requests, json, streams, finished_streams, cancelled_streams, cancelled_waits, chunks;
    long open_streams, connections;
} stats;

static int epoll_fd;

static void reserve(Buffer *b, size_t extra) {
    if (b->len + extra < b->cap) return;
    b->cap = (b->len + extra) * 2;
    b->data = must(realloc(b->data, b->cap + 1));
}

static void append(Buffer *b, const char *data, size_t n) {
    reserve(b, n);
    memcpy(b->data + b->len, data, n);
    b->len += n;
}

/* What is due when: a binary heap, the earliest on top. */
static struct {
    Connection **items;
    size_t len, cap;
} timers;

static void timer_put(size_t at, Connection *c) {
    timers.items[at] = c;
    c->heap_index = at;
}

static void timer_settle(size_t at) {
    Connection *c = timers.items[at];
    while (at > 0 && c->due_ns < timers.items[(at - 1) / 2]->due_ns) {
        timer_put(at, timers.items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    for (size_t child; (child = 2 * at + 1) < timers.len; at = child) {
        if (child + 1 < timers.len && timers.items[child + 1]->due_ns < timers.items[child]->due_ns) child++;
        if (c->due_ns <= timers.items[child]->due_ns) break;
        timer_put(at, timers.items[child]);
    }
    timer_put(at, c);
}

static void schedule(Connection *c) {
    if (c->heap_index == NOT_SCHEDULED) {
        if (timers.len == timers.cap) {
            timers.cap = timers.cap ? timers.cap * 2 : 1024;
            timers.items = must(realloc(timers.items, timers.cap * sizeof *timers.items));
        }
        timer_put(timers.len++, c);
    }
    timer_settle(c->heap_index);
}

static void unschedule(Connection *c) {
    size_t at = c->heap_index;
    if (at == NOT_SCHEDULED) return;
    c->heap_index = NOT_SCHEDULED;
    Connection *last = timers.items[--timers.len];
    if (last == c) return;
    timer_put(at, last);
    timer_settle(at);
}

static void await_room(Connection *c, bool room) {
    if (c->waits_for_room == room) return;
    c->waits_for_room = room;
    struct epoll_event e = {.events = EPOLLIN | EPOLLRDHUP | (room ? EPOLLOUT : 0u), .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

/* Send what is buffered; false when the peer is gone. */
static bool flush(Connection *c) {
    while (c->out_sent < c->out.len) {
        ssize_t n = send(c->fd, c->out.data + c->out_sent, c->out.len - c->out_sent, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno != EAGAIN) return false;
            await_room(c, true);
            return true;
        }
        c->out_sent += (size_t)n;
    }
    c->out_sent = c->out.len = 0;
    await_room(c, false);
    return true;
}

static void answer(Connection *c, const char *status, const char *body) {
    char head[256];
    int n = snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", status,
                     strlen(body));
    append(&c->out, head, (size_t)n);
    append(&c->out, body, strlen(body));
}

static void answer_chat(Connection *c) {
    static char body[2048];
    if (!body[0]) {
        char text[900];
        for (size_t i = 0; i < sizeof text; i++) text[i] = "the quick brown fox jumps over a lazy dog. "[i % 43];
        snprintf(body, sizeof body,
                 "{\"id\":\"chatcmpl-mock0123456789\",\"object\":\"chat.completion\",\"created\":1750000000,"
                 "\"model\":\"mock-small\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%.900s\","
                 "\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":210,"
                 "\"completion_tokens\":140,\"total_tokens\":350,\"prompt_tokens_details\":{\"cached_tokens\":0}}}",
                 text);
    }
    stats.json++;
    answer(c, "200 OK", body);
}

static void append_event(Connection *c, const char *json, int n) {
    char size[16];
    append(&c->out, size, (size_t)snprintf(size, sizeof size, "%x\r\n", n + 8)); /* "data: " and two line feeds */
    append(&c->out, "data: ", 6);
    append(&c->out, json, (size_t)n);
    append(&c->out, "\n\n\r\n", 4);
}

#define CHUNK_HEAD \
    "{\"id\":\"chatcmpl-mock0123456789\",\"object\":\"chat.completion.chunk\",\"created\":1750000000,\"model\":\"mock-small\","

static void append_chunk(Connection *c) {
    char json[512];
    int n = snprintf(json, sizeof json,
                     CHUNK_HEAD "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"t=%llu words go here\"},"
                                "\"finish_reason\":null}]}",
                     (unsigned long long)now_ns());
    append_event(c, json, n);
    c->chunks_sent++;
    stats.chunks++;
}

static void append_end(Connection *c) {
    static const char stop[] = CHUNK_HEAD "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    append_event(c, stop, sizeof stop - 1);
    if (c->wants_usage) {
        char json[512];
        int n = snprintf(json, sizeof json,
                         CHUNK_HEAD "\"choices\":[],\"usage\":{\"prompt_tokens\":210,\"completion_tokens\":%ld,"
                                    "\"total_tokens\":%ld}}",
                         c->chunks, c->chunks + 210);
        append_event(c, json, n);
    }
    append_event(c, "[DONE]", 6);
    append(&c->out, "0\r\n\r\n", 5);
}

/* Send the chunks that are due, until the stream ends, the socket is full or the next one is not due yet. */
static bool stream_on(Connection *c) {
    while (c->phase == STREAMING && c->out.len == 0) {
        if (c->pace_ns && now_ns() < c->due_ns) {
            schedule(c);
            return true;
        }
        if (c->chunks_sent < c->chunks) {
            append_chunk(c);
            c->due_ns += c->pace_ns;
        } else {
            append_end(c);
            c->phase = READING;
            stats.finished_streams++;
            stats.open_streams--;
        }
        if (!flush(c)) return false;
    }
    return true;
}

/* The first byte: headers and first chunk leave in one send(), as they do from a server that waits for its first token. */
static bool begin_answer(Connection *c) {
    if (!c->streams) {
        c->phase = READING;
        answer_chat(c);
        return flush(c);
    }
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                               "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
    stats.streams++;
    stats.open_streams++;
    c->phase = STREAMING;
    c->chunks_sent = 0;
    c->due_ns = now_ns() + c->pace_ns;
    append(&c->out, head, sizeof head - 1);
    if (c->chunks > 0) append_chunk(c);
    return flush(c) && stream_on(c);
}

static bool is_true(const char *body, const char *quoted_field) {
    const char *at = strstr(body, quoted_field);
    return at && strncmp(at + strlen(quoted_field) + strspn(at + strlen(quoted_field), " :"), "true", 4) == 0;
}

static long word(const char *body, const char *name, long otherwise) {
    const char *at = strstr(body, name);
    return at ? strtol(at + strlen(name), NULL, 10) : otherwise;
}

static bool serve_chat(Connection *c, const char *body) {
    c->streams = is_true(body, "\"stream\"");
    if (c->streams) {
        c->wants_usage = is_true(body, "\"include_usage\"");
        c->chunks = word(body, "chunks=", 100);
        c->pace_ns = (uint64_t)word(body, "pace_ms=", 0) * NS_PER_MS;
    }
    long delay_ms = word(body, "delay_ms=", 0);
    if (delay_ms == 0) return begin_answer(c);
    c->phase = DELAYED;
    c->due_ns = now_ns() + (uint64_t)delay_ms * NS_PER_MS;
    schedule(c);
    return true;
}

static void answer_stats(Connection *c) {
    char json[512];
    snprintf(json, sizeof json,
             "{\"requests\":%lu,\"json\":%lu,\"streams\":%lu,\"finished_streams\":%lu,\"cancelled_streams\":%lu,"
             "\"cancelled_waits\":%lu,\"chunks\":%lu,\"open_streams\":%ld,\"connections\":%ld}\n",
             stats.requests, stats.json, stats.streams, stats.finished_streams, stats.cancelled_streams, stats.cancelled_waits,
             stats.chunks, stats.open_streams, stats.connections);
    answer(c, "200 OK", json);
}

static bool serve(Connection *c, const char *request_line, const char *body) {
    char method[8] = "", path[256] = "";
    sscanf(request_line, "%7s %255[^ ?]", method, path);
    bool get = strcmp(method, "GET") == 0;
    if (strcmp(method, "POST") == 0 && strstr(path, "/chat/completions")) {
        stats.requests++;
        return serve_chat(c, body);
    }
    if (get && strcmp(path, "/stats") == 0)
        answer_stats(c);
    else if (get && strcmp(path, "/health") == 0)
        answer(c, "200 OK", "{\"status\":\"ok\"}");
    else if (get && strstr(path, "/models"))
        answer(c, "200 OK", "{\"object\":\"list\",\"data\":[{\"id\":\"mock-small\",\"object\":\"model\",\"owned_by\":\"mock\"}]}");
    else
        answer(c, "404 Not Found", "");
    return flush(c);
}

/* Serve the complete requests in the buffer, one after the other; false when the connection has to go. */
static bool serve_buffered(Connection *c) {
    while (c->phase == READING && c->in.len > 0) {
        c->in.data[c->in.len] = 0;
        char *end = strstr(c->in.data, "\r\n\r\n");
        if (!end) return c->in.len < MAX_REQUEST;
        *end = 0;
        const char *length = strcasestr(c->in.data, "\r\ncontent-length:");
        size_t head = (size_t)(end - c->in.data) + 4;
        size_t total = head + (length ? strtoul(length + 17, NULL, 10) : 0);
        if (total > MAX_REQUEST || strcasestr(c->in.data, "\r\ntransfer-encoding:")) {
            fprintf(stderr, "mock: a request needs a Content-Length of at most %u\n", MAX_REQUEST);
            return false;
        }
        if (c->in.len < total) {
            *end = '\r';
            return true;
        }
        char after = c->in.data[total];
        c->in.data[total] = 0;
        bool alive = serve(c, c->in.data, c->in.data + head);
        c->in.data[total] = after;
        c->in.len -= total;
        memmove(c->in.data, c->in.data + total, c->in.len);
        if (!alive) return false;
    }
    return true;
}

static bool read_more(Connection *c) {
    for (;;) {
        reserve(&c->in, 65536);
        size_t room = c->in.cap - c->in.len;
        ssize_t n = recv(c->fd, c->in.data + c->in.len, room, 0);
        if (n == 0 || (n < 0 && errno != EAGAIN)) return false;
        if (n > 0) c->in.len += (size_t)n;
        if (n < 0 || (size_t)n < room) return serve_buffered(c);
    }
}

static void drop(Connection *c) {
    if (c->phase == STREAMING) {
        stats.cancelled_streams++;
        stats.open_streams--;
    } else if (c->phase == DELAYED) {
        stats.cancelled_waits++;
    }
    unschedule(c);
    close(c->fd);
    stats.connections--;
    free(c->in.data);
    free(c->out.data);
    free(c);
}

static void accept_all(int listener) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        Connection *c = must(calloc(1, sizeof *c));
        c->fd = fd;
        c->heap_index = NOT_SCHEDULED;
        stats.connections++;
        struct epoll_event e = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = c};
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &e);
    }
}

static void on_event(Connection *c, uint32_t events) {
    bool alive = !(events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP));
    if (alive && events & EPOLLOUT) alive = flush(c) && stream_on(c) && serve_buffered(c);
    if (alive && events & EPOLLIN) alive = read_more(c);
    if (!alive) drop(c);
}

static void run_due(void) {
    uint64_t now = now_ns();
    while (timers.len && timers.items[0]->due_ns <= now) {
        Connection *c = timers.items[0];
        unschedule(c);
        bool alive = c->phase == DELAYED ? begin_answer(c) : stream_on(c);
        if (!alive || !serve_buffered(c)) drop(c);
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in here = loopback(port);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) || listen(fd, 4096)) fail("cannot listen");
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: mock PORT\n"), 2;
    signal(SIGPIPE, SIG_IGN);
    epoll_fd = epoll_create1(0);
    int listener = listen_on(atoi(argv[1]));
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &e);
    for (;;) {
        struct timespec wait, *timeout = NULL;
        if (timers.len) {
            uint64_t now = now_ns(), due = timers.items[0]->due_ns;
            wait = timespec_of(due > now ? due - now : 0);
            timeout = &wait;
        }
        int n = epoll_pwait2(epoll_fd, events, EVENTS, timeout, NULL);
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr)
                on_event(events[i].data.ptr, events[i].events);
            else
                accept_all(listener);
        }
        run_due();
    }
}
