/* HTTP of guest links: for members, and the page that a link opens. */
#include <string.h>

#include "areas/document/guest_page.h"
#include "areas/document/guest_sql.h"
#include "areas/document/image.h"
#include "areas/document/text.h"
#include "base/config.h"
#include "text/renderer.h"

static json_t *link_json(const struct guest_link *link)
{
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "id", link->uid, "guest", link->guest, "until", link->until, "openedOn",
                     text_or_null(link->opened), "madeAt", moment_json(link->made_at), "madeBy", people_json(&link->made_by));
}

/* path NULL: none was made. */
static carnet_err reply_links(struct req *req, struct reply *reply, int status, const char *path)
{
    struct document page;
    struct guest_link *links;
    size_t count;
    bool open;
    TRY(guest_page_find(&page, &open, &req->ctx, req_id(req, "document")));
    TRY(guest_list(&links, &count, &req->ctx, page.id));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, link_json(&links[i]));
    return reply_json(reply, status, json_pack("{s:o, s:o, s:i, s:{s:b}}", "path", text_or_null(path), "links", list, "daysMost",
                                               GUEST_DAYS_MOST, "abilities", "invite", (int)open));
}

/* GET /api/documents/:document/guest-links */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    return reply_links(req, reply, 200, NULL);
}

/* POST /api/documents/:document/guest-links {"guest", "until"}: the path is in this answer and nowhere else */
static carnet_err api_make(struct req *req, struct reply *reply)
{
    struct guest_link_new typed;
    const char *path;
    TRY(req_json(req, "{s:s, s:s}", "guest", &typed.guest, "until", &typed.until));
    TRY(guest_make(&path, &req->ctx, req_id(req, "document"), &typed));
    return reply_links(req, reply, 201, path);
}

/* DELETE /api/documents/:document/guest-links/:link */
static carnet_err api_end(struct req *req, struct reply *reply)
{
    TRY(guest_end(&req->ctx, req_id(req, "document"), req_id(req, "link")));
    return reply_empty(reply, 204);
}

/* ---- the page of a guest ---- */

struct guest_visit {
    long wait; /* seconds, after too many tries */
    struct guest_page page; /* link 0: it opens nothing */
    const char *html;
    bytes image; /* of the page; ptr NULL: it has none of this name */
    struct picture what;
};

static carnet_err contact(const char **out, struct ctx *ctx)
{
    *out = config_text("contact");
    return **out ? CARNET_OK : guest_sql_organisation(out, ctx);
}

static carnet_err render(struct guest_visit *visit, struct req *req)
{
    struct ctx *ctx = &req->ctx;
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf html = { 0 };
    const char *whom;
    TRY(document_text(&text, ctx, visit->page.document));
    TRY(renderer_html(&html, ctx->renderer, buf_bytes(&text)));
    TRY(contact(&whom, ctx));
    visit->html = guest_page_html(ctx->arena, &visit->page, req->path, whom, buf_bytes(&html));
    return CARNET_OK;
}

/* Pages of teams are not sealed. */
static carnet_err find_image(struct guest_visit *visit, struct req *req)
{
    struct document page = { .id = visit->page.document };
    carnet_err found = image_read(&visit->image, &visit->what, &req->ctx, &page, req_id(req, "image"), false);
    return found == CARNET_MISSING ? CARNET_OK : found;
}

/* On a worker: nothing is rendered for who has no link that opens. */
static carnet_err look(struct req *req, carnet_err (*show)(struct guest_visit *visit, struct req *req))
{
    struct guest_visit *visit = req->prepared = arena_alloc(req->ctx.arena, sizeof *visit);
    *visit = (struct guest_visit){ 0 };
    TRY(guest_wait(&visit->wait, &req->ctx, req->address));
    if (visit->wait)
        return CARNET_OK;
    carnet_err found = guest_open(&visit->page, &req->ctx, req_id(req, "secret"));
    if (found)
        return found == CARNET_MISSING ? CARNET_OK : found;
    return show(visit, req);
}

static carnet_err look_at_page(struct req *req)
{
    return look(req, render);
}

static carnet_err look_at_image(struct req *req)
{
    return look(req, find_image);
}

static carnet_err reply_page(struct reply *reply, int status, const char *html)
{
    reply_header(reply, "content-security-policy",
                 "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                 " frame-ancestors 'none'");
    reply_header(reply, "x-robots-tag", "noindex, nofollow, noarchive");
    return reply_bytes(reply, status, "text/html; charset=utf-8", (bytes){ (const uint8_t *)html, strlen(html) });
}

static carnet_err reply_closed(struct req *req, struct reply *reply)
{
    const char *whom;
    TRY(contact(&whom, &req->ctx));
    return reply_page(reply, 404, guest_closed_html(req->ctx.arena, whom));
}

static carnet_err reply_busy(struct req *req, struct reply *reply, long wait)
{
    const char *whom;
    TRY(contact(&whom, &req->ctx));
    reply_header(reply, "retry-after", arena_printf(req->ctx.arena, "%ld", wait));
    return reply_page(reply, 429, guest_busy_html(req->ctx.arena, whom));
}

/* Asked again, for what was taken back a moment ago. *open false: it has been answered. */
static carnet_err come_in(bool *open, struct req *req, struct reply *reply)
{
    struct guest_visit *visit = req->prepared;
    struct ctx *ctx = &req->ctx;
    *open = false;
    TRY(guest_wait(&visit->wait, ctx, req->address));
    if (visit->wait)
        return reply_busy(req, reply, visit->wait);
    carnet_err found = guest_open(&visit->page, ctx, req_id(req, "secret"));
    if (found == CARNET_MISSING)
        TRY(guest_failed(ctx, req->address));
    if (found == CARNET_MISSING || (!found && !visit->html && !visit->image.ptr))
        return reply_closed(req, reply);
    *open = !found;
    return found;
}

/* GET /lecture/:secret: whoever asks, signed in or not */
static carnet_err api_read(struct req *req, struct reply *reply)
{
    const struct guest_visit *visit = req->prepared;
    bool open;
    TRY(come_in(&open, req, reply));
    if (!open)
        return CARNET_OK;
    if (strcmp(req->method, "GET") == 0)
        TRY(guest_opened(&req->ctx, visit->page.link));
    return reply_page(reply, 200, visit->html);
}

/* GET /lecture/:secret/images/:image: what the page shows */
static carnet_err api_image(struct req *req, struct reply *reply)
{
    const struct guest_visit *visit = req->prepared;
    bool open;
    TRY(come_in(&open, req, reply));
    return open ? image_reply(reply, &visit->what, visit->image) : CARNET_OK;
}

const struct route guest_routes[] = {
    { "GET", "/api/documents/:document/guest-links", api_list, ROUTE_READS, NULL },
    { "POST", "/api/documents/:document/guest-links", api_make, 0, NULL },
    { "DELETE", "/api/documents/:document/guest-links/:link", api_end, 0, NULL },
    { "GET", "/lecture/:secret", api_read, ROUTE_PUBLIC, look_at_page },
    { "GET", "/lecture/:secret/images/:image", api_image, ROUTE_PUBLIC, look_at_image },
    { 0 },
};
