/* The rows of journals. */
#include "areas/journal/journal_sql.h"

#include "areas/event/rows.h"

static const char SQL_ENTRY[] =
    "SELECT e.document, e.journal, journal.person, journal.cohort, ifnull(e.\"group\", 0), ifnull(e.shared_at, 0),"
    " ifnull(e.shared_revision, 0), ifnull(e.shared_epoch, 0), e.visibility, e.written_on, e.title, e.tags,"
    " nullif(min(ifnull(e.erase_at, 9223372036854775807), ifnull(journal.erase_at, 9223372036854775807)), 9223372036854775807)"
    " FROM journal_entry AS e JOIN journal ON journal.id = e.journal AND journal.erased_at IS NULL WHERE e.document = ?1";
static const char SQL_OWN[] =
    "SELECT e.document FROM journal_entry AS e JOIN journal ON journal.id = e.journal AND journal.erased_at IS NULL"
    " WHERE journal.person = ?1 ORDER BY e.written_on DESC, e.document DESC";
static const char SQL_OTHERS[] =
    "SELECT e.document FROM journal_entry AS e JOIN journal ON journal.id = e.journal AND journal.erased_at IS NULL"
    " WHERE journal.person <> ?1 AND ((e.visibility <> 'private' AND journal.cohort IN"
    "  (SELECT cohort FROM role WHERE person = ?1 UNION SELECT cohort FROM enrolment WHERE person = ?1))"
    "  OR e.document IN (SELECT document FROM named_reader WHERE person = ?1))"
    " ORDER BY e.written_on DESC, e.document DESC";
static const char SQL_OPENED[] =
    "SELECT e.document FROM journal_entry AS e JOIN journal ON journal.id = e.journal AND journal.erased_at IS NULL"
    " WHERE journal.person = ?2 AND (e.shared_at >= ?3"
    "  OR e.document IN (SELECT document FROM named_reader WHERE person = ?1 AND named_at >= ?3))";
static const char SQL_OF[] = "SELECT id FROM journal WHERE person = ?1 AND cohort = ?2 AND erased_at IS NULL";
static const char SQL_ADD[] = "INSERT INTO journal (person, cohort, created_at) VALUES (?1, ?2, ?3)";
static const char SQL_ENTRY_ADD[] = "INSERT INTO journal_entry (document, journal, written_on) VALUES (?1, ?2, ?3)";
static const char SQL_SET_TITLE[] = "UPDATE journal_entry SET title = ?2 WHERE document = ?1";
static const char SQL_SET_TAGS[] = "UPDATE journal_entry SET tags = ?2 WHERE document = ?1";
static const char SQL_SET_VISIBILITY[] =
    "UPDATE journal_entry SET visibility = ?2, \"group\" = nullif(?3, 0), shared_at = nullif(?4, 0),"
    " shared_revision = nullif(?5, 0), shared_epoch = nullif(?6, 0) WHERE document = ?1";
static const char SQL_GROUPS_OF[] =
    "SELECT DISTINCT g.id FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\""
    " WHERE m.person = ?1 AND g.cohort = ?2 AND m.from_day <= ?3 AND (m.to_day IS NULL OR m.to_day >= ?3)"
    " ORDER BY g.kind = 'team' DESC, g.name";
static const char SQL_NEAR[] =
    "SELECT id FROM person WHERE closed_at IS NULL AND id IN (SELECT person FROM named_reader WHERE document = ?1"
    " UNION SELECT tutor FROM tutor_assignment WHERE trainee = ?2 AND cohort = ?3"
    " UNION SELECT person FROM group_membership WHERE \"group\" = ?4)"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, id";

static const char SQL_DEFAULT[] = "SELECT visibility FROM entry_default WHERE person = ?1";
static const char SQL_DEFAULT_SET[] =
    "INSERT INTO entry_default (person, visibility) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET visibility = ?2";
static const char SQL_NEW_TUTORS[] =
    "SELECT cohort, id, tutor FROM tutor_assignment WHERE trainee = ?1 AND from_day <= ?2 AND (to_day IS NULL OR to_day >= ?2)"
    " AND earlier_answered_at IS NULL ORDER BY from_day DESC, id DESC";
static const char SQL_EARLIER_ANSWERED[] = "UPDATE tutor_assignment SET earlier_answered_at = ?2 WHERE id = ?1";
static const char SQL_END_ENTRY[] = "UPDATE journal_entry SET erase_at = nullif(?2, 0) WHERE document = ?1";
static const char SQL_END_ALL[] =
    "UPDATE journal SET erase_at = nullif(?2, 0) WHERE person = ?1 AND erased_at IS NULL AND (erase_at IS NULL OR erase_at > ?3)";
static const char SQL_ENDING[] = "SELECT ifnull(min(erase_at), 0), count(*) FROM journal WHERE person = ?1 AND erased_at IS NULL";
static const char SQL_OF_PERSON[] =
    "SELECT document.id FROM document JOIN journal ON journal.id = document.journal WHERE journal.person = ?1 AND erased_at IS NULL";
static const char SQL_DUE[] = "SELECT id FROM journal WHERE erased_at IS NULL AND erase_at <= ?1 ORDER BY id";
static const char SQL_DUE_ENTRIES[] =
    "SELECT e.document FROM journal_entry AS e JOIN journal ON journal.id = e.journal AND journal.erased_at IS NULL"
    " WHERE e.erase_at <= ?1 ORDER BY e.document";
static const char SQL_UID[] = "SELECT uid FROM document WHERE id = ?1";
static const char SQL_LEAVERS[] =
    "SELECT journal.id, journal.person, journal.notices, ifnull(journal.noticed_at, 0), date(enrolment.to_day, '+12 months') FROM journal"
    " JOIN enrolment ON enrolment.person = journal.person AND enrolment.cohort = journal.cohort"
    " WHERE journal.erased_at IS NULL AND date(enrolment.to_day, '+11 months') <= ?1 ORDER BY journal.id";
static const char SQL_NOTICED[] = "UPDATE journal SET notices = notices + 1, noticed_at = ?2 WHERE id = ?1";
static const char SQL_MARK_ERASED[] = "UPDATE journal SET erased_at = ?2 WHERE id = ?1 AND erased_at IS NULL";
static const char SQL_ERASED[] = "SELECT id FROM journal WHERE erased_at IS NOT NULL ORDER BY id";
static const char SQL_ALL[] = "SELECT id FROM journal ORDER BY id";
static const char SQL_BEING_ERASED[] =
    "SELECT 1 FROM document JOIN journal ON journal.id = document.journal WHERE document.id = ?1 AND journal.erased_at IS NOT NULL";
static const char SQL_DOCUMENTS[] = "SELECT id FROM document WHERE journal = ?1 ORDER BY id";
static const char *const SQL_DELETE_DOCUMENT[] = {
    "DELETE FROM named_reader WHERE document = ?1",
    "DELETE FROM reading WHERE document = ?1",
    "DELETE FROM text_visit WHERE document = ?1",
    "DELETE FROM comment_edit WHERE comment IN (SELECT id FROM comment WHERE document = ?1)",
    "DELETE FROM comment WHERE document = ?1",
    "DELETE FROM apart WHERE document = ?1", /* its others follow */
    "DELETE FROM revision WHERE document = ?1", /* its authors follow */
    "DELETE FROM journal_entry WHERE document = ?1",
    "DELETE FROM document_log WHERE document = ?1",
    "DELETE FROM document_snapshot WHERE document = ?1",
    "DELETE FROM document_person WHERE document = ?1",
    "DELETE FROM document_client WHERE document = ?1",
    "DELETE FROM document WHERE id = ?1",
};
static const char SQL_DELETE[] = "DELETE FROM journal WHERE id = ?1";

carnet_err journal_sql_entry(struct entry_row *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ENTRY);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *out = (struct entry_row){
        .document = db_int(&q, 0),
        .journal = db_int(&q, 1),
        .author = db_int(&q, 2),
        .cohort = db_int(&q, 3),
        .group = db_int(&q, 4),
        .shared_at = db_int(&q, 5),
        .shared_since = { .revision = db_int(&q, 6), .epoch = db_int(&q, 7) },
        .written_on = db_text(&q, 9, ctx->arena),
        .erase_at = db_int(&q, 12),
    };
    if (!db_is_null(&q, 10))
        out->title = db_bytes(&q, 10, ctx->arena);
    if (!db_is_null(&q, 11))
        out->tags = db_bytes(&q, 11, ctx->arena);
    return visibility_parse(&out->visibility, db_text(&q, 8, ctx->arena));
}

static carnet_err documents_for(int64_t **documents, size_t *count, struct ctx *ctx, const char *sql)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, ctx->actor);
    return rows_ids(documents, count, ctx, &q);
}

carnet_err journal_sql_own(int64_t **documents, size_t *count, struct ctx *ctx)
{
    return documents_for(documents, count, ctx, SQL_OWN);
}

carnet_err journal_sql_others(int64_t **documents, size_t *count, struct ctx *ctx)
{
    return documents_for(documents, count, ctx, SQL_OTHERS);
}

carnet_err journal_sql_opened(int64_t **documents, size_t *count, struct ctx *ctx, int64_t author, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OPENED);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, author);
    db_bind_int(&q, 3, since);
    return rows_ids(documents, count, ctx, &q);
}

carnet_err journal_sql_of(int64_t *journal, struct ctx *ctx, int64_t person, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, cohort);
    bool row;
    TRY(db_next(&row, &q));
    *journal = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}

carnet_err journal_sql_add(int64_t *journal, struct ctx *ctx, int64_t person, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, cohort);
    db_bind_int(&q, 3, ctx->now);
    TRY(db_run(&q));
    *journal = db_last_id(ctx->db);
    return CARNET_OK;
}

carnet_err journal_sql_entry_add(struct ctx *ctx, int64_t document, int64_t journal, const char *written_on)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ENTRY_ADD);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, journal);
    db_bind_text(&q, 3, written_on);
    return db_run(&q);
}

static carnet_err set_sealed(struct ctx *ctx, const char *sql, int64_t document, bytes sealed)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, document);
    db_bind_bytes(&q, 2, sealed);
    return db_run(&q);
}

carnet_err journal_sql_set_title(struct ctx *ctx, int64_t document, bytes sealed)
{
    return set_sealed(ctx, SQL_SET_TITLE, document, sealed);
}

carnet_err journal_sql_set_tags(struct ctx *ctx, int64_t document, bytes sealed)
{
    return set_sealed(ctx, SQL_SET_TAGS, document, sealed);
}

carnet_err journal_sql_set_visibility(struct ctx *ctx, const struct entry_row *row)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET_VISIBILITY);
    db_bind_int(&q, 1, row->document);
    db_bind_text(&q, 2, visibility_text(row->visibility));
    db_bind_int(&q, 3, row->group);
    db_bind_int(&q, 4, row->shared_at);
    db_bind_int(&q, 5, row->shared_since.revision);
    db_bind_int(&q, 6, row->shared_since.epoch);
    return db_run(&q);
}

carnet_err journal_sql_groups_of(int64_t **groups, size_t *count, struct ctx *ctx, int64_t person, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_GROUPS_OF);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, cohort);
    db_bind_text(&q, 3, moment_today(ctx));
    return rows_ids(groups, count, ctx, &q);
}

carnet_err journal_sql_default(enum visibility *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DEFAULT);
    db_bind_int(&q, 1, ctx->actor);
    bool row;
    TRY(db_next(&row, &q));
    *out = VISIBLE_TO_ME;
    return row ? visibility_parse(out, db_text(&q, 0, ctx->arena)) : CARNET_OK;
}

carnet_err journal_sql_default_set(struct ctx *ctx, enum visibility visibility)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DEFAULT_SET);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_text(&q, 2, visibility_text(visibility));
    return db_run(&q);
}

carnet_err journal_sql_new_tutors(struct earlier **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NEW_TUTORS);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_text(&q, 2, moment_today(ctx));
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct earlier){ .cohort = db_int(&q, 0), .assignment = db_int(&q, 1), .tutor.id = db_int(&q, 2) };
    }
}

carnet_err journal_sql_earlier_answered(struct ctx *ctx, int64_t assignment)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_EARLIER_ANSWERED);
    db_bind_int(&q, 1, assignment);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err journal_sql_near(int64_t **people, size_t *count, struct ctx *ctx, const struct entry_row *row)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NEAR);
    db_bind_int(&q, 1, row->document);
    db_bind_int(&q, 2, row->author);
    db_bind_int(&q, 3, row->cohort);
    db_bind_int(&q, 4, row->group);
    return rows_ids(people, count, ctx, &q);
}

/* ---- erasing ---- */

static carnet_err run_on(struct ctx *ctx, const char *sql, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    return db_run(&q);
}

carnet_err journal_sql_mark_erased(struct ctx *ctx, int64_t journal)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MARK_ERASED);
    db_bind_int(&q, 1, journal);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err journal_sql_erased(int64_t **journals, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ERASED);
    return rows_ids(journals, count, ctx, &q);
}

carnet_err journal_sql_all(int64_t **journals, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ALL);
    return rows_ids(journals, count, ctx, &q);
}

carnet_err journal_sql_being_erased(bool *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BEING_ERASED);
    db_bind_int(&q, 1, document);
    return db_next(out, &q);
}

carnet_err journal_sql_documents(int64_t **documents, size_t *count, struct ctx *ctx, int64_t journal)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DOCUMENTS);
    db_bind_int(&q, 1, journal);
    return rows_ids(documents, count, ctx, &q);
}

carnet_err journal_sql_delete_document(struct ctx *ctx, int64_t document)
{
    for (size_t i = 0; i < sizeof SQL_DELETE_DOCUMENT / sizeof *SQL_DELETE_DOCUMENT; i++)
        TRY(run_on(ctx, SQL_DELETE_DOCUMENT[i], document));
    return CARNET_OK;
}

carnet_err journal_sql_delete(struct ctx *ctx, int64_t journal)
{
    return run_on(ctx, SQL_DELETE, journal);
}

/* ---- asking for it ---- */

carnet_err journal_sql_end_entry(struct ctx *ctx, int64_t document, int64_t erase_at)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_END_ENTRY);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, erase_at);
    return db_run(&q);
}

carnet_err journal_sql_end_all(struct ctx *ctx, int64_t person, int64_t erase_at)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_END_ALL);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, erase_at);
    db_bind_int(&q, 3, ctx->now);
    return db_run(&q);
}

carnet_err journal_sql_ending(int64_t *erase_at, int64_t *journals, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ENDING);
    db_bind_int(&q, 1, person);
    TRY(db_one(&q));
    *erase_at = db_int(&q, 0);
    *journals = db_int(&q, 1);
    return CARNET_OK;
}

static carnet_err ids_for(int64_t **out, size_t *count, struct ctx *ctx, const char *sql, int64_t value)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, value);
    return rows_ids(out, count, ctx, &q);
}

carnet_err journal_sql_of_person(int64_t **documents, size_t *count, struct ctx *ctx, int64_t person)
{
    return ids_for(documents, count, ctx, SQL_OF_PERSON, person);
}

carnet_err journal_sql_due(int64_t **journals, size_t *count, struct ctx *ctx)
{
    return ids_for(journals, count, ctx, SQL_DUE, ctx->now);
}

carnet_err journal_sql_due_entries(int64_t **documents, size_t *count, struct ctx *ctx)
{
    return ids_for(documents, count, ctx, SQL_DUE_ENTRIES, ctx->now);
}

carnet_err journal_sql_uid(const char **uid, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_UID);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *uid = db_text(&q, 0, ctx->arena);
    return CARNET_OK;
}

/* ---- who left ---- */

carnet_err journal_sql_leavers(struct leaver **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LEAVERS);
    db_bind_text(&q, 1, moment_today(ctx));
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct leaver){ .journal = db_int(&q, 0), .person = db_int(&q, 1), .notices = db_int(&q, 2),
                                              .noticed_at = db_int(&q, 3), .last_day = db_text(&q, 4, ctx->arena) };
    }
}

carnet_err journal_sql_noticed(struct ctx *ctx, int64_t journal)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NOTICED);
    db_bind_int(&q, 1, journal);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}
