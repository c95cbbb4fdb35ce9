/* Group pages as documents: their rights are the group's. */
#include "areas/document/page.h"

#include "areas/document/document.h"
#include "areas/document/history.h"
#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "areas/group/reader.h"
#include "areas/group/tree.h"
#include "areas/group/visit.h"

static const char SQL_CANDIDATES[] =
    "SELECT group_page.document FROM group_page JOIN \"group\" ON \"group\".id = group_page.\"group\" WHERE \"group\".cohort IN"
    " (SELECT cohort FROM role WHERE person = ?1 UNION SELECT cohort FROM enrolment WHERE person = ?1)"
    " ORDER BY \"group\".name, group_page.document";
static const char SQL_PAGES[] = "SELECT document FROM group_page WHERE \"group\" = ?1";
static const char SQL_LET_IN[] =
    "INSERT OR REPLACE INTO page_reader (document, person, since_revision, since_epoch)"
    " SELECT id, ?2, ?3, rights_epoch FROM document WHERE id = ?1";
static const char SQL_SINCE[] = "SELECT since_revision, since_epoch FROM page_reader WHERE document = ?1 AND person = ?2";
static const char SQL_MEMBERS[] =
    "SELECT DISTINCT person FROM group_membership WHERE \"group\" = ?1 AND person <> ?2 AND from_day <= ?3"
    " AND (to_day IS NULL OR to_day >= ?3)";

static carnet_err page_candidates(int64_t **documents, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CANDIDATES);
    db_bind_int(&q, 1, ctx->actor);
    return rows_ids(documents, count, ctx, &q);
}

static carnet_err page_rights(struct rights *out, struct ctx *ctx, int64_t document)
{
    struct group_page page;
    TRY(group_page_find(&page, ctx, document));
    return group_page_rights(out, ctx, &page);
}

/* Members read their team's pages from the beginning whenever they came, and so does who runs the cohort; whom a team let in again reads
 * from then on, and keeps the threads they began. */
static carnet_err page_since(struct document_since *out, struct ctx *ctx, int64_t document)
{
    struct rights rights = { 0 };
    bool row, late;
    *out = (struct document_since){ 0 };
    struct group_page page;
    struct group group;
    TRY(group_page_find(&page, ctx, document));
    TRY(group_find(&group, ctx, page.group));
    TRY(group_page_rights(&rights, ctx, &page));
    TRY(group_reads_as_let_in(&late, ctx, &group, &rights));
    if (!late)
        return CARNET_OK;
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SINCE);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->actor);
    TRY(db_next(&row, &q));
    if (row)
        *out = (struct document_since){ .revision = db_int(&q, 0), .epoch = db_int(&q, 1) };
    return CARNET_OK;
}

static carnet_err page_about(struct document_about *out, struct ctx *ctx, int64_t document)
{
    struct group_page page;
    struct group group;
    TRY(group_page_find(&page, ctx, document));
    TRY(group_find(&group, ctx, page.group));
    *out = (struct document_about){ page.title, group.slug, group.name, group.cohort };
    return CARNET_OK;
}

static carnet_err page_place(struct document_place *out, struct ctx *ctx, int64_t document)
{
    struct group_page page;
    TRY(group_page_find(&page, ctx, document));
    out->path = page.path;
    return group_page_repository(&out->repository, ctx, &page);
}

/* But for the actor. */
static carnet_err members_of(int64_t **people, size_t *count, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MEMBERS);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_text(&q, 3, moment_today(ctx));
    return rows_ids(people, count, ctx, &q);
}

static carnet_err page_authors(int64_t **people, size_t *count, struct ctx *ctx, int64_t document)
{
    struct group_page page;
    TRY(group_page_find(&page, ctx, document));
    return members_of(people, count, ctx, page.group);
}

static carnet_err tell_members(struct ctx *ctx, const char *kind, const char *uid, int64_t group)
{
    int64_t *members;
    size_t count;
    TRY(members_of(&members, &count, ctx, group));
    return event_add(ctx, kind, uid, members, count);
}

static carnet_err page_rename(struct ctx *ctx, int64_t document, const char *title)
{
    struct group_page page;
    struct document of;
    TRY(group_page_find(&page, ctx, document));
    TRY(document_by_id(&of, ctx, document));
    TRY(group_page_rename(ctx, document, title));
    return tell_members(ctx, "page.renamed", of.uid, page.group);
}

/* A page of the tree by its id, for somebody who may change the tree there. */
static carnet_err find_page(struct document *out, struct group_page *page, struct ctx *ctx, const char *uid)
{
    TRY(document_find(out, ctx, uid, VERB_RENAME));
    if (out->kind != DOCUMENT_GROUP_PAGE)
        return err_set(CARNET_DENIED, "document.not_allowed", "not a page");
    return group_page_find(page, ctx, out->id);
}

carnet_err page_new(struct document *out, struct ctx *ctx, const char *slug, const char *parent, const struct group_page_new *typed)
{
    struct group group;
    struct rights rights = { 0 };
    struct group_page_new page = *typed;
    struct group_page above;
    TRY(group_show(&group, ctx, slug));
    if (parent) {
        TRY(find_page(out, &above, ctx, parent));
        page.parent = above.document;
        page.inner = above.inner; /* its folder is its parent's */
    }
    TRY(page.inner ? group_inner_rights(&rights, ctx, group.id) : group_rights(&rights, ctx, group.id));
    if (!(rights.verbs & VERB_WRITE))
        return err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)group.id);
    TRY(document_title(&page.title, ctx, typed->title, false));
    int64_t id;
    TRY(document_new(&id, ctx, DOCUMENT_GROUP_PAGE, 0));
    TRY(group_page_add(ctx, &group, id, &page));
    TRY(document_by_id(out, ctx, id));
    return tell_members(ctx, "page.created", out->uid, group.id);
}

carnet_err page_move(struct ctx *ctx, const char *uid, const char *parent, const char *before)
{
    struct document document, other;
    struct group_page page, above = { 0 }, next = { 0 };
    TRY(find_page(&document, &page, ctx, uid));
    if (parent)
        TRY(find_page(&other, &above, ctx, parent));
    if (before)
        TRY(find_page(&other, &next, ctx, before));
    return group_page_move(ctx, &page, above.document, next.document);
}

/* Whoever could take it back, but for the actor: also in the commons, which have no members. */
static carnet_err writers_of(int64_t **people, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct cohort_reader *readers;
    size_t reader_count;
    TRY(document_readers(&readers, &reader_count, ctx, document));
    *people = arena_alloc(ctx->arena, (reader_count + 1) * sizeof **people);
    *count = 0;
    for (size_t i = 0; i < reader_count; i++)
        if (readers[i].rights.verbs & VERB_RENAME && readers[i].person.id != ctx->actor)
            (*people)[(*count)++] = readers[i].person.id;
    return CARNET_OK;
}

carnet_err page_trash(struct ctx *ctx, const char *uid)
{
    struct document document;
    struct group_page page;
    int64_t *writers;
    size_t count;
    TRY(find_page(&document, &page, ctx, uid));
    TRY(writers_of(&writers, &count, ctx, &document));
    TRY(group_page_trash(ctx, &page));
    return event_add(ctx, "page.trashed", uid, writers, count);
}

/* Who may throw pages away finds them there; those of the inner folder, its members. */
static carnet_err find_trash(struct group *out, bool *inner, struct ctx *ctx, const char *slug)
{
    struct rights outer = { 0 }, inside = { 0 };
    TRY(group_show(out, ctx, slug));
    TRY(group_rights(&outer, ctx, out->id));
    TRY(group_inner_rights(&inside, ctx, out->id));
    *inner = (inside.verbs & VERB_RENAME) != 0;
    return outer.verbs & VERB_RENAME ? CARNET_OK : err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)out->id);
}

carnet_err page_trashed(struct group_trashed **out, size_t *count, struct ctx *ctx, const char *slug)
{
    struct group group;
    bool inner;
    TRY(find_trash(&group, &inner, ctx, slug));
    return group_page_trashed(out, count, ctx, group.id, inner);
}

carnet_err page_in_trash(struct document_about *out, struct ctx *ctx, const char *uid)
{
    struct document document;
    struct document_about about;
    struct group group;
    struct group_page page;
    bool inner;
    TRY(document_by_uid(&document, ctx, uid));
    TRY(document_about(&about, ctx, &document));
    carnet_err may = find_trash(&group, &inner, ctx, about.owner);
    if (may == CARNET_OK)
        may = group_page_in_trash(&page, ctx, group.id, uid);
    if (may == CARNET_DENIED || (may == CARNET_OK && page.inner && !inner))
        return err_set(CARNET_MISSING, "page.not_in_trash", "not theirs to take back");
    *out = about;
    return may;
}

carnet_err page_restore(struct document *out, struct ctx *ctx, const char *slug, const char *uid)
{
    struct group group;
    struct group_page page;
    bool inner;
    TRY(find_trash(&group, &inner, ctx, slug));
    carnet_err found = group_page_in_trash(&page, ctx, group.id, uid);
    if (found == CARNET_MISSING || (found == CARNET_OK && page.inner && !inner))
        return err_set(CARNET_MISSING, "page.not_in_trash", "not there, or too long");
    TRY(found);
    TRY(group_page_restore(ctx, &page));
    TRY(document_by_id(out, ctx, page.document));
    return tell_members(ctx, "page.restored", uid, group.id);
}

static carnet_err let_in(struct ctx *ctx, int64_t document, int64_t person)
{
    int64_t made, last;
    TRY(history_burst(&made, ctx, document));
    TRY(history_last(&last, ctx, document));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LET_IN);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, person);
    db_bind_int(&q, 3, last);
    return db_run(&q);
}

carnet_err page_reader_set(struct ctx *ctx, const char *slug, const char *who, bool open)
{
    struct group group;
    struct person person;
    int64_t *pages;
    size_t count;
    bool again;
    TRY(group_reader_set(&again, ctx, slug, who, open));
    if (!again)
        return CARNET_OK;
    TRY(group_show(&group, ctx, slug));
    TRY(people_find_slug(&person, ctx, who));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGES);
    db_bind_int(&q, 1, group.id);
    TRY(rows_ids(&pages, &count, ctx, &q));
    for (size_t i = 0; i < count; i++)
        TRY(let_in(ctx, pages[i], person.id));
    return visit_restart(ctx, group.id, person.id);
}

void page_owns(void)
{
    static const struct document_owner OWNER = {
        .candidates = page_candidates,
        .rights = page_rights,
        .about = page_about,
        .authors = page_authors,
        .rename = page_rename,
        .place = page_place,
        .since = page_since,
    };
    document_owner_set(DOCUMENT_GROUP_PAGE, &OWNER);
}
