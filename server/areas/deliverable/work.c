/* Works: their rows, and what areas/document asks about them. Handing in, and what others read of what was handed in, need
 * frozen revisions and come with them. */
#include "areas/deliverable/work.h"

#include <string.h>

#include "areas/event/rows.h"
#include "guard/random.h"

static const char *const STATES[] = {
    [WORK_NOT_STARTED] = "not_started", [WORK_DRAFT] = "draft",       [WORK_SUBMITTED] = "submitted",
    [WORK_MISSED] = "missed",           [WORK_REOPENED] = "reopened", [WORK_GRADED] = "graded",
    [WORK_WITHDRAWN] = "withdrawn",
};

static const char SQL_ADD[] =
    "INSERT INTO work (document, uid, cohort, person, kind, title, state, due_at, submitted_at, late, reopened_at,"
    " reopen_reason, carried_over_from)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), nullif(?9, 0), ?10, nullif(?11, 0), ?12, ?13)";
static const char SQL_FIND[] = "SELECT cohort, person, state, draft_shared, title, uid, kind FROM work WHERE document = ?1";
static const char SQL_CANDIDATES[] =
    "SELECT document FROM work WHERE person = ?1"
    " UNION SELECT work.document FROM work JOIN tutor_assignment AS a ON a.trainee = work.person AND a.cohort = work.cohort"
    "  WHERE a.tutor = ?1"
    " UNION SELECT work.document FROM work JOIN cooperator_assignment AS a ON a.trainee = work.person AND a.cohort = work.cohort"
    "  WHERE a.cooperator = ?1"
    " UNION SELECT work.document FROM work JOIN named_reader ON named_reader.document = work.document"
    "  WHERE named_reader.person = ?1"
    " ORDER BY document";

struct work {
    int64_t document, cohort, person;
    enum work_state state;
    bool draft_shared;
    const char *title, *uid, *kind;
};

carnet_err work_state_parse(enum work_state *out, const char *text)
{
    for (size_t i = 0; i < sizeof STATES / sizeof *STATES; i++)
        if (strcmp(STATES[i], text) == 0) {
            *out = (enum work_state)i;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "work.state", "no state is called %s", text);
}

carnet_err work_add(int64_t *document, struct ctx *ctx, const struct work_new *work)
{
    char uid[GUARD_ID];
    guard_id(uid);
    TRY(document_new(document, ctx, work->kind, 0));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, *document);
    db_bind_text(&q, 2, uid);
    db_bind_int(&q, 3, work->cohort);
    db_bind_int(&q, 4, work->person);
    db_bind_text(&q, 5, document_kind_text(work->kind));
    db_bind_text(&q, 6, work->title);
    db_bind_text(&q, 7, STATES[work->state]);
    db_bind_int(&q, 8, work->due_at);
    db_bind_int(&q, 9, work->submitted_at);
    db_bind_int(&q, 10, work->late);
    db_bind_int(&q, 11, work->reopened_at);
    db_bind_text(&q, 12, work->reopen_reason);
    db_bind_text(&q, 13, work->carried_over_from);
    return db_run(&q);
}

static carnet_err find(struct work *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *out = (struct work){
        .document = document,
        .cohort = db_int(&q, 0),
        .person = db_int(&q, 1),
        .draft_shared = db_int(&q, 3) != 0,
        .title = db_text(&q, 4, ctx->arena),
        .uid = db_text(&q, 5, ctx->arena),
        .kind = db_text(&q, 6, ctx->arena),
    };
    return work_state_parse(&out->state, db_text(&q, 2, ctx->arena));
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
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CANDIDATES);
    db_bind_int(&q, 1, ctx->actor);
    return rows_ids(documents, count, ctx, &q);
}

static carnet_err owner_rights(struct rights *out, struct ctx *ctx, int64_t document)
{
    struct work work;
    struct cohort_standing standing;
    struct span named;
    int64_t since;
    TRY(find(&work, ctx, document));
    TRY(cohort_standing(&standing, ctx, work.cohort, work.person));
    TRY(document_named(&named, &since, ctx, document));
    enum state state = state_of(work.state);
    if (work.person == ctx->actor) {
        rights_add(out, ROLE_TRAINEE, RELATION_OWN, THING_WORK, state, standing.as[ROLE_TRAINEE]);
        rights_add(out, ROLE_FORMER_TRAINEE, RELATION_OWN, THING_WORK, state, standing.as[ROLE_FORMER_TRAINEE]);
        return CARNET_OK;
    }
    rights_add(out, ROLE_ANY, RELATION_NAMED, THING_WORK, state, named);
    if (state == STATE_WORK_DRAFT && !work.draft_shared)
        return CARNET_OK;
    rights_add(out, ROLE_TUTOR, RELATION_ASSIGNED, THING_WORK, state, standing.tutor);
    rights_add(out, ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, THING_WORK, state, standing.cooperator);
    return CARNET_OK;
}

static carnet_err owner_about(struct document_about *out, struct ctx *ctx, int64_t document)
{
    struct work work;
    struct person author;
    TRY(find(&work, ctx, document));
    TRY(people_find(&author, ctx, work.person));
    *out = (struct document_about){ work.title, author.slug, author.name, work.cohort };
    return CARNET_OK;
}

static carnet_err owner_authors(int64_t **people, size_t *count, struct ctx *ctx, int64_t document)
{
    struct work work;
    TRY(find(&work, ctx, document));
    *people = arena_copy(ctx->arena, &work.person, sizeof work.person);
    *count = 1;
    return CARNET_OK;
}

static carnet_err owner_place(struct document_place *out, struct ctx *ctx, int64_t document)
{
    struct work work;
    TRY(find(&work, ctx, document));
    *out = (struct document_place){ arena_printf(ctx->arena, "works/%s.git", work.uid),
                                    arena_printf(ctx->arena, "%s.md", work.kind) };
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
    };
    document_owner_set(DOCUMENT_DIAGNOSTIC, &OWNER);
    document_owner_set(DOCUMENT_DOSSIER_PROFESSIONNEL, &OWNER);
    document_owner_set(DOCUMENT_NOTE_SYNTHETIQUE, &OWNER);
}
