/* HTTP of subscribed calendars. */
#include "areas/calendar/feed.h"

/* GET /api/calendar/feed: is there one; its address was shown once */
static carnet_err api_show(struct req *req, struct reply *reply)
{
    struct feed feed;
    TRY(feed_show(&feed, &req->ctx));
    return reply_json(reply, 200, json_pack("{s:b, s:o, s:{s:b, s:b, s:b}}", "active", feed.created_at != 0, "createdAt",
                                             moment_json(feed.created_at), "abilities", "create", feed.created_at == 0, "renew",
                                             feed.created_at != 0, "end", feed.created_at != 0));
}

/* POST /api/calendar/feed {}: a new address; the one before ends */
static carnet_err api_new(struct req *req, struct reply *reply)
{
    const char *path;
    TRY(req_json(req, "{}"));
    TRY(feed_new(&path, &req->ctx));
    return reply_json(reply, 201, json_pack("{s:s}", "path", path));
}

/* DELETE /api/calendar/feed */
static carnet_err api_end(struct req *req, struct reply *reply)
{
    TRY(feed_end(&req->ctx));
    return reply_empty(reply, 204);
}

/* GET /ical/:secret.ics: for calendar programs, which have no sign-in */
static carnet_err api_read(struct req *req, struct reply *reply)
{
    CLEANUP(buf_clear) struct buf calendar = { 0 };
    TRY(feed_read(&calendar, &req->ctx, req_id(req, "secret")));
    return reply_bytes(reply, 200, "text/calendar; charset=utf-8", buf_bytes(&calendar));
}

const struct route feed_routes[] = {
    { "GET", "/api/calendar/feed", api_show, ROUTE_READS, NULL },
    { "POST", "/api/calendar/feed", api_new, 0, NULL },
    { "DELETE", "/api/calendar/feed", api_end, 0, NULL },
    { "GET", "/ical/:secret.ics", api_read, ROUTE_PUBLIC | ROUTE_READS, NULL },
    { 0 },
};
