#pragma once
/* A whole net for tests: loop, database thread, workers and net on a thread of its own, on a free port of the loopback; and
 * blocking sockets to talk to it, octet by octet. */
#include "harness/test.h"

struct server; /* defined in server_under_test.c; one at a time */
struct server *server_begin(void);       /* with the routes and hooks defined there */
void server_end(struct server *server);  /* checks that it stops cleanly */
int server_port(const struct server *server);
const char *server_folder(const struct server *server); /* its page is in web/ there */
long server_count(const char *what); /* "prepared", "opened", "closed", "drained", "received", "before", "handled", "gone", "pieces", "dropped" */
void server_broadcast(struct server *server, size_t len, int times); /* to all websockets */
void server_close_sockets(struct server *server, unsigned code, const char *reason);
size_t server_sockets(struct server *server);

struct answer_seen {
    int status;      /* 0: the connection was closed without an answer */
    char head[4096]; /* lower case names as sent */
    char body[65536];
    size_t body_len; /* of the whole body, also when it is longer than what is kept */
};
int dial(const struct server *server);
void dial_end(int fd);
bool say(int fd, const char *text); /* false: the peer has closed */
bool say_bytes(int fd, const void *data, size_t len);
bool hear(struct answer_seen *out, int fd);      /* one answer; false: closed before it was whole */
bool hear_no_body(struct answer_seen *out, int fd); /* to HEAD */
bool hear_end(int fd, int ms);                   /* the peer closes within ms, sending nothing more */
const char *header_seen(const struct answer_seen *seen, const char *name); /* NULL: absent; static */
int ask(struct answer_seen *out, const struct server *server, const char *text); /* on a connection of its own: the status */
/* The same with a body: headers are whole lines; type NULL sends none. */
int ask_body(struct answer_seen *out, const struct server *server, const char *line, const char *headers, const char *type,
             const char *body);

/* Websockets. */
int ws_dial(const struct server *server, const char *path, const char *headers); /* -1: refused */
void ws_say(int fd, int opcode, bool final, const void *data, size_t len);
void ws_say_text(int fd, int opcode, const char *text);
int ws_hear(int fd, uint8_t *out, size_t size, size_t *len); /* the opcode; -1: closed or silent for half a minute */
int ws_hear_close(int fd);                                   /* the close code, pings and data skipped; -1: none came */
void wait_ms(int ms);
bool wait_for(const char *what, long count); /* half a minute at most */
