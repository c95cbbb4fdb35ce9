/* The seal is a toy: XOR with the key and an eight-byte sum over place and text, enough to notice a wrong key or place. */
#include "store/store_fixture.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t toy_sum(const struct log_place *place, bytes plain)
{
    uint64_t sum = 0xcbf29ce484222325u;
    uint64_t facts[] = { (uint64_t)place->journal, (uint64_t)place->document, (uint64_t)place->sequence };
    for (size_t i = 0; i < sizeof facts; i++)
        sum = (sum ^ ((const uint8_t *)facts)[i]) * 0x100000001b3u;
    for (const char *c = place->kind; *c; c++)
        sum = (sum ^ (uint8_t)*c) * 0x100000001b3u;
    for (size_t i = 0; i < plain.len; i++)
        sum = (sum ^ plain.ptr[i]) * 0x100000001b3u;
    return sum;
}

static carnet_err toy_close(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes plain)
{
    uint64_t sum = toy_sum(place, plain);
    buf_put(out, (bytes){ (const uint8_t *)&sum, sizeof sum });
    for (size_t i = 0; i < plain.len; i++)
        buf_put_byte(out, plain.ptr[i] ^ key[i % KEY_BYTES]);
    return CARNET_OK;
}

static carnet_err toy_open(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes sealed)
{
    uint64_t sum;
    if (sealed.len < sizeof sum)
        return err_set(CARNET_CORRUPT, "toy.short", "%s", "");
    memcpy(&sum, sealed.ptr, sizeof sum);
    for (size_t i = sizeof sum; i < sealed.len; i++)
        buf_put_byte(out, sealed.ptr[i] ^ key[(i - sizeof sum) % KEY_BYTES]);
    if (toy_sum(place, buf_bytes(out)) != sum)
        return err_set(CARNET_CORRUPT, "toy.sum", "%s", "");
    return CARNET_OK;
}

void store_toy_seals(void)
{
    static const struct log_seals toy = { toy_close, toy_open };
    log_seal_with(&toy);
}

void store_open(struct store *out, const char *folder)
{
    char path[256];
    *out = (struct store){ .arena = arena_new() };
    if (folder) {
        snprintf(path, sizeof path, "%s/carnet.db", folder);
        CHECK_OK(db_open(&out->db, path, true));
        snprintf(path, sizeof path, "%s/keys.db", folder);
        CHECK_OK(keys_open(&out->keys, path));
    } else {
        CHECK_OK(db_open_memory(&out->db));
        CHECK_OK(keys_open_memory(&out->keys));
    }
    CHECK_OK(db_migrate(out->db));
    out->turn = turn_new(out->db, out->keys);
    out->ctx = (struct ctx){ .db = out->db, .keys = out->keys, .arena = out->arena, .now = clock_now() };
}

void store_close(struct store *store)
{
    turn_free(store->turn);
    keys_close(store->keys);
    db_close(store->db);
    arena_free(store->arena);
    *store = (struct store){ 0 };
}

void store_add_document(struct store *store, int64_t id, int64_t journal)
{
    static const char SQL[] =
        "INSERT INTO document (id, uid, kind, journal, created_at) VALUES (?1, 'd-' || ?1, 'group_page', ?2, 0)";
    CLEANUP(db_query_end) struct db_query q = db_query(store->db, SQL);
    db_bind_int(&q, 1, id);
    if (journal)
        db_bind_int(&q, 2, journal);
    CHECK_OK(db_run(&q));
}

struct ctx store_reader(struct store *store, struct db *reader)
{
    return (struct ctx){ .db = reader, .keys = store->keys, .arena = store->arena, .now = 1 };
}

struct log_append store_append(int64_t document, const char *text, int64_t person)
{
    static _Thread_local int64_t persons[1];
    persons[0] = person;
    return (struct log_append){
        .document = document,
        .update = bytes_text(text),
        .persons = persons,
        .person_count = 1,
    };
}

const char *store_text(struct store *store, int64_t document)
{
    struct log_state state;
    CLEANUP(buf_clear) struct buf text = { 0 };
    CHECK_OK(log_load(&state, &store->ctx, document));
    for (size_t i = 0; i < state.count; i++) {
        if (i)
            buf_put_text(&text, ",");
        buf_put(&text, state.updates[i]);
    }
    return arena_text(store->arena, buf_text(&text));
}

int64_t store_count(struct store *store, const char *sql)
{
    CLEANUP(db_query_end) struct db_query q = db_query(store->db, sql);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}
