/* A line each way, and what an errand says in between, with the owner of the folder only (0600); a peer that says more is cut off. */
#include "upkeep/control.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

#include "areas/people/people.h"

enum { LINE_MAX_BYTES = 9000 }; /* two paths */

struct control {
    uv_pipe_t pipe; /* first */
    struct loop *loop;
    struct database *database;
    struct errands *errands;
    struct visit *visits; /* whose sockets are open */
    char path[108];
};

struct visit {
    uv_pipe_t pipe; /* first */
    uv_write_t write;
    struct request request;
    struct visit *next;
    struct control *control; /* NULL: it has stopped */
    struct errand *errand; /* under way; NULL: none */
    char line[LINE_MAX_BYTES], verb[16];
    const char *argument; /* in line */
    size_t len;
    struct buf answer;
    bool asked, gone;
};

carnet_err control_run(const char **answer, struct ctx *ctx, const char *verb, const char *email)
{
    if (strcmp(verb, "token") == 0)
        return people_token_make(answer, ctx, email);
    if (strcmp(verb, "admin") == 0)
        return people_admin_make(answer, ctx, email);
    if (strcmp(verb, "password") == 0)
        return people_password_link(answer, ctx, email);
    return err_set(CARNET_INVALID, "control.verb", "verb=%.16s", verb);
}

static void visit_closed(uv_handle_t *handle)
{
    struct visit *visit = (struct visit *)handle;
    visit->gone = true;
    if (visit->asked)
        return; /* the request comes back and frees it */
    buf_clear(&visit->answer);
    mem_free(visit);
}

static void visit_close(struct visit *visit)
{
    if (uv_is_closing((uv_handle_t *)&visit->pipe))
        return;
    if (visit->errand)
        errand_stop(visit->errand); /* nobody listens any more */
    for (struct visit **at = visit->control ? &visit->control->visits : NULL; at && *at; at = &(*at)->next)
        if (*at == visit) {
            *at = visit->next;
            break;
        }
    uv_close((uv_handle_t *)&visit->pipe, visit_closed);
}

static void written(uv_write_t *write, int status)
{
    (void)status;
    visit_close(write->data);
}

static carnet_err visit_run(struct request *request, struct ctx *ctx)
{
    struct visit *visit = (struct visit *)((char *)request - offsetof(struct visit, request));
    const char *answer;
    TRY(control_run(&answer, ctx, visit->verb, visit->argument));
    buf_printf(&visit->answer, "ok %s\n", answer);
    return CARNET_OK;
}

/* What was asked has come back: says it, or frees a visit whose peer has left. */
static void answer_visit(struct visit *visit)
{
    visit->asked = false;
    if (visit->gone) {
        buf_clear(&visit->answer);
        mem_free(visit);
        return;
    }
    uv_buf_t out = uv_buf_init((char *)visit->answer.ptr, (unsigned)visit->answer.len);
    visit->write.data = visit;
    if (uv_write(&visit->write, (uv_stream_t *)&visit->pipe, &out, 1, written) < 0)
        visit_close(visit);
}

static void put_error(struct buf *answer, const struct err_note *note)
{
    answer->len = 0;
    buf_printf(answer, "error %s\t%s\n", note->key, note->detail[0] ? note->detail : err_name(note->code));
}

static void visit_done(struct request *request)
{
    struct visit *visit = (struct visit *)((char *)request - offsetof(struct visit, request));
    if (request->err)
        put_error(&visit->answer, &request->note);
    answer_visit(visit);
}

/* ---- errands ---- */

struct spoken {
    uv_write_t write; /* first */
    char text[];
};

static void spoken_written(uv_write_t *write, int status)
{
    (void)status;
    mem_free(write);
}

static void errand_said(void *self, const char *line)
{
    struct visit *visit = self;
    if (visit->gone || uv_is_closing((uv_handle_t *)&visit->pipe))
        return;
    size_t len = strlen(line) + sizeof "say \n";
    struct spoken *spoken = mem_alloc(sizeof *spoken + len);
    snprintf(spoken->text, len, "say %s\n", line);
    uv_buf_t out = uv_buf_init(spoken->text, (unsigned)len - 1);
    if (uv_write(&spoken->write, (uv_stream_t *)&visit->pipe, &out, 1, spoken_written) < 0)
        mem_free(spoken);
}

static void errand_ended(void *self, carnet_err err, const struct err_note *note, size_t findings)
{
    struct visit *visit = self;
    visit->errand = NULL;
    if (err)
        put_error(&visit->answer, note);
    else
        buf_printf(&visit->answer, "ok %zu\n", findings);
    answer_visit(visit);
}

static void visit_ask(struct visit *visit)
{
    struct control *control = visit->control;
    visit->asked = true;
    if (!errand_is(visit->verb)) {
        visit->request = (struct request){ .run = visit_run, .done = visit_done };
        database_request(control->database, &visit->request);
        return;
    }
    struct errand_visitor visitor = { .say = errand_said, .done = errand_ended, .self = visit };
    struct err_note note;
    if (errand_start(&visit->errand, control->errands, visit->verb, visit->argument, &visitor) == CARNET_OK)
        return;
    visit->errand = NULL;
    err_take(&note);
    put_error(&visit->answer, &note);
    answer_visit(visit);
}

static void room_for_more(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct visit *visit = (struct visit *)handle;
    (void)suggested;
    *buf = uv_buf_init(visit->line + visit->len, (unsigned)(sizeof visit->line - 1 - visit->len));
}

static void said(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    struct visit *visit = (struct visit *)stream;
    (void)buf;
    if (count < 0 || visit->asked || visit->answer.len) { /* one question a visit */
        visit_close(visit);
        return;
    }
    visit->len += (size_t)count;
    visit->line[visit->len] = 0;
    char *end = strchr(visit->line, '\n'), *space = strchr(visit->line, ' ');
    if (!end)
        return; /* no room left gives UV_ENOBUFS, and the end */
    *end = 0;
    if (!space || space > end || (size_t)(space - visit->line) >= sizeof visit->verb) {
        visit_close(visit);
        return;
    }
    *space = 0;
    memcpy(visit->verb, visit->line, strlen(visit->line) + 1);
    visit->argument = space + 1;
    visit_ask(visit);
}

static void visited(uv_stream_t *server, int status)
{
    struct control *control = (struct control *)server;
    if (status < 0)
        return;
    struct visit *visit = mem_zero(1, sizeof *visit);
    visit->control = control;
    visit->next = control->visits;
    control->visits = visit;
    uv_pipe_init(server->loop, &visit->pipe, 0);
    if (uv_accept(server, (uv_stream_t *)&visit->pipe) < 0 ||
        uv_read_start((uv_stream_t *)&visit->pipe, room_for_more, said) < 0)
        visit_close(visit);
}

carnet_err control_start(struct control **out, struct loop *loop, struct database *database, struct errands *errands,
                         const char *folder)
{
    struct control *control = mem_zero(1, sizeof *control);
    control->loop = loop;
    control->database = database;
    control->errands = errands;
    if ((size_t)snprintf(control->path, sizeof control->path, "%s/control", folder) >= sizeof control->path) {
        mem_free(control);
        return err_set(CARNET_LIMIT, "control.path", "the data folder's path is too long for a unix socket");
    }
    unlink(control->path); /* a server before this one left it; the folder is locked by us */
    uv_pipe_init(loop_uv(loop), &control->pipe, 0);
    mode_t before = umask(0177);
    int code = uv_pipe_bind(&control->pipe, control->path);
    umask(before);
    if (!code)
        code = uv_listen((uv_stream_t *)&control->pipe, 8, visited);
    *out = control;
    return code ? err_set(CARNET_IO, "control.listen", "%s: %s", control->path, uv_strerror(code)) : CARNET_OK;
}

static void control_closed(uv_handle_t *handle)
{
    mem_free(handle);
}

/* Who is owed an answer gets it; who has asked nothing would keep the loop for ever. */
void control_stop(struct control *control)
{
    if (!control)
        return;
    while (control->visits) {
        struct visit *visit = control->visits;
        control->visits = visit->next;
        visit->control = NULL;
        if (!visit->asked)
            visit_close(visit);
    }
    unlink(control->path);
    uv_close((uv_handle_t *)&control->pipe, control_closed);
}

/* ---- the command line's side ---- */

static carnet_err speak(int fd, const char *verb, const char *argument)
{
    CLEANUP(buf_clear) struct buf line = { 0 };
    buf_printf(&line, "%s %s\n", verb, argument);
    return write(fd, line.ptr, line.len) == (ssize_t)line.len ? CARNET_OK : err_set(CARNET_IO, "control.write", "%s", strerror(errno));
}

/* Takes whole lines off heard: passes on what is said, keeps the last word. */
static void take_lines(struct buf *last, struct buf *heard, void (*say)(const char *line))
{
    char *at = (char *)heard->ptr, *end;
    for (; at && (end = strchr(at, '\n')); at = end + 1) {
        *end = 0;
        if (strncmp(at, "say ", 4) == 0 && say) {
            say(at + 4);
        } else {
            last->len = 0;
            buf_put_text(last, at);
        }
    }
    size_t left = at ? strlen(at) : 0;
    if (left)
        memmove(heard->ptr, at, left + 1);
    heard->len = left;
}

static carnet_err listen_to_end(struct buf *last, int fd, void (*say)(const char *line))
{
    CLEANUP(buf_clear) struct buf heard = { 0 };
    char piece[1024];
    for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;) {
        buf_put(&heard, (bytes){ (uint8_t *)piece, (size_t)n });
        take_lines(last, &heard, say);
    }
    return last->len ? CARNET_OK : err_set(CARNET_IO, "control.ended", "the server ended before it had answered");
}

static carnet_err converse(struct buf *last, const char *folder, const char *verb, const char *argument, int patience_s,
                           void (*say)(const char *line))
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    if ((size_t)snprintf(to.sun_path, sizeof to.sun_path, "%s/control", folder) >= sizeof to.sun_path)
        return err_set(CARNET_MISSING, "control.nobody", "path too long");
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return err_set(CARNET_IO, "control.socket", "%s", strerror(errno));
    struct timeval patience = { .tv_sec = patience_s }; /* 0: for ever */
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    carnet_err err = connect(fd, (struct sockaddr *)&to, sizeof to) < 0 ? err_set(CARNET_MISSING, "control.nobody", "%s", strerror(errno))
                                                                        : speak(fd, verb, argument);
    err = err ? err : listen_to_end(last, fd, say);
    close(fd);
    return err;
}

carnet_err control_ask(struct buf *answer, const char *folder, const char *verb, const char *email)
{
    enum { PATIENCE_S = 10 };
    CLEANUP(buf_clear) struct buf last = { 0 };
    TRY(converse(&last, folder, verb, email, PATIENCE_S, NULL));
    if (strncmp(buf_text(&last), "ok ", 3) != 0)
        return err_set(CARNET_INVALID, "control.refused", "%.100s", buf_text(&last));
    buf_put_text(answer, buf_text(&last) + 3);
    return CARNET_OK;
}

carnet_err control_errand(struct buf *answer, const char *folder, const char *verb, const char *argument,
                          void (*say)(const char *line))
{
    CLEANUP(buf_clear) struct buf last = { 0 };
    TRY(converse(&last, folder, verb, argument, 0, say));
    const char *tab = strchr(buf_text(&last), '\t');
    if (strncmp(buf_text(&last), "ok ", 3) != 0)
        return err_set(CARNET_IO, "control.failed", "%.200s", tab ? tab + 1 : buf_text(&last));
    buf_put_text(answer, buf_text(&last) + 3);
    return CARNET_OK;
}
