/* The rules of programmes, and what people read of one. */
#include "areas/programme/programme.h"

#include <stdlib.h>
#include <string.h>

#include "areas/event/event.h"
#include "areas/programme/programme_sql.h"

carnet_err programme_list(struct programme **out, size_t *count, struct ctx *ctx)
{
    return programme_sql_list(out, count, ctx);
}

carnet_err programme_find(struct programme *out, struct ctx *ctx, const char *slug)
{
    return programme_sql_find(out, ctx, slug);
}

carnet_err programme_by_id(struct programme *out, struct ctx *ctx, int64_t id)
{
    return programme_sql_by_id(out, ctx, id);
}

carnet_err programme_may_edit(bool *out, struct ctx *ctx)
{
    unsigned roles;
    TRY(people_roles(&roles, ctx, ctx->actor, 0));
    *out = roles & (1u << ROLE_PROGRAMME_MANAGER | 1u << ROLE_PLATFORM_ADMIN);
    return CARNET_OK;
}

static programme_writes_fn *writes_for;

void programme_writes_set(programme_writes_fn *writes)
{
    writes_for = writes;
}

static bool same(const char *stored, const json_t *file)
{
    json_auto_t *is = json_loads(stored, 0, NULL);
    return json_equal(is, file) != 0; /* the order of keys makes no version */
}

static carnet_err store(struct programme_upload *out, struct ctx *ctx, const json_t *file, const char *text)
{
    const char *slug = json_string_value(json_object_get(file, "id")), *title = json_string_value(json_object_get(file, "title"));
    carnet_err found = programme_sql_find(&out->programme, ctx, slug);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    out->created = found == CARNET_MISSING;
    if (!out->created && same(out->programme.definition, file))
        return CARNET_OK;
    if (out->created) {
        TRY(programme_sql_organisation(ctx, title));
        TRY(programme_sql_add(ctx, slug, title, text));
    } else {
        TRY(programme_sql_change(ctx, out->programme.id, title, text));
    }
    TRY(programme_sql_find(&out->programme, ctx, slug));
    json_t *detail = json_pack("{s:I}", "version", (json_int_t)out->programme.version);
    return event_add_detail(ctx, "programme.uploaded", slug, detail, &ctx->actor, 1);
}

/* The file as text, for whoever calls to free; NULL and an error when the actor may not, or it is too large. */
static carnet_err check_file(char **text, struct programme_problems *problems, struct programme_problems *warnings, struct ctx *ctx,
                             const json_t *file)
{
    bool may;
    *text = NULL;
    TRY(programme_may_edit(&may, ctx));
    if (!may)
        return err_set(CARNET_DENIED, "programme.not_editor", "neither manager nor administrator");
    char *dumped = json_dumps(file, JSON_COMPACT);
    if (!dumped || strlen(dumped) > PROGRAMME_BYTES) {
        free(dumped);
        return err_set(CARNET_LIMIT, "programme.too_large", "more than %d bytes", PROGRAMME_BYTES);
    }
    programme_check(problems, ctx, file);
    if (!problems->count && writes_for)
        programme_unwritten(warnings, ctx, file, writes_for);
    *text = dumped;
    return CARNET_OK;
}

carnet_err programme_try(struct programme_preview *out, struct ctx *ctx, const json_t *file)
{
    char *text;
    *out = (struct programme_preview){ .changes = true };
    TRY(check_file(&text, &out->problems, &out->warnings, ctx, file));
    free(text);
    if (out->problems.count)
        return CARNET_OK;
    carnet_err found = programme_sql_find(&out->programme, ctx, json_string_value(json_object_get(file, "id")));
    if (found == CARNET_OK)
        out->changes = !same(out->programme.definition, file);
    return found == CARNET_MISSING ? CARNET_OK : found;
}

carnet_err programme_put(struct programme_upload *out, struct ctx *ctx, const json_t *file)
{
    char *text;
    *out = (struct programme_upload){ 0 };
    TRY(check_file(&text, &out->problems, &out->warnings, ctx, file));
    carnet_err err = out->problems.count ? CARNET_OK : store(out, ctx, file, text);
    free(text);
    return err;
}

json_t *programme_part(const json_t *definition, const char *list, const char *id)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(definition, list), i, one) {
        const char *its = json_string_value(json_object_get(one, "id"));
        if (its && strcmp(its, id) == 0)
            return one;
    }
    return NULL;
}

/* ---- the view: the keys we know, and no others ---- */

static json_t *pick(const json_t *of, const char *const *keys)
{
    json_t *out = json_object();
    for (; *keys; keys++)
        if (json_object_get(of, *keys))
            json_object_set(out, *keys, json_object_get(of, *keys));
    return out;
}

static json_t *pick_all(const json_t *list, const char *const *keys)
{
    json_t *out = json_array();
    size_t i;
    json_t *one;
    json_array_foreach((json_t *)list, i, one)
        json_array_append_new(out, pick(one, keys));
    return out;
}
#define KEYS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static json_t *blocks_view(const json_t *blocks)
{
    json_t *out = pick_all(blocks, KEYS("id", "title", "certifiable"));
    size_t i;
    json_t *one;
    json_array_foreach(out, i, one) {
        const json_t *modules = json_object_get(json_array_get(blocks, i), "modules");
        json_object_set_new(one, "modules", pick_all(modules, KEYS("id", "title", "aim", "groupWork", "realCommission")));
    }
    return out;
}

static json_t *deliverables_view(const json_t *deliverables)
{
    json_t *out = pick_all(deliverables, KEYS("id", "title", "form", "authorship", "covers"));
    size_t i;
    json_t *one;
    json_array_foreach(out, i, one) {
        const json_t *limits = json_object_get(json_array_get(deliverables, i), "limits");
        json_object_set_new(one, "limits", pick_all(limits, KEYS("unit", "value", "kind", "including")));
    }
    return out;
}

json_t *programme_view(const json_t *definition)
{
    const json_t *structure = json_object_get(definition, "structure"), *assessment = json_object_get(definition, "assessment");
    json_t *view = pick(definition, KEYS("title", "shortTitle"));
    json_object_set_new(view, "objectives", pick_all(json_object_get(definition, "objectives"), KEYS("id", "label")));
    json_object_set_new(view, "competences", pick_all(json_object_get(definition, "competences"), KEYS("id", "label")));
    json_object_set_new(view, "blocks", blocks_view(json_object_get(structure, "blocks")));
    json_object_set_new(view, "transversal", pick_all(json_object_get(structure, "transversal"), KEYS("id", "title", "aim")));
    json_object_set_new(view, "deliverables", deliverables_view(json_object_get(definition, "deliverables")));
    json_object_set_new(view, "modalities", pick_all(json_object_get(assessment, "modalities"),
                                                     KEYS("id", "label", "deliverable", "components", "block", "modules")));
    return view;
}
