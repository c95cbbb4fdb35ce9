/* The rules of sentences changed apart: who is concerned, what may be kept, who is told. */
#include "areas/document/apart.h"

#include <string.h>

#include "areas/document/apart_sql.h"
#include "areas/document/words.h"
#include "base/utf.h"
#include "guard/random.h"

static const int64_t DAY = INT64_C(24) * 60 * 60 * 1000;

/* ---- words, as a column ---- */

static struct words_place place_of(const struct document *document, int64_t id)
{
    return (struct words_place){ document->journal, document->id, "apart", id };
}

static carnet_err close_words(bytes *out, struct ctx *ctx, const struct document *document, const struct apart *apart)
{
    struct words_place at = place_of(document, apart->id);
    const struct apart_words *words = &apart->words;
    json_t *parts = json_pack("{s:s, s:s, s:s, s:s, s:s}", "mine", words->mine, "theirs", words->theirs, "merged", words->merged,
                              "start", words->start, "end", words->end);
    return words_close_parts(out, ctx, &at, parts, "apart.words");
}

static carnet_err open_words(struct apart *out, struct ctx *ctx, const struct document *document, const struct apart_row *row)
{
    struct words_place at = place_of(document, row->apart.id);
    json_auto_t *parts = NULL;
    TRY(words_open_parts(&parts, ctx, &at, row->words));
    *out = row->apart;
    out->words = (struct apart_words){
        .mine = words_part(ctx, parts, "mine"),
        .theirs = words_part(ctx, parts, "theirs"),
        .merged = words_part(ctx, parts, "merged"),
        .start = words_part(ctx, parts, "start"),
        .end = words_part(ctx, parts, "end"),
    };
    return CARNET_OK;
}

/* ---- what a page says ---- */

static carnet_err check_version(const char *words)
{
    bytes text = bytes_text(words);
    if (text.len > (size_t)4 * APART_LONGEST || utf8_points(text) > APART_LONGEST)
        return err_set(CARNET_INVALID, "apart.words", "longer than %d characters", APART_LONGEST);
    return CARNET_OK;
}

static carnet_err check_position(const char *position)
{
    size_t len = strspn(position, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    if (position[len] || !len || len > APART_POSITION)
        return err_set(CARNET_INVALID, "apart.position", "1 to %d of base64url", APART_POSITION);
    return CARNET_OK;
}

static carnet_err check_words(const struct apart_words *words)
{
    TRY(check_version(words->mine));
    TRY(check_version(words->theirs));
    TRY(check_version(words->merged));
    if (strcmp(words->mine, words->theirs) == 0 && strcmp(words->mine, words->merged) == 0)
        return err_set(CARNET_INVALID, "apart.words", "all the same");
    TRY(check_position(words->start));
    return check_position(words->end);
}

static bool among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static carnet_err find_others(struct apart *apart, struct ctx *ctx, const uint64_t *clients, size_t count)
{
    int64_t person;
    if (count > APART_CLIENTS)
        return err_set(CARNET_INVALID, "apart.clients", "at most %d", APART_CLIENTS);
    apart->others = arena_alloc(ctx->arena, (count + 1) * sizeof *apart->others);
    for (size_t i = 0; i < count; i++) {
        TRY(apart_sql_client(&person, ctx, apart->document, clients[i]));
        if (person && person != ctx->actor && !among(apart->others, apart->other_count, person))
            apart->others[apart->other_count++] = person;
    }
    if (count)
        return CARNET_OK;
    TRY(apart_sql_last_other(&person, ctx, apart->document));
    if (person)
        apart->others[apart->other_count++] = person;
    return CARNET_OK;
}

/* ---- who is concerned ---- */

static bool concerns(const struct apart *apart, int64_t person)
{
    return apart->author == person || among(apart->others, apart->other_count, person);
}

static bool concerns_all(const struct apart *apart, const struct apart *people)
{
    bool all = concerns(apart, people->author) && apart->other_count == people->other_count;
    for (size_t i = 0; all && i < people->other_count; i++)
        all = concerns(apart, people->others[i]);
    return all;
}

/* The pages of those concerned ask again; nobody else's learns anything. */
static void tell(struct ctx *ctx, const struct apart *apart)
{
    int64_t *people = arena_alloc(ctx->arena, (apart->other_count + 1) * sizeof *people);
    people[0] = apart->author;
    if (apart->other_count)
        memcpy(people + 1, apart->others, apart->other_count * sizeof *people);
    effect_add(ctx, EFFECT_APART, apart->document, (bytes){ (const uint8_t *)people, (apart->other_count + 1) * sizeof *people });
}

/* ---- verbs ---- */

/* Both pages may come back at once and find the same. */
static carnet_err find_same(struct apart *out, bool *found, size_t *count, struct ctx *ctx, const struct document *document,
                            const struct apart *now)
{
    struct apart_row *rows;
    *found = false;
    TRY(apart_sql_list(&rows, count, ctx, document->id));
    for (size_t i = 0; i < *count && !*found; i++) {
        TRY(open_words(out, ctx, document, &rows[i]));
        *found = concerns_all(out, now) && strcmp(out->words.start, now->words.start) == 0 && strcmp(out->words.end, now->words.end) == 0;
    }
    return CARNET_OK;
}

carnet_err apart_add(struct apart *out, bool *made, struct ctx *ctx, const char *uid, const struct apart_words *words,
                     const uint64_t *clients, size_t count)
{
    struct document document;
    char id[GUARD_ID];
    size_t there;
    bool found;
    bytes column;
    *made = false;
    TRY(document_find(&document, ctx, uid, VERB_WRITE));
    struct apart apart = { .document = document.id, .author = ctx->actor, .made_at = ctx->now, .words = *words };
    TRY(check_words(words));
    TRY(find_others(&apart, ctx, clients, count));
    if (!apart.other_count) {
        *out = (struct apart){ 0 };
        return CARNET_OK;
    }
    TRY(find_same(out, &found, &there, ctx, &document, &apart));
    if (found)
        return CARNET_OK;
    if (there >= APART_MOST)
        return err_set(CARNET_LIMIT, "apart.full", "document=%lld", (long long)document.id);
    guard_id(id);
    apart.uid = arena_text(ctx->arena, id);
    TRY(apart_sql_add(&apart.id, ctx, &apart));
    TRY(close_words(&column, ctx, &document, &apart));
    TRY(apart_sql_words(ctx, apart.id, column));
    *made = true;
    *out = apart;
    tell(ctx, &apart);
    return CARNET_OK;
}

carnet_err apart_list(struct apart **out, size_t *count, struct ctx *ctx, const char *uid)
{
    struct document document;
    struct apart_row *rows;
    size_t all;
    *count = 0;
    TRY(document_find(&document, ctx, uid, VERB_READ));
    TRY(apart_sql_list(&rows, &all, ctx, document.id));
    *out = arena_alloc(ctx->arena, (all + 1) * sizeof **out);
    if (!(document.rights.verbs & VERB_WRITE))
        return CARNET_OK;
    for (size_t i = 0; i < all; i++)
        if (concerns(&rows[i].apart, ctx->actor))
            TRY(open_words(&(*out)[(*count)++], ctx, &document, &rows[i]));
    return CARNET_OK;
}

/* Absent: the rights of document 0 are asked, so that the answer takes as long. */
carnet_err apart_end(struct ctx *ctx, const char *uid)
{
    struct apart_row row = { 0 };
    struct document document = { 0 };
    carnet_err found = apart_sql_by_uid(&row, ctx, uid);
    if (found == CARNET_OK || found == CARNET_MISSING)
        found = document_by_id(&document, ctx, row.apart.document);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    if (found == CARNET_MISSING || !(document.rights.verbs & VERB_WRITE) || !concerns(&row.apart, ctx->actor))
        return err_set(CARNET_MISSING, "apart.missing", "absent, or not for this person");
    TRY(apart_sql_delete(ctx, row.apart.id));
    tell(ctx, &row.apart);
    return CARNET_OK;
}

carnet_err apart_beat(struct ctx *ctx)
{
    return apart_sql_forget(ctx, ctx->now - APART_DAYS * DAY);
}
