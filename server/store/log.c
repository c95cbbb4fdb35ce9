/* Appending, and the small facts around a document: rights epoch, who took part, whose a client id is.
 * Sequences: the row document_sequence.reserved is a durable promise that none above it was given out; it is raised ahead by
 * SEQUENCE_STEP inside the transaction that needs it. A rollback may take the raise back, never a number: the count in memory
 * only grows, and a restart goes on after the promise. */
#include "store/log_internal.h"

#include "store/db_internal.h"

enum { SEQUENCE_STEP = 1024 };

static carnet_err reserved_read(struct db *db)
{
    static const char SQL[] = "SELECT reserved FROM document_sequence WHERE one = 1";
    CLEANUP(db_query_end) struct db_query q = db_query(db, SQL);
    TRY(db_one(&q));
    db->sequence_reserved = db_int(&q, 0);
    if (!db->sequence)
        db->sequence = db->sequence_reserved;
    return CARNET_OK;
}

static carnet_err reserved_raise(struct db *db)
{
    static const char SQL[] = "UPDATE document_sequence SET reserved = ?1 WHERE one = 1";
    CLEANUP(db_query_end) struct db_query q = db_query(db, SQL);
    db_bind_int(&q, 1, db->sequence + SEQUENCE_STEP);
    TRY(db_run(&q));
    db->sequence_reserved = db->sequence + SEQUENCE_STEP;
    return CARNET_OK;
}

static carnet_err sequence_next(int64_t *out, struct db *db)
{
    if (!db->sequence_reserved)
        TRY(reserved_read(db));
    if (db->sequence >= db->sequence_reserved)
        TRY(reserved_raise(db));
    *out = ++db->sequence;
    return CARNET_OK;
}

carnet_err log_document_find(struct log_document *out, struct ctx *ctx, int64_t document)
{
    static const char SQL[] = "SELECT rights_epoch, journal FROM document WHERE id = ?1";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    bool row;
    db_bind_int(&q, 1, document);
    TRY(db_next(&row, &q));
    if (!row)
        return err_set(CARNET_MISSING, "document.missing", "document=%lld", (long long)document);
    *out = (struct log_document){ .epoch = db_int(&q, 0), .journal = db_int(&q, 1) };
    return CARNET_OK;
}

/* ---- append ---- */

static carnet_err owner_of(int64_t *person, struct ctx *ctx, int64_t document, uint64_t client)
{
    static const char SQL[] = "SELECT person FROM document_client WHERE document = ?1 AND client = ?2";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, (int64_t)client);
    TRY(db_one(&q));
    *person = db_int(&q, 0);
    return CARNET_OK;
}

static carnet_err bind_client(struct ctx *ctx, int64_t document, const struct log_binding *binding)
{
    static const char SQL[] =
        "INSERT INTO document_client (document, client, person) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    int64_t owner;
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, (int64_t)binding->client);
    db_bind_int(&q, 3, binding->person);
    TRY(db_run(&q));
    if (db_changes(ctx->db))
        return CARNET_OK;
    TRY(owner_of(&owner, ctx, document, binding->client));
    if (owner != binding->person)
        return err_set(CARNET_CONFLICT, "log.bound", "document=%lld client=%llu", (long long)document,
                       (unsigned long long)binding->client);
    return CARNET_OK;
}

static carnet_err person_took_part(struct ctx *ctx, int64_t document, int64_t person, int64_t sequence)
{
    static const char SQL[] =
        "INSERT INTO document_person (document, person, sequence) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (document, person) DO UPDATE SET sequence = excluded.sequence";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, person);
    db_bind_int(&q, 3, sequence);
    return db_run(&q);
}

static carnet_err insert(struct ctx *ctx, const struct log_place *place, bytes stored)
{
    static const char SQL[] =
        "INSERT INTO document_log (sequence, document, at, crc, data) VALUES (?1, ?2, ?3, ?4, ?5)";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, place->sequence);
    db_bind_int(&q, 2, place->document);
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, log_crc(place, stored));
    db_bind_bytes(&q, 5, stored);
    return db_run(&q);
}

carnet_err log_append(int64_t *sequence, struct ctx *ctx, const struct log_append *append)
{
    struct log_document document;
    TRY(log_document_find(&document, ctx, append->document));
    if (append->epoch != -1 && append->epoch != document.epoch)
        return err_set(CARNET_CONFLICT, "log.epoch", "document=%lld was=%lld is=%lld", (long long)append->document,
                       (long long)append->epoch, (long long)document.epoch);
    CLEANUP(log_key_wipe) struct log_key key = { { 0 } };
    TRY(log_key_find(&key, ctx, document.journal));
    for (size_t i = 0; i < append->binding_count; i++)
        TRY(bind_client(ctx, append->document, &append->bindings[i]));
    struct log_place place = { .journal = document.journal, .document = append->document, .kind = "log" };
    CLEANUP(buf_clear) struct buf scratch = { 0 };
    bytes stored;
    TRY(sequence_next(&place.sequence, ctx->db));
    TRY(log_bytes_close(&stored, &scratch, &key, &place, append->update));
    TRY(insert(ctx, &place, stored));
    for (size_t i = 0; i < append->person_count; i++)
        TRY(person_took_part(ctx, append->document, append->persons[i], place.sequence));
    *sequence = place.sequence;
    return CARNET_OK;
}

/* ---- facts ---- */

carnet_err log_persons_since(int64_t **persons, size_t *count, struct ctx *ctx, int64_t document, int64_t sequence)
{
    static const char SQL[] =
        "SELECT person FROM document_person WHERE document = ?1 AND sequence > ?2 ORDER BY person";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    CLEANUP(buf_clear) struct buf found = { 0 };
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, sequence);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            break;
        int64_t person = db_int(&q, 0);
        buf_put(&found, (bytes){ (const uint8_t *)&person, sizeof person });
    }
    *persons = arena_copy(ctx->arena, found.ptr, found.len);
    *count = found.len / sizeof **persons;
    return CARNET_OK;
}

carnet_err log_last(int64_t *sequence, struct ctx *ctx, int64_t document)
{
    static const char SQL[] =
        "SELECT max(coalesce((SELECT max(sequence) FROM document_log WHERE document = ?1), 0),"
        " coalesce((SELECT sequence FROM document_snapshot WHERE document = ?1), 0))";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *sequence = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err log_raise_epoch(struct ctx *ctx, int64_t document)
{
    static const char SQL[] = "UPDATE document SET rights_epoch = rights_epoch + 1 WHERE id = ?1";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, document);
    TRY(db_run(&q));
    if (!db_changes(ctx->db))
        return err_set(CARNET_MISSING, "document.missing", "document=%lld", (long long)document);
    if (ctx->effects)
        effect_add(ctx, EFFECT_RIGHTS, document, (bytes){ NULL, 0 });
    return CARNET_OK;
}
