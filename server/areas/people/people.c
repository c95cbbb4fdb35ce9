/* People and their roles. Signing in is in sign_in.c. */
#include "areas/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>

#include "areas/people/email.h"
#include "areas/people/factor.h"
#include "areas/people/sign_in.h"
#include "guard/random.h"
#include "store/db.h"

static const char *const ROLES[ROLE_COUNT] = {
    [ROLE_TRAINEE] = "trainee",
    [ROLE_FORMER_TRAINEE] = "former_trainee",
    [ROLE_TUTOR] = "tutor",
    [ROLE_RESEARCH_COOPERATOR] = "research_cooperator",
    [ROLE_TRAINER] = "trainer",
    [ROLE_PROGRAMME_MANAGER] = "programme_manager",
    [ROLE_TRAINING_ASSISTANT] = "training_assistant",
    [ROLE_JURY_MEMBER] = "jury_member",
    [ROLE_DISABILITY_OFFICER] = "disability_officer",
    [ROLE_QUALITY_OFFICER] = "quality_officer",
    [ROLE_COMMISSIONER] = "commissioner",
    [ROLE_WORKPLACE_REFERENT] = "workplace_referent",
    [ROLE_PLATFORM_ADMIN] = "platform_admin",
};

#define PERSON_COLUMNS "SELECT id, slug, given_name, family_name, email, pseudonym FROM person"
static const char SQL_BY_ID[] = PERSON_COLUMNS " WHERE id = ?1";
static const char SQL_BY_SLUG[] = PERSON_COLUMNS " WHERE slug = ?1";
static const char SQL_BY_EMAIL[] = PERSON_COLUMNS " WHERE email_key = ?1 AND closed_at IS NULL";
static const char SQL_PSEUDONYM[] = "SELECT 1 FROM person WHERE pseudonym = ?1";
static const char SQL_ADD[] =
    "INSERT INTO person (slug, given_name, family_name, email, email_key, pseudonym, password_hash, created_at, second_factor_waived)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char SQL_GIVE_ROLE[] = "INSERT OR IGNORE INTO role (person, cohort, role, given_at) VALUES (?1, nullif(?2, 0), ?3, ?4)";
static const char SQL_ROLES[] = "SELECT role FROM role WHERE person = ?1 AND (?2 = 0 OR cohort IS NULL OR cohort = ?2)";

const char *role_text(enum role role)
{
    return role >= 0 && role < ROLE_COUNT ? ROLES[role] : "none";
}

carnet_err role_parse(enum role *out, const char *text)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (i != ROLE_FORMER_TRAINEE && strcmp(ROLES[i], text) == 0) {
            *out = (enum role)i;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "people.role", "no role is called %s", text);
}

const char *email_key(struct ctx *ctx, const char *email)
{
    size_t len;
    uint8_t *folded = u8_casefold((const uint8_t *)email, strnlen(email, EMAIL_MAX), NULL, UNINORM_NFC, NULL, &len);
    if (!folded)
        return "";
    char *key = arena_span(ctx->arena, (const char *)folded, len);
    free(folded);
    return key;
}

struct person people_row(struct ctx *ctx, struct db_query *q)
{
    struct person person = {
        .id = db_int(q, 0),
        .slug = db_text(q, 1, ctx->arena),
        .given_name = db_text(q, 2, ctx->arena),
        .family_name = db_text(q, 3, ctx->arena),
        .email = db_text(q, 4, ctx->arena),
        .pseudonym = db_text(q, 5, ctx->arena),
    };
    bool both = person.given_name[0] && person.family_name[0];
    person.name = arena_printf(ctx->arena, "%s%s%s", person.given_name, both ? " " : "", person.family_name);
    return person;
}

static carnet_err find(struct person *out, struct ctx *ctx, struct db_query *q)
{
    TRY(db_one(q));
    *out = people_row(ctx, q);
    return CARNET_OK;
}

carnet_err people_find(struct person *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_ID);
    db_bind_int(&q, 1, id);
    return find(out, ctx, &q);
}

carnet_err people_find_slug(struct person *out, struct ctx *ctx, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_SLUG);
    db_bind_text(&q, 1, slug);
    return find(out, ctx, &q);
}

carnet_err people_find_email(struct person *out, struct ctx *ctx, const char *email)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_EMAIL);
    db_bind_text(&q, 1, email_key(ctx, email));
    return find(out, ctx, &q);
}

/* "p-7f3a": random, so that it says nothing; longer as the short ones are taken. */
static carnet_err free_pseudonym(char out[16], struct ctx *ctx)
{
    for (int tries = 0;; tries++) {
        unsigned digits = tries < 8 ? 4 : 8;
        snprintf(out, 16, "p-%0*x", (int)digits, (unsigned)(guard_number() & (digits == 4 ? 0xffffu : 0xffffffffu)));
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PSEUDONYM);
        db_bind_text(&q, 1, out);
        bool taken;
        TRY(db_next(&taken, &q));
        if (!taken)
            return CARNET_OK;
    }
}

carnet_err people_add(int64_t *out, struct ctx *ctx, const struct person_new *person)
{
    char pseudonym[16];
    TRY(free_pseudonym(pseudonym, ctx));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, person->slug);
    db_bind_text(&q, 2, person->given_name);
    db_bind_text(&q, 3, person->family_name);
    db_bind_text(&q, 4, person->email);
    db_bind_text(&q, 5, email_key(ctx, person->email));
    db_bind_text(&q, 6, pseudonym);
    db_bind_text(&q, 7, person->password_hash);
    db_bind_int(&q, 8, ctx->now);
    db_bind_int(&q, 9, person->second_factor_waived);
    TRY(db_run(&q));
    *out = db_last_id(ctx->db);
    return CARNET_OK;
}

/* Whoever has the second step came in with it, everywhere: setting it up ends the other sign-ins. */
static carnet_err end_unproven(struct ctx *ctx, int64_t person)
{
    struct factor factor;
    TRY(factor_of(&factor, ctx, person));
    return factor.required && !factor.on ? sign_in_end_all(ctx, person, 0) : CARNET_OK;
}

static carnet_err add_role(struct ctx *ctx, int64_t person, int64_t cohort, enum role role)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_GIVE_ROLE);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, cohort);
    db_bind_text(&q, 3, role_text(role));
    db_bind_int(&q, 4, ctx->now);
    TRY(db_run(&q));
    return 1u << role & FACTOR_ROLES ? end_unproven(ctx, person) : CARNET_OK;
}

/* Who manages a cohort reads what it writes already, and everybody there is told who accompanies them: in a small centre managers do. */
static bool may_have(unsigned held, enum role role)
{
    const unsigned beside = 1u << ROLE_TUTOR | 1u << ROLE_RESEARCH_COOPERATOR | 1u << ROLE_TRAINER;
    return held & 1u << role || (held & 1u << ROLE_PROGRAMME_MANAGER && beside & 1u << role);
}

carnet_err people_give_role(struct ctx *ctx, int64_t person, int64_t cohort, enum role role)
{
    unsigned held;
    TRY(people_roles(&held, ctx, person, cohort ? cohort : -1));
    if (person == ctx->actor && !may_have(held, role))
        return err_set(CARNET_DENIED, "role.own", "%s", role_text(role));
    return add_role(ctx, person, cohort, role);
}

carnet_err people_begin_managing(struct ctx *ctx, int64_t cohort)
{
    return add_role(ctx, ctx->actor, cohort, ROLE_PROGRAMME_MANAGER);
}

carnet_err people_roles(unsigned *out, struct ctx *ctx, int64_t person, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ROLES);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, cohort);
    *out = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        enum role role;
        TRY(role_parse(&role, db_text(&q, 0, ctx->arena)));
        *out |= 1u << role;
    }
}

json_t *people_json(const struct person *person)
{
    return json_pack("{s:s, s:s}", "id", person->slug, "name", person->name);
}

json_t *people_self_json(struct ctx *ctx, const struct person *person)
{
    unsigned held;
    if (people_roles(&held, ctx, person->id, 0) != CARNET_OK)
        return NULL;
    json_t *roles = json_array();
    for (int i = 0; i < ROLE_COUNT; i++)
        if (held & 1u << i)
            json_array_append_new(roles, json_string(ROLES[i]));
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "id", person->slug, "name", person->name, "givenName",
                     person->given_name, "familyName", person->family_name, "email", person->email, "roles", roles);
}
