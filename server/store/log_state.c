/* A document's durable state: reading it in one view, and folding its rows into a new snapshot. */
#include "store/log_internal.h"

#include "store/db_internal.h"

/* ---- load ---- */

struct loading { /* grows outside the arena, moves into it at the end */
    struct log_state *state;
    struct arena *arena;
    struct log_key key;
    struct buf updates, bindings;
};

static void loading_clear(struct loading *loading)
{
    buf_clear(&loading->updates);
    buf_clear(&loading->bindings);
    log_key_wipe(&loading->key);
}

/* sequence, crc, data: the columns of both queries. */
static carnet_err loading_add(bytes *update, struct loading *loading, struct log_place *place, struct db_query *q)
{
    struct log_stored stored = { .data = db_peek(q, 2), .crc = db_int(q, 1) };
    place->sequence = db_int(q, 0);
    TRY(log_bytes_open(update, loading->arena, &loading->key, place, &stored));
    buf_put(&loading->updates, (bytes){ (const uint8_t *)update, sizeof *update });
    loading->state->sequence = place->sequence;
    return CARNET_OK;
}

static carnet_err load_snapshot(struct loading *loading, struct ctx *ctx, struct log_place place)
{
    static const char SQL[] = "SELECT sequence, crc, data FROM document_snapshot WHERE document = ?1";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    bool row;
    bytes update;
    db_bind_int(&q, 1, place.document);
    TRY(db_next(&row, &q));
    if (!row)
        return CARNET_OK;
    place.kind = "snapshot";
    TRY(loading_add(&update, loading, &place, &q));
    loading->state->snapshot = place.sequence;
    loading->state->snapshot_bytes = update.len;
    return CARNET_OK;
}

static carnet_err load_rows(struct loading *loading, struct ctx *ctx, struct log_place place)
{
    static const char SQL[] =
        "SELECT sequence, crc, data FROM document_log WHERE document = ?1 AND sequence > ?2 ORDER BY sequence";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    struct log_state *state = loading->state;
    place.kind = "log";
    db_bind_int(&q, 1, place.document);
    db_bind_int(&q, 2, state->snapshot);
    for (;;) {
        bool row;
        bytes update;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        TRY(loading_add(&update, loading, &place, &q));
        state->row_count++;
        state->row_bytes += update.len;
    }
}

static carnet_err load_bindings(struct loading *loading, struct ctx *ctx, int64_t document)
{
    static const char SQL[] = "SELECT client, person FROM document_client WHERE document = ?1";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, document);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        struct log_binding binding = { .client = (uint64_t)db_int(&q, 0), .person = db_int(&q, 1) };
        buf_put(&loading->bindings, (bytes){ (const uint8_t *)&binding, sizeof binding });
    }
}

carnet_err log_load(struct log_state *out, struct ctx *ctx, int64_t document)
{
    struct log_document facts;
    CLEANUP(db_view_end) struct db_view view;
    TRY(db_view_begin(&view, ctx->db));
    TRY(log_document_find(&facts, ctx, document));
    struct log_state state = { .epoch = facts.epoch, .journal = facts.journal };
    struct log_place place = { .journal = facts.journal, .document = document };
    CLEANUP(loading_clear) struct loading loading = { .state = &state, .arena = ctx->arena };
    TRY(log_key_find(&loading.key, ctx, facts.journal));
    TRY(load_snapshot(&loading, ctx, place));
    TRY(load_rows(&loading, ctx, place));
    TRY(load_bindings(&loading, ctx, document));
    state.updates = arena_copy(ctx->arena, loading.updates.ptr, loading.updates.len);
    state.count = loading.updates.len / sizeof *state.updates;
    state.bindings = arena_copy(ctx->arena, loading.bindings.ptr, loading.bindings.len);
    state.binding_count = loading.bindings.len / sizeof *state.bindings;
    *out = state;
    return CARNET_OK;
}

/* ---- compact ---- */

static carnet_err snapshot_is(struct ctx *ctx, int64_t document, int64_t from)
{
    static const char SQL[] = "SELECT sequence FROM document_snapshot WHERE document = ?1";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    bool row;
    db_bind_int(&q, 1, document);
    TRY(db_next(&row, &q));
    int64_t present = row ? db_int(&q, 0) : 0;
    if (present != from)
        return err_set(CARNET_CONFLICT, "log.snapshot_moved", "document=%lld from=%lld present=%lld", (long long)document,
                       (long long)from, (long long)present);
    return CARNET_OK;
}

static carnet_err row_exists(struct ctx *ctx, int64_t document, int64_t sequence)
{
    static const char SQL[] = "SELECT 1 FROM document_log WHERE sequence = ?1 AND document = ?2";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    bool row;
    db_bind_int(&q, 1, sequence);
    db_bind_int(&q, 2, document);
    TRY(db_next(&row, &q));
    if (!row)
        return err_set(CARNET_INVALID, "log.no_such_row", "document=%lld sequence=%lld", (long long)document,
                       (long long)sequence);
    return CARNET_OK;
}

static carnet_err snapshot_put(struct ctx *ctx, const struct log_place *place, bytes stored)
{
    static const char SQL[] =
        "INSERT INTO document_snapshot (document, sequence, at, crc, data) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (document) DO UPDATE SET sequence = excluded.sequence, at = excluded.at, crc = excluded.crc,"
        " data = excluded.data";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, place->document);
    db_bind_int(&q, 2, place->sequence);
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, log_crc(place, stored));
    db_bind_bytes(&q, 5, stored);
    return db_run(&q);
}

static carnet_err rows_drop(struct ctx *ctx, int64_t document, int64_t through)
{
    static const char SQL[] = "DELETE FROM document_log WHERE document = ?1 AND sequence <= ?2";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, through);
    return db_run(&q);
}

carnet_err log_compact(struct ctx *ctx, int64_t document, int64_t from, int64_t through, bytes state)
{
    struct log_document facts;
    TRY(log_document_find(&facts, ctx, document));
    TRY(snapshot_is(ctx, document, from));
    if (through != from)
        TRY(row_exists(ctx, document, through));
    struct log_place place = {
        .journal = facts.journal, .document = document, .kind = "snapshot", .sequence = through
    };
    CLEANUP(log_key_wipe) struct log_key key = { { 0 } };
    CLEANUP(buf_clear) struct buf scratch = { 0 };
    bytes stored;
    TRY(log_key_find(&key, ctx, facts.journal));
    TRY(log_bytes_close(&stored, &scratch, &key, &place, state));
    TRY(snapshot_put(ctx, &place, stored));
    return rows_drop(ctx, document, through);
}
