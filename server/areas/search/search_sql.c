/* The rows of search. */
#include "areas/search/search_sql.h"

#include "areas/event/rows.h"
#include "areas/search/fold.h"

static const char SQL_STALE[] =
    "SELECT document.id, (SELECT max(id) FROM revision WHERE revision.document = document.id) AS latest"
    " FROM document LEFT JOIN search_words AS w ON w.document = document.id"
    " WHERE document.journal IS NULL AND latest IS NOT NULL AND (w.document IS NULL OR w.version <> ?1 OR w.revision < latest)"
    " ORDER BY latest DESC LIMIT ?2";
/* Another round may have kept a later text meanwhile. */
static const char SQL_KEEP[] =
    "INSERT INTO search_words (document, revision, version, words) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (document) DO UPDATE SET revision = ?2, version = ?3, words = ?4 WHERE ?2 > revision OR ?3 <> version";
static const char SQL_MATCH[] = "SELECT rowid FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid";
static const char SQL_MEMBERS[] =
    "SELECT id, slug, given_name, family_name, email, pseudonym FROM person WHERE id IN"
    " (SELECT m.person FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\""
    "  WHERE g.cohort = ?1 AND m.from_day <= ?2 AND (m.to_day IS NULL OR m.to_day >= ?2))"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, id";

carnet_err search_sql_stale(struct index_words **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_STALE);
    db_bind_int(&q, 1, FOLD_VERSION);
    db_bind_int(&q, 2, INDEX_AT_ONCE);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct index_words){ .document = db_int(&q, 0), .revision = db_int(&q, 1) };
    }
}

carnet_err search_sql_keep(struct ctx *ctx, const struct index_words *words)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_KEEP);
    db_bind_int(&q, 1, words->document);
    db_bind_int(&q, 2, words->revision);
    db_bind_int(&q, 3, FOLD_VERSION);
    db_bind_text(&q, 4, words->words);
    return db_run(&q);
}

carnet_err search_sql_match(int64_t **documents, size_t *count, struct ctx *ctx, const char *match)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MATCH);
    db_bind_text(&q, 1, match);
    return rows_ids(documents, count, ctx, &q);
}

carnet_err search_sql_members(struct person **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MEMBERS);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, moment_today(ctx));
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = people_row(ctx, &q);
    }
}
