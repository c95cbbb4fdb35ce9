/* The outbox as staff see it: what waits, what failed and why, and once more. Letters are opened where no mail server is set, by an
 * administrator who passes them on by other means; each opening is told to the person it is for. Never the one that would open their account. */
#include "areas/mail/mail_sql.h"

#include <stdlib.h>
#include <string.h>

#include "areas/event/event.h"
#include "areas/event/moment.h"

enum { AT_ONCE = 50 };

static carnet_err sight_of(enum mail_sight *out, struct ctx *ctx)
{
    TRY(mail_sql_sight(out, ctx));
    return *out == MAIL_SEES_NOTHING ? err_set(CARNET_MISSING, "mail.missing", "not staff") : CARNET_OK;
}

static bool can_send_again(const struct mail_row *row)
{
    return row->has_body && (strcmp(row->state, "failed") == 0 || strcmp(row->state, "waiting") == 0);
}

/* Anybody can ask for this letter in somebody's name; who then read it would be in their account, and in their journal, alone. */
static bool opens_an_account(const struct mail_row *row)
{
    return strcmp(row->kind, "password_forgotten") == 0;
}

static bool can_open(const struct mail_row *row, enum mail_sight sight)
{
    return !opens_an_account(row) && sight == MAIL_SEES_ALL && row->has_body && !mail_can_leave();
}

static json_t *mail_json(const struct mail_row *row, enum mail_sight sight)
{
    json_t *person = row->person ? json_pack("{s:s, s:s}", "id", row->person, "name", row->person_name) : json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:b, s:o, s:o, s:o, s:I, s:o, s:{s:b, s:b}}", "id", row->uid, "kind", row->kind,
                     "subject", row->subject, "state", row->state, "address", row->address, "person", person, "secret", row->secret,
                     "createdAt", moment_json(row->created_at), "sentAt", moment_json(row->sent_at), "nextAt",
                     moment_json(strcmp(row->state, "waiting") == 0 ? row->next_at : 0), "attempts", (json_int_t)row->attempts,
                     "answer", text_or_null(row->answer), "abilities", "send", can_send_again(row), "open", can_open(row, sight));
}

/* GET /api/mail?state=&before=<id>: newest first */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    static const char *const STATES[] = { "waiting", "sending", "sent", "failed", "expired" };
    struct ctx *ctx = &req->ctx;
    enum mail_sight sight;
    TRY(sight_of(&sight, ctx));
    const char *state = req_query(req, "state"), *before = req_query(req, "before");
    bool known = !state;
    for (size_t i = 0; !known && i < sizeof STATES / sizeof *STATES; i++)
        known = strcmp(STATES[i], state) == 0;
    if (!known)
        return err_set(CARNET_INVALID, "mail.state", "no such state");
    struct mail_row last = { 0 }, *rows;
    size_t count;
    if (before)
        TRY(mail_sql_find(&last, ctx, sight, before));
    TRY(mail_sql_list(&rows, &count, ctx, sight, state, last.id, AT_ONCE));
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, mail_json(&rows[i], sight));
    return reply_json(reply, 200, json_pack("{s:O, s:b, s:b, s:{s:b}}", "mail", list, "more", count == AT_ONCE, "canLeave",
                                            mail_can_leave(), "abilities", "test", sight == MAIL_SEES_ALL));
}

static carnet_err find(struct mail_row *out, enum mail_sight *sight, struct req *req)
{
    TRY(sight_of(sight, &req->ctx));
    if (mail_sql_find(out, &req->ctx, *sight, req_id(req, "mail")) != CARNET_OK)
        return err_set(CARNET_MISSING, "mail.missing", "none, or not for the actor");
    return CARNET_OK;
}

/* PUT /api/mail/:mail/sending {}: now, and for three days more */
static carnet_err api_again(struct req *req, struct reply *reply)
{
    struct mail_row row;
    enum mail_sight sight;
    TRY(req_json(req, "{}"));
    TRY(find(&row, &sight, req));
    if (!can_send_again(&row))
        return err_set(CARNET_CONFLICT, "mail.left", "state=%s", row.state);
    TRY(mail_sql_again(&req->ctx, row.id));
    effect_add(&req->ctx, EFFECT_MAIL, 0, (bytes){ 0 });
    TRY(mail_sql_find(&row, &req->ctx, sight, row.uid));
    return reply_json(reply, 200, mail_json(&row, sight));
}

/* POST /api/mail/:mail/opening {}: its words */
static carnet_err api_open(struct req *req, struct reply *reply)
{
    struct mail_row row;
    enum mail_sight sight;
    TRY(req_json(req, "{}"));
    TRY(find(&row, &sight, req));
    if (!can_open(&row, sight))
        return err_set(CARNET_DENIED, "mail.closed", "state=%s", row.state);
    const char *body;
    TRY(mail_sql_body(&body, &req->ctx, row.id));
    TRY(event_add(&req->ctx, "mail.opened", NULL, &row.person_id, row.person_id ? 1 : 0));
    return reply_json(reply, 200, json_pack("{s:s, s:s}", "subject", row.subject, "body", body));
}

/* POST /api/mail {}: a letter to oneself, to see whether letters leave */
static carnet_err api_test(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    enum mail_sight sight;
    TRY(req_json(req, "{}"));
    TRY(sight_of(&sight, ctx));
    if (sight != MAIL_SEES_ALL)
        return err_set(CARNET_DENIED, "mail.not_administrator", "sight=%d", (int)sight);
    const char *given_name;
    TRY(mail_sql_given_name(&given_name, ctx, ctx->actor));
    TRY(mail_add(ctx, &(struct mail_new){ .person = ctx->actor, .letter = "mail_test",
                                          .words = (const struct mail_word[]){ { "givenName", given_name }, { 0 } } }));
    return reply_empty(reply, 202);
}

const struct route mail_routes[] = {
    { "GET", "/api/mail", api_list, ROUTE_READS, NULL },
    { "POST", "/api/mail", api_test, 0, NULL },
    { "PUT", "/api/mail/:mail/sending", api_again, 0, NULL },
    { "POST", "/api/mail/:mail/opening", api_open, 0, NULL },
    { 0 },
};
