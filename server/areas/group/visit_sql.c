/* The rows of visits, and what changed after a moment. */
#include "areas/group/visit_sql.h"

#include <string.h>

#include "areas/event/rows.h"

static const char SQL_FIND[] =
    "SELECT seen_at, seen_sequence, ifnull(since_at, 0), ifnull(since_sequence, 0) FROM group_visit WHERE \"group\" = ?1 AND person = ?2";
static const char SQL_PUT[] =
    "INSERT INTO group_visit (\"group\", person, seen_at, seen_sequence, since_at, since_sequence)"
    " VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), iif(?5 = 0, NULL, ?6)) ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at,"
    " seen_sequence = excluded.seen_sequence, since_at = excluded.since_at, since_sequence = excluded.since_sequence";
static const char SQL_SEQUENCE[] =
    "SELECT ifnull(max(sequence), 0) FROM document_person WHERE document IN (SELECT document FROM group_page WHERE \"group\" = ?1)";
/* One row for each page and person; the log may have been folded, so the time is then that of the revision that has it. */
static const char SQL_PAGES[] =
    "SELECT document.uid, page.title, page.inner, document.created_at > ?5, person.slug, person.given_name || ' ' || person.family_name,"
    " ifnull((SELECT at FROM document_log AS l WHERE l.document = wrote.document AND l.sequence >= wrote.sequence ORDER BY l.sequence LIMIT 1),"
    "  ifnull((SELECT at FROM revision AS r WHERE r.document = wrote.document AND r.sequence >= wrote.sequence ORDER BY r.id LIMIT 1),"
    "   document.created_at))"
    " FROM group_page AS page JOIN document ON document.id = page.document JOIN document_person AS wrote ON wrote.document = page.document"
    " JOIN person ON person.id = wrote.person"
    " WHERE page.\"group\" = ?1 AND page.trashed_with IS NULL AND (?2 OR NOT page.inner) AND wrote.person <> ?3 AND wrote.sequence > ?4"
    " ORDER BY max(wrote.sequence) OVER (PARTITION BY page.document) DESC, wrote.sequence DESC";
static const char SQL_FILES[] =
    "SELECT f.uid, f.name, person.slug, person.given_name || ' ' || person.family_name, f.at FROM group_file AS f"
    " JOIN person ON person.id = f.uploaded_by WHERE f.\"group\" = ?1 AND f.trashed_at IS NULL AND f.at > ?2 AND f.uploaded_by <> ?3"
    " ORDER BY f.at DESC, f.id DESC";

carnet_err visit_sql_find(struct visit_row *out, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, ctx->actor);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? (struct visit_row){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2), db_int(&q, 3) } : (struct visit_row){ 0 };
    return CARNET_OK;
}

carnet_err visit_sql_put(struct ctx *ctx, int64_t group, const struct visit_row *row)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PUT);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_int(&q, 3, row->seen_at);
    db_bind_int(&q, 4, row->seen_sequence);
    db_bind_int(&q, 5, row->since_at);
    db_bind_int(&q, 6, row->since_sequence);
    return db_run(&q);
}

carnet_err visit_sql_sequence(int64_t *out, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SEQUENCE);
    db_bind_int(&q, 1, group);
    TRY(db_one(&q));
    *out = db_int(&q, 0);
    return CARNET_OK;
}

static void add_author(struct visit_page *page, struct ctx *ctx, struct db_query *q)
{
    page->authors = rows_grow(ctx, page->authors, page->author_count, sizeof *page->authors);
    page->authors[page->author_count++] = (struct visit_author){ db_text(q, 4, ctx->arena), db_text(q, 5, ctx->arena) };
}

carnet_err visit_sql_pages(struct visit_page **out, size_t *count, struct ctx *ctx, int64_t group, bool inner, const struct visit_row *row)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGES);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, inner);
    db_bind_int(&q, 3, ctx->actor);
    db_bind_int(&q, 4, row->since_sequence);
    db_bind_int(&q, 5, row->since_at);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool found;
        TRY(db_next(&found, &q));
        if (!found)
            return CARNET_OK;
        const char *uid = db_text(&q, 0, ctx->arena);
        if (!*count || strcmp((*out)[*count - 1].uid, uid) != 0) {
            *out = rows_grow(ctx, *out, *count, sizeof **out);
            (*out)[(*count)++] = (struct visit_page){ .uid = uid, .title = db_text(&q, 1, ctx->arena), .inner = db_int(&q, 2) != 0,
                                                      .made = db_int(&q, 3) != 0, .at = db_int(&q, 6) };
        }
        add_author(&(*out)[*count - 1], ctx, &q);
    }
}

carnet_err visit_sql_files(struct visit_file **out, size_t *count, struct ctx *ctx, int64_t group, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FILES);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, since);
    db_bind_int(&q, 3, ctx->actor);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool found;
        TRY(db_next(&found, &q));
        if (!found)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct visit_file){ .uid = db_text(&q, 0, ctx->arena), .name = db_text(&q, 1, ctx->arena),
                                                  .by = { db_text(&q, 2, ctx->arena), db_text(&q, 3, ctx->arena) }, .at = db_int(&q, 4) };
    }
}
