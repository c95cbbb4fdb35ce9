/* Closing and opening. The anchor is one column: JSON of its five parts. */
#include "areas/comment/words_of.h"

#include <stdlib.h>

#include "areas/document/words.h"

static struct words_place place(const struct document *document, const char *kind, int64_t id)
{
    return (struct words_place){ document->journal, document->id, kind, id };
}

carnet_err words_of_body(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const char *body)
{
    struct words_place at = place(document, "comment", id);
    return words_close(out, ctx, &at, body);
}

carnet_err words_of_edit(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const char *text)
{
    struct words_place at = place(document, "comment_edit", id);
    return words_close(out, ctx, &at, text);
}

carnet_err words_of_decision(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const char *word)
{
    struct words_place at = place(document, "comment_word", id);
    return words_close(out, ctx, &at, word);
}

static json_t *position_json(bytes position)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    buf_put_base64url(&text, position);
    return json_string(buf_text(&text));
}

carnet_err words_of_anchor(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const struct anchor *anchor)
{
    struct words_place at = place(document, "comment_anchor", id);
    json_auto_t *json = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "exact", anchor->exact, "prefix", anchor->prefix, "suffix",
                                  anchor->suffix, "section", anchor->section, "start", position_json(anchor->start), "end",
                                  position_json(anchor->end));
    char *dumped = json_dumps(json, JSON_COMPACT);
    if (!dumped)
        return err_set(CARNET_INVALID, "comment.quote", "not text");
    const char *text = arena_text(ctx->arena, dumped);
    free(dumped);
    return words_close(out, ctx, &at, text);
}

static const char *part(struct ctx *ctx, const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return arena_text(ctx->arena, text ? text : "");
}

static carnet_err position_part(bytes *out, struct ctx *ctx, const json_t *json, const char *name)
{
    CLEANUP(buf_clear) struct buf octets = { 0 };
    TRY(base64url_decode(&octets, bytes_text(part(ctx, json, name))));
    *out = (bytes){ arena_copy(ctx->arena, octets.ptr, octets.len), octets.len };
    return CARNET_OK;
}

static carnet_err open_anchor(struct anchor *out, struct ctx *ctx, const char *column)
{
    json_auto_t *json = json_loads(column, 0, NULL);
    *out = (struct anchor){
        .exact = part(ctx, json, "exact"),
        .prefix = part(ctx, json, "prefix"),
        .suffix = part(ctx, json, "suffix"),
        .section = part(ctx, json, "section"),
    };
    TRY(position_part(&out->start, ctx, json, "start"));
    return position_part(&out->end, ctx, json, "end");
}

carnet_err words_of_row(struct comment *out, struct ctx *ctx, const struct document *document, const struct comment_row *row)
{
    *out = row->comment;
    struct words_place body = place(document, "comment", out->id), anchor = place(document, "comment_anchor", out->id);
    struct words_place text = place(document, "comment_edit", out->id), word = place(document, "comment_word", out->id);
    const char *json;
    TRY(words_open(&out->body, ctx, &body, row->body));
    TRY(words_open(&out->edit.text, ctx, &text, row->text));
    TRY(words_open(&out->edit.word, ctx, &word, row->word));
    TRY(words_open(&json, ctx, &anchor, row->anchor));
    return open_anchor(&out->anchor, ctx, json);
}
