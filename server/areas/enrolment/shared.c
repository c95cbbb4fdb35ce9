/* Finding whose place changes; telling those whom it concerns. */
#include "areas/enrolment/shared.h"

#include "areas/enrolment/enrolment_sql.h"
#include "areas/event/event.h"
#include "areas/event/line.h"

static carnet_err missing(void)
{
    return err_set(CARNET_MISSING, "enrolment.missing", "not of this cohort");
}

carnet_err placing_begin(struct placing *out, struct ctx *ctx, const struct cohort *cohort, const char *trainee, int64_t also)
{
    struct person person;
    struct enrolment *found;
    size_t count;
    *out = (struct placing){ .cohort = *cohort };
    carnet_err known = people_find_slug(&person, ctx, trainee);
    if (known != CARNET_OK)
        return known == CARNET_MISSING ? missing() : known;
    TRY(enrolment_sql_list(&found, &count, ctx, cohort->id, person.id));
    if (!count)
        return missing();
    out->of = found[0];
    int64_t *beside;
    TRY(enrolment_sql_beside(&beside, &count, ctx, cohort->id, person.id, true));
    out->people = arena_alloc(ctx->arena, (count + 2) * sizeof *out->people);
    out->people[out->people_count++] = person.id;
    for (size_t i = 0; i < count; i++)
        out->people[out->people_count++] = beside[i];
    if (also)
        out->people[out->people_count++] = also;
    return sight_of(&out->sight, ctx, out->people, out->people_count);
}

carnet_err placing_settle(struct ctx *ctx, const struct placing *placing)
{
    return sight_settle(ctx, placing->sight, placing->people_count);
}

static bool among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

carnet_err placing_tell(struct ctx *ctx, const struct placing *placing, const char *kind, json_t *detail, const int64_t *people,
                        size_t count)
{
    int64_t *once = arena_alloc(ctx->arena, (count + 1) * sizeof *once);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!among(once, kept, people[i]))
            once[kept++] = people[i];
    return event_add_detail(ctx, kind, placing->of.person.slug, detail, once, kept);
}

static carnet_err office_of(int64_t **out, size_t *count, struct ctx *ctx, const struct placing *placing)
{
    int64_t *managers, *assistants;
    size_t manager_count, assistant_count;
    TRY(cohort_holders(&managers, &manager_count, ctx, placing->cohort.id, ROLE_PROGRAMME_MANAGER));
    TRY(cohort_holders(&assistants, &assistant_count, ctx, placing->cohort.id, ROLE_TRAINING_ASSISTANT));
    *out = arena_alloc(ctx->arena, (manager_count + assistant_count + 1) * sizeof **out);
    *count = 0;
    for (size_t i = 0; i < manager_count; i++)
        (*out)[(*count)++] = managers[i];
    for (size_t i = 0; i < assistant_count; i++)
        (*out)[(*count)++] = assistants[i];
    return CARNET_OK;
}

carnet_err placing_tell_office(struct ctx *ctx, const struct placing *placing, const char *kind, json_t *detail)
{
    int64_t *office;
    size_t count;
    carnet_err err = office_of(&office, &count, ctx, placing);
    if (err) {
        json_decref(detail);
        return err;
    }
    return placing_tell(ctx, placing, kind, detail, office, count);
}

carnet_err placing_tell_beside(struct ctx *ctx, const struct placing *placing, const char *kind, json_t *detail, const int64_t *people,
                               size_t count)
{
    int64_t *office, *others = arena_alloc(ctx->arena, (count + 1) * sizeof *others);
    size_t office_count, kept = 0;
    carnet_err err = office_of(&office, &office_count, ctx, placing);
    for (size_t i = 0; !err && i < count; i++)
        if (!among(office, office_count, people[i]))
            others[kept++] = people[i];
    if (err || !kept) {
        json_decref(detail);
        return err;
    }
    return placing_tell(ctx, placing, kind, detail, others, kept);
}

carnet_err reason_clean(const char **out, struct ctx *ctx, const char *typed)
{
    *out = NULL;
    if (!typed)
        return CARNET_OK;
    if (!line_clean(out, ctx, typed, REASON_LONGEST))
        return err_set(CARNET_INVALID, "enrolment.reason", "longer than %d characters", REASON_LONGEST);
    if (!(*out)[0])
        *out = NULL;
    return CARNET_OK;
}
