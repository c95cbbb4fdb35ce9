/* Comparing two files of at most 32 levels, place by place; a cohort is changed only by who asks for it. */
#include "areas/cohort/curriculum.h"

#include <stdlib.h>
#include <string.h>

#include "areas/event/event.h"
#include "areas/event/rows.h"

enum { CHANGES_MAX = 1000 };

static const char SQL_APPLY[] = "UPDATE cohort SET definition = ?2, programme_version = ?3 WHERE id = ?1";
static const char SQL_IN_USE[] = "SELECT DISTINCT kind FROM work WHERE cohort = ?1";

static void differ(struct curriculum_changes *out, struct ctx *ctx, const char *path, const json_t *before, const json_t *after);

static const char *beside(struct ctx *ctx, const char *path, const char *key)
{
    return path[0] ? arena_printf(ctx->arena, "%s.%s", path, key) : arena_text(ctx->arena, key);
}

static void differ_objects(struct curriculum_changes *out, struct ctx *ctx, const char *path, const json_t *before,
                           const json_t *after)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)before, key, value)
        differ(out, ctx, beside(ctx, path, key), value, json_object_get(after, key));
    json_object_foreach((json_t *)after, key, value)
        if (!json_object_get(before, key))
            differ(out, ctx, beside(ctx, path, key), NULL, value);
}

static const char *id_of(const json_t *item)
{
    return json_string_value(json_object_get(item, "id"));
}

static bool all_have_ids(const json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)list, i, item)
        if (!id_of(item))
            return false;
    return true;
}

static const json_t *with_id(const json_t *list, const char *id)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)list, i, item)
        if (strcmp(id_of(item), id) == 0)
            return item;
    return NULL;
}

static void differ_by_id(struct curriculum_changes *out, struct ctx *ctx, const char *path, const json_t *before,
                         const json_t *after)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)before, i, item)
        differ(out, ctx, arena_printf(ctx->arena, "%s[%s]", path, id_of(item)), item, with_id(after, id_of(item)));
    json_array_foreach((json_t *)after, i, item)
        if (!with_id(before, id_of(item)))
            differ(out, ctx, arena_printf(ctx->arena, "%s[%s]", path, id_of(item)), NULL, item);
}

static void differ_by_place(struct curriculum_changes *out, struct ctx *ctx, const char *path, const json_t *before,
                            const json_t *after)
{
    size_t most = json_array_size(before) > json_array_size(after) ? json_array_size(before) : json_array_size(after);
    for (size_t i = 0; i < most; i++)
        differ(out, ctx, arena_printf(ctx->arena, "%s[%zu]", path, i), json_array_get(before, i), json_array_get(after, i));
}

static void differ(struct curriculum_changes *out, struct ctx *ctx, const char *path, const json_t *before, const json_t *after)
{
    if (json_equal(before, after) || out->count == CHANGES_MAX)
        return;
    if (json_is_object(before) && json_is_object(after)) {
        differ_objects(out, ctx, path, before, after);
    } else if (json_is_array(before) && json_is_array(after)) {
        if (all_have_ids(before) && all_have_ids(after))
            differ_by_id(out, ctx, path, before, after);
        else
            differ_by_place(out, ctx, path, before, after);
    } else {
        out->items = rows_grow(ctx, out->items, out->count, sizeof *out->items);
        out->items[out->count++] = (struct curriculum_change){ path, before, after };
    }
}

void curriculum_changes_clear(struct curriculum_changes *changes)
{
    json_decref(changes->before);
    json_decref(changes->after);
    changes->before = changes->after = NULL;
}

carnet_err curriculum_changes(struct curriculum_changes *out, struct ctx *ctx, const char *cohort)
{
    *out = (struct curriculum_changes){ 0 };
    struct programme programme;
    TRY(cohort_manage(&out->cohort, ctx, cohort));
    TRY(programme_by_id(&programme, ctx, out->cohort.programme));
    TRY(cohort_definition(&out->before, ctx, out->cohort.id));
    out->after = json_loads(programme.definition, 0, NULL);
    out->version = programme.version;
    differ(out, ctx, "", out->before, out->after);
    return CARNET_OK;
}

static carnet_err keeps_what_is_in_use(struct ctx *ctx, int64_t cohort, const json_t *after)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_IN_USE);
    db_bind_int(&q, 1, cohort);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        if (!programme_part(after, "deliverables", db_text(&q, 0, ctx->arena)))
            return err_set(CARNET_CONFLICT, "cohort.deliverable_in_use", "%s", db_text(&q, 0, ctx->arena));
    }
}

static carnet_err store(struct ctx *ctx, const struct curriculum_changes *changes)
{
    char *text = json_dumps(changes->after, JSON_COMPACT);
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_APPLY);
    db_bind_int(&q, 1, changes->cohort.id);
    db_bind_text(&q, 2, text);
    db_bind_int(&q, 3, changes->version);
    carnet_err err = db_run(&q);
    free(text);
    return err;
}

/* The whole cohort is told: limits and criteria are everybody's. */
static carnet_err tell(struct ctx *ctx, const struct curriculum_changes *changes)
{
    int64_t *ids;
    size_t count;
    TRY(cohort_placed(&ids, &count, ctx, changes->cohort.id));
    json_t *detail = json_pack("{s:s, s:I, s:I, s:I}", "label", changes->cohort.label, "from", (json_int_t)changes->cohort.programme_version, "to",
                               (json_int_t)changes->version, "changes", (json_int_t)changes->count);
    return event_add_detail(ctx, "cohort.programme_changed", changes->cohort.slug, detail, ids, count);
}

carnet_err curriculum_apply(struct curriculum_changes *out, struct ctx *ctx, const char *cohort, int64_t version)
{
    TRY(curriculum_changes(out, ctx, cohort));
    if (out->version != version)
        return err_set(CARNET_CONFLICT, "cohort.programme_moved", "version %lld by now", (long long)out->version);
    if (out->cohort.programme_version == version)
        return CARNET_OK;
    TRY(keeps_what_is_in_use(ctx, out->cohort.id, out->after));
    TRY(store(ctx, out));
    TRY(tell(ctx, out));
    out->cohort.programme_version = version;
    return CARNET_OK;
}
