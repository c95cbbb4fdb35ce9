/* A request's way: before (the document's room lets its batch leave) → prepare on a worker → authenticate and handle, on the
 * database thread or a worker → effects → answer on the loop. The exchange is handed from thread to thread and never shared; it
 * keeps its conn's number only, and when the answer comes to a conn that has gone, it is dropped. */
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/inner.h"

#define exchange_of(member, ptr) ((struct exchange *)((char *)(ptr) - offsetof(struct exchange, member)))

struct exchange *exchange_new(struct conn *conn)
{
    struct exchange *x = mem_zero(1, sizeof *x);
    x->net = conn->net;
    x->conn = conn->id;
    x->arena = arena_new();
    x->req.exchange = x;
    x->net->exchanges++;
    return x;
}

void exchange_free(struct exchange *x)
{
    struct net *net = x->net;
    if (!body_forget(x))
        return; /* it comes back */
    loop_timer_free(x->holding);
    buf_clear(&x->body);
    buf_clear(&x->reply.body);
    buf_clear(&x->reply.headers);
    json_decref(x->json);
    if (x->reply.drop)
        x->reply.drop(x->reply.stream);
    arena_free(x->arena);
    mem_free(x);
    net->exchanges--;
    net_release(net);
}

/* Reading was stopped while the handler ran; it must be on again before a write is asked for. */
static void answer(struct exchange *x)
{
    struct conn *conn = conn_find(x->net, x->conn);
    x->state = EXCHANGE_ANSWERED;
    if (!conn) {
        exchange_free(x);
        return;
    }
    lws_rx_flow_control(conn->wsi, 1);
    lws_callback_on_writable(conn->wsi);
}

static void held_long_enough(void *arg)
{
    answer(arg);
}

/* Finding nothing and finding what is not for this person take nearly the same time; on a grid, they take the same. */
static void answer_on_the_grid(struct exchange *x)
{
    uint64_t spent = loop_now(x->net->options.loop) - x->started;
    if (!x->holding)
        x->holding = loop_timer_new(x->net->options.loop, held_long_enough, x);
    loop_timer_start(x->holding, QUIET_MS - spent % QUIET_MS, 0);
}

static const char *document_of(const struct exchange *x)
{
    for (int i = 0; i < PARAMS && x->params[i].name; i++)
        if (strcmp(x->params[i].name, "document") == 0)
            return x->params[i].value;
    return NULL;
}

void exchange_fail(struct exchange *x, carnet_err err)
{
    reply_fail(&x->reply, x->req.path);
    if (err == CARNET_MISSING && document_of(x))
        answer_on_the_grid(x);
    else
        answer(x);
}

static carnet_err no_reply(const struct exchange *x)
{
    return err_set(CARNET_CORRUPT, "reply.none", "%s %s", x->req.route->method, x->req.route->path);
}

void reply_finish(struct reply *reply, carnet_err err)
{
    struct exchange *x = exchange_of(reply, reply);
    if (!err && !reply->status)
        err = no_reply(x);
    if (err)
        exchange_fail(x, err);
    else
        answer(x);
}

/* On the handler's thread. The request's things live in the exchange's arena, which stays until the answer has left. */
static carnet_err handle(struct exchange *x, const struct ctx *ctx)
{
    const struct route *route = x->req.route;
    const struct net_hooks *hooks = x->net->options.hooks;
    struct arena *arena = x->arena;
    x->req.ctx = *ctx;
    x->req.ctx.arena = arena;
    x->req.ctx.actor = x->req.ctx.sign_in = x->req.ctx.token = 0;
    carnet_err err = hooks && hooks->authenticate ? hooks->authenticate(&x->req.ctx, &x->req.credential) : CARNET_OK;
    if (err && !(route->flags & ROUTE_PUBLIC))
        return err;
    if (err) {
        struct err_note forgotten;
        err_take(&forgotten);
        x->req.ctx.actor = x->req.ctx.sign_in = x->req.ctx.token = 0;
    }
    TRY(route->handle(&x->req, &x->reply));
    if (!x->reply.status && !x->reply.then)
        return err_set(CARNET_CORRUPT, "reply.none", "%s %s", route->method, route->path);
    return CARNET_OK;
}

static void handled(struct exchange *x, carnet_err err, const struct err_note *note)
{
    if (err)
        exchange_fail(x, err_restore(note));
    else if (x->reply.then)
        x->reply.then(&x->reply, &x->req, x->reply.then_data);
    else
        answer(x);
}

static carnet_err handle_in_request(struct request *request, struct ctx *ctx)
{
    return handle(exchange_of(request, request), ctx);
}

static void request_done(struct request *request)
{
    handled(exchange_of(request, request), request->err, &request->note);
}

static carnet_err handle_in_job(struct job *job, struct ctx *ctx)
{
    return handle(exchange_of(job, job), ctx);
}

static void job_done(struct job *job)
{
    handled(exchange_of(job, job), job->err, &job->note);
}

static void start_handler(struct exchange *x)
{
    struct net_options *with = &x->net->options;
    if (x->req.route->flags & ROUTE_READS) {
        x->job = (struct job){ .lane = LANE_READ, .work = handle_in_job, .done = job_done };
        carnet_err err = jobs_add(with->jobs, &x->job);
        if (err)
            exchange_fail(x, err);
        return;
    }
    x->request = (struct request){
        .run = handle_in_request, .done = request_done, .reads_only = strcmp(x->req.route->method, "GET") == 0,
    };
    database_request(with->database, &x->request);
}

/* ---- an answer in pieces ---- */

static void put_piece(struct exchange *x, const struct buf *piece)
{
    struct buf *body = &x->reply.body;
    buf_clear(body);
    if (x->chunks && piece->len)
        buf_printf(body, "%zx\r\n", piece->len);
    buf_put(body, buf_bytes(piece));
    if (x->chunks && piece->len)
        buf_put_text(body, "\r\n");
    if (x->chunks && x->reply.last)
        buf_put_text(body, "0\r\n\r\n");
}

static carnet_err make_piece(struct job *job, struct ctx *ctx)
{
    struct exchange *x = exchange_of(job, job);
    const struct net_hooks *hooks = x->net->options.hooks;
    CLEANUP(buf_clear) struct buf piece = { 0 };
    if (hooks && hooks->authenticate && !(x->req.route->flags & ROUTE_PUBLIC))
        TRY(hooks->authenticate(ctx, &x->req.credential));
    TRY(x->reply.more(&piece, &x->reply.last, ctx, x->reply.stream));
    put_piece(x, &piece);
    return CARNET_OK;
}

/* It ends without the chunk that would make it whole. */
static void cut_off(struct exchange *x, const struct err_note *note)
{
    log_note(status_of(note) >= 500 ? LOG_ERROR : LOG_DEBUG, "net", "an answer was cut off", note);
    buf_clear(&x->reply.body);
    x->reply.last = true;
    answer(x);
}

static void piece_made(struct job *job)
{
    struct exchange *x = exchange_of(job, job);
    if (job->err)
        cut_off(x, &job->note);
    else
        answer(x);
}

void exchange_more(struct exchange *x)
{
    struct err_note note;
    x->state = EXCHANGE_HANDLING;
    x->job = (struct job){ .lane = LANE_READ, .work = make_piece, .done = piece_made };
    if (jobs_add(x->net->options.jobs, &x->job) == CARNET_OK)
        return;
    err_take(&note);
    cut_off(x, &note);
}

static carnet_err prepare(struct job *job, struct ctx *ctx)
{
    struct exchange *x = exchange_of(preparing, job);
    x->req.ctx = *ctx;
    x->req.ctx.arena = x->arena;
    return x->req.route->prepare(&x->req);
}

static void prepared(struct job *job)
{
    struct exchange *x = exchange_of(preparing, job);
    if (job->err)
        exchange_fail(x, err_restore(&job->note));
    else
        start_handler(x);
}

static void ready(void *arg)
{
    struct exchange *x = arg;
    if (!x->req.route->prepare) {
        start_handler(x);
        return;
    }
    x->preparing = (struct job){ .lane = LANE_PASSWORD, .work = prepare, .done = prepared };
    carnet_err err = jobs_add(x->net->options.jobs, &x->preparing);
    if (err)
        exchange_fail(x, err);
}

/* Reading stops until the answer is ready: bytes that wait would make libwebsockets spin. */
void exchange_start(struct exchange *x)
{
    const struct net_hooks *hooks = x->net->options.hooks;
    struct conn *conn = conn_find(x->net, x->conn);
    x->state = EXCHANGE_HANDLING;
    if (conn) {
        lws_rx_flow_control(conn->wsi, 0);
        lws_set_timeout(conn->wsi, NO_PENDING_TIMEOUT, 0);
        conn->deadline = 0;
    }
    if (!x->upload)
        x->req.body = buf_bytes(&x->body);
    x->started = loop_now(x->net->options.loop);
    const char *document = document_of(x);
    if (document && hooks && hooks->before)
        hooks->before(hooks->self, document, ready, x);
    else
        ready(x);
}
