/* HTTP of beginning. */
#include "areas/mail/mail.h"
#include "areas/start/start.h"
#include "base/config.h"

static json_t *managers_json(const struct start *start)
{
    json_t *list = json_array();
    for (size_t i = 0; i < start->manager_count; i++) {
        json_t *one = people_json(&start->managers[i].person);
        json_object_set_new(one, "email", json_string(start->managers[i].person.email));
        json_object_set_new(one, "opened", json_boolean(start->managers[i].opened));
        json_array_append_new(list, one);
    }
    return list;
}

/* How letters leave, without a word of the mail server's password or name. */
static json_t *mail_json(void)
{
    return json_pack("{s:b, s:s, s:s}", "leaves", (int)mail_can_leave(), "server", config_text("smtp-url"), "from",
                     config_text("mail-from"));
}

static carnet_err reply_start(struct reply *reply, struct ctx *ctx)
{
    struct start start;
    TRY(start_show(&start, ctx));
    return reply_json(reply, 200,
                      json_pack("{s:o, s:b, s:I, s:I, s:I, s:o, s:o, s:{s:b}}", "name", text_or_null(start.name), "sample", (int)start.sample,
                                "programmes", (json_int_t)start.programmes, "cohorts", (json_int_t)start.cohorts, "people",
                                (json_int_t)start.people, "managers", managers_json(&start), "mail", mail_json(), "abilities", "beginAfresh",
                                (int)start.can_begin));
}

/* GET /api/start: for administrators */
static carnet_err api_start(struct req *req, struct reply *reply)
{
    return reply_start(reply, &req->ctx);
}

/* PUT /api/start {"name"}: what the centre is called */
static carnet_err api_name(struct req *req, struct reply *reply)
{
    const char *name;
    TRY(req_json(req, "{s:s}", "name", &name));
    TRY(start_name(&req->ctx, name));
    return reply_start(reply, &req->ctx);
}

/* POST /api/start/afresh {"sure": true}: 202, then the server leaves the sample aside and starts again */
static carnet_err api_afresh(struct req *req, struct reply *reply)
{
    int sure;
    TRY(req_json(req, "{s:b}", "sure", &sure));
    TRY(start_afresh(&req->ctx, sure));
    return reply_empty(reply, 202);
}

static json_t *counts_json(const struct preparation *p)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "sessions", (json_int_t)p->sessions,
                     "sessionsWithoutTheme", (json_int_t)p->sessions_without_theme, "halfDays", (json_int_t)p->half_days,
                     "halfDaysWithoutFormat", (json_int_t)p->half_days_without_format, "halfDaysWithoutModule",
                     (json_int_t)p->half_days_without_module, "halfDaysWithoutTrainer", (json_int_t)p->half_days_without_trainer,
                     "deadlines", (json_int_t)p->deadlines, "trainees", (json_int_t)p->trainees, "inTeam", (json_int_t)p->in_team,
                     "withTutor", (json_int_t)p->with_tutor, "withCooperator", (json_int_t)p->with_cooperator, "teams",
                     (json_int_t)p->teams, "lettersRefused", (json_int_t)p->letters_refused, "newestVersion",
                     (json_int_t)p->newest_version);
}

/* GET /api/cohorts/:cohort/preparation: what it still needs */
static carnet_err api_preparation(struct req *req, struct reply *reply)
{
    struct preparation p;
    TRY(preparation_show(&p, &req->ctx, req_id(req, "cohort")));
    json_t *roles = json_object();
    for (size_t i = 0; i < p.role_count; i++)
        json_object_set_new(roles, role_text(p.roles[i].role), json_pack("{s:I, s:I}", "people", (json_int_t)p.roles[i].people, "opened",
                                                                         (json_int_t)p.roles[i].opened));
    json_t *json = json_pack("{s:s, s:s, s:s, s:{s:s, s:I}, s:o, s:{s:b}}", "id", p.cohort.slug, "label", p.cohort.label, "start",
                             p.cohort.start_day, "programme", "title", p.cohort.programme_title, "version",
                             (json_int_t)p.cohort.programme_version, "roles", roles, "abilities", "manage",
                             (int)p.manages);
    json_object_update_new(json, counts_json(&p));
    return reply_json(reply, 200, json);
}

const struct route start_routes[] = {
    { "GET", "/api/start", api_start, ROUTE_READS, NULL },
    { "PUT", "/api/start", api_name, 0, NULL },
    { "POST", "/api/start/afresh", api_afresh, 0, NULL },
    { "GET", "/api/cohorts/:cohort/preparation", api_preparation, ROUTE_READS, NULL },
    { 0 },
};
