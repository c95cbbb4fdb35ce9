/* The facts about an entry's readers (DOMAIN §7.3), and what areas/document asks about entries.
 *
 * Every question is asked whatever the visibility, and also for an entry that does not exist: how long the answer takes says
 * nothing. Nobody's role widens what the author chose: the table has no row for it. */
#include "areas/journal/journal_rights.h"

#include "areas/document/sealed.h"
#include "base/log.h"

#include <string.h>

static const char *const VISIBILITIES[] = {
    [VISIBLE_TO_ME] = "private",
    [VISIBLE_TO_TUTOR] = "tutor",
    [VISIBLE_TO_GROUP] = "group",
    [VISIBLE_TO_COHORT] = "cohort",
};

const char *visibility_text(enum visibility visibility)
{
    return VISIBILITIES[visibility];
}

carnet_err visibility_parse(enum visibility *out, const char *text)
{
    for (int i = VISIBLE_TO_ME; i <= VISIBLE_TO_COHORT; i++)
        if (strcmp(VISIBILITIES[i], text) == 0) {
            *out = (enum visibility)i;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "journal.visibility", "private, tutor, group or cohort");
}

static enum state state_of(enum visibility visibility)
{
    switch (visibility) {
    case VISIBLE_TO_ME: return STATE_ENTRY_PRIVATE;
    case VISIBLE_TO_TUTOR: return STATE_ENTRY_TUTOR;
    case VISIBLE_TO_GROUP: return STATE_ENTRY_GROUP;
    case VISIBLE_TO_COHORT: break;
    }
    return STATE_ENTRY_COHORT;
}

static struct span while_both(struct span a, struct span b)
{
    if (!a.holds || !b.holds)
        return (struct span){ 0 };
    if (!a.until || (b.until && b.until < a.until))
        a.until = b.until;
    return a;
}

static enum state state_now(const struct entry_row *entry)
{
    return entry->erase_at ? STATE_ENTRY_ENDING : state_of(entry->visibility);
}

static struct span before(struct span span, int64_t end)
{
    if (end && (!span.until || end < span.until))
        span.until = end;
    return span;
}

struct facts {
    struct cohort_standing standing;
    bool tutored; /* when it was shared */
    struct span member, named;
    struct document_since named_since;
};

static carnet_err gather(struct facts *out, struct ctx *ctx, const struct entry_row *entry)
{
    TRY(cohort_standing(&out->standing, ctx, entry->cohort, entry->author));
    TRY(cohort_tutored(&out->tutored, ctx, entry->cohort, entry->author, entry->shared_at));
    TRY(group_member(&out->member, ctx, entry->group, ctx->actor));
    return document_named(&out->named, &out->named_since, ctx, entry->document);
}

static void add_others(struct rights *out, const struct facts *facts, const struct entry_row *entry)
{
    enum state state = state_now(entry);
    /* The tutor of today, if it was them when it was shared, be it before somebody else's time. */
    struct span tutor = facts->standing.tutor;
    tutor.holds = tutor.holds && facts->tutored;
    rights_add(out, ROLE_TUTOR, RELATION_ASSIGNED, THING_ENTRY, state, tutor);
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct span as = facts->standing.as[role];
        rights_add(out, (enum role)role, RELATION_COHORT, THING_ENTRY, state, as);
        rights_add(out, (enum role)role, RELATION_MEMBER, THING_ENTRY, state, while_both(facts->member, as));
    }
}

carnet_err entry_rights(struct rights *out, struct ctx *ctx, const struct entry_row *entry)
{
    struct facts facts;
    TRY(gather(&facts, ctx, entry));
    if (!entry->author || (entry->erase_at && entry->erase_at <= ctx->now))
        return CARNET_OK;
    enum state state = state_now(entry);
    if (entry->author == ctx->actor) {
        rights_add(out, ROLE_TRAINEE, RELATION_OWN, THING_ENTRY, state, before(facts.standing.as[ROLE_TRAINEE], entry->erase_at));
        rights_add(out, ROLE_FORMER_TRAINEE, RELATION_OWN, THING_ENTRY, state,
                   before(facts.standing.as[ROLE_FORMER_TRAINEE], entry->erase_at));
        return CARNET_OK;
    }
    add_others(out, &facts, entry);
    rights_add(out, ROLE_ANY, RELATION_NAMED, THING_ENTRY, state, facts.named);
    return CARNET_OK;
}

static carnet_err rights_of_entry(struct rights *out, struct ctx *ctx, void *arg)
{
    return entry_rights(out, ctx, arg);
}

carnet_err entry_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx, const struct entry_row *entry)
{
    int64_t *near;
    size_t near_count;
    struct entry_row copy = *entry;
    TRY(journal_sql_near(&near, &near_count, ctx, entry));
    int64_t everybody = entry->visibility == VISIBLE_TO_COHORT ? entry->cohort : 0; /* else only who is near has to be judged */
    return cohort_readers(out, count, ctx, everybody, near, near_count, rights_of_entry, &copy);
}

/* A damaged title or tag must not close the list that the entry stands in, to its author or to others: it is passed over, and its entry
 * opens without it. */
static carnet_err open_cell(const char **out, struct ctx *ctx, const struct entry_row *entry, const char *column, bytes cell, const char *without)
{
    *out = without;
    if (!cell.ptr)
        return CARNET_OK;
    CLEANUP(buf_clear) struct buf plain = { 0 };
    carnet_err err = sealed_open(&plain, ctx, &(struct sealed_place){ entry->journal, entry->document, column, 0 }, cell);
    if (err == CARNET_CORRUPT) {
        struct err_note note;
        err_take(&note);
        log_note(LOG_ERROR, "journal", "shown without its title or tags", &note);
        return CARNET_OK;
    }
    TRY(err);
    *out = arena_text(ctx->arena, buf_text(&plain));
    return CARNET_OK;
}

carnet_err entry_title(const char **out, struct ctx *ctx, const struct entry_row *entry)
{
    return open_cell(out, ctx, entry, "title", entry->title, "");
}

carnet_err entry_tags(const char **out, struct ctx *ctx, const struct entry_row *entry)
{
    return open_cell(out, ctx, entry, "tags", entry->tags, "[]");
}

/* ---- what areas/document asks ---- */

static carnet_err owner_candidates(int64_t **documents, size_t *count, struct ctx *ctx)
{
    int64_t *own, *others;
    size_t own_count, other_count;
    TRY(journal_sql_own(&own, &own_count, ctx));
    TRY(journal_sql_others(&others, &other_count, ctx));
    *count = own_count + other_count;
    *documents = arena_alloc(ctx->arena, (*count + 1) * sizeof **documents);
    for (size_t i = 0; i < *count; i++)
        (*documents)[i] = i < own_count ? own[i] : others[i - own_count];
    return CARNET_OK;
}

static carnet_err owner_rights(struct rights *out, struct ctx *ctx, int64_t document)
{
    struct entry_row entry;
    carnet_err found = journal_sql_entry(&entry, ctx, document);
    if (found == CARNET_MISSING)
        entry = (struct entry_row){ 0 };
    else
        TRY(found);
    return entry_rights(out, ctx, &entry);
}

static carnet_err owner_about(struct document_about *out, struct ctx *ctx, int64_t document)
{
    struct entry_row entry;
    struct person author;
    TRY(journal_sql_entry(&entry, ctx, document));
    TRY(people_find(&author, ctx, entry.author));
    *out = (struct document_about){ .owner = author.slug, .owner_name = author.name, .cohort = entry.cohort };
    return entry_title(&out->title, ctx, &entry);
}

static carnet_err owner_rename(struct ctx *ctx, int64_t document, const char *title)
{
    struct entry_row entry;
    TRY(journal_sql_entry(&entry, ctx, document));
    return entry_set_title(ctx, &entry, title);
}

static carnet_err owner_authors(int64_t **people, size_t *count, struct ctx *ctx, int64_t document)
{
    struct entry_row entry;
    TRY(journal_sql_entry(&entry, ctx, document));
    *people = arena_copy(ctx->arena, &entry.author, sizeof entry.author);
    *count = 1;
    return CARNET_OK;
}

/* Sharing opens the text as it is and what follows, never what was there before. */
static carnet_err owner_since(struct document_since *out, struct ctx *ctx, int64_t document)
{
    struct entry_row entry;
    struct facts facts;
    struct rights shared = { 0 };
    TRY(journal_sql_entry(&entry, ctx, document));
    TRY(gather(&facts, ctx, &entry));
    *out = (struct document_since){ 0 };
    if (entry.author == ctx->actor)
        return CARNET_OK;
    add_others(&shared, &facts, &entry);
    bool by_visibility = (shared.verbs & VERB_READ) != 0;
    bool named_first = facts.named.holds && (facts.named_since.revision < entry.shared_since.revision ||
                                             facts.named_since.epoch < entry.shared_since.epoch);
    *out = by_visibility && !named_first ? entry.shared_since : facts.named_since;
    return CARNET_OK;
}

void journal_owns(void)
{
    static const struct document_owner OWNER = {
        .candidates = owner_candidates,
        .rights = owner_rights,
        .about = owner_about,
        .rename = owner_rename,
        .authors = owner_authors,
        .since = owner_since,
    };
    document_owner_set(DOCUMENT_JOURNAL_ENTRY, &OWNER);
}
