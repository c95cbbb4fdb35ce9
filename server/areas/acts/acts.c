/* Who reads which acts, and their pages. */
#include "areas/acts/acts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "areas/acts/acts_sql.h"

static carnet_err person_of(struct person **out, struct ctx *ctx, int64_t id)
{
    *out = NULL;
    if (!id)
        return CARNET_OK;
    *out = arena_alloc(ctx->arena, sizeof **out);
    return people_find(*out, ctx, id);
}

/* Of somebody's enrolment, accompaniment, team: the subject is that person. */
static bool about_person(const char *kind)
{
    static const char *const AREAS[] = { "enrolment.", "accompaniment.", "team.", "accommodation." };
    for (size_t i = 0; i < sizeof AREAS / sizeof *AREAS; i++)
        if (strncmp(kind, AREAS[i], strlen(AREAS[i])) == 0)
            return true;
    return false;
}

static carnet_err person_called(struct person **out, struct ctx *ctx, const char *slug)
{
    *out = arena_alloc(ctx->arena, sizeof **out);
    return people_find_slug(*out, ctx, slug);
}

/* What it was about, for as long as one may open it. */
static carnet_err subject_of(struct act *out, struct ctx *ctx, const char *uid)
{
    if (!uid)
        return CARNET_OK;
    if (about_person(out->kind))
        return person_called(&out->about, ctx, uid);
    struct document *document = arena_alloc(ctx->arena, sizeof *document);
    carnet_err found = document_find(document, ctx, uid, VERB_READ);
    if (found)
        return found == CARNET_MISSING ? CARNET_OK : found;
    out->document = document;
    out->document_about = arena_alloc(ctx->arena, sizeof *out->document_about);
    return document_about(out->document_about, ctx, document);
}

static carnet_err tell(struct acts *out, struct ctx *ctx, const struct act_row *rows, size_t count)
{
    out->count = count > ACTS_AT_ONCE ? ACTS_AT_ONCE : count;
    out->list = arena_alloc(ctx->arena, (out->count + 1) * sizeof *out->list);
    for (size_t i = 0; i < out->count; i++) {
        struct act *act = &out->list[i];
        *act = (struct act){ .at = rows[i].at, .kind = rows[i].kind, .detail = rows[i].detail };
        TRY(person_of(&act->actor, ctx, rows[i].actor));
        TRY(person_of(&act->about, ctx, rows[i].about));
        TRY(person_of(&act->person, ctx, rows[i].person));
        TRY(subject_of(act, ctx, rows[i].subject));
    }
    return CARNET_OK;
}

/* Reads a number of ours and moves behind it. */
static carnet_err number(int64_t *out, const char **at, char end)
{
    char *behind;
    errno = 0;
    *out = **at >= '0' && **at <= '9' ? strtoll(*at, &behind, 10) : -1;
    if (*out < 0 || errno || *behind != end)
        return err_set(CARNET_INVALID, "acts.after", "not a place we gave");
    *at = behind + (end != 0);
    return CARNET_OK;
}

carnet_err acts_mine(struct acts *out, struct ctx *ctx, const char *after)
{
    struct act_row *rows;
    size_t count;
    int64_t before = 0;
    *out = (struct acts){ 0 };
    if (after)
        TRY(number(&before, &after, 0));
    TRY(acts_sql_mine(&rows, &count, ctx, before));
    TRY(tell(out, ctx, rows, count));
    if (count > ACTS_AT_ONCE)
        out->after = arena_printf(ctx->arena, "%lld", (long long)rows[ACTS_AT_ONCE - 1].number);
    return CARNET_OK;
}

/* ---- the register ---- */

/* Administrators look after all accounts; who manages a cohort or sees to its quality, after its own. */
static carnet_err reach_of(struct reach *out, struct ctx *ctx)
{
    unsigned roles;
    struct cohort *cohorts;
    size_t count;
    *out = (struct reach){ 0 };
    TRY(people_roles(&roles, ctx, ctx->actor, 0));
    out->everybody = (roles & 1u << ROLE_PLATFORM_ADMIN) != 0;
    if (out->everybody)
        return CARNET_OK;
    TRY(cohorts_of_actor(&cohorts, &count, ctx));
    out->cohorts = arena_alloc(ctx->arena, (count + 1) * sizeof *out->cohorts);
    for (size_t i = 0; i < count; i++) {
        TRY(people_roles(&roles, ctx, ctx->actor, cohorts[i].id));
        if (roles & (1u << ROLE_PROGRAMME_MANAGER | 1u << ROLE_QUALITY_OFFICER))
            out->cohorts[out->count++] = cohorts[i].id;
    }
    return CARNET_OK;
}

static bool reaches_any(const struct reach *reach)
{
    return reach->everybody || reach->count;
}

carnet_err acts_register_open(bool *out, struct ctx *ctx)
{
    struct reach reach;
    TRY(reach_of(&reach, ctx));
    *out = reaches_any(&reach);
    return CARNET_OK;
}

/* A place is a moment and how many rows of it were shown: the numbers of the rows would tell how much else happened between them. */
static const char *place_behind(struct ctx *ctx, const struct act_row *rows, int64_t until, int64_t skip)
{
    int64_t last = rows[ACTS_AT_ONCE - 1].at, same = last == until ? skip : 0;
    for (int i = 0; i < ACTS_AT_ONCE; i++)
        same += rows[i].at == last;
    return arena_printf(ctx->arena, "%lld.%lld", (long long)last, (long long)same);
}

carnet_err acts_register(struct acts *out, struct ctx *ctx, const char *after)
{
    struct reach reach;
    struct act_row *rows;
    size_t count;
    int64_t until = INT64_MAX, skip = 0;
    *out = (struct acts){ 0 };
    TRY(reach_of(&reach, ctx));
    if (!reaches_any(&reach))
        return err_set(CARNET_DENIED, "acts.not_allowed", "person=%lld", (long long)ctx->actor);
    if (after) {
        TRY(number(&until, &after, '.'));
        TRY(number(&skip, &after, 0));
    }
    TRY(acts_sql_register(&rows, &count, ctx, &reach, until, skip));
    TRY(tell(out, ctx, rows, count));
    if (count > ACTS_AT_ONCE)
        out->after = place_behind(ctx, rows, until, skip);
    return CARNET_OK;
}
