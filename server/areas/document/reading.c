/* Readings: rows that say how far somebody read, and what that leaves to read. */
#include "areas/document/reading.h"

#include "areas/document/history_sql.h"
#include "areas/document/words.h"
#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "store/log.h"

enum { SENTENCE_LONGEST = 280, READINGS_AT_ONCE = 200 };

static const char SQL_LAST[] = "SELECT at, sequence FROM reading WHERE document = ?1 AND person = ?2 ORDER BY id DESC LIMIT 1";
static const char SQL_OTHERS_WROTE[] =
    "SELECT ifnull(max(sequence), 0) FROM document_person WHERE document = ?1 AND person <> ?2";
/* A burst under way has no revision yet: then it is as old as the last row of the log. */
static const char SQL_SINCE[] =
    "SELECT ifnull((SELECT min(at) FROM revision WHERE document = ?1 AND id >= ?2 AND sequence > ?3), ?4)";
static const char SQL_ADD[] =
    "INSERT INTO reading (document, person, at, sequence, sentence) VALUES (?1, ?2, ?3, ?4, nullif(?5, x''))";
static const char SQL_LIST[] =
    "SELECT person, at, sentence FROM reading WHERE document = ?1 AND (?2 = 0 OR person = ?2) ORDER BY id DESC LIMIT ?3";

static struct words_place sentence_place(const struct document *document, int64_t person)
{
    return (struct words_place){ document->journal, document->id, "reading", person };
}

static carnet_err last_reading(int64_t *at, int64_t *sequence, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LAST);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->actor);
    bool row;
    TRY(db_next(&row, &q));
    *at = row ? db_int(&q, 0) : 0;
    *sequence = row ? db_int(&q, 1) : 0;
    return CARNET_OK;
}

carnet_err reading_last(int64_t *at, struct ctx *ctx, int64_t document)
{
    int64_t sequence;
    return last_reading(at, &sequence, ctx, document);
}

static carnet_err others_wrote(int64_t *sequence, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OTHERS_WROTE);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->actor);
    TRY(db_one(&q));
    *sequence = db_int(&q, 0);
    return CARNET_OK;
}

static carnet_err oldest_since(int64_t *at, struct ctx *ctx, const struct document *document, int64_t first, int64_t sequence)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SINCE);
    db_bind_int(&q, 1, document->id);
    db_bind_int(&q, 2, first);
    db_bind_int(&q, 3, sequence);
    db_bind_int(&q, 4, document->updated_at);
    TRY(db_one(&q));
    *at = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err reading_news(struct reading_news *out, struct ctx *ctx, const struct document *document)
{
    int64_t written;
    struct document_since first;
    *out = (struct reading_news){ 0 };
    TRY(last_reading(&out->read_at, &out->read, ctx, document->id));
    TRY(others_wrote(&written, ctx, document->id));
    TRY(document_since(&first, ctx, document));
    out->first = !out->read_at;
    out->any = written > out->read;
    if (!out->first)
        TRY(history_sql_before(&out->revision, ctx, document->id, first.revision, out->read));
    return oldest_since(&out->since, ctx, document, first.revision, out->read);
}

carnet_err reading_put(struct ctx *ctx, const char *uid, const char *typed)
{
    struct document document;
    const char *sentence;
    TRY(document_find(&document, ctx, uid, VERB_READ));
    if (document.rights.verbs & VERB_WRITE)
        return err_set(CARNET_CONFLICT, "reading.own", "document=%lld", (long long)document.id);
    TRY(words_clean(&sentence, ctx, typed ? typed : "", SENTENCE_LONGEST, "reading.sentence"));
    struct words_place place = sentence_place(&document, ctx->actor);
    int64_t sequence, *authors;
    size_t count;
    bytes column;
    TRY(log_last(&sequence, ctx, document.id));
    TRY(words_close(&column, ctx, &place, sentence));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, document.id);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, sequence);
    db_bind_bytes(&q, 5, column);
    TRY(db_run(&q));
    TRY(document_owner_of(document.kind)->authors(&authors, &count, ctx, document.id));
    return event_add(ctx, "document.read", document.uid, authors, count);
}

static carnet_err read_row(struct reading *out, struct ctx *ctx, const struct document *document, struct db_query *q)
{
    int64_t person = db_int(q, 0);
    out->at = db_int(q, 1);
    struct words_place place = sentence_place(document, person);
    TRY(people_find(&out->person, ctx, person));
    return words_open(&out->sentence, ctx, &place, db_is_null(q, 2) ? (bytes){ 0 } : db_bytes(q, 2, ctx->arena));
}

carnet_err reading_list(struct reading **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    bool all = document->rights.verbs & VERB_SHARE;
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, document->id);
    db_bind_int(&q, 2, all ? 0 : ctx->actor);
    db_bind_int(&q, 3, READINGS_AT_ONCE);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        TRY(read_row(&(*out)[*count], ctx, document, &q));
        (*count)++;
    }
}
