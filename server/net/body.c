/* Request bodies: in memory up to the route's cap, or, for uploads, in a file. The loop never waits for the disk: pieces gather in
 * one buffer while libuv's threads write the other, and when they fall behind the peer's sending stops. */
#include <fcntl.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "guard/random.h"
#include "net/inner.h"

enum { STOP_ABOVE = 512 * 1024, GO_ON_BELOW = 128 * 1024 };

struct upload {
    struct exchange *x;
    uv_fs_t op;
    char *path;
    uv_file file;
    struct buf waiting, writing; /* writing: what the present write was given */
    size_t written;              /* of writing */
    bool busy, opened, ended, doomed, stopped, failed;
};

static void go_on(struct upload *u);

static void free_upload(struct upload *u)
{
    buf_clear(&u->waiting);
    buf_clear(&u->writing);
    mem_free(u->path);
    mem_free(u);
}

static void op_done(uv_fs_t *op)
{
    struct upload *u = op->data;
    uv_fs_t done = *op;
    uv_fs_req_cleanup(op);
    u->busy = false;
    if (done.result < 0 && !u->failed) {
        u->failed = true;
        err_set(done.result == UV_ENOSPC ? CARNET_LIMIT : CARNET_IO, done.result == UV_ENOSPC ? "store.full" : "request.upload",
                "%s", uv_strerror((int)done.result));
        if (done.fs_type == UV_FS_OPEN)
            u->file = -1;
        if (!u->doomed)
            exchange_fail(u->x, CARNET_IO);
    } else if (done.fs_type == UV_FS_OPEN) {
        u->file = (uv_file)done.result;
        u->opened = true;
    } else if (done.fs_type == UV_FS_WRITE) {
        u->written += (size_t)done.result;
    }
    if (done.fs_type == UV_FS_CLOSE)
        u->opened = false;
    go_on(u);
}

static void start_write(struct upload *u)
{
    if (u->written == u->writing.len) {
        struct buf spare = u->writing;
        u->writing = u->waiting;
        u->waiting = spare;
        u->waiting.len = u->written = 0;
    }
    uv_buf_t piece = uv_buf_init((char *)u->writing.ptr + u->written, (unsigned)(u->writing.len - u->written));
    u->busy = uv_fs_write(loop_uv(u->x->net->options.loop), &u->op, u->file, &piece, 1, -1, op_done) == 0;
}

static void set_reading(struct upload *u, bool on)
{
    struct conn *conn = conn_find(u->x->net, u->x->conn);
    if (conn && u->stopped == on && u->x->state == EXCHANGE_BODY) {
        lws_rx_flow_control(conn->wsi, on);
        if (on)
            body_awaited(conn);
        else
            conn->deadline = 0; /* it is the disk that is slow */
    }
    u->stopped = !on;
}

/* One operation at a time; what comes next depends on what is left. */
static void go_on(struct upload *u)
{
    uv_loop_t *loop = loop_uv(u->x->net->options.loop);
    size_t left = u->waiting.len + u->writing.len - u->written;
    if (u->busy)
        return;
    if (left && u->opened && !u->doomed && !u->failed)
        start_write(u);
    else if (u->opened && (u->ended || u->doomed || u->failed))
        u->busy = uv_fs_close(loop, &u->op, u->file, op_done) == 0;
    else if (u->doomed && u->path) {
        char *path = u->path;
        u->path = NULL;
        u->busy = uv_fs_unlink(loop, &u->op, path, op_done) == 0;
        mem_free(path);
    } else if (u->doomed) {
        exchange_free(u->x);
        return;
    } else if (u->ended && !u->failed && u->x->state == EXCHANGE_BODY) {
        u->x->req.body_file = u->path;
        exchange_start(u->x);
        return;
    }
    if (u->stopped && !u->ended && left < GO_ON_BELOW)
        set_reading(u, true);
}

carnet_err body_begin(struct exchange *x)
{
    if (!(x->req.route->flags & ROUTE_UPLOAD))
        return CARNET_OK;
    char id[GUARD_ID], path[4096];
    guard_id(id);
    if (!x->net->temp)
        return err_set(CARNET_IO, "request.upload", "no folder for uploads");
    snprintf(path, sizeof path, "%s/upload-%s", x->net->temp, id);
    struct upload *u = x->upload = mem_zero(1, sizeof *u);
    u->x = x;
    u->path = mem_text(path);
    u->op.data = u;
    u->busy = uv_fs_open(loop_uv(x->net->options.loop), &u->op, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600,
                         op_done) == 0;
    return u->busy ? CARNET_OK : err_set(CARNET_IO, "request.upload", "no memory to open a file");
}

carnet_err body_put(struct exchange *x, bytes piece)
{
    struct upload *u = x->upload;
    if (!u) {
        if (piece.len > x->expected - x->body.len)
            return err_set(CARNET_INVALID, "request.length", "more than announced");
        buf_put(&x->body, piece);
        return CARNET_OK;
    }
    buf_put(&u->waiting, piece);
    if (!u->stopped && u->waiting.len > STOP_ABOVE)
        set_reading(u, false);
    go_on(u);
    return CARNET_OK;
}

void body_end(struct exchange *x)
{
    if (!x->upload) {
        exchange_start(x);
        return;
    }
    struct conn *conn = conn_find(x->net, x->conn);
    if (conn) {
        lws_rx_flow_control(conn->wsi, 0);
        conn->deadline = 0; /* all of it is here: it is the disk that is slow */
    }
    x->upload->ended = true;
    go_on(x->upload);
}

/* The file goes unless the handler has moved it. Called again, through exchange_free, when the last operation is done. */
bool body_forget(struct exchange *x)
{
    struct upload *u = x->upload;
    if (!u)
        return true;
    if (u->doomed && !u->busy && !u->path && !u->opened) {
        x->upload = NULL;
        free_upload(u);
        return true;
    }
    if (!u->doomed) {
        u->doomed = true;
        x->req.body_file = NULL;
        go_on(u);
    }
    return false;
}
