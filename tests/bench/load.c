/* The load of `make bench`: hundreds of websocket clients in one small process, so that the server measured is the bottleneck.
 *
 * Each client types one letter at a time behind its last one; the update is written by hand (21 to 40 bytes). An edit is
 * delivered when another member's socket has shown it; frames that hold many edits count each. Time is kept per edit.
 *
 *   load run  PORT PID WARM SECONDS RATE INFLIGHT < clients     RATE 0: as fast as INFLIGHT undelivered edits allow
 *   load idle PORT < clients                                    connects, says "ready", waits for the end of its input
 *
 * A line per client: room, path, document name for servers that put it before each message ("-": none), then header
 * lines separated by "|". The last line printed is JSON. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOMS = 512, BUCKETS = 200000, BUCKET_US = 10, SMALL = 1 << 16 };

struct edit {
    uint64_t sent;    /* µs */
    uint32_t missing; /* members that have not seen it */
};

struct client {
    int fd;
    uint32_t id, room, index;
    char *path, *prefix, *headers;
    bool open, synced;
    uint8_t *in;
    size_t in_len, in_cap;
    uint8_t out[SMALL];
    size_t out_len;
    struct edit *edits;
    uint32_t typed, edit_cap, inflight;
    uint64_t next; /* µs: when to type again */
};

static struct client *clients;
static size_t client_count;
static struct client *members[ROOMS][512];
static uint32_t member_count[ROOMS];
static uint64_t histogram[BUCKETS + 1], deliveries, edits_sent, frames_in, bytes_in;
static bool measuring;
static int poller;
static uint64_t rate_pause;
static uint32_t inflight_max;

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "");
    exit(1);
}

static uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Time on a processor of all the server's threads, in µs, by the scheduler's own account: ticks are too coarse for small loads. */
static uint64_t cpu_us(int pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *threads = opendir(path);
    uint64_t sum = 0;
    if (!threads)
        die("the server is gone");
    for (struct dirent *e; (e = readdir(threads));) {
        char file[400];
        unsigned long long ns;
        if (e->d_name[0] == '.')
            continue;
        snprintf(file, sizeof file, "%s/%s/schedstat", path, e->d_name);
        FILE *f = fopen(file, "r");
        if (f && fscanf(f, "%llu", &ns) == 1)
            sum += ns / 1000;
        if (f)
            fclose(f);
    }
    closedir(threads);
    return sum;
}

/* ---- sending ---- */

static size_t put_varint(uint8_t *out, uint64_t n)
{
    size_t len = 0;
    for (; n > 127; n >>= 7)
        out[len++] = (uint8_t)(n | 128);
    out[len++] = (uint8_t)n;
    return len;
}

static void flush(struct client *c)
{
    size_t done = 0;
    while (done < c->out_len) {
        ssize_t n = send(c->fd, c->out + done, c->out_len - done, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN)
            break;
        if (n < 0)
            die("a connection was lost while sending");
        done += (size_t)n;
    }
    memmove(c->out, c->out + done, c->out_len - done);
    c->out_len -= done;
}

static void send_frame(struct client *c, int op, const uint8_t *data, size_t len)
{
    if (c->out_len + len + 300 > sizeof c->out)
        return; /* its pipe is full: the server does not read; the edit is typed later */
    uint8_t *out = c->out + c->out_len;
    size_t at = 0, prefix = op == 2 && c->prefix ? strlen(c->prefix) + 1 : 0;
    size_t size = len + prefix;
    out[at++] = (uint8_t)(0x80 | op);
    if (size < 126)
        out[at++] = (uint8_t)(0x80 | size);
    else {
        out[at++] = 0x80 | 126;
        out[at++] = (uint8_t)(size >> 8);
        out[at++] = (uint8_t)size;
    }
    memset(out + at, 0, 4); /* a mask of zeroes masks nothing */
    at += 4;
    if (prefix) {
        out[at++] = (uint8_t)(prefix - 1);
        memcpy(out + at, c->prefix, prefix - 1);
        at += prefix - 1;
    }
    memcpy(out + at, data, len);
    c->out_len += at + len;
}

static void type(struct client *c, uint64_t now)
{
    uint8_t update[128], message[160];
    size_t n = 0;
    update[n++] = 1;
    update[n++] = 1;
    n += put_varint(update + n, c->id);
    n += put_varint(update + n, c->typed);
    if (c->typed == 0) {
        memcpy(update + n, "\x04\x01\x07" "content", 10);
        n += 10;
    } else {
        update[n++] = 0x84;
        n += put_varint(update + n, c->id);
        n += put_varint(update + n, c->typed - 1);
    }
    memcpy(update + n, "\x01" "a\0", 3);
    n += 3;
    size_t m = 0;
    message[m++] = 0;
    message[m++] = 2;
    m += put_varint(message + m, n);
    memcpy(message + m, update, n);
    if (c->typed == c->edit_cap) {
        c->edit_cap = c->edit_cap ? 2 * c->edit_cap : 256;
        c->edits = realloc(c->edits, c->edit_cap * sizeof *c->edits);
        if (!c->edits)
            die("memory");
    }
    if (c->out_len + 600 > sizeof c->out)
        return;
    c->edits[c->typed] = (struct edit){ .sent = now, .missing = member_count[c->room] - 1 };
    c->typed++;
    c->inflight++;
    edits_sent += measuring;
    send_frame(c, 2, message, m + n);
}

/* ---- reading ---- */

struct reader {
    const uint8_t *at, *end;
};

static uint64_t take(struct reader *r)
{
    uint64_t n = 0;
    for (int shift = 0; r->at < r->end; shift += 7) {
        uint8_t b = *r->at++;
        n |= (uint64_t)(b & 127) << shift;
        if (b < 128)
            return n;
    }
    errno = 0;
    die("a message ends early");
    return 0;
}

static struct client *client_of(uint32_t room, uint64_t id)
{
    for (uint32_t i = 0; i < member_count[room]; i++)
        if (members[room][i]->id == id)
            return members[room][i];
    return NULL;
}

static void delivered(struct client *by, uint64_t clock, uint64_t count, uint64_t now)
{
    for (uint64_t k = clock; k < clock + count && k < by->typed; k++) {
        struct edit *e = &by->edits[k];
        if (e->missing == 0)
            continue;
        if (--e->missing == 0)
            by->inflight--;
        if (!measuring)
            continue;
        uint64_t bucket = (now - e->sent) / BUCKET_US;
        histogram[bucket < BUCKETS ? bucket : BUCKETS]++;
        deliveries++;
    }
}

/* One Yjs update that holds nothing but letters in the root `content`. */
static void read_update(struct client *c, struct reader *r, uint64_t now)
{
    for (uint64_t n = take(r); n > 0; n--) {
        uint64_t structs = take(r), id = take(r), clock = take(r);
        struct client *by = client_of(c->room, id);
        for (; structs > 0; structs--) {
            uint8_t info = *r->at++;
            uint64_t len;
            if ((info & 31) == 10 || (info & 31) == 0) {
                len = take(r);
                clock += len;
                continue;
            }
            if (info & 128)
                take(r), take(r);
            if (info & 64)
                take(r), take(r);
            if (!(info & 192)) {
                if (take(r) == 1)
                    r->at += take(r);
                else
                    take(r), take(r);
                if (info & 32)
                    r->at += take(r);
            }
            if ((info & 31) != 4)
                die("an update holds something else than letters");
            len = take(r);
            r->at += len;
            if (by && by != c)
                delivered(by, clock, len, now);
            clock += len;
        }
    }
}

static void hello(struct client *c)
{
    if (c->prefix)
        send_frame(c, 2, (const uint8_t *)"\x02\x00\x01x", 4); /* a token, whatever it is */
    send_frame(c, 2, (const uint8_t *)"\x00\x00\x01\x00", 4);  /* step1 of an empty document */
}

static void read_message(struct client *c, struct reader r, uint64_t now)
{
    if (c->prefix)
        r.at += take(&r);
    uint64_t kind = take(&r);
    if (kind != 0 && kind != 4)
        return;
    uint64_t sync = take(&r);
    take(&r);
    if (sync == 0)
        send_frame(c, 2, (const uint8_t *)"\x00\x01\x02\x00\x00", 5);
    else if (sync == 1)
        c->synced = true;
    else
        read_update(c, &r, now);
}

static void read_frames(struct client *c, uint64_t now)
{
    size_t at = 0;
    while (c->in_len - at >= 2) {
        const uint8_t *f = c->in + at;
        uint64_t size = f[1] & 127;
        size_t head = 2;
        if (size == 126) {
            if (c->in_len - at < 4)
                break;
            size = (uint64_t)f[2] << 8 | f[3];
            head = 4;
        } else if (size == 127) {
            if (c->in_len - at < 10)
                break;
            size = 0;
            for (int i = 2; i < 10; i++)
                size = size << 8 | f[i];
            head = 10;
        }
        if (c->in_len - at < head + size)
            break;
        int op = f[0] & 15;
        if (op == 8) {
            fprintf(stderr, "load: closed with %d\n", size >= 2 ? f[head] << 8 | f[head + 1] : 0);
            exit(1);
        }
        if (op == 9)
            send_frame(c, 10, f + head, size < 126 ? (size_t)size : 0);
        if (op == 2) {
            frames_in += measuring;
            read_message(c, (struct reader){ f + head, f + head + size }, now);
        }
        at += head + (size_t)size;
    }
    memmove(c->in, c->in + at, c->in_len - at);
    c->in_len -= at;
}

static void receive(struct client *c)
{
    for (;;) {
        if (c->in_cap - c->in_len < 16384) {
            c->in_cap = c->in_cap ? 2 * c->in_cap : 32768;
            c->in = realloc(c->in, c->in_cap);
            if (!c->in)
                die("memory");
        }
        ssize_t n = recv(c->fd, c->in + c->in_len, c->in_cap - c->in_len, 0);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0)
            die("a connection was lost");
        bytes_in += measuring ? (uint64_t)n : 0;
        c->in_len += (size_t)n;
        if (!c->open) {
            uint8_t *end = memmem(c->in, c->in_len, "\r\n\r\n", 4);
            if (!end)
                continue;
            if (memcmp(c->in, "HTTP/1.1 101", 12) != 0) {
                errno = 0;
                fprintf(stderr, "%.*s\n", 200, (char *)c->in);
                die("no upgrade");
            }
            c->open = true;
            size_t used = (size_t)(end + 4 - c->in);
            memmove(c->in, c->in + used, c->in_len - used);
            c->in_len -= used;
            hello(c);
        }
        read_frames(c, now_us());
        if ((size_t)n < 16384)
            return;
    }
}

/* ---- setting up ---- */

static void read_clients(void)
{
    char *line = NULL;
    size_t cap = 0;
    while (getline(&line, &cap, stdin) > 0) {
        line[strcspn(line, "\n")] = 0;
        if (!*line)
            break; /* an empty line ends the list; what follows keeps the connections open */
        clients = realloc(clients, (client_count + 1) * sizeof *clients);
        struct client *c = &clients[client_count++];
        memset(c, 0, sizeof *c);
        char *save, *room = strtok_r(line, " ", &save), *path = strtok_r(NULL, " ", &save), *name = strtok_r(NULL, " ", &save);
        c->room = (uint32_t)atoi(room);
        c->path = strdup(path);
        c->prefix = strcmp(name, "-") == 0 ? NULL : strdup(name);
        c->headers = strdup(save ? save : "");
        c->id = 1000 + (uint32_t)client_count * 7919 + (uint32_t)getpid() % 1000 * 1000000;
    }
    free(line);
    for (size_t i = 0; i < client_count; i++) {
        struct client *c = &clients[i];
        if (c->room >= ROOMS || member_count[c->room] == 512)
            die("too many rooms or members");
        c->index = member_count[c->room];
        members[c->room][member_count[c->room]++] = c;
    }
}

static void connect_client(struct client *c, int port)
{
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0)
        die("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    char lines[2048];
    size_t n = 0;
    for (const char *h = c->headers; *h && n + 3 < sizeof lines; h++) {
        if (*h == '|') {
            lines[n++] = '\r';
            lines[n++] = '\n';
        } else
            lines[n++] = *h;
    }
    if (n) {
        lines[n++] = '\r';
        lines[n++] = '\n';
    }
    c->out_len = (size_t)snprintf((char *)c->out, sizeof c->out,
                                  "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n%.*s\r\n",
                                  c->path, port, (int)n, lines);
    flush(c);
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &ev);
}

static void turn(int timeout_ms)
{
    struct epoll_event events[256];
    int n = epoll_wait(poller, events, 256, timeout_ms);
    for (int i = 0; i < n; i++)
        receive(events[i].data.ptr);
    for (int i = 0; i < n; i++) {
        struct client *c = events[i].data.ptr;
        if (c->out_len)
            flush(c);
    }
}

static void connect_all(int port)
{
    struct rlimit files = { 65536, 65536 };
    setrlimit(RLIMIT_NOFILE, &files);
    poller = epoll_create1(0);
    uint64_t limit = now_us() + 60000000;
    for (size_t i = 0; i < client_count; i++) {
        connect_client(&clients[i], port);
        if (i % 16 == 15)
            turn(1);
    }
    for (size_t ready = 0; ready < client_count;) {
        turn(10);
        ready = 0;
        for (size_t i = 0; i < client_count; i++)
            ready += clients[i].synced;
        if (now_us() > limit) {
            errno = 0;
            die("not every client was synced within a minute");
        }
    }
}

static void type_due(uint64_t now)
{
    for (size_t i = 0; i < client_count; i++) {
        struct client *c = &clients[i];
        if (rate_pause) {
            if (now < c->next)
                continue;
            c->next += rate_pause;
            type(c, now);
        } else
            for (uint32_t before = c->typed; c->inflight < inflight_max; before = c->typed) {
                type(c, now);
                if (c->typed == before)
                    break;
            }
        if (c->out_len)
            flush(c);
    }
}

static uint64_t percentile(double part)
{
    uint64_t seen = 0, wanted = (uint64_t)((double)deliveries * part);
    for (size_t i = 0; i <= BUCKETS; i++) {
        seen += histogram[i];
        if (seen > wanted)
            return (uint64_t)i * BUCKET_US;
    }
    return 0;
}

static void run(int pid, double warm, double seconds, double rate)
{
    uint64_t start = now_us();
    rate_pause = rate > 0 ? (uint64_t)(1e6 / rate) : 0;
    for (size_t i = 0; i < client_count; i++)
        clients[i].next = start + (rate_pause ? rate_pause * i / client_count : 0);
    uint64_t from = start + (uint64_t)(warm * 1e6), to = from + (uint64_t)(seconds * 1e6), cpu = 0, began = 0;
    for (uint64_t now = start; now < to; now = now_us()) {
        if (!measuring && now >= from) {
            measuring = true;
            cpu = cpu_us(pid);
            began = now_us();
        }
        type_due(now);
        turn(rate_pause ? 1 : 5);
    }
    cpu = cpu_us(pid) - cpu;
    double took = (double)(now_us() - began) / 1e6;
    measuring = false;
    uint64_t limit = now_us() + 10000000, missing = 1;
    while (missing && now_us() < limit) {
        turn(5);
        missing = 0;
        for (size_t i = 0; i < client_count; i++)
            missing += clients[i].inflight;
    }
    printf("{\"clients\":%zu,\"seconds\":%.3f,\"edits\":%llu,\"deliveries\":%llu,\"perSecond\":%.0f,\"p50ms\":%.2f,\"p99ms\":%.2f,"
           "\"cpuSeconds\":%.3f,\"cpuPerDeliveryUs\":%.3f,\"framesIn\":%llu,\"bytesIn\":%llu,\"undelivered\":%llu}\n",
           client_count, took, (unsigned long long)edits_sent, (unsigned long long)deliveries, (double)deliveries / took,
           (double)percentile(0.5) / 1e3, (double)percentile(0.99) / 1e3, (double)cpu / 1e6,
           deliveries ? (double)cpu / (double)deliveries : 0.0, (unsigned long long)frames_in, (unsigned long long)bytes_in,
           (unsigned long long)missing);
}

int main(int argc, char **argv)
{
    if (argc < 3 || (strcmp(argv[1], "run") == 0 && argc < 8)) {
        fprintf(stderr, "usage: load run PORT PID WARM SECONDS RATE INFLIGHT | load idle PORT\n");
        return 2;
    }
    read_clients();
    connect_all(atoi(argv[2]));
    if (strcmp(argv[1], "run") == 0) {
        inflight_max = (uint32_t)atoi(argv[7]);
        run(atoi(argv[3]), atof(argv[4]), atof(argv[5]), atof(argv[6]));
        return 0;
    }
    printf("ready\n");
    fflush(stdout);
    fcntl(0, F_SETFL, O_NONBLOCK);
    char byte;
    while (read(0, &byte, 1) != 0)
        turn(50);
    return 0;
}
