/* Words beside a text, closed and opened. */
#include "areas/document/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

carnet_err words_clean(const char **out, struct ctx *ctx, const char *typed, size_t longest, const char *key)
{
    bytes text = bytes_text(typed);
    while (text.len && blank((char)text.ptr[text.len - 1]))
        text.len--;
    while (text.len && blank((char)text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    if (text.len > 4 * longest || !utf8_valid(text) || utf8_points(text) > longest)
        return err_set(CARNET_INVALID, key, "longer than %zu characters", longest);
    *out = arena_span(ctx->arena, (const char *)text.ptr, text.len);
    return CARNET_OK;
}

static struct sealed_place seal_of(const struct words_place *place)
{
    return (struct sealed_place){ place->journal, place->document, place->kind, place->number };
}

carnet_err words_close(bytes *out, struct ctx *ctx, const struct words_place *place, const char *words)
{
    *out = (bytes){ 0 };
    if (!words[0])
        return CARNET_OK;
    CLEANUP(buf_clear) struct buf sealed = { 0 };
    bytes column = bytes_text(words);
    if (place->journal) {
        struct sealed_place where = seal_of(place);
        TRY(sealed_close(&sealed, ctx, &where, column));
        column = buf_bytes(&sealed);
    }
    *out = (bytes){ arena_copy(ctx->arena, column.ptr, column.len), column.len };
    return CARNET_OK;
}

carnet_err words_open(const char **out, struct ctx *ctx, const struct words_place *place, bytes column)
{
    *out = "";
    if (!column.ptr)
        return CARNET_OK;
    CLEANUP(buf_clear) struct buf plain = { 0 };
    if (place->journal) {
        struct sealed_place where = seal_of(place);
        TRY(sealed_open(&plain, ctx, &where, column));
        column = buf_bytes(&plain);
    }
    *out = arena_span(ctx->arena, (const char *)column.ptr, column.len);
    return CARNET_OK;
}

carnet_err words_close_parts(bytes *out, struct ctx *ctx, const struct words_place *place, json_t *parts, const char *key)
{
    json_auto_t *json = parts;
    char *dumped = json_dumps(json, JSON_COMPACT);
    if (!dumped)
        return err_set(CARNET_INVALID, key, "not text");
    const char *text = arena_text(ctx->arena, dumped);
    free(dumped);
    return words_close(out, ctx, place, text);
}

carnet_err words_open_parts(json_t **out, struct ctx *ctx, const struct words_place *place, bytes column)
{
    const char *text;
    TRY(words_open(&text, ctx, place, column));
    json_t *json = json_loads(text, 0, NULL);
    *out = json ? json : json_object();
    return CARNET_OK;
}

const char *words_part(struct ctx *ctx, const json_t *parts, const char *name)
{
    const char *text = json_string_value(json_object_get(parts, name));
    return arena_text(ctx->arena, text ? text : "");
}
