/* load: a single-threaded HTTP/1.1 load generator for one URL and one body; prints one JSON object, times in microseconds.
 *
 *   load -m MODE -p PORT -b BODY_FILE [-H "Name: value"]… [-c CONNECTIONS] [-d SECONDS] [-w SECONDS] …
 *
 * Modes:
 *   closed  every connection sends its next request when the last one is answered (-n TOTAL ends it early)
 *   rate    Poisson arrivals at -r per second, from a fixed seed; the latency of a request counts from the time it was
 *           due, so that a slow server cannot hide its queue by slowing the generator down
 *   stream  like closed; besides the time to the first chunk, and how long every chunk was under way (its t=… is when
 *           the upstream sent it)
 *   hold    opens the streams, keeps them open for the duration and then walks away from all of them
 *
 * -w leaves the first seconds out of the samples; -R spreads the opening of the connections over that many seconds.
 * The word SERIALWORD in a body becomes a different one in every request, so that no proxy answers from memory.
 */
#define _GNU_SOURCE
#include "answer.h"
#include "common.h"

#include <fcntl.h>
#include <math.h>
#include <sys/resource.h>

#define GRACE_NS (10 * NS_PER_S)
#define EVENTS 512

typedef enum { CLOSED, IDLE, BUSY } State;
typedef enum { MODE_CLOSED, MODE_RATE, MODE_STREAM, MODE_HOLD } Mode;

typedef struct {
    uint64_t *ns;
    size_t len, cap;
} Samples;

typedef struct {
    int fd;
    State state;
    uint64_t due_ns;
    size_t sent;
    bool reused, waits_for_room, saw_done;
    long events;
    Answer answer;
} Connection;

static struct {
    Mode mode;
    int port, connections;
    double seconds, warm_up, ramp, rate;
    long total;
    const char *mode_name, *body_file;
    char headers[4096];
} options = {.connections = 16, .seconds = 2, .rate = 200, .mode_name = "closed"};

static struct {
    unsigned long ok, errors, chunks, complete, truncated, usage, reconnects;
    char first_error[200];
    Samples latency, first_chunk, lag;
} result;

static struct sockaddr_in server;
static char *request, *serial;
static size_t request_len;
static unsigned long started;
static uint64_t begin_ns, stop_ns, warm_ns;
static uint64_t arrival_ns; /* in mode rate: when the next request is due */
static uint64_t read_ns;    /* when the bytes being looked at were read */
static int epoll_fd;
static Connection *connections, **idle;
static size_t idle_len;

static void note_error(const char *what, const char *detail) {
    if (result.errors++) return;
    snprintf(result.first_error, sizeof result.first_error, "%s: %.150s", what, detail);
    for (char *p = result.first_error; *p; p++)
        if (*p == '"' || *p == '\\' || (unsigned char)*p < ' ') *p = ' ';
}

static void sample(Samples *s, uint64_t since, uint64_t until) {
    if (since < warm_ns) return;
    if (s->len == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 65536;
        s->ns = must(realloc(s->ns, s->cap * sizeof *s->ns));
    }
    s->ns[s->len++] = until > since ? until - since : 0;
}

static int by_size(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void print_samples(const char *name, Samples *s) {
    static const struct { const char *name; double share; } quantiles[] = {{"p50", .5}, {"p90", .9}, {"p99", .99}, {"max", 1}};
    printf(",\"%s\":{\"n\":%zu", name, s->len);
    if (s->len) qsort(s->ns, s->len, sizeof *s->ns, by_size);
    for (size_t i = 0; s->len && i < sizeof quantiles / sizeof *quantiles; i++)
        printf(",\"%s\":%.1f", quantiles[i].name, (double)s->ns[(size_t)(quantiles[i].share * (double)(s->len - 1))] / 1000);
    printf("}");
}

static void hang_up(Connection *c) {
    if (c->state == CLOSED) return;
    close(c->fd);
    c->state = CLOSED;
}

static bool dial(Connection *c) {
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0) fail("socket");
    if (connect(c->fd, (struct sockaddr *)&server, sizeof server)) {
        note_error("cannot connect", strerror(errno));
        close(c->fd);
        return false;
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &e);
    c->state = IDLE;
    c->reused = c->waits_for_room = false;
    return true;
}

/* Send what the socket takes of the request; false when the connection is lost. */
static bool push_request(Connection *c) {
    while (c->sent < request_len) {
        ssize_t n = send(c->fd, request + c->sent, request_len - c->sent, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN) return false;
        if (n < 0) break;
        c->sent += (size_t)n;
    }
    bool room = c->sent < request_len;
    if (room != c->waits_for_room) {
        struct epoll_event e = {.events = EPOLLIN | (room ? EPOLLOUT : 0u), .data.ptr = c};
        epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
        c->waits_for_room = room;
    }
    return true;
}

/* Start a request that was due at due_ns, on a new connection where there is none or the old one proves dead. */
static bool start(Connection *c, uint64_t due_ns) {
    /* One buffer serves all connections: of a large request still being sent only the serial number may change. */
    if (serial) {
        unsigned long left = started;
        for (int at = 9; at >= 0; at--, left /= 10) serial[at] = (char)('a' + left % 10);
    }
    started++;
    for (int tries = 0; tries < 2; tries++) {
        if (c->state == CLOSED && !dial(c)) return false;
        c->due_ns = due_ns;
        c->sent = 0;
        c->events = 0;
        c->saw_done = false;
        c->state = BUSY;
        answer_reset(&c->answer);
        if (push_request(c)) return true;
        hang_up(c);
    }
    note_error("cannot send", strerror(errno));
    return false;
}

static void on_line(void *owner, const char *line, size_t len) {
    Connection *c = owner;
    if (len < 6 || memcmp(line, "data: ", 6) != 0) return;
    if (c->events++ == 0) sample(&result.first_chunk, c->due_ns, read_ns);
    const char *stamp = memmem(line, len, "\"t=", 3);
    if (stamp) {
        result.chunks++;
        sample(&result.lag, strtoull(stamp + 3, NULL, 10), read_ns);
    } else if (memmem(line, len, "[DONE]", 6)) {
        c->saw_done = true;
    } else if (memmem(line, len, "\"total_tokens\"", 14)) {
        result.usage++;
    }
}

static void on_answer(Connection *c) {
    if (c->answer.status != 200) {
        note_error("refused", c->answer.head);
    } else if (c->answer.streams && !c->saw_done) {
        result.truncated++;
        note_error("truncated", "a stream ended without [DONE]");
    } else {
        result.ok++;
        result.complete += c->answer.streams;
        sample(&result.latency, c->due_ns, read_ns);
    }
    c->state = IDLE;
    c->reused = true;
    if (c->answer.closes) hang_up(c);
}

/* The server closed: fine between requests, the end of an answer without a length, else a lost request. A kept
 * connection may be closed just as a request is under way; like any client, send that one again. */
static void on_close(Connection *c) {
    bool was_busy = c->state == BUSY, untouched = c->answer.head_len == 0;
    if (was_busy && c->answer.until_close) {
        on_answer(c);
        return;
    }
    hang_up(c);
    if (!was_busy || (untouched && c->reused)) {
        result.reconnects++;
        if (was_busy) start(c, c->due_ns);
    } else {
        note_error("connection lost", untouched ? "before the answer" : c->answer.head);
    }
}

static void on_event(Connection *c, uint32_t events) {
    static char buffer[1 << 18];
    bool lost = events & EPOLLOUT && !push_request(c);
    ssize_t n = lost ? 0 : recv(c->fd, buffer, sizeof buffer, 0);
    read_ns = now_ns();
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        on_close(c);
        return;
    }
    AnswerProgress progress = c->state == BUSY ? answer_feed(&c->answer, buffer, (size_t)n, on_line, c) : ANSWER_BROKEN;
    if (progress == ANSWER_COMPLETE) on_answer(c);
    if (progress == ANSWER_BROKEN) {
        note_error("not the answer to a request", c->answer.head);
        hang_up(c);
    }
}

static bool may_start(uint64_t now) { return now < stop_ns && (!options.total || started < (unsigned long)options.total); }

/* After an event: the connection takes its next request, or waits for one. */
static void go_on(Connection *c) {
    if (c->state == BUSY) return;
    if (options.mode == MODE_RATE)
        idle[idle_len++] = c;
    else if (options.mode != MODE_HOLD && may_start(read_ns))
        start(c, now_ns());
}

static uint64_t next_arrival(void) {
    static uint64_t seed = 88172645463325252ull;
    static double at_ns;
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    at_ns -= log(((double)(seed >> 11) + 1) / 9007199254740993.0) / options.rate * 1e9;
    return begin_ns + (uint64_t)at_ns;
}

/* Start what is due; returns when the next thing is. */
static uint64_t start_due(uint64_t now) {
    static int opened;
    if (options.mode == MODE_RATE) {
        while (arrival_ns <= now && arrival_ns < stop_ns && idle_len) {
            Connection *c = idle[--idle_len];
            if (!start(c, arrival_ns)) idle[idle_len++] = c;
            arrival_ns = next_arrival();
        }
        return arrival_ns > now ? arrival_ns : UINT64_MAX; /* with all connections busy, an answer comes first */
    }
    for (; opened < options.connections; opened++) {
        uint64_t due = begin_ns + (uint64_t)(options.ramp * 1e9 * opened / options.connections);
        if (due > now) return due;
        if (may_start(now)) start(&connections[opened], now);
    }
    return UINT64_MAX;
}

/* Whether everything is over; what is not answered after the grace time is an error. */
static bool finished(uint64_t now) {
    if (may_start(now)) return false;
    if (options.mode == MODE_HOLD) return now >= stop_ns;
    int busy = 0;
    for (int i = 0; i < options.connections; i++) busy += connections[i].state == BUSY;
    if (now < stop_ns + GRACE_NS) return busy == 0 && (options.mode != MODE_RATE || arrival_ns >= stop_ns);
    for (int i = 0; i < busy; i++) note_error("unanswered", "after the grace time");
    return true;
}

static void run(void) {
    struct epoll_event events[EVENTS];
    for (uint64_t now; now = now_ns(), !finished(now);) {
        uint64_t next = start_due(now);
        now = now_ns();
        uint64_t wait = next > now ? next - now : 0;
        struct timespec timeout = timespec_of(wait < 50 * NS_PER_MS ? wait : 50 * NS_PER_MS);
        int n = epoll_pwait2(epoll_fd, events, EVENTS, &timeout, NULL);
        for (int i = 0; i < n; i++) {
            Connection *c = events[i].data.ptr;
            bool was_busy = c->state == BUSY;
            on_event(c, events[i].events);
            if (was_busy) go_on(c);
        }
    }
}

static void load_request(void) {
    FILE *file = fopen(options.body_file, "rb");
    if (!file) fail(options.body_file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    request = must(malloc(size + 8192));
    int head = snprintf(request, 8192,
                        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: larouter-bench\r\n"
                        "Accept: */*\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n",
                        options.port, options.headers, size);
    if (fread(request + head, 1, size, file) != size) fail(options.body_file);
    fclose(file);
    request_len = (size_t)head + size;
    serial = memmem(request, request_len, "SERIALWORD", 10);
}

static void read_options(int argc, char **argv) {
    static const char *modes[] = {"closed", "rate", "stream", "hold"};
    for (int o; (o = getopt(argc, argv, "m:p:b:H:c:d:w:R:r:n:")) > 0;) {
        size_t used = strlen(options.headers);
        switch (o) {
            case 'm': options.mode_name = optarg; break;
            case 'p': options.port = atoi(optarg); break;
            case 'b': options.body_file = optarg; break;
            case 'H': snprintf(options.headers + used, sizeof options.headers - used, "%s\r\n", optarg); break;
            case 'c': options.connections = atoi(optarg); break;
            case 'd': options.seconds = atof(optarg); break;
            case 'w': options.warm_up = atof(optarg); break;
            case 'R': options.ramp = atof(optarg); break;
            case 'r': options.rate = atof(optarg); break;
            case 'n': options.total = atol(optarg); break;
            default: exit(2);
        }
    }
    int mode = 0;
    while (mode < 4 && strcmp(modes[mode], options.mode_name) != 0) mode++;
    if (mode == 4 || !options.port || !options.body_file || options.connections < 1) {
        fprintf(stderr, "usage: load -m closed|rate|stream|hold -p PORT -b BODY_FILE …\n");
        exit(2);
    }
    options.mode = (Mode)mode;
}

static void print_result(double seconds, int held) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("{\"mode\":\"%s\",\"ok\":%lu,\"errors\":%lu,\"first_error\":\"%s\",\"started\":%lu,\"seconds\":%.3f,\"per_second\":%.1f,"
           "\"chunks\":%lu,\"complete_streams\":%lu,\"truncated_streams\":%lu,\"usage_events\":%lu,\"held\":%d,"
           "\"reconnects\":%lu,\"cpu_s\":%.3f",
           options.mode_name, result.ok, result.errors, result.first_error, started, seconds, (double)result.ok / seconds,
           result.chunks, result.complete, result.truncated, result.usage, held, result.reconnects, cpu);
    print_samples("latency_us", &result.latency);
    print_samples("first_chunk_us", &result.first_chunk);
    print_samples("lag_us", &result.lag);
    printf("}\n");
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    read_options(argc, argv);
    load_request();
    server = loopback(options.port);
    epoll_fd = epoll_create1(0);
    connections = must(calloc((size_t)options.connections, sizeof *connections));
    idle = must(calloc((size_t)options.connections, sizeof *idle));
    while (options.mode == MODE_RATE && idle_len < (size_t)options.connections) {
        idle[idle_len] = &connections[options.connections - 1 - (int)idle_len];
        idle_len++;
    }
    begin_ns = now_ns();
    stop_ns = begin_ns + (uint64_t)(options.seconds * 1e9);
    warm_ns = begin_ns + (uint64_t)(options.warm_up * 1e9);
    arrival_ns = next_arrival();
    run();
    int held = 0;
    for (int i = 0; i < options.connections; i++) {
        held += connections[i].state == BUSY && connections[i].events > 0;
        hang_up(&connections[i]);
    }
    print_result((double)(now_ns() - begin_ns) / 1e9, held);
}
