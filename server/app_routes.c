/* The routes that belong to the program and not to an area: is it alive, how is it, and updates where a proxy refuses websockets. */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "areas/document/document_live.h"
#include "crdt/crdt.h"

static struct live *the_live;
static struct database *the_database;

void app_routes_use(struct live *live, struct database *database)
{
    the_live = live;
    the_database = database;
}

/* GET /healthz: the answer comes from the database thread, so it answers. */
static carnet_err api_health(struct req *req, struct reply *reply)
{
    (void)req;
    return reply_bytes(reply, 200, "text/plain; charset=utf-8", bytes_text("ok\n"));
}

static long resident_bytes(void)
{
    long pages = 0, all;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return 0;
    if (fscanf(f, "%ld %ld", &all, &pages) != 2) /* NOLINT(cert-err34-c): the kernel writes two numbers */
        pages = 0;
    fclose(f);
    return pages * sysconf(_SC_PAGESIZE);
}

static void metrics_on_loop(struct reply *reply, struct req *req, void *data)
{
    (void)req, (void)data;
    struct live_figures f = live_figures(the_live);
    CLEANUP(buf_clear) struct buf out = { 0 };
    const struct {
        const char *name, *help;
        size_t value;
    } figures[] = {
        { "carnet_rooms", "Documents somebody has open", f.rooms },
        { "carnet_members", "Sockets in rooms", f.members },
        { "carnet_sockets", "Open websockets", ws_count() },
        { "carnet_documents", "Documents in memory", f.documents },
        { "carnet_document_bytes", "Memory of those documents", f.memory },
        { "carnet_append_bytes", "Bytes waiting for a commit", database_waiting(the_database) },
        { "carnet_resident_bytes", "Memory of the process", (size_t)resident_bytes() },
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        buf_printf(&out, "# HELP %s %s\n# TYPE %s gauge\n%s %zu\n", figures[i].name, figures[i].help, figures[i].name,
                   figures[i].name, figures[i].value);
    reply_finish(reply, reply_bytes(reply, 200, "text/plain; version=0.0.4", buf_bytes(&out)));
}

/* GET /metrics, for this machine only */
static carnet_err api_metrics(struct req *req, struct reply *reply)
{
    (void)req;
    reply_then(reply, metrics_on_loop, NULL);
    return CARNET_OK;
}

enum { HELD_MAX = 2400 }; /* octets: with the rest, a head that proxies take (4 KiB) */

struct posting {
    struct live_admission admission;
    const char *document;
    bytes vector;
    struct reply *reply;
};

/* Proxies refuse long headers: of a document with very many client ids nothing is said. */
static void name_held(struct reply *reply, bytes held)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    if (held.len == 0 || held.len > HELD_MAX)
        return;
    buf_put_base64url(&text, held);
    reply_header(reply, "carnet-state-vector", buf_text(&text));
}

static void posted(void *arg, carnet_err err, bytes answer, bytes held)
{
    struct posting *posting = arg;
    if (!err)
        err = reply_bytes(posting->reply, 200, "application/octet-stream", answer);
    if (!err)
        name_held(posting->reply, held);
    reply_finish(posting->reply, err);
}

static void post_on_loop(struct reply *reply, struct req *req, void *data)
{
    struct posting *posting = data;
    posting->reply = reply;
    live_post(the_live, &posting->admission, posting->document, req->body, posting->vector, posted, posting);
}

/* The header Carnet-State-Vector, wholly checked before anything is applied; without it, that of an empty document. */
static carnet_err read_vector(bytes *out, struct req *req)
{
    static const uint8_t nothing[] = { 0 };
    *out = (bytes){ nothing, sizeof nothing };
    const char *header = req_header(req, "carnet-state-vector");
    if (!header || !*header)
        return CARNET_OK;
    CLEANUP(buf_clear) struct buf vector = { 0 };
    CLEANUP(buf_clear) struct buf unused = { 0 };
    TRY(base64url_decode(&vector, bytes_text(header)));
    struct crdt_doc *empty = crdt_doc_new();
    carnet_err err = crdt_encode_diff(&unused, empty, buf_bytes(&vector));
    crdt_doc_free(empty);
    *out = (bytes){ arena_copy(req->ctx.arena, vector.ptr, vector.len), vector.len };
    return err;
}

/* POST /api/documents/:document/updates: one update, or nothing to only ask; what the sender's state vector lacks comes back,
 * and for who may write the state vector of the document, in the same header */
static carnet_err api_updates(struct req *req, struct reply *reply)
{
    struct posting *posting = arena_alloc(req->ctx.arena, sizeof *posting);
    posting->document = req_id(req, "document");
    TRY(document_admit(&req->ctx, &posting->admission, &req->credential, posting->document));
    if (!posting->admission.read)
        return err_set(CARNET_MISSING, "document.missing", "no right to read");
    TRY(read_vector(&posting->vector, req));
    reply_then(reply, post_on_loop, posting);
    return CARNET_OK;
}

const struct route app_routes[] = {
    { "GET", "/healthz", api_health, ROUTE_PUBLIC, NULL },
    { "GET", "/metrics", api_metrics, ROUTE_PUBLIC | ROUTE_LOOPBACK, NULL },
    { "POST", "/api/documents/:document/updates", api_updates, ROUTE_BINARY, NULL },
    { 0 },
};
