/* Works: their rules, and what areas/document asks about them. */
#include "areas/deliverable/work.h"

#include <string.h>

#include "areas/deliverable/work_sql.h"
#include "areas/document/history.h"
#include "areas/event/event.h"
#include "areas/programme/programme.h"
#include "guard/random.h"
#include "store/log.h"

static const char *const STATES[] = {
    [WORK_NOT_STARTED] = "not_started", [WORK_DRAFT] = "draft",       [WORK_SUBMITTED] = "submitted",
    [WORK_MISSED] = "missed",           [WORK_REOPENED] = "reopened", [WORK_GRADED] = "graded",
    [WORK_WITHDRAWN] = "withdrawn",
};

const char *work_state_text(enum work_state state)
{
    return STATES[state];
}

carnet_err work_state_parse(enum work_state *out, const char *text)
{
    for (size_t i = 0; i < sizeof STATES / sizeof *STATES; i++)
        if (strcmp(STATES[i], text) == 0) {
            *out = (enum work_state)i;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "work.state", "no state is called %s", text);
}

bool work_kind_of(enum document_kind *out, const char *deliverable)
{
    return document_kind_parse(out, deliverable) == CARNET_OK && *out != DOCUMENT_JOURNAL_ENTRY && *out != DOCUMENT_GROUP_PAGE;
}

bool work_begins_for(const char *deliverable)
{
    enum document_kind kind;
    return work_kind_of(&kind, deliverable);
}

carnet_err work_add(int64_t *document, struct ctx *ctx, const struct work_new *work)
{
    char uid[GUARD_ID];
    guard_id(uid);
    TRY(document_new(document, ctx, work->kind, 0));
    return work_sql_add(ctx, *document, uid, work);
}

carnet_err work_find(struct work *out, struct ctx *ctx, int64_t document)
{
    return work_sql_find(out, ctx, document);
}

carnet_err work_list(struct work **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person)
{
    return work_sql_list(out, count, ctx, cohort, person);
}

bool work_handed_in(const struct work *work)
{
    return work->state == WORK_SUBMITTED || work->state == WORK_GRADED;
}

bool work_is_open(const struct work *work)
{
    return !work->carried_over_from &&
           (work->state == WORK_NOT_STARTED || work->state == WORK_DRAFT || work->state == WORK_REOPENED);
}

bool work_overdue(const struct work *work, int64_t now)
{
    bool missed = work->state == WORK_MISSED && !work->carried_over_from;
    return (missed || work_is_open(work)) && work->due_at && work->due_at < now;
}

carnet_err work_signes_most(int64_t *out, struct ctx *ctx, const struct work *work)
{
    json_auto_t *definition = NULL;
    size_t i;
    json_t *limit;
    *out = 0;
    TRY(cohort_definition(&definition, ctx, work->cohort));
    json_array_foreach(json_object_get(programme_part(definition, "deliverables", document_kind_text(work->kind)), "limits"), i, limit) {
        const char *unit = json_string_value(json_object_get(limit, "unit"));
        if (unit && strcmp(unit, "signe") == 0)
            *out = json_integer_value(json_object_get(limit, "value"));
    }
    return CARNET_OK;
}

json_t *work_json(const struct work *work, int64_t now)
{
    return json_pack("{s:s, s:s, s:s, s:o, s:b, s:b, s:b, s:o, s:o, s:o, s:b}", "kind", document_kind_text(work->kind), "title",
                     work->title, "state", work_state_text(work->state), "dueAt", moment_json(work->due_at), "overdue",
                     work_overdue(work, now), "late", work->late, "extended", work->extended, "submittedAt",
                     moment_json(work->submitted_at), "reopenedAt", moment_json(work->reopened_at), "carriedOverFrom",
                     text_or_null(work->carried_over_from), "draftShared", work->draft_shared);
}

/* The revision of the text of this moment. */
static carnet_err text_now(int64_t *revision, struct ctx *ctx, int64_t document)
{
    int64_t made;
    TRY(history_burst(&made, ctx, document));
    return history_last(revision, ctx, document);
}

/* What was written while it was closed stays with its author: the accompaniment reads the text as it is now, and what follows. Who comes to
 * accompany later is no other reader: they take over what their role reads, from the same place (DOMAIN TUT-9). */
static carnet_err opens_now(struct ctx *ctx, int64_t document)
{
    int64_t last;
    TRY(text_now(&last, ctx, document));
    return work_sql_set_since(ctx, document, last);
}

static carnet_err closes_now(struct ctx *ctx, int64_t document)
{
    int64_t last;
    TRY(text_now(&last, ctx, document));
    return work_sql_set_closed(ctx, document, last);
}

carnet_err work_share(struct work *out, struct ctx *ctx, const char *uid, bool shared)
{
    struct document document;
    TRY(document_find(&document, ctx, uid, VERB_SHARE));
    carnet_err found = work_sql_find(out, ctx, document.id);
    if (found != CARNET_OK)
        return found == CARNET_MISSING ? err_set(CARNET_MISSING, "document.missing", "not a work") : found;
    if (out->draft_shared == shared)
        return CARNET_OK;
    out->draft_shared = shared;
    TRY(work_sql_set_shared(ctx, document.id, shared));
    TRY(shared ? opens_now(ctx, document.id) : closes_now(ctx, document.id));
    TRY(log_raise_epoch(ctx, document.id));
    return event_add(ctx, shared ? "work.draft_opened" : "work.draft_closed", uid, &ctx->actor, 1);
}

enum work_state work_after_leaving(const struct work *work)
{
    if (!work_is_open(work) && work->state != WORK_MISSED)
        return work->state;
    return work->state == WORK_REOPENED && work->submitted_at ? WORK_SUBMITTED : WORK_WITHDRAWN;
}

carnet_err work_withdraw_all(struct ctx *ctx, int64_t cohort, int64_t person)
{
    struct work *works;
    size_t count;
    TRY(work_sql_list(&works, &count, ctx, cohort, person));
    for (size_t i = 0; i < count; i++) {
        enum work_state after = work_after_leaving(&works[i]);
        if (after == works[i].state)
            continue;
        if (!works[i].draft_shared && after == WORK_SUBMITTED)
            TRY(opens_now(ctx, works[i].document));
        TRY(work_sql_set_state(ctx, works[i].document, after));
    }
    return CARNET_OK;
}

carnet_err work_extend(struct work *was, struct ctx *ctx, const struct work_extension *extension)
{
    struct work *works;
    size_t count;
    TRY(work_sql_list(&works, &count, ctx, extension->cohort, extension->person));
    for (size_t i = 0; i < count; i++) {
        if (works[i].kind != extension->kind || !work_is_open(&works[i]))
            continue;
        *was = works[i];
        if (extension->due_at <= was->due_at)
            return err_set(CARNET_CONFLICT, "work.not_later", "document=%lld", (long long)was->document);
        return work_sql_extend(ctx, was->document, extension);
    }
    return err_set(CARNET_CONFLICT, "work.not_open", "person=%lld", (long long)extension->person);
}

static enum state state_of(enum work_state state)
{
    switch (state) {
    case WORK_NOT_STARTED:
    case WORK_DRAFT:
    case WORK_REOPENED: return STATE_WORK_DRAFT;
    case WORK_SUBMITTED: return STATE_WORK_SUBMITTED;
    case WORK_MISSED: return STATE_WORK_MISSED;
    case WORK_GRADED: return STATE_WORK_GRADED;
    case WORK_WITHDRAWN: break;
    }
    return STATE_WORK_WITHDRAWN;
}

static carnet_err owner_candidates(int64_t **documents, size_t *count, struct ctx *ctx)
{
    return work_sql_candidates(documents, count, ctx);
}

/* Until it is handed in: a work that is missed was not. */
static bool is_closed(const struct work *work)
{
    enum state state = state_of(work->state);
    return !work->draft_shared && (state == STATE_WORK_DRAFT || state == STATE_WORK_MISSED);
}

static carnet_err owner_closed(bool *out, struct ctx *ctx, int64_t document, int64_t revision)
{
    struct work work;
    TRY(work_sql_find(&work, ctx, document));
    *out = is_closed(&work) || revision < work.shared_revision;
    return CARNET_OK;
}

/* What is the actor's but for being named. */
static carnet_err rights_unnamed(struct rights *out, struct ctx *ctx, const struct work *work)
{
    struct cohort_standing standing;
    TRY(cohort_standing(&standing, ctx, work->cohort, work->person));
    enum state state = state_of(work->state);
    if (work->person == ctx->actor) {
        rights_add(out, ROLE_TRAINEE, RELATION_OWN, THING_WORK, state, standing.as[ROLE_TRAINEE]);
        rights_add(out, ROLE_FORMER_TRAINEE, RELATION_OWN, THING_WORK, state, standing.as[ROLE_FORMER_TRAINEE]);
        return CARNET_OK;
    }
    if (is_closed(work))
        return CARNET_OK;
    rights_add(out, ROLE_TUTOR, RELATION_ASSIGNED, THING_WORK, state, standing.tutor);
    rights_add(out, ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, THING_WORK, state, standing.cooperator);
    return CARNET_OK;
}

static carnet_err owner_rights(struct rights *out, struct ctx *ctx, int64_t document)
{
    struct work work;
    struct span named;
    struct document_since since;
    TRY(work_sql_find(&work, ctx, document));
    TRY(document_named(&named, &since, ctx, document));
    if (work.person != ctx->actor)
        rights_add(out, ROLE_ANY, RELATION_NAMED, THING_WORK, state_of(work.state), named);
    return rights_unnamed(out, ctx, &work);
}

/* Who is only named reads the text as it is from then on; the accompaniment, from when it was opened to them again, but what was said
 * with them before that stays theirs (comment_shows hides what was not). */
static carnet_err owner_since(struct document_since *out, struct ctx *ctx, int64_t document)
{
    struct work work;
    struct span named;
    struct rights others = { 0 };
    TRY(work_sql_find(&work, ctx, document));
    TRY(document_named(&named, out, ctx, document));
    TRY(rights_unnamed(&others, ctx, &work));
    if (!(others.verbs & VERB_READ))
        return CARNET_OK;
    bool named_first = named.holds && out->revision < work.shared_revision;
    *out = (struct document_since){ .revision = named_first ? out->revision : work.shared_revision, .all_threads = true };
    if (work.person == ctx->actor)
        out->revision = 0;
    return CARNET_OK;
}

static carnet_err owner_about(struct document_about *out, struct ctx *ctx, int64_t document)
{
    struct work work;
    struct person author;
    TRY(work_sql_find(&work, ctx, document));
    TRY(people_find(&author, ctx, work.person));
    *out = (struct document_about){ work.title, author.slug, author.name, work.cohort };
    return CARNET_OK;
}

static carnet_err owner_authors(int64_t **people, size_t *count, struct ctx *ctx, int64_t document)
{
    struct work work;
    TRY(work_sql_find(&work, ctx, document));
    *people = arena_copy(ctx->arena, &work.person, sizeof work.person);
    *count = 1;
    return CARNET_OK;
}

static carnet_err owner_place(struct document_place *out, struct ctx *ctx, int64_t document)
{
    struct work work;
    TRY(work_sql_find(&work, ctx, document));
    *out = (struct document_place){ arena_printf(ctx->arena, "works/%s.git", work.uid),
                                    arena_printf(ctx->arena, "%s.md", document_kind_text(work.kind)) };
    return CARNET_OK;
}

void work_owns(void)
{
    static const struct document_owner OWNER = {
        .candidates = owner_candidates,
        .rights = owner_rights,
        .about = owner_about,
        .authors = owner_authors,
        .place = owner_place,
        .since = owner_since,
        .closed = owner_closed,
    };
    document_owner_set(DOCUMENT_DIAGNOSTIC, &OWNER);
    document_owner_set(DOCUMENT_DOSSIER_PROFESSIONNEL, &OWNER);
    document_owner_set(DOCUMENT_NOTE_SYNTHETIQUE, &OWNER);
}
