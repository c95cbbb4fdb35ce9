/* uv_spawn with three pipes. A child has ended when its process was reaped and both its outputs are closed; a grandchild that
 * keeps them open is killed with the group, and if it left the group, the pipes are closed a moment later all the same. */
#include "loop/child.h"

#include "base/mem.h"

#include <uv.h>

#include <signal.h>

enum { ERRORS_MOST = 4096, READ_SIZE = 65536, LINGER_MS = 500 };

struct child {
    uv_process_t process;
    uv_pipe_t input, output, errors;
    uv_timer_t deadline;
    uv_write_t write;
    uint8_t *to_write;
    struct buf from_output, from_errors;
    size_t output_most;
    child_done_fn *done;
    void *arg;
    enum child_end end;
    int status;
    bool reaped;
    unsigned handles; /* open: when the last is closed, the child is over */
};

static void handle_closed(uv_handle_t *handle)
{
    struct child *child = handle->data;
    if (--child->handles)
        return;
    if (child->done) {
        struct child_result result = {
            .end = child->end,
            .status = child->status,
            .output = buf_bytes(&child->from_output),
            .errors = buf_bytes(&child->from_errors),
        };
        child->done(child->arg, &result);
    }
    buf_clear(&child->from_output);
    buf_clear(&child->from_errors);
    mem_free(child->to_write);
    mem_free(child);
}

static void handle_close(void *handle)
{
    uv_handle_t *h = handle;
    if (!uv_is_closing(h))
        uv_close(h, handle_closed);
}

static void kill_group(struct child *child)
{
    if (child->process.pid > 0)
        kill(-child->process.pid, SIGKILL);
}

static void end_early(struct child *child, enum child_end why)
{
    if (child->end == CHILD_EXITED)
        child->end = why;
    if (!child->reaped)
        kill_group(child);
}

static void over_when_all_is_read(struct child *child)
{
    if (!child->reaped || !uv_is_closing((uv_handle_t *)&child->output) || !uv_is_closing((uv_handle_t *)&child->errors))
        return;
    handle_close(&child->input);
    handle_close(&child->deadline);
    handle_close(&child->process);
}

static void time_is_over(uv_timer_t *timer)
{
    struct child *child = timer->data;
    if (!child->reaped) {
        end_early(child, CHILD_TOO_LONG);
        return;
    }
    handle_close(&child->output);
    handle_close(&child->errors);
    over_when_all_is_read(child);
}

static void process_ended(uv_process_t *process, int64_t status, int signal)
{
    struct child *child = process->data;
    if (child->end == CHILD_EXITED) {
        child->end = signal ? CHILD_KILLED : CHILD_EXITED;
        child->status = signal ? signal : (int)status;
    }
    child->reaped = true;
    kill_group(child); /* whom it left behind */
    uv_timer_start(&child->deadline, time_is_over, LINGER_MS, 0);
    over_when_all_is_read(child);
}

static void read_room(uv_handle_t *handle, size_t suggested, uv_buf_t *room)
{
    (void)handle, (void)suggested;
    static char space[READ_SIZE]; /* one loop thread, and emptied before the next read */
    *room = uv_buf_init(space, sizeof space);
}

static void output_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *data)
{
    struct child *child = stream->data;
    if (n < 0) {
        handle_close(stream);
        over_when_all_is_read(child);
        return;
    }
    size_t room = child->output_most - child->from_output.len;
    size_t take = (size_t)n < room ? (size_t)n : room;
    buf_put(&child->from_output, (bytes){ (const uint8_t *)data->base, take });
    if (take < (size_t)n)
        end_early(child, CHILD_TOO_MUCH);
}

static void errors_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *data)
{
    struct child *child = stream->data;
    if (n < 0) {
        handle_close(stream);
        over_when_all_is_read(child);
        return;
    }
    size_t room = ERRORS_MOST - child->from_errors.len;
    buf_put(&child->from_errors, (bytes){ (const uint8_t *)data->base, (size_t)n < room ? (size_t)n : room });
}

static void input_written(uv_write_t *write, int status)
{
    struct child *child = write->data;
    (void)status; /* a child that does not read its input says so by what it answers */
    handle_close(&child->input);
}

static void feed(struct child *child, bytes input)
{
    child->to_write = mem_copy(input.ptr, input.len);
    child->write.data = child;
    uv_buf_t data = uv_buf_init((char *)child->to_write, (unsigned)input.len);
    if (!input.len || uv_write(&child->write, (uv_stream_t *)&child->input, &data, 1, input_written) != 0)
        handle_close(&child->input);
}

static void handles_init(struct child *child, uv_loop_t *uv)
{
    uv_pipe_init(uv, &child->input, 0);
    uv_pipe_init(uv, &child->output, 0);
    uv_pipe_init(uv, &child->errors, 0);
    uv_timer_init(uv, &child->deadline);
    child->input.data = child->output.data = child->errors.data = child->deadline.data = child->process.data = child;
    child->handles = 5;
}

static int spawn(struct child *child, uv_loop_t *uv, const struct child_options *options)
{
    static char *const plain[] = { "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent", NULL };
    uv_stdio_container_t ends[] = {
        { .flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&child->input },
        { .flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&child->output },
        { .flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&child->errors },
    };
    uv_process_options_t how = {
        .exit_cb = process_ended,
        .file = options->argv[0],
        .args = (char **)(uintptr_t)options->argv,
        .env = options->env ? (char **)(uintptr_t)options->env : (char **)(uintptr_t)plain,
        .cwd = options->folder,
        .flags = UV_PROCESS_DETACHED, /* its own group */
        .stdio_count = 3,
        .stdio = ends,
    };
    return uv_spawn(uv, &child->process, &how);
}

carnet_err child_start(struct child **out, struct loop *loop, const struct child_options *options)
{
    uv_loop_t *uv = loop_uv(loop);
    struct child *child = mem_zero(1, sizeof *child);
    child->output_most = options->output_most;
    handles_init(child, uv);
    int result = spawn(child, uv, options);
    if (result != 0) { /* libuv wants the handle closed even then */
        handle_close(&child->input);
        handle_close(&child->output);
        handle_close(&child->errors);
        handle_close(&child->deadline);
        handle_close(&child->process);
        return err_set(CARNET_IO, "child.start", "program=%s %s", options->argv[0], uv_strerror(result));
    }
    child->done = options->done;
    child->arg = options->arg;
    uv_read_start((uv_stream_t *)&child->output, read_room, output_read);
    uv_read_start((uv_stream_t *)&child->errors, read_room, errors_read);
    if (options->deadline_ms)
        uv_timer_start(&child->deadline, time_is_over, options->deadline_ms, 0);
    feed(child, options->input);
    *out = child;
    return CARNET_OK;
}

void child_stop(struct child *child)
{
    end_early(child, CHILD_STOPPED);
}
