/* Closing and opening. The anchor is one column: its parts, together. */
#include "areas/comment/words_of.h"

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
    json_t *parts = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s*}", "exact", anchor->exact, "prefix", anchor->prefix, "suffix",
                              anchor->suffix, "section", anchor->section, "start", position_json(anchor->start), "end",
                              position_json(anchor->end), "alone", anchor->alone ? "yes" : NULL);
    return words_close_parts(out, ctx, &at, parts, "comment.quote");
}

static carnet_err position_part(bytes *out, struct ctx *ctx, const json_t *parts, const char *name)
{
    CLEANUP(buf_clear) struct buf octets = { 0 };
    TRY(base64url_decode(&octets, bytes_text(words_part(ctx, parts, name))));
    *out = (bytes){ arena_copy(ctx->arena, octets.ptr, octets.len), octets.len };
    return CARNET_OK;
}

static carnet_err open_anchor(struct anchor *out, struct ctx *ctx, const struct words_place *at, bytes column)
{
    json_auto_t *parts = NULL;
    TRY(words_open_parts(&parts, ctx, at, column));
    *out = (struct anchor){
        .exact = words_part(ctx, parts, "exact"),
        .prefix = words_part(ctx, parts, "prefix"),
        .suffix = words_part(ctx, parts, "suffix"),
        .section = words_part(ctx, parts, "section"),
        .alone = *words_part(ctx, parts, "alone") != 0,
    };
    TRY(position_part(&out->start, ctx, parts, "start"));
    return position_part(&out->end, ctx, parts, "end");
}

carnet_err words_of_row(struct comment *out, struct ctx *ctx, const struct document *document, const struct comment_row *row)
{
    *out = row->comment;
    struct words_place body = place(document, "comment", out->id), anchor = place(document, "comment_anchor", out->id);
    struct words_place text = place(document, "comment_edit", out->id), word = place(document, "comment_word", out->id);
    TRY(words_open(&out->body, ctx, &body, row->body));
    TRY(words_open(&out->edit.text, ctx, &text, row->text));
    TRY(words_open(&out->edit.word, ctx, &word, row->word));
    return open_anchor(&out->anchor, ctx, &anchor, row->anchor);
}
