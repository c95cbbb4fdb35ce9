/* People, their accounts, and who accompanies whom; the teams. */
#include <string.h>

#include "areas/demo/load.h"
#include "areas/enrolment/accommodation.h"
#include "areas/event/rows.h"
#include "areas/people/people.h"
#include "guard/password.h"
#include "guard/random.h"

static const char SQL_ENROLMENT[] =
    "INSERT INTO enrolment (person, cohort, status, from_day, to_day, reason, project_title, project_place, project_setting,"
    " previous_cohort, acquired_blocks) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
static const char SQL_TUTOR[] =
    "INSERT INTO tutor_assignment (cohort, trainee, tutor, from_day, to_day, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char SQL_COOPERATOR[] =
    "INSERT INTO cooperator_assignment (cohort, trainee, cooperator, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char SQL_GROUP[] =
    "INSERT INTO \"group\" (cohort, slug, uid, kind, name, commission, commissioner, created_at)"
    " VALUES (?1, ?2, ?3, 'team', ?4, ?5, ?6, ?7)";
static const char SQL_MEMBERSHIP[] =
    "INSERT INTO group_membership (\"group\", person, from_day, to_day, reason)"
    " SELECT id, ?2, ?3, ?4, ?5 FROM \"group\" WHERE slug = ?1";
/* The sample names no cooperator for a team: the one who accompanies most of its present members. */
static const char SQL_GROUP_COOPERATOR[] =
    "UPDATE \"group\" SET cooperator = (SELECT a.cooperator FROM group_membership AS m"
    " JOIN cooperator_assignment AS a ON a.trainee = m.person WHERE m.\"group\" = \"group\".id AND m.to_day IS NULL"
    " GROUP BY a.cooperator ORDER BY count(*) DESC, a.cooperator LIMIT 1)";

carnet_err load_person(int64_t *out, struct load *load, const char *slug)
{
    struct person person;
    TRY(people_find_slug(&person, load->ctx, slug));
    *out = person.id;
    return CARNET_OK;
}

/* Commissioners and workplace referents are guests: a link, no account. */
static bool has_account(const json_t *roles)
{
    size_t i;
    json_t *role;
    json_array_foreach(roles, i, role)
        if (strcmp(json_string_value(role), "commissioner") != 0 && strcmp(json_string_value(role), "workplace_referent") != 0)
            return true;
    return false;
}

static carnet_err load_one(int64_t *out, struct load *load, const json_t *person)
{
    const json_t *roles = json_object_get(person, "roles");
    char hash[PASSWORD_HASH];
    bool account = has_account(roles);
    if (account)
        TRY(password_hash(hash, bytes_text(load->password)));
    struct person_new added = {
        .slug = load_text(person, "id"),
        .given_name = load_text(person, "givenName"),
        .family_name = load_text(person, "familyName"),
        .email = load_text(person, "email"),
        .password_hash = account ? hash : NULL,
        .second_factor_waived = true,
    };
    TRY(people_add(out, load->ctx, &added));
    size_t i;
    json_t *name;
    json_array_foreach(roles, i, name) {
        enum role role;
        TRY(role_parse(&role, json_string_value(name)));
        TRY(people_give_role(load->ctx, *out, load->cohort, role));
    }
    return CARNET_OK;
}

static carnet_err load_enrolment(const char **from, const char **to, struct load *load, int64_t person, const json_t *trainee)
{
    const json_t *enrolment = json_object_get(trainee, "enrolment");
    const json_t *project = json_object_get(trainee, "project"), *repeat = json_object_get(enrolment, "repeat");
    TRY(dates_day(from, &load->dates, load->ctx, load_text(enrolment, "from")));
    TRY(dates_day(to, &load->dates, load->ctx, load_text(enrolment, "to")));
    char *blocks = repeat ? json_dumps(json_object_get(repeat, "acquiredBlocks"), JSON_COMPACT) : NULL;
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_ENROLMENT);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, load->cohort);
    db_bind_text(&q, 3, load_text(enrolment, "status"));
    db_bind_text(&q, 4, *from);
    db_bind_text(&q, 5, *to);
    db_bind_text(&q, 6, load_text(enrolment, "reason"));
    db_bind_text(&q, 7, load_text(project, "title"));
    db_bind_text(&q, 8, load_text(project, "place"));
    db_bind_text(&q, 9, load_text(project, "setting"));
    db_bind_text(&q, 10, load_text(repeat, "previousCohort"));
    db_bind_text(&q, 11, blocks);
    carnet_err err = db_run(&q);
    free(blocks);
    return err;
}

static carnet_err load_tutor(struct load *load, int64_t trainee, const json_t *assignment)
{
    int64_t tutor;
    const char *from, *to;
    TRY(load_person(&tutor, load, load_text(assignment, "tutor")));
    TRY(dates_day(&from, &load->dates, load->ctx, load_text(assignment, "from")));
    TRY(dates_day(&to, &load->dates, load->ctx, load_text(assignment, "to")));
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_TUTOR);
    db_bind_int(&q, 1, load->cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_int(&q, 3, tutor);
    db_bind_text(&q, 4, from);
    db_bind_text(&q, 5, to);
    db_bind_text(&q, 6, load_text(assignment, "reason"));
    return db_run(&q);
}

static carnet_err load_cooperator(struct load *load, int64_t trainee, const char *slug, const char *from, const char *to)
{
    int64_t cooperator;
    TRY(load_person(&cooperator, load, slug));
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_COOPERATOR);
    db_bind_int(&q, 1, load->cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_int(&q, 3, cooperator);
    db_bind_text(&q, 4, from);
    db_bind_text(&q, 5, to);
    return db_run(&q);
}

static carnet_err load_accommodation(struct load *load, int64_t trainee, const json_t *accommodation)
{
    struct accommodation_new added = {
        .kind = load_text(accommodation, "kind"),
        .measure = load_text(accommodation, "detail"),
        .deliverable = load_text(accommodation, "deliverable"),
    };
    TRY(dates_moment(&added.due_at, &load->dates, load_text(accommodation, "to")));
    return accommodation_import(load->ctx, load->cohort, trainee, &added);
}

static carnet_err load_trainee(struct load *load, const json_t *trainee)
{
    int64_t person;
    const char *from, *to;
    TRY(load_one(&person, load, trainee));
    TRY(load_enrolment(&from, &to, load, person, trainee));
    TRY(load_cooperator(load, person, load_text(trainee, "researchCooperator"), from, to));
    size_t i;
    json_t *assignment;
    json_array_foreach(json_object_get(trainee, "tutorAssignments"), i, assignment)
        TRY(load_tutor(load, person, assignment));
    json_array_foreach(json_object_get(trainee, "accommodations"), i, assignment)
        TRY(load_accommodation(load, person, assignment));
    return CARNET_OK;
}

carnet_err load_people(struct load *load)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(load->sample, "people"), i, one) {
        int64_t person;
        TRY(load_one(&person, load, one));
    }
    json_array_foreach(json_object_get(load->sample, "trainees"), i, one)
        TRY(load_trainee(load, one));
    return CARNET_OK;
}

static carnet_err load_group(struct load *load, const json_t *group)
{
    char uid[GUARD_ID];
    guard_id(uid);
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_GROUP);
    db_bind_int(&q, 1, load->cohort);
    db_bind_text(&q, 2, load_text(group, "id"));
    db_bind_text(&q, 3, uid);
    db_bind_text(&q, 4, load_text(group, "name"));
    db_bind_text(&q, 5, load_text(group, "commission"));
    db_bind_text(&q, 6, load_text(group, "commissioner"));
    db_bind_int(&q, 7, load->ctx->now);
    return db_run(&q);
}

static carnet_err load_membership(struct load *load, int64_t person, const json_t *membership)
{
    const char *from, *to;
    TRY(dates_day(&from, &load->dates, load->ctx, load_text(membership, "from")));
    TRY(dates_day(&to, &load->dates, load->ctx, load_text(membership, "to")));
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_MEMBERSHIP);
    db_bind_text(&q, 1, load_text(membership, "group"));
    db_bind_int(&q, 2, person);
    db_bind_text(&q, 3, from);
    db_bind_text(&q, 4, to);
    db_bind_text(&q, 5, load_text(membership, "reason"));
    return db_run(&q);
}

carnet_err load_groups(struct load *load)
{
    size_t i, j;
    json_t *one, *membership;
    json_array_foreach(json_object_get(load->sample, "groups"), i, one)
        TRY(load_group(load, one));
    json_array_foreach(json_object_get(load->sample, "trainees"), i, one) {
        int64_t person;
        TRY(load_person(&person, load, load_text(one, "id")));
        json_array_foreach(json_object_get(one, "groupMemberships"), j, membership)
            TRY(load_membership(load, person, membership));
    }
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_GROUP_COOPERATOR);
    return db_run(&q);
}
