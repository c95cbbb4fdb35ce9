/* The rules of naming readers. Whoever may share the text names them; the right itself is in the table of rights. */
#include "areas/document/named.h"

#include <string.h>

#include "areas/document/document_sql.h"
#include "areas/document/history.h"
#include "areas/document/words.h"
#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "base/clock.h"
#include "store/log.h"

enum { QUESTION_LONGEST = 500, DAYS_LONGEST = 366 };

static struct words_place question_place(const struct document *document, int64_t person)
{
    return (struct words_place){ document->journal, document->id, "question", person };
}

carnet_err named_find(struct document *out, struct ctx *ctx, const char *uid, unsigned needs)
{
    TRY(document_find(out, ctx, uid, VERB_SHARE | needs));
    if (out->kind == DOCUMENT_GROUP_PAGE)
        return err_set(CARNET_DENIED, "document.not_allowed", "a page is its group's");
    return CARNET_OK;
}

carnet_err named_list(struct named_reader **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct named_row *rows;
    TRY(document_sql_named_rows(&rows, count, ctx, document->id));
    *out = arena_alloc(ctx->arena, (*count + 1) * sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        struct named_reader *reader = &(*out)[i];
        struct words_place place = question_place(document, rows[i].person);
        char day[CLOCK_DAY];
        clock_paris_day(day, rows[i].until_at - 1);
        reader->named_at = rows[i].named_at;
        reader->until = arena_text(ctx->arena, day);
        TRY(people_find(&reader->person, ctx, rows[i].person));
        TRY(words_open(&reader->question, ctx, &place, rows[i].question));
    }
    return CARNET_OK;
}

carnet_err named_unanswered(const char **out, struct ctx *ctx, const struct document *document, int64_t read_at)
{
    struct named_row *rows;
    size_t count;
    *out = "";
    TRY(document_sql_named_rows(&rows, &count, ctx, document->id));
    for (size_t i = 0; i < count; i++) {
        struct words_place place = question_place(document, ctx->actor);
        if (rows[i].person == ctx->actor && rows[i].named_at > read_at)
            return words_open(out, ctx, &place, rows[i].question);
    }
    return CARNET_OK;
}

/* ---- who can be named ---- */

static carnet_err role_for(enum role *out, struct ctx *ctx, int64_t person, int64_t cohort, bool draft)
{
    static const enum role ROLES[] = { ROLE_TRAINEE, ROLE_TUTOR, ROLE_RESEARCH_COOPERATOR, ROLE_TRAINER,
                                       ROLE_PROGRAMME_MANAGER };
    struct ctx as = *ctx;
    struct cohort_standing standing;
    as.actor = person;
    TRY(cohort_standing(&standing, &as, cohort, 0));
    *out = ROLE_ANY;
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES && *out == ROLE_ANY; i++)
        if (standing.as[ROLES[i]].holds && (draft || ROLES[i] != ROLE_PROGRAMME_MANAGER))
            *out = ROLES[i];
    return CARNET_OK;
}

carnet_err named_candidates(struct named_candidate **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct document_about about;
    struct person *people;
    size_t people_count;
    TRY(document_about(&about, ctx, document));
    TRY(cohort_people(&people, &people_count, ctx, about.cohort));
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < people_count; i++) {
        enum role role;
        TRY(role_for(&role, ctx, people[i].id, about.cohort, document->kind != DOCUMENT_JOURNAL_ENTRY));
        if (role == ROLE_ANY || strcmp(people[i].slug, about.owner) == 0)
            continue;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct named_candidate){ people[i], role };
    }
    return CARNET_OK;
}

static carnet_err find_candidate(struct person *out, struct ctx *ctx, const struct document *document, const char *slug)
{
    struct named_candidate *candidates;
    size_t count;
    TRY(named_candidates(&candidates, &count, ctx, document));
    for (size_t i = 0; i < count; i++)
        if (strcmp(candidates[i].person.slug, slug) == 0) {
            *out = candidates[i].person;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "named_reader.person", "not somebody who can be named");
}

/* ---- naming ---- */

static carnet_err until_of(int64_t *out, struct ctx *ctx, const char *day)
{
    int64_t wanted, today;
    TRY(clock_parse_day(&today, moment_today(ctx)));
    if (clock_parse_day(&wanted, day) != CARNET_OK || wanted < today || wanted > today + DAYS_LONGEST)
        return err_set(CARNET_INVALID, "named_reader.until", "from today to a year from now");
    *out = moment_day_end(day);
    return CARNET_OK;
}

/* They are told that there is something; of a journal not even what. */
static carnet_err tell(struct ctx *ctx, const struct document *document, int64_t person)
{
    TRY(event_add(ctx, "reader.named", document->journal ? NULL : document->uid, &person, 1));
    struct event_new chosen = { .kind = "reader.chosen", .subject = document->uid, .about = person };
    return event_put(ctx, &chosen, &ctx->actor, 1);
}

/* The row they had goes on as far as it can: what they may read begins where it began, and the same question is not new. */
static carnet_err go_on(struct named_row *row, bool *already, struct ctx *ctx, const struct document *document, const char *question)
{
    struct named_row *before;
    size_t count;
    TRY(document_sql_named_rows(&before, &count, ctx, document->id));
    *already = false;
    for (size_t i = 0; i < count; i++) {
        if (before[i].person != row->person)
            continue;
        const char *asked;
        struct words_place place = question_place(document, row->person);
        TRY(words_open(&asked, ctx, &place, before[i].question));
        *already = true;
        row->since = before[i].since;
        if (strcmp(asked, question) == 0)
            row->named_at = before[i].named_at;
    }
    return CARNET_OK;
}

/* What is opened begins with the text of this moment, and with what is said under the rights that it brings. */
static carnet_err begin(struct named_row *row, struct ctx *ctx, const struct document *document)
{
    int64_t made;
    TRY(history_burst(&made, ctx, document->id));
    row->since.epoch = document->epoch + 1;
    return history_last(&row->since.revision, ctx, document->id);
}

carnet_err named_put(struct ctx *ctx, const char *uid, const char *slug, const char *until, const char *typed)
{
    struct document document;
    struct named_row row = { .named_at = ctx->now };
    struct person person = { 0 };
    const char *question;
    bool already;
    TRY(named_find(&document, ctx, uid, VERB_WRITE));
    TRY(until_of(&row.until_at, ctx, until));
    TRY(words_clean(&question, ctx, typed ? typed : "", QUESTION_LONGEST, "named_reader.question"));
    TRY(find_candidate(&person, ctx, &document, slug));
    row.person = person.id;
    TRY(go_on(&row, &already, ctx, &document, question));
    if (!already)
        TRY(begin(&row, ctx, &document));
    struct words_place place = question_place(&document, person.id);
    TRY(words_close(&row.question, ctx, &place, question));
    TRY(document_sql_named_put(ctx, document.id, &row));
    TRY(log_raise_epoch(ctx, document.id));
    return already ? CARNET_OK : tell(ctx, &document, person.id);
}

carnet_err named_remove(struct ctx *ctx, const char *uid, const char *slug)
{
    struct document document;
    struct person person = { 0 };
    TRY(named_find(&document, ctx, uid, 0));
    carnet_err known = people_find_slug(&person, ctx, slug);
    if (known != CARNET_OK)
        return known == CARNET_MISSING ? err_set(CARNET_MISSING, "named_reader.missing", "nobody") : known;
    TRY(document_sql_named_remove(ctx, document.id, person.id));
    if (db_changes(ctx->db) == 0)
        return err_set(CARNET_MISSING, "named_reader.missing", "person=%lld", (long long)person.id);
    TRY(log_raise_epoch(ctx, document.id));
    struct event_new removed = { .kind = "reader.removed", .subject = document.uid, .about = person.id };
    return event_put(ctx, &removed, &ctx->actor, 1);
}
