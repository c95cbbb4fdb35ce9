/* The rules of guest links. Who may share a page of a team (its members, and nobody else) lets guests in. */
#include "areas/document/guest.h"

#include <string.h>

#include "areas/document/guest_sql.h"
#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/group/tree.h"
#include "guard/random.h"

#define MINUTE (60 * INT64_C(1000))
#define FAILURE_WINDOW (15 * MINUTE)
enum { NAME_LONGEST = 120, LINKS_MOST = 20, FAILURES_MOST = 30 };

static bytes hash_bytes(const uint8_t hash[TOKEN_HASH])
{
    return (bytes){ hash, TOKEN_HASH };
}

/* Of a team, and not among what it keeps to itself. */
static carnet_err is_for_guests(bool *out, struct group_page *page, struct ctx *ctx, int64_t document)
{
    struct group group;
    TRY(group_page_find(page, ctx, document));
    TRY(group_find(&group, ctx, page->group));
    *out = group.kind == GROUP_TEAM && !page->inner && !page->trashed_with;
    return CARNET_OK;
}

carnet_err guest_page_find(struct document *out, bool *open, struct ctx *ctx, const char *uid)
{
    struct group_page page;
    TRY(document_find(out, ctx, uid, VERB_SHARE));
    if (out->kind != DOCUMENT_GROUP_PAGE)
        return err_set(CARNET_DENIED, "document.not_allowed", "not a page");
    return is_for_guests(open, &page, ctx, out->id);
}

carnet_err guest_list(struct guest_link **out, size_t *count, struct ctx *ctx, int64_t document)
{
    return guest_sql_list(out, count, ctx, document, moment_today(ctx));
}

/* ---- making and taking back ---- */

static carnet_err check(struct guest_link_new *link, struct ctx *ctx, const struct guest_link_new *typed)
{
    int64_t today, until;
    if (!line_clean(&link->guest, ctx, typed->guest, NAME_LONGEST) || !*link->guest)
        return err_set(CARNET_INVALID, "guest.name", "1 to %d characters", NAME_LONGEST);
    TRY(clock_parse_day(&today, moment_today(ctx)));
    if (clock_parse_day(&until, typed->until) != CARNET_OK || until < today || until > today + GUEST_DAYS_MOST)
        return err_set(CARNET_INVALID, "guest.until", "from today to %d days from now", GUEST_DAYS_MOST);
    link->until = typed->until;
    return CARNET_OK;
}

/* All members: the others are told, and each finds it in the log of what concerns them. */
static carnet_err tell_members(struct ctx *ctx, const char *kind, const struct document *page, json_t *detail)
{
    struct group_page at;
    int64_t *members;
    size_t count;
    TRY(group_page_find(&at, ctx, page->id));
    TRY(guest_sql_members(&members, &count, ctx, at.group, moment_today(ctx)));
    return event_add_detail(ctx, kind, page->uid, detail, members, count);
}

carnet_err guest_make(const char **path, struct ctx *ctx, const char *uid, const struct guest_link_new *typed)
{
    struct document page;
    struct guest_link_new link;
    struct guest_link *links;
    size_t count;
    char secret[GUARD_ID], id[GUARD_ID];
    uint8_t hash[TOKEN_HASH];
    bool open;
    TRY(guest_page_find(&page, &open, ctx, uid));
    if (!open)
        return err_set(CARNET_DENIED, "document.not_allowed", "no guests here");
    TRY(check(&link, ctx, typed));
    TRY(guest_list(&links, &count, ctx, page.id));
    if (count >= LINKS_MOST)
        return err_set(CARNET_CONFLICT, "guest.full", "document=%lld", (long long)page.id);
    guard_id(secret);
    guard_id(id);
    TRY(token_id_hash(hash, bytes_text(secret)));
    TRY(guest_sql_add(ctx, page.id, id, hash_bytes(hash), &link));
    *path = arena_printf(ctx->arena, "/lecture/%s", secret);
    return tell_members(ctx, "guest.link_made", &page, json_pack("{s:s, s:s}", "guest", link.guest, "until", link.until));
}

carnet_err guest_end(struct ctx *ctx, const char *uid, const char *link)
{
    struct document page;
    const char *guest;
    bool open;
    TRY(guest_page_find(&page, &open, ctx, uid));
    carnet_err found = guest_sql_remove(&guest, ctx, page.id, link);
    if (found)
        return found == CARNET_MISSING ? err_set(CARNET_MISSING, "guest.missing", "document=%lld", (long long)page.id) : found;
    return tell_members(ctx, "guest.link_ended", &page, json_pack("{s:s}", "guest", guest));
}

/* ---- reading ---- */

/* Somebody is there who could take it back. */
static carnet_err has_member(bool *out, struct ctx *ctx, int64_t group)
{
    int64_t *members;
    size_t count;
    *out = false;
    TRY(guest_sql_members(&members, &count, ctx, group, moment_today(ctx)));
    for (size_t i = 0; i < count && !*out; i++) {
        struct rights rights = { 0 };
        struct ctx as = *ctx;
        as.actor = members[i];
        TRY(group_rights(&rights, &as, group));
        *out = (rights.verbs & VERB_SHARE) != 0;
    }
    return CARNET_OK;
}

static carnet_err none(carnet_err err)
{
    return err == CARNET_OK || err == CARNET_MISSING || err == CARNET_INVALID ? err_set(CARNET_MISSING, "guest.none", "opens nothing")
                                                                              : err;
}

carnet_err guest_open(struct guest_page *out, struct ctx *ctx, const char *secret)
{
    uint8_t hash[TOKEN_HASH];
    struct guest_row row = { 0 };
    struct group_page page;
    bool open, member;
    carnet_err err = token_id_hash(hash, bytes_text(secret));
    if (!err)
        err = guest_sql_by_hash(&row, ctx, hash_bytes(hash), moment_today(ctx));
    if (err)
        return none(err);
    TRY(is_for_guests(&open, &page, ctx, row.document));
    TRY(has_member(&member, ctx, page.group));
    if (!open || !member)
        return none(CARNET_OK);
    *out = (struct guest_page){ row.id, row.document, page.title, row.until };
    return CARNET_OK;
}

carnet_err guest_opened(struct ctx *ctx, int64_t link)
{
    return guest_sql_opened(ctx, link, moment_today(ctx));
}

carnet_err guest_wait(long *seconds, struct ctx *ctx, const char *address)
{
    int64_t count, oldest;
    TRY(guest_sql_failures(&count, &oldest, ctx, address, ctx->now - FAILURE_WINDOW));
    *seconds = count < FAILURES_MOST ? 0 : (long)((oldest + FAILURE_WINDOW - ctx->now) / 1000 + 1);
    return CARNET_OK;
}

carnet_err guest_failed(struct ctx *ctx, const char *address)
{
    return guest_sql_failed(ctx, address, ctx->now - FAILURE_WINDOW);
}

carnet_err guest_beat(struct ctx *ctx)
{
    return guest_sql_forget(ctx, moment_today(ctx));
}
