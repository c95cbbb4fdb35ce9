/* HTTP of taking away: an answer in pieces, which nothing keeps. */
#include "areas/export/export.h"

static carnet_err more(struct buf *out, bool *last, struct ctx *ctx, void *self)
{
    return journal_zip_more(out, last, ctx, self);
}

static void drop(void *self)
{
    journal_zip_free(self);
}

/* GET /api/journal/export: one's whole journal as a zip */
static carnet_err api_journal(struct req *req, struct reply *reply)
{
    struct journal_zip *zip;
    carnet_err err = journal_zip_new(&zip, &req->ctx);
    if (err) {
        journal_zip_free(zip);
        return err;
    }
    reply_header(reply, "content-disposition",
                 arena_printf(req->ctx.arena, "attachment; filename=\"mon-journal-%s.zip\"", moment_today(&req->ctx)));
    return reply_stream(reply, "application/zip", more, drop, zip);
}

const struct route export_routes[] = {
    { "GET", "/api/journal/export", api_journal, ROUTE_READS, NULL },
    { 0 },
};
