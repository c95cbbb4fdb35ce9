/* Who I am, and my cohort's year with the people beside me. */
#include "areas/cohort/cohort.h"

#include "areas/event/rows.h"
#include "areas/people/comfort.h"
#include "areas/people/recovered.h"

static const char *build = "";

void cohort_build_set(const char *text)
{
    build = text;
}

static const char SQL_SESSIONS[] =
    "SELECT slug, position, from_day, to_day, theme FROM session WHERE cohort = ?1 ORDER BY position";
static const char SQL_MILESTONES[] =
    "SELECT slug, deliverable, due_at, from_day, to_day, label FROM milestone WHERE cohort = ?1"
    " ORDER BY ifnull(due_at, unixepoch(from_day) * 1000), id";
static const char SQL_TEAM[] =
    "SELECT \"group\".slug, \"group\".name FROM group_membership JOIN \"group\" ON \"group\".id = group_membership.\"group\""
    " WHERE group_membership.person = ?1 AND \"group\".cohort = ?2 AND \"group\".kind = 'team' AND group_membership.from_day <= ?3"
    " AND (group_membership.to_day IS NULL OR group_membership.to_day >= ?3) ORDER BY group_membership.from_day DESC LIMIT 1";
static const char SQL_MY_TUTOR[] =
    "SELECT person.slug, person.given_name || ' ' || person.family_name FROM tutor_assignment AS a"
    " JOIN person ON person.id = a.tutor WHERE a.trainee = ?1 AND a.cohort = ?2 AND a.from_day <= ?3"
    " AND (a.to_day IS NULL OR a.to_day >= ?3) ORDER BY a.from_day DESC LIMIT 1";
static const char SQL_MY_COOPERATOR[] =
    "SELECT person.slug, person.given_name || ' ' || person.family_name FROM cooperator_assignment AS a"
    " JOIN person ON person.id = a.cooperator WHERE a.trainee = ?1 AND a.cohort = ?2 AND a.from_day <= ?3"
    " AND (a.to_day IS NULL OR a.to_day >= ?3) ORDER BY a.from_day DESC LIMIT 1";

struct abilities {
    bool form_teams, open_group;
};

/* Each of one's cohorts with what one may do there; *can: in any of them. */
static carnet_err own_cohorts(json_t *list, struct abilities *can, struct ctx *ctx)
{
    struct cohort *cohorts;
    size_t count;
    TRY(cohorts_of_actor(&cohorts, &count, ctx));
    for (size_t i = 0; i < count; i++) {
        struct cohort_standing standing;
        TRY(cohort_standing(&standing, ctx, cohorts[i].id, 0));
        bool manages = cohort_manages(&standing), writes = cohort_writes(&standing);
        can->form_teams = can->form_teams || manages;
        can->open_group = can->open_group || writes;
        json_array_append_new(list, json_pack("{s:s, s:s, s:{s:b, s:b, s:b}}", "id", cohorts[i].slug, "label", cohorts[i].label, "abilities",
                                              "manage", (int)manages, "assist", (int)cohort_assists(&standing), "openGroup", (int)writes));
    }
    return CARNET_OK;
}

static json_t *first_json(const json_t *cohorts)
{
    const json_t *first = json_array_get(cohorts, 0);
    return first ? json_pack("{s:O, s:O}", "id", json_object_get(first, "id"), "label", json_object_get(first, "label")) : json_null();
}

/* GET /api/me. Not on a worker, so that it counts as a use of the sign-in. */
static carnet_err api_me(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct person person;
    TRY(people_find(&person, ctx, ctx->actor));
    int64_t enrolled = 0;
    carnet_err writes = cohort_enrolled(&enrolled, ctx, ctx->actor);
    if (writes != CARNET_OK && writes != CARNET_MISSING)
        return writes;
    const char *device;
    struct comfort comfort;
    struct abilities can = { 0 };
    json_auto_t *cohorts = json_array();
    TRY(own_cohorts(cohorts, &can, ctx));
    TRY(people_device(&device, ctx));
    TRY(comfort_of_actor(&comfort, ctx));
    int64_t restored_until;
    TRY(recovered_until(&restored_until, ctx));
    return reply_json(reply, 200,
                      json_pack("{s:o, s:{s:b, s:b, s:b}, s:s, s:s, s:o, s:O, s:o, s:o}", "person", people_self_json(ctx, &person), "abilities",
                                "writeJournal", writes == CARNET_OK, "formTeams", (int)can.form_teams, "openGroup", (int)can.open_group,
                                "device", device, "build", build, "cohort", first_json(cohorts), "cohorts", cohorts, "comfort",
                                comfort_json(&comfort), "restoredUntil", moment_json(restored_until)));
}

static carnet_err sessions_json(json_t *out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SESSIONS);
    db_bind_int(&q, 1, cohort);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        json_array_append_new(out, json_pack("{s:s, s:I, s:s, s:s, s:s}", "id", db_text(&q, 0, ctx->arena), "order",
                                             (json_int_t)db_int(&q, 1), "from", db_text(&q, 2, ctx->arena), "to",
                                             db_text(&q, 3, ctx->arena), "theme", db_text(&q, 4, ctx->arena)));
    }
}

static json_t *milestone_json(struct ctx *ctx, struct db_query *q)
{
    json_t *one = json_pack("{s:s, s:o, s:o}", "id", db_text(q, 0, ctx->arena), "deliverable", text_or_null(db_text(q, 1, ctx->arena)),
                            "label", text_or_null(db_text(q, 5, ctx->arena)));
    const char *from = db_text(q, 3, ctx->arena), *to = db_text(q, 4, ctx->arena);
    if (!from)
        json_object_set_new(one, "dueAt", moment_json(db_int(q, 2)));
    else if (!to)
        json_object_set_new(one, "date", json_string(from));
    else
        json_object_update_new(one, json_pack("{s:s, s:s}", "from", from, "to", to));
    return one;
}

static carnet_err milestones_json(json_t *out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MILESTONES);
    db_bind_int(&q, 1, cohort);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        json_array_append_new(out, milestone_json(ctx, &q));
    }
}

/* {id, name} of the row a query finds for this person today, or null. */
static carnet_err beside_me(json_t **out, struct ctx *ctx, const char *sql, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, cohort);
    db_bind_text(&q, 3, moment_today(ctx));
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? json_pack("{s:s, s:s}", "id", db_text(&q, 0, ctx->arena), "name", db_text(&q, 1, ctx->arena)) : json_null();
    return CARNET_OK;
}

static carnet_err cohort_asked(struct cohort *out, struct cohort_standing *standing, struct ctx *ctx, const char *slug)
{
    if (slug)
        return cohort_show(out, standing, ctx, slug);
    if (cohort_of_actor(out, ctx) != CARNET_OK)
        return err_set(CARNET_MISSING, "cohort.none", "in no cohort");
    return cohort_standing(standing, ctx, out->id, 0);
}

/* GET /api/cohort[?cohort=]: one's own, or another in which one has a place */
static carnet_err api_cohort(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct cohort cohort;
    struct cohort_standing standing;
    TRY(cohort_asked(&cohort, &standing, ctx, req_query(req, "cohort")));
    json_auto_t *sessions = json_array();
    json_auto_t *milestones = json_array();
    json_auto_t *team = NULL;
    json_auto_t *tutor = NULL;
    json_auto_t *cooperator = NULL;
    TRY(sessions_json(sessions, ctx, cohort.id));
    TRY(milestones_json(milestones, ctx, cohort.id));
    TRY(beside_me(&team, ctx, SQL_TEAM, cohort.id));
    TRY(beside_me(&tutor, ctx, SQL_MY_TUTOR, cohort.id));
    TRY(beside_me(&cooperator, ctx, SQL_MY_COOPERATOR, cohort.id));
    return reply_json(reply, 200,
                      json_pack("{s:s, s:s, s:s, s:s, s:{s:s, s:s}, s:O, s:O, s:O, s:O, s:O, s:b, s:{s:b, s:b}}", "id", cohort.slug, "label",
                                cohort.label, "start", cohort.start_day, "end", cohort.end_day, "programme", "id",
                                cohort.programme_slug, "title", cohort.programme_title, "sessions", sessions, "milestones",
                                milestones, "team", team, "tutor", tutor, "cooperator", cooperator, "left",
                                cohort_left(&standing), "abilities", "manage", cohort_manages(&standing), "assist", cohort_assists(&standing)));
}

const struct route cohort_routes[] = {
    { "GET", "/api/me", api_me, 0, NULL },
    { "GET", "/api/cohort", api_cohort, ROUTE_READS, NULL },
    { 0 },
};
