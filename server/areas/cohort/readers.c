/* Asking the rights in each person's place: a list of readers can then never differ from what happens. */
#include "areas/cohort/readers.h"

#include "areas/event/rows.h"

static carnet_err judge(struct cohort_reader **out, size_t *count, struct ctx *ctx, const struct person *person,
                        reader_rights_fn *rights, void *arg)
{
    struct ctx as = *ctx;
    as.actor = person->id;
    struct rights theirs = { 0 };
    TRY(rights(&theirs, &as, arg));
    if (!(theirs.verbs & VERB_READ) || theirs.relation == RELATION_OWN)
        return CARNET_OK;
    *out = rows_grow(ctx, *out, *count, sizeof **out);
    (*out)[(*count)++] = (struct cohort_reader){ *person, theirs };
    return CARNET_OK;
}

static bool among(const struct person *people, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (people[i].id == id)
            return true;
    return false;
}

carnet_err cohort_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx, int64_t cohort, const int64_t *also,
                          size_t also_count, reader_rights_fn *rights, void *arg)
{
    *out = NULL;
    *count = 0;
    struct person *people = NULL;
    size_t people_count = 0;
    if (cohort)
        TRY(cohort_people(&people, &people_count, ctx, cohort));
    for (size_t i = 0; i < people_count; i++)
        TRY(judge(out, count, ctx, &people[i], rights, arg));
    for (size_t i = 0; i < also_count; i++) {
        if (among(people, people_count, also[i]))
            continue;
        struct person person;
        TRY(people_find(&person, ctx, also[i]));
        TRY(judge(out, count, ctx, &person, rights, arg));
    }
    return CARNET_OK;
}

static json_t *can_json(unsigned verbs)
{
    json_t *can = json_array();
    if (verbs & VERB_READ)
        json_array_append_new(can, json_string("read"));
    if (verbs & VERB_COMMENT)
        json_array_append_new(can, json_string("comment"));
    if (verbs & VERB_WRITE)
        json_array_append_new(can, json_string("write"));
    return can;
}

json_t *cohort_readers_json(const struct cohort_reader *readers, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o}", "id", readers[i].person.slug, "name",
                                              readers[i].person.name, "relation", rights_relation_text(&readers[i].rights),
                                              "can", can_json(readers[i].rights.verbs)));
    return list;
}
