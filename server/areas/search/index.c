/* The words of a text, each once: sorted, so that the same text gives the same row. */
#include "areas/search/index.h"

#include <stdlib.h>
#include <string.h>

#include "areas/document/document.h"
#include "areas/event/rows.h"
#include "areas/search/fold.h"
#include "areas/search/plain.h"
#include "areas/search/search_sql.h"
#include "base/log.h"

struct collecting {
    struct ctx *ctx;
    const char **words;
    size_t count;
};

static void collect(void *arg, const struct fold_word *word)
{
    struct collecting *c = arg;
    for (size_t i = 0; i < word->count; i++) {
        c->words = rows_grow(c->ctx, c->words, c->count, sizeof *c->words);
        c->words[c->count++] = arena_text(c->ctx->arena, word->forms[i]);
    }
}

static int by_letters(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *words_of(struct ctx *ctx, bytes markdown)
{
    CLEANUP(plain_clear) struct plain plain;
    CLEANUP(buf_clear) struct buf out = { 0 };
    struct collecting c = { .ctx = ctx };
    plain_of(&plain, ctx->arena, markdown);
    fold_words(buf_bytes(&plain.text), collect, &c);
    if (c.count)
        qsort(c.words, c.count, sizeof *c.words, by_letters);
    for (size_t i = 0; i < c.count; i++)
        if (!i || strcmp(c.words[i], c.words[i - 1]) != 0) {
            buf_put_text(&out, c.words[i]);
            buf_put_byte(&out, ' ');
        }
    return arena_text(ctx->arena, buf_text(&out));
}

/* A text that cannot be read is left out until its next revision; who opens it is told loudly. */
static carnet_err read_one(struct index_words *out, struct ctx *ctx)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct ctx apart = *ctx;
    apart.arena = arena_new(); /* a text and its words are much larger than what is kept of them */
    carnet_err err = document_text(&text, &apart, out->document);
    if (!err)
        out->words = arena_text(ctx->arena, words_of(&apart, buf_bytes(&text)));
    arena_free(apart.arena);
    if (err != CARNET_CORRUPT)
        return err;
    struct err_note note;
    err_take(&note);
    log_note(LOG_WARN, "search", "not indexed", &note);
    out->words = "";
    return CARNET_OK;
}

carnet_err index_read(struct index_words **out, size_t *count, struct ctx *ctx)
{
    TRY(search_sql_stale(out, count, ctx));
    for (size_t i = 0; i < *count; i++)
        TRY(read_one(&(*out)[i], ctx));
    return CARNET_OK;
}

carnet_err index_keep(struct ctx *ctx, const struct index_words *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(search_sql_keep(ctx, &words[i]));
    return CARNET_OK;
}
