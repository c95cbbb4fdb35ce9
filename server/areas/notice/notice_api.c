/* One's news in the page, and how one wants to be told. Stopping letters needs no sign-in: the letter holds a token that can do this only. */
#include "areas/notice/notice.h"

#include <stdlib.h>
#include <string.h>

#include "areas/notice/kinds.h"
#include "areas/notice/notice_sql.h"
#include "areas/notice/subject.h"
#include "guard/token.h"

enum { AT_ONCE = 30, EVENTS_AT_ONCE = 100, UNREAD_MOST = 100, FIRST_HOUR = 8, LAST_HOUR = 19, LAST_WEEKDAY = 6 /* never on a Sunday anyway */ };

/* Is it told at all, to this person, today? */
static carnet_err shown(bool *out, struct notice_subject *subject, struct ctx *ctx, const struct notice_event *event,
                        const struct notice_cohorts *cohorts)
{
    struct notice_kind kind = kind_of(event->kind);
    *out = (event->actor == ctx->actor ? kind.mine : kind.theirs) != NOTICE_NEVER;
    if (!*out)
        return CARNET_OK;
    TRY(subject_of(subject, ctx, event, cohorts));
    *out = !subject->hidden;
    return CARNET_OK;
}

/* Of a cohort, a trainee, a group. */
static json_t *about_json(const struct notice_subject *subject)
{
    if (subject->id || !(subject->path || subject->name))
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "as", text_or_null(subject->variant), "name", text_or_null(subject->name), "path",
                     text_or_null(subject->path), "what", text_or_null(subject->what), "from", text_or_null(subject->from), "to",
                     text_or_null(subject->to));
}

static json_t *actor_json(const struct notice_event *event)
{
    return event->actor_slug ? json_pack("{s:s, s:s}", "id", event->actor_slug, "name", event->actor_name) : json_null();
}

static json_t *notice_json(struct ctx *ctx, const struct notice_event *event, const struct notice_subject *subject, int64_t seen)
{
    json_t *document = subject->id ? json_pack("{s:s, s:s, s:o, s:s, s:o}", "id", subject->id, "kind", subject->kind, "title",
                                            text_or_null(subject->title), "path", subject->path, "dueAt", moment_json(subject->due_at))
                                : json_null();
    return json_pack("{s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:b}", "id", arena_printf(ctx->arena, "%lld", (long long)event->number), "at",
                     moment_json(event->at), "kind", event->kind, "family", family_text(kind_of(event->kind).family), "actor", actor_json(event),
                     "document", document, "about", about_json(subject), "cohort", text_or_null(subject->cohort), "seen", event->number <= seen);
}

static carnet_err count_unread(size_t *out, struct ctx *ctx, int64_t seen)
{
    CLEANUP(db_query_end) struct db_query q = notice_sql_events(ctx, 0, seen);
    for (*out = 0; *out < UNREAD_MOST;) {
        bool row, counts;
        struct notice_subject subject;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        struct notice_event event = notice_sql_event(ctx, &q);
        TRY(shown(&counts, &subject, ctx, &event, &(struct notice_cohorts){ 0 }));
        *out += counts;
    }
    return CARNET_OK;
}

/* One more than a page, so that `more` is true only when there is. */
static carnet_err list(json_t *out, bool *more, struct ctx *ctx, int64_t before, int64_t seen)
{
    CLEANUP(db_query_end) struct db_query q = notice_sql_events(ctx, before, 0);
    struct notice_cohorts cohorts;
    *more = false;
    TRY(subject_cohorts(&cohorts, ctx));
    for (;;) {
        bool row, told;
        struct notice_subject subject = { 0 };
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        struct notice_event event = notice_sql_event(ctx, &q);
        TRY(shown(&told, &subject, ctx, &event, &cohorts));
        if (told && json_array_size(out) == AT_ONCE) {
            *more = true;
            return CARNET_OK;
        }
        if (told)
            json_array_append_new(out, notice_json(ctx, &event, &subject, seen));
    }
}

static carnet_err read_number(int64_t *out, const char *text)
{
    char *end;
    *out = strtoll(text, &end, 10);
    if (!*text || *end || *out < 0)
        return err_set(CARNET_INVALID, "notice.number", "not an id of a notice");
    return CARNET_OK;
}

/* GET /api/notices?before=<id>: newest first. unread counts up to 100. */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct notice_setting setting;
    int64_t before = 0;
    size_t unread;
    bool more;
    if (req_query(req, "before"))
        TRY(read_number(&before, req_query(req, "before")));
    TRY(notice_sql_setting(&setting, ctx, ctx->actor));
    json_auto_t *notices = json_array();
    TRY(list(notices, &more, ctx, before, setting.seen));
    TRY(count_unread(&unread, ctx, setting.seen));
    return reply_json(reply, 200, json_pack("{s:O, s:b, s:I, s:{s:b}}", "notices", notices, "more", more, "unread",
                                             (json_int_t)unread, "abilities", "see", unread > 0));
}

static json_t *event_json(struct ctx *ctx, const struct notice_event *event)
{
    json_t *detail = event->detail ? json_loads(event->detail, 0, NULL) : NULL;
    return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o}", "id", arena_printf(ctx->arena, "%lld", (long long)event->number), "at", moment_json(event->at), "kind", event->kind,
                     "actor", actor_json(event), "subject", text_or_null(event->subject), "detail", detail ? detail : json_null());
}

/* GET /api/events?after=<id>: newest first; all that concerned the actor, also what is no news, as far as they may know of it today */
static carnet_err api_events(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    int64_t after = 0;
    if (req_query(req, "after"))
        TRY(read_number(&after, req_query(req, "after")));
    CLEANUP(db_query_end) struct db_query q = notice_sql_events(ctx, 0, after);
    json_auto_t *list = json_array();
    while (json_array_size(list) < EVENTS_AT_ONCE) {
        bool row;
        struct notice_subject subject;
        TRY(db_next(&row, &q));
        if (!row)
            break;
        struct notice_event event = notice_sql_event(ctx, &q);
        TRY(subject_of(&subject, ctx, &event, &(struct notice_cohorts){ 0 }));
        if (!subject.hidden)
            json_array_append_new(list, event_json(ctx, &event));
    }
    return reply_json(reply, 200, json_incref(list));
}

static carnet_err keep_setting(struct notice_setting *out, struct ctx *ctx, int64_t person)
{
    char token[TOKEN_TEXT];
    token_new(token);
    TRY(notice_sql_setting_keep(ctx, person, token));
    return notice_sql_setting(out, ctx, person);
}

/* PUT /api/notices/seen {"upTo": "<id>"}: this one and all before it */
static carnet_err api_seen(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct notice_setting setting;
    const char *up_to;
    int64_t number;
    size_t unread;
    TRY(req_json(req, "{s:s}", "upTo", &up_to));
    TRY(read_number(&number, up_to));
    TRY(keep_setting(&setting, ctx, ctx->actor));
    TRY(notice_sql_see(ctx, ctx->actor, number));
    TRY(notice_sql_setting(&setting, ctx, ctx->actor));
    TRY(count_unread(&unread, ctx, setting.seen));
    return reply_json(reply, 200, json_pack("{s:I}", "unread", (json_int_t)unread));
}

/* ---- how one wants to be told ---- */

static json_t *families_json(unsigned stopped)
{
    json_t *families = json_array();
    for (int i = 0; i < FAMILY_COUNT; i++)
        json_array_append_new(families, json_pack("{s:s, s:b, s:{s:b}}", "id", family_text((enum notice_family)i), "stopped",
                                                  (stopped & 1u << i) != 0, "abilities", "stop", !family_is_legal((enum notice_family)i)));
    return families;
}

static carnet_err settings_json(json_t **out, struct ctx *ctx)
{
    struct notice_setting setting;
    unsigned stopped;
    TRY(notice_sql_setting(&setting, ctx, ctx->actor));
    TRY(notice_sql_stopped(&stopped, ctx, ctx->actor));
    json_t *excluded = json_array();
    for (int day = 1; day <= LAST_WEEKDAY; day++)
        if (setting.excluded_days & 1 << day)
            json_array_append_new(excluded, json_integer(day));
    *out = json_pack("{s:I, s:o, s:o, s:{s:i, s:i}}", "hour", (json_int_t)setting.hour, "excludedDays", excluded, "families",
                     families_json(stopped), "hours", "first", FIRST_HOUR, "last", LAST_HOUR);
    return CARNET_OK;
}

/* GET /api/notices/settings */
static carnet_err api_settings(struct req *req, struct reply *reply)
{
    json_t *json;
    TRY(settings_json(&json, &req->ctx));
    return reply_json(reply, 200, json);
}

static carnet_err read_days(int64_t *out, json_t *list)
{
    size_t i;
    json_t *day;
    *out = 0;
    if (!json_is_array(list))
        return err_set(CARNET_INVALID, "notice.days", "not a list");
    json_array_foreach(list, i, day) {
        json_int_t n = json_integer_value(day);
        if (!json_is_integer(day) || n < 1 || n > LAST_WEEKDAY)
            return err_set(CARNET_INVALID, "notice.days", "1 is Monday, 6 Saturday");
        *out |= 1 << n;
    }
    return CARNET_OK;
}

static carnet_err read_family(enum notice_family *out, const char *text)
{
    if (!text || !family_parse(out, text))
        return err_set(CARNET_INVALID, "notice.family", "no such family");
    return CARNET_OK;
}

static carnet_err set_family(struct ctx *ctx, int64_t person, enum notice_family family, bool stopped)
{
    if (stopped && family_is_legal(family))
        return err_set(CARNET_CONFLICT, "notice.legal", "%s cannot be refused", family_text(family));
    return notice_sql_stop(ctx, person, family, stopped);
}

static carnet_err set_families(struct ctx *ctx, int64_t person, json_t *stopped)
{
    size_t i;
    json_t *name;
    enum notice_family family;
    if (!json_is_array(stopped))
        return err_set(CARNET_INVALID, "notice.family", "not a list");
    for (int f = 0; f < FAMILY_COUNT; f++)
        TRY(notice_sql_stop(ctx, person, (enum notice_family)f, false));
    json_array_foreach(stopped, i, name) {
        TRY(read_family(&family, json_string_value(name)));
        TRY(set_family(ctx, person, family, true));
    }
    return CARNET_OK;
}

/* PUT /api/notices/settings {"hour": 18, "excludedDays": [1], "stopped": ["journal"]} */
static carnet_err api_set(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct notice_setting setting;
    json_int_t hour;
    json_t *days, *stopped, *json;
    int64_t excluded;
    TRY(req_json(req, "{s:I, s:o, s:o}", "hour", &hour, "excludedDays", &days, "stopped", &stopped));
    if (hour < FIRST_HOUR || hour > LAST_HOUR)
        return err_set(CARNET_INVALID, "notice.hour", "hour=%lld", (long long)hour);
    TRY(read_days(&excluded, days));
    TRY(keep_setting(&setting, ctx, ctx->actor));
    TRY(notice_sql_set(ctx, ctx->actor, hour, excluded));
    TRY(set_families(ctx, ctx->actor, stopped));
    TRY(settings_json(&json, ctx));
    return reply_json(reply, 200, json);
}

/* POST /api/notices/unsubscribe {"token", "family"?, "stopped"?}: the token of a letter; without family it only tells */
static carnet_err api_unsubscribe(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    const char *token, *name = NULL;
    int stop = 1;
    int64_t person;
    unsigned stopped;
    TRY(req_json(req, "{s:s, s?:s, s?:b}", "token", &token, "family", &name, "stopped", &stop));
    carnet_err err = notice_sql_of_token(&person, ctx, token);
    if (err == CARNET_MISSING)
        return err_set(CARNET_MISSING, "notice.link", "no such token");
    TRY(err);
    enum notice_family family;
    if (name) {
        TRY(read_family(&family, name));
        TRY(set_family(ctx, person, family, stop != 0));
    }
    TRY(notice_sql_stopped(&stopped, ctx, person));
    return reply_json(reply, 200, json_pack("{s:o}", "families", families_json(stopped)));
}

static bool holds(bytes body, const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i + len <= body.len; i++)
        if (memcmp(body.ptr + i, text, len) == 0)
            return true;
    return false;
}

/* POST /messages?lettre=<token>.<family>, "List-Unsubscribe=One-Click": what a mail program sends by itself when asked to stop such letters
 * (RFC 8058). No cookie comes with it; opening the same address is a GET, which only shows the page. */
static carnet_err api_one_click(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    const char *letter = req_query(req, "lettre"), *dot = letter ? strchr(letter, '.') : NULL;
    enum notice_family family;
    int64_t person;
    if (!holds(req->body, "List-Unsubscribe") || !holds(req->body, "One-Click"))
        return err_set(CARNET_INVALID, "notice.one_click", "not what RFC 8058 sends");
    carnet_err err = dot ? notice_sql_of_token(&person, ctx, arena_span(ctx->arena, letter, (size_t)(dot - letter))) : CARNET_MISSING;
    if (err == CARNET_MISSING)
        return err_set(CARNET_MISSING, "notice.link", "no such token");
    TRY(err);
    TRY(read_family(&family, dot + 1));
    TRY(set_family(ctx, person, family, true));
    return reply_empty(reply, 204);
}

const struct route notice_routes[] = {
    { "GET", "/api/notices", api_list, ROUTE_READS, NULL },
    { "GET", "/api/events", api_events, ROUTE_READS, NULL },
    { "PUT", "/api/notices/seen", api_seen, 0, NULL },
    { "GET", "/api/notices/settings", api_settings, ROUTE_READS, NULL },
    { "PUT", "/api/notices/settings", api_set, 0, NULL },
    { "POST", "/api/notices/unsubscribe", api_unsubscribe, ROUTE_PUBLIC, NULL },
    { "POST", "/messages", api_one_click, ROUTE_PUBLIC | ROUTE_FORM, NULL },
    { 0 },
};
