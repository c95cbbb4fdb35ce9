/* HTTP of taking away: an answer in pieces, which nothing keeps. */
#include "areas/export/export.h"

static carnet_err more(struct buf *out, bool *last, struct ctx *ctx, void *self)
{
    return take_away_more(out, last, ctx, self);
}

static void drop(void *self)
{
    take_away_free(self);
}

static carnet_err reply_zip(struct req *req, struct reply *reply, enum taken_kind kind, const char *name)
{
    struct take_away *zip;
    carnet_err err = take_away_new(&zip, &req->ctx, kind);
    if (err) {
        take_away_free(zip);
        return err;
    }
    reply_header(reply, "content-disposition",
                 arena_printf(req->ctx.arena, "attachment; filename=\"%s-%s.zip\"", name, moment_today(&req->ctx)));
    return reply_stream(reply, "application/zip", more, drop, zip);
}

/* GET /api/journal/export: one's whole journal as a zip */
static carnet_err api_journal(struct req *req, struct reply *reply)
{
    return reply_zip(req, reply, TAKEN_JOURNAL, "mon-journal");
}

/* GET /api/me/works/export: one's own works, likewise */
static carnet_err api_works(struct req *req, struct reply *reply)
{
    return reply_zip(req, reply, TAKEN_WORKS, "mes-ecrits");
}

const struct route export_routes[] = {
    { "GET", "/api/journal/export", api_journal, ROUTE_READS, NULL },
    { "GET", "/api/me/works/export", api_works, ROUTE_READS, NULL },
    { 0 },
};
