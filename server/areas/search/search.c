/* Gather what the actor may open, keep what has every word, order it, and open again what is shown. */
#include "areas/search/search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "areas/event/rows.h"
#include "areas/group/group.h"
#include "areas/home/trainee.h"
#include "areas/journal/journal.h"
#include "areas/search/index.h"
#include "areas/search/plain.h"
#include "areas/search/search_sql.h"
#include "base/log.h"

enum { OPENED_MOST = 32 << 20, PEOPLE_MOST = 10 };

/* ---- which documents have which words ---- */

struct looking {
    struct query query;
    struct {
        int64_t *ids;
        size_t count;
    } indexed[QUERY_WORDS];
    size_t opened; /* octets of entries so far */
    bool complete;
};

static carnet_err look_up(struct looking *l, struct ctx *ctx)
{
    for (size_t i = 0; i < l->query.count; i++)
        TRY(search_sql_match(&l->indexed[i].ids, &l->indexed[i].count, ctx, query_match(ctx, &l->query.words[i])));
    return CARNET_OK;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static unsigned indexed_words(const struct looking *l, int64_t document)
{
    unsigned bits = 0;
    for (size_t i = 0; i < l->query.count; i++)
        if (l->indexed[i].count && bsearch(&document, l->indexed[i].ids, l->indexed[i].count, sizeof document, by_number))
            bits |= 1u << i;
    return bits;
}

carnet_err search_passes_over(carnet_err err)
{
    if (err != CARNET_CORRUPT)
        return err;
    struct err_note note;
    err_take(&note);
    log_note(LOG_ERROR, "search", "passed over", &note);
    return CARNET_OK;
}

/* Its words for the time of the call: neither the text nor what it was made from stays in the request's memory. */
static carnet_err entry_words(unsigned *bits, struct looking *l, struct ctx *ctx, int64_t document)
{
    *bits = 0;
    if (l->opened > OPENED_MOST) {
        l->complete = false;
        return CARNET_OK;
    }
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct ctx apart = *ctx;
    apart.arena = arena_new();
    carnet_err err = document_text(&text, &apart, document);
    if (!err) {
        CLEANUP(plain_clear) struct plain plain;
        plain_of(&plain, apart.arena, buf_bytes(&text));
        *bits = query_found(&l->query, buf_bytes(&plain.text));
        l->opened += text.len;
    }
    arena_free(apart.arena);
    return search_passes_over(err);
}

static carnet_err consider(struct search_hit **hits, size_t *count, struct looking *l, struct ctx *ctx, const struct document *document)
{
    struct search_hit hit = { .document = *document };
    unsigned bits;
    TRY(document_about(&hit.about, ctx, document));
    if (document->journal)
        TRY(entry_words(&bits, l, ctx, document->id));
    else
        bits = indexed_words(l, document->id);
    extract_line(&hit.title, ctx, &l->query, hit.about.title);
    if ((bits | hit.title.found) != query_all(&l->query))
        return CARNET_OK;
    hit.by_title = hit.title.found == query_all(&l->query);
    *hits = rows_grow(ctx, *hits, *count, sizeof **hits);
    (*hits)[(*count)++] = hit;
    return CARNET_OK;
}

/* ---- order and pages ---- */

static int in_order(const void *a, const void *b)
{
    const struct search_hit *x = a, *y = b;
    if (x->by_title != y->by_title)
        return x->by_title ? -1 : 1;
    if (x->document.updated_at != y->document.updated_at)
        return x->document.updated_at > y->document.updated_at ? -1 : 1;
    return strcmp(x->document.uid, y->document.uid);
}

/* The place of a hit, for the next page to begin behind: "1.1781247600000.uid". */
static const char *place_of(struct ctx *ctx, const struct search_hit *hit)
{
    return arena_printf(ctx->arena, "%d.%lld.%s", hit->by_title, (long long)hit->document.updated_at, hit->document.uid);
}

static carnet_err parse_place(struct search_hit *out, const char *after)
{
    char *end = NULL;
    errno = 0;
    long long at = strlen(after) > 2 && after[1] == '.' ? strtoll(after + 2, &end, 10) : 0;
    if (!end || *end != '.' || errno || (after[0] != '0' && after[0] != '1') || !end[1])
        return err_set(CARNET_INVALID, "search.after", "not a place we gave");
    *out = (struct search_hit){ .by_title = after[0] == '1', .document = { .updated_at = at, .uid = end + 1 } };
    return CARNET_OK;
}

/* Opens a hit again to show it. The index may be older than the text: what has lost the words is left out. */
static carnet_err open_hit(bool *stands, struct ctx *ctx, const struct query *query, struct search_hit *hit)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct ctx apart = *ctx;
    apart.arena = arena_new();
    carnet_err err = document_text(&text, &apart, hit->document.id);
    arena_free(apart.arena);
    TRY(search_passes_over(err));
    extract_of(&hit->text, ctx, query, buf_bytes(&text));
    *stands = (hit->text.found | hit->title.found) == query_all(query);
    if (hit->document.kind != DOCUMENT_JOURNAL_ENTRY)
        return CARNET_OK;
    struct entry entry;
    TRY(journal_show(&entry, ctx, hit->document.uid));
    hit->written_on = entry.written_on;
    return CARNET_OK;
}

static carnet_err cut_page(struct search_result *out, struct ctx *ctx, const struct query *query, struct search_hit *hits, size_t count,
                           const char *after)
{
    struct search_hit behind = { 0 };
    size_t first = 0, last;
    if (count)
        qsort(hits, count, sizeof *hits, in_order);
    if (after) {
        TRY(parse_place(&behind, after));
        while (first < count && in_order(&hits[first], &behind) <= 0)
            first++;
    }
    last = count - first > SEARCH_HITS ? first + SEARCH_HITS : count;
    out->hits = hits ? hits + first : NULL;
    for (size_t i = first; i < last; i++) {
        bool stands;
        struct search_hit hit = hits[i];
        TRY(open_hit(&stands, ctx, query, &hit));
        if (stands)
            out->hits[out->hit_count++] = hit;
        if (i + 1 == last && last < count)
            out->after = place_of(ctx, &hit);
    }
    return CARNET_OK;
}

/* ---- people ---- */

/* Managers and assistants find everybody of a cohort; whoever may know its groups, the people in them. */
static carnet_err people_known(struct person **out, size_t *count, struct ctx *ctx, const struct cohort *cohort)
{
    struct cohort_standing standing;
    bool knows;
    *out = NULL;
    *count = 0;
    TRY(cohort_standing(&standing, ctx, cohort->id, 0));
    if (standing.as[ROLE_PROGRAMME_MANAGER].holds || standing.as[ROLE_TRAINING_ASSISTANT].holds)
        return cohort_people(out, count, ctx, cohort->id);
    TRY(group_knows(&knows, ctx, cohort->id));
    return knows ? search_sql_members(out, count, ctx, cohort->id) : CARNET_OK;
}

static carnet_err team_of(struct group **out, struct ctx *ctx, int64_t person, int64_t cohort)
{
    struct group *team = arena_alloc(ctx->arena, sizeof *team);
    carnet_err err = group_team_of(team, ctx, person, cohort);
    *out = err ? NULL : team;
    return err == CARNET_MISSING ? CARNET_OK : err;
}

/* Whose page opens is asked where that page asks. */
static carnet_err find_pages(struct search_result *out, struct ctx *ctx)
{
    struct trainee *trainees;
    size_t count;
    TRY(trainee_list(&trainees, &count, ctx));
    for (size_t i = 0; i < out->person_count; i++)
        for (size_t j = 0; j < count && !out->people[i].has_page; j++)
            out->people[i].has_page = trainees[j].person.id == out->people[i].person.id;
    return CARNET_OK;
}

static bool is_found(const struct search_result *result, int64_t person)
{
    for (size_t i = 0; i < result->person_count; i++)
        if (result->people[i].person.id == person)
            return true;
    return false;
}

static carnet_err find_in_cohort(struct search_result *out, struct ctx *ctx, const struct query *query, const struct cohort *cohort)
{
    struct person *people;
    size_t count;
    TRY(people_known(&people, &count, ctx, cohort));
    for (size_t i = 0; i < count && out->person_count < PEOPLE_MOST; i++) {
        struct search_person found = { .person = people[i] };
        extract_line(&found.name, ctx, query, people[i].name);
        if (found.name.found != query_all(query) || is_found(out, people[i].id))
            continue;
        TRY(team_of(&found.team, ctx, people[i].id, cohort->id));
        out->people = rows_grow(ctx, out->people, out->person_count, sizeof *out->people);
        out->people[out->person_count++] = found;
    }
    return CARNET_OK;
}

static carnet_err find_people(struct search_result *out, struct ctx *ctx, const struct query *query)
{
    struct cohort *cohorts;
    size_t count;
    TRY(cohorts_of_actor(&cohorts, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(find_in_cohort(out, ctx, query, &cohorts[i]));
    return out->person_count ? find_pages(out, ctx) : CARNET_OK;
}

carnet_err search_find(struct search_result *out, struct ctx *ctx, const char *typed, const char *after)
{
    struct looking l = { .complete = true };
    struct document *documents;
    struct search_hit *hits = NULL;
    size_t document_count, count = 0;
    *out = (struct search_result){ 0 };
    TRY(query_parse(&l.query, typed));
    TRY(look_up(&l, ctx));
    TRY(document_list(&documents, &document_count, ctx));
    for (size_t i = 0; i < document_count; i++)
        TRY(consider(&hits, &count, &l, ctx, &documents[i]));
    out->complete = l.complete;
    TRY(cut_page(out, ctx, &l.query, hits, count, after));
    if (after)
        return CARNET_OK;
    TRY(find_people(out, ctx, &l.query));
    TRY(search_files(out, ctx, &l.query));
    return search_comments(out, ctx, &l.query, documents, document_count, NULL);
}

carnet_err search_find_comments(struct search_result *out, struct ctx *ctx, const char *typed, const char *after)
{
    struct query query;
    struct document *documents;
    size_t count;
    *out = (struct search_result){ .complete = true };
    TRY(query_parse(&query, typed));
    TRY(document_list(&documents, &count, ctx));
    return search_comments(out, ctx, &query, documents, count, after);
}
