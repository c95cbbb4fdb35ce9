/* Choices about a team's readers: rows, and everybody on its pages asked again. */
#include "areas/group/reader.h"

#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "areas/group/group_api.h"
#include "areas/group/group_sql.h"
#include "areas/group/work_group.h"

static const char SQL_CLOSE[] =
    "INSERT OR IGNORE INTO group_closed_reader (\"group\", person, closed_by, at) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_OPEN[] = "DELETE FROM group_closed_reader WHERE \"group\" = ?1 AND person = ?2";
static const char SQL_ADD[] = "INSERT OR IGNORE INTO group_tutor (\"group\", person, added_by, at) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_REMOVE[] = "DELETE FROM group_tutor WHERE \"group\" = ?1 AND person = ?2";
static const char SQL_CLOSED[] =
    "SELECT id, slug, given_name, family_name, email, pseudonym FROM person"
    " WHERE id IN (SELECT person FROM group_closed_reader WHERE \"group\" = ?1)"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, id";

static carnet_err nobody(void)
{
    return err_set(CARNET_MISSING, "group.nobody", "not a reader this could be about");
}

static carnet_err find(struct group *group, struct group_can *can, struct ctx *ctx, const char *slug)
{
    TRY(group_show(group, ctx, slug));
    return group_can(can, ctx, group);
}

static carnet_err change(struct ctx *ctx, const char *sql, bool adds, const struct group *group, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, group->id);
    db_bind_int(&q, 2, person);
    if (adds) {
        db_bind_int(&q, 3, ctx->actor);
        db_bind_int(&q, 4, ctx->now);
    }
    TRY(db_run(&q));
    return group_changed(ctx, group->id);
}

static carnet_err theirs(struct rights *out, struct ctx *ctx, int64_t group, int64_t person)
{
    struct ctx as = *ctx;
    as.actor = person;
    *out = (struct rights){ 0 };
    return group_rights(out, &as, group);
}

carnet_err group_reader_set(bool *again, struct ctx *ctx, const char *slug, const char *who, bool open)
{
    struct group group;
    struct group_can can;
    struct person person;
    struct rights rights;
    bool added, closed;
    TRY(find(&group, &can, ctx, slug));
    if (!can.narrow)
        return err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)group.id);
    if (people_find_slug(&person, ctx, who) != CARNET_OK)
        return nobody();
    TRY(theirs(&rights, ctx, group.id, person.id));
    TRY(group_sql_choices(&added, &closed, ctx, group.id, person.id));
    if (!closed && rights.relation != RELATION_ASSIGNED)
        return nobody();
    *again = open && closed;
    TRY(change(ctx, open ? SQL_OPEN : SQL_CLOSE, !open, &group, person.id));
    int64_t *members;
    size_t count;
    TRY(group_sql_members(&members, &count, ctx, group.id, ctx->actor));
    return event_add(ctx, "group.readers", group.slug, members, count);
}

carnet_err group_reads_as_let_in(bool *out, struct ctx *ctx, const struct group *group, const struct rights *rights)
{
    struct cohort_standing standing;
    TRY(cohort_standing(&standing, ctx, group->cohort, 0));
    *out = rights->relation == RELATION_ASSIGNED && !cohort_manages(&standing);
    return CARNET_OK;
}

carnet_err group_readers_closed(struct person **out, size_t *count, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CLOSED);
    db_bind_int(&q, 1, group);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = people_row(ctx, &q);
    }
}

/* A tutor of the cohort who reads the team's pages neither by a member nor by the manager's choice. */
static carnet_err could_be_added(bool *out, struct ctx *ctx, const struct group *group, int64_t person)
{
    struct cohort_standing standing;
    struct span tutor;
    bool added, closed;
    struct ctx as = *ctx;
    as.actor = person;
    TRY(cohort_standing(&standing, &as, group->cohort, 0));
    TRY(group_sql_tutor_of_member(&tutor, &as, group->id, person));
    TRY(group_sql_choices(&added, &closed, ctx, group->id, person));
    *out = standing.as[ROLE_TUTOR].holds && !tutor.holds && !added;
    return CARNET_OK;
}

static carnet_err find_to_add(struct group *group, struct ctx *ctx, const char *slug)
{
    struct group_can can;
    TRY(find(group, &can, ctx, slug));
    return can.add_tutor ? CARNET_OK : err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)group->id);
}

carnet_err group_tutor_choices(struct person **out, size_t *count, struct ctx *ctx, const char *slug)
{
    struct group group;
    size_t kept = 0;
    TRY(find_to_add(&group, ctx, slug));
    TRY(cohort_people(out, count, ctx, group.cohort));
    for (size_t i = 0; i < *count; i++) {
        bool could;
        TRY(could_be_added(&could, ctx, &group, (*out)[i].id));
        if (could)
            (*out)[kept++] = (*out)[i];
    }
    *count = kept;
    return CARNET_OK;
}

/* The tutor, the team, and who did it, for their log. */
static carnet_err tell_tutor(struct ctx *ctx, const char *kind, const struct group *group, const struct person *tutor)
{
    int64_t *members;
    size_t count;
    TRY(group_sql_members(&members, &count, ctx, group->id, ctx->actor));
    int64_t *people = arena_alloc(ctx->arena, (count + 2) * sizeof *people);
    size_t told = 0;
    people[told++] = tutor->id;
    if (tutor->id != ctx->actor)
        people[told++] = ctx->actor;
    for (size_t i = 0; i < count; i++)
        if (members[i] != tutor->id)
            people[told++] = members[i];
    json_t *detail = json_pack("{s:s}", "tutor", tutor->slug);
    return event_put(ctx, &(struct event_new){ .kind = kind, .subject = group->slug, .detail = detail, .about = tutor->id }, people, told);
}

carnet_err group_tutor_set(struct ctx *ctx, const char *slug, const char *who, bool adds)
{
    struct group group;
    struct person person;
    bool could, added, closed;
    TRY(find_to_add(&group, ctx, slug));
    if (people_find_slug(&person, ctx, who) != CARNET_OK)
        return nobody();
    TRY(could_be_added(&could, ctx, &group, person.id));
    TRY(group_sql_choices(&added, &closed, ctx, group.id, person.id));
    if (adds ? !could : !added)
        return nobody();
    TRY(change(ctx, adds ? SQL_ADD : SQL_REMOVE, adds, &group, person.id));
    return tell_tutor(ctx, adds ? "group.tutor_added" : "group.tutor_removed", &group, &person);
}

/* GET /api/groups/:group/tutors: who could be added */
static carnet_err api_choices(struct req *req, struct reply *reply)
{
    struct person *people;
    size_t count;
    TRY(group_tutor_choices(&people, &count, &req->ctx, req_id(req, "group")));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:{s:b}}", "id", people[i].slug, "name", people[i].name, "abilities", "add", 1));
    return reply_json(reply, 200, list);
}

/* PUT /api/groups/:group/tutors/:person {"added"} */
static carnet_err api_tutor(struct req *req, struct reply *reply)
{
    int added;
    TRY(req_json(req, "{s:b}", "added", &added));
    TRY(group_tutor_set(&req->ctx, req_id(req, "group"), req_id(req, "person"), added));
    return group_reply(req, reply, 200, req_id(req, "group"));
}

const struct route group_reader_routes[] = {
    { "GET", "/api/groups/:group/tutors", api_choices, ROUTE_READS, NULL },
    { "PUT", "/api/groups/:group/tutors/:person", api_tutor, 0, NULL },
    { 0 },
};
