/* The same folding for what is typed and for what is searched; comparing is comparing letters. */
#include "areas/search/query.h"

#include <string.h>

#include "areas/event/rows.h"
#include "base/utf.h"

struct reading {
    struct query *query;
    size_t end; /* of the last word */
    bool too_many;
};

static void add_word(void *arg, const struct fold_word *word)
{
    struct reading *reading = arg;
    struct query *query = reading->query;
    reading->end = word->to;
    if (query->count == QUERY_WORDS) {
        reading->too_many = true;
        return;
    }
    struct query_word *to = &query->words[query->count++];
    to->count = word->count;
    memcpy(to->forms, word->forms, sizeof to->forms);
}

carnet_err query_parse(struct query *out, const char *typed)
{
    bytes text = bytes_text(typed);
    *out = (struct query){ 0 };
    if (text.len > QUERY_LONGEST * 4 || !utf8_valid(text) || utf8_points(text) > QUERY_LONGEST)
        return err_set(CARNET_INVALID, "search.too_long", "more than %d characters", QUERY_LONGEST);
    struct reading reading = { .query = out };
    fold_words(text, add_word, &reading);
    if (reading.too_many)
        return err_set(CARNET_INVALID, "search.too_long", "more than %d words", QUERY_WORDS);
    if (!out->count)
        return err_set(CARNET_INVALID, "search.empty", "no word");
    struct query_word *last = &out->words[out->count - 1];
    last->begins = reading.end == text.len && strlen(last->forms[0]) > 1;
    return CARNET_OK;
}

unsigned query_all(const struct query *query)
{
    return (1u << query->count) - 1;
}

static bool answers(const struct query_word *wanted, const struct fold_word *word)
{
    size_t len = strlen(wanted->forms[0]);
    for (size_t i = 0; i < word->count; i++) {
        if (wanted->begins && strncmp(word->forms[i], wanted->forms[0], len) == 0)
            return true;
        for (size_t j = 0; j < wanted->count; j++)
            if (strcmp(word->forms[i], wanted->forms[j]) == 0)
                return true;
    }
    return false;
}

unsigned query_answered(const struct query *query, const struct fold_word *word)
{
    unsigned bits = 0;
    for (size_t i = 0; i < query->count; i++)
        if (answers(&query->words[i], word))
            bits |= 1u << i;
    return bits;
}

const char *query_match(struct ctx *ctx, const struct query_word *word)
{
    const char *match = word->begins ? arena_printf(ctx->arena, "\"%s\" *", word->forms[0]) : arena_printf(ctx->arena, "\"%s\"", word->forms[0]);
    for (size_t i = 1; i < word->count; i++)
        match = arena_printf(ctx->arena, "%s OR \"%s\"", match, word->forms[i]);
    return match;
}

struct finding {
    struct ctx *ctx;
    const struct query *query;
    struct query_marks *out;
};

static void mark_word(void *arg, const struct fold_word *word)
{
    struct finding *finding = arg;
    struct query_marks *out = finding->out;
    unsigned bits = query_answered(finding->query, word);
    out->found |= bits;
    if (!bits || !finding->ctx || out->count == QUERY_MARKS)
        return;
    out->marks = rows_grow(finding->ctx, out->marks, out->count, sizeof *out->marks);
    out->marks[out->count++] = (struct query_mark){ word->from, word->to, bits };
}

void query_find(struct query_marks *out, struct ctx *ctx, const struct query *query, bytes text)
{
    *out = (struct query_marks){ 0 };
    struct finding finding = { ctx, query, out };
    fold_words(text, mark_word, &finding);
}

unsigned query_found(const struct query *query, bytes text)
{
    struct query_marks marks = { 0 };
    struct finding finding = { NULL, query, &marks };
    fold_words(text, mark_word, &finding);
    return marks.found;
}
