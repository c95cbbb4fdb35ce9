/* Nodes live on the stack of the walk; a path is written only when something is refused. */
#include "areas/programme/node.h"

#include <string.h>

#include "areas/event/rows.h"
#include "base/utf.h"

enum { DEEPEST = 16, ITEMS_MAX = 200, ID_LONGEST = 64 };

static const char *path_of(struct ctx *ctx, const struct node *at)
{
    const struct node *way[DEEPEST];
    size_t count = 0;
    for (; at && at->up && count < DEEPEST; at = at->up)
        way[count++] = at;
    CLEANUP(buf_clear) struct buf path = { 0 };
    while (count--) {
        if (!way[count]->key)
            buf_printf(&path, "[%zu]", way[count]->index);
        else
            buf_printf(&path, "%s%s", path.len ? "." : "", way[count]->key);
    }
    return arena_text(ctx->arena, buf_text(&path));
}

void refuse(struct check *c, const struct node *at, const char *code)
{
    struct programme_problems *list = c->problems;
    const char *path = path_of(c->ctx, at);
    for (size_t i = 0; i < list->count; i++) /* some lists are walked twice */
        if (strcmp(list->items[i].path, path) == 0 && strcmp(list->items[i].code, code) == 0)
            return;
    if (list->count == PROGRAMME_PROBLEMS)
        return;
    list->items = rows_grow(c->ctx, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = (struct programme_problem){ path, code };
}

struct node field(const struct node *of, const char *key)
{
    return (struct node){ .up = of, .key = key, .json = json_object_get(of->json, key) };
}

static bool fits(const json_t *json, json_type type)
{
    return type == JSON_TRUE ? json_is_boolean(json) : json_typeof(json) == type;
}

bool is(struct check *c, const struct node *at, json_type type)
{
    if (at->json && fits(at->json, type))
        return true;
    refuse(c, at, at->json ? "type" : "missing");
    return false;
}

bool may_be(struct check *c, const struct node *at, json_type type)
{
    return at->json && !json_is_null(at->json) && is(c, at, type);
}

static void text_fits(struct check *c, const struct node *at, size_t longest)
{
    bytes text = { (const uint8_t *)json_string_value(at->json), json_string_length(at->json) };
    if (!text.len)
        refuse(c, at, "empty");
    else if (utf8_points(text) > longest)
        refuse(c, at, "too_long");
}

void want_text(struct check *c, const struct node *of, const char *key, size_t longest)
{
    struct node at = field(of, key);
    if (is(c, &at, JSON_STRING))
        text_fits(c, &at, longest);
}

void may_text(struct check *c, const struct node *of, const char *key, size_t longest)
{
    struct node at = field(of, key);
    if (may_be(c, &at, JSON_STRING))
        text_fits(c, &at, longest);
}

static bool is_id(const char *text)
{
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return len >= 1 && len <= ID_LONGEST && !text[len];
}

void want_id(struct check *c, const struct node *of, struct names *into)
{
    static char there;
    struct node at = field(of, "id");
    if (!is(c, &at, JSON_STRING))
        return;
    const char *id = json_string_value(at.json);
    if (!is_id(id))
        refuse(c, &at, "id");
    else if (names_get(into, id))
        refuse(c, &at, "duplicate");
    else
        names_put(into, id, &there);
}

void want_one_of(struct check *c, const struct node *of, const char *key, const char *const *words)
{
    struct node at = field(of, key);
    if (!is(c, &at, JSON_STRING))
        return;
    for (; *words; words++)
        if (strcmp(*words, json_string_value(at.json)) == 0)
            return;
    refuse(c, &at, "value");
}

static bool whole_fits(struct check *c, const struct node *at, json_int_t least, json_int_t most, const char *code)
{
    if (json_integer_value(at->json) >= least && json_integer_value(at->json) <= most)
        return true;
    refuse(c, at, code);
    return false;
}

bool want_whole(struct check *c, const struct node *of, const char *key, json_int_t least, const char *code)
{
    struct node at = field(of, key);
    return is(c, &at, JSON_INTEGER) && whole_fits(c, &at, least, INT32_MAX, code);
}

void may_whole(struct check *c, const struct node *of, const char *key, json_int_t least, json_int_t most, const char *code)
{
    struct node at = field(of, key);
    if (may_be(c, &at, JSON_INTEGER))
        whole_fits(c, &at, least, most, code);
}

static void ref_fits(struct check *c, const struct node *at, const struct names *among)
{
    if (is(c, at, JSON_STRING) && !names_get(among, json_string_value(at->json)))
        refuse(c, at, "dangling");
}

void want_ref(struct check *c, const struct node *of, const char *key, const struct names *among)
{
    struct node at = field(of, key);
    ref_fits(c, &at, among);
}

static bool list_fits(struct check *c, const struct node *list, bool needed)
{
    if (!(needed ? is(c, list, JSON_ARRAY) : may_be(c, list, JSON_ARRAY)))
        return false;
    if (json_array_size(list->json) <= ITEMS_MAX)
        return true;
    refuse(c, list, "too_many");
    return false;
}

void may_refs(struct check *c, const struct node *of, const char *key, const struct names *among)
{
    struct node list = field(of, key);
    if (!list_fits(c, &list, false))
        return;
    for (size_t i = 0; i < json_array_size(list.json); i++)
        ref_fits(c, &(struct node){ .up = &list, .index = i, .json = json_array_get(list.json, i) }, among);
}

void each(struct check *c, const struct node *of, const char *key, bool needed, item_fn *one)
{
    struct node list = field(of, key);
    if (!list_fits(c, &list, needed))
        return;
    for (size_t i = 0; i < json_array_size(list.json); i++) {
        struct node item = { .up = &list, .index = i, .json = json_array_get(list.json, i) };
        if (is(c, &item, JSON_OBJECT))
            one(c, &item);
    }
}
