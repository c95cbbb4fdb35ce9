/* The update log, without turns: what is appended is loaded, sealed or not; what must be refused is. */
#include "store/store_fixture.h"

#include <stdio.h>

static int64_t append(struct store *s, int64_t document, const char *text, int64_t person)
{
    int64_t sequence = 0;
    struct log_append row = store_append(document, text, person);
    CHECK_OK(log_append(&sequence, &s->ctx, &row));
    return sequence;
}

static void new_journal(struct store *s, int64_t journal)
{
    uint8_t key[KEY_BYTES];
    memset(key, (int)journal + 40, sizeof key);
    CHECK_OK(keys_put(s->keys, journal, key));
    CHECK_OK(keys_settle(s->keys));
}

static void round_trip(struct store *s, int64_t journal)
{
    struct log_state state;
    store_add_document(s, 1, journal);
    store_add_document(s, 2, 0);
    int64_t a = append(s, 1, "un", 7);
    append(s, 2, "autre", 7);
    int64_t b = append(s, 1, "deux", 8);
    int64_t c = append(s, 1, "trois", 7);
    CHECK(a < b && b < c);
    CHECK_TEXT("un,deux,trois", store_text(s, 1));
    CHECK_OK(log_load(&state, &s->ctx, 1));
    CHECK_INT(3, state.row_count);
    CHECK_INT(11, state.row_bytes);
    CHECK_INT(c, state.sequence);
    CHECK_INT(journal, state.journal);
    CHECK_OK(log_compact(&s->ctx, 1, 0, b, bytes_text("undeux")));
    CHECK_TEXT("undeux,trois", store_text(s, 1));
    CHECK_OK(log_load(&state, &s->ctx, 1));
    CHECK_INT(b, state.snapshot);
    CHECK_INT(6, state.snapshot_bytes);
    CHECK_INT(1, state.row_count);
    CHECK_OK(log_compact(&s->ctx, 1, b, c, bytes_text("undeuxtrois")));
    CHECK_TEXT("undeuxtrois", store_text(s, 1));
    CHECK_TEXT("autre", store_text(s, 2));
    int64_t last;
    CHECK_OK(log_last(&last, &s->ctx, 1));
    CHECK_INT(c, last);
}

TEST(log, what_is_appended_is_loaded_before_and_after_compaction)
{
    struct store s;
    store_open(&s, NULL);
    round_trip(&s, 0);
    store_close(&s);
}

TEST(log, the_same_for_a_sealed_document_of_which_no_byte_lies_open)
{
    struct store s;
    store_toy_seals();
    store_open(&s, NULL);
    new_journal(&s, 3);
    round_trip(&s, 3);
    append(&s, 1, "secret", 7);
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_log WHERE instr(data, CAST('secret' AS BLOB))"));
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_snapshot WHERE instr(data, CAST('undeux' AS BLOB))"));
    store_close(&s);
}

TEST(log, a_damaged_or_moved_row_is_corrupt_and_never_handed_out)
{
    struct store s;
    struct log_state state;
    store_toy_seals();
    store_open(&s, NULL);
    new_journal(&s, 3);
    store_add_document(&s, 1, 0);
    store_add_document(&s, 2, 3);
    store_add_document(&s, 4, 3);
    append(&s, 1, "abc", 7);
    append(&s, 2, "def", 7);
    append(&s, 4, "ghi", 7);
    CHECK_OK(db_exec(s.db, "UPDATE document_log SET data = CAST('abd' AS BLOB) WHERE document = 1"));
    CHECK_ERR(CARNET_CORRUPT, log_load(&state, &s.ctx, 1));
    CHECK_TEXT("def", store_text(&s, 2));
    CHECK_OK(db_exec(s.db, "UPDATE document_log SET document = 2 WHERE document = 4"));
    CHECK_ERR(CARNET_CORRUPT, log_load(&state, &s.ctx, 2));
    store_close(&s);
}

TEST(log, an_erased_key_makes_the_document_missing)
{
    struct store s;
    struct log_state state;
    store_toy_seals();
    store_open(&s, NULL);
    new_journal(&s, 3);
    store_add_document(&s, 1, 3);
    append(&s, 1, "abc", 7);
    CHECK_OK(keys_erase(s.keys, 3, (uint8_t[KEY_MARK]){ 3 }, 1));
    CHECK_ERR(CARNET_MISSING, log_load(&state, &s.ctx, 1));
    store_close(&s);
}

TEST(log, a_missing_document_takes_nothing)
{
    struct store s;
    struct log_state state;
    int64_t sequence;
    store_open(&s, NULL);
    struct log_append row = store_append(1, "abc", 7);
    CHECK_ERR(CARNET_MISSING, log_append(&sequence, &s.ctx, &row));
    CHECK_ERR(CARNET_MISSING, log_load(&state, &s.ctx, 1));
    CHECK_ERR(CARNET_MISSING, log_raise_epoch(&s.ctx, 1));
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_log"));
    store_close(&s);
}

TEST(log, persons_are_known_since_a_sequence_and_survive_compaction)
{
    struct store s;
    int64_t *persons;
    size_t count;
    store_open(&s, NULL);
    store_add_document(&s, 1, 0);
    append(&s, 1, "un", 9);
    int64_t b = append(&s, 1, "deux", 4);
    int64_t c = append(&s, 1, "trois", 6);
    CHECK_OK(log_compact(&s.ctx, 1, 0, c, bytes_text("tout")));
    CHECK_OK(log_persons_since(&persons, &count, &s.ctx, 1, 0));
    CHECK(count == 3 && persons[0] == 4 && persons[1] == 6 && persons[2] == 9);
    CHECK_OK(log_persons_since(&persons, &count, &s.ctx, 1, b));
    CHECK(count == 1 && persons[0] == 6);
    CHECK_OK(log_persons_since(&persons, &count, &s.ctx, 1, c));
    CHECK_INT(0, count);
    store_close(&s);
}

TEST(log, sequences_are_not_reused_even_when_every_row_was_erased)
{
    struct store s;
    char folder[128];
    snprintf(folder, sizeof folder, "%s", test_folder());
    store_open(&s, folder);
    store_add_document(&s, 1, 0);
    int64_t last = 0;
    for (int i = 0; i < 1500; i++) /* past one reservation */
        last = append(&s, 1, "x", 1);
    CHECK_OK(db_exec(s.db, "DELETE FROM document_log"));
    CHECK_OK(db_exec(s.db, "DELETE FROM document_person"));
    store_close(&s);
    store_open(&s, folder);
    CHECK(append(&s, 1, "y", 1) > last);
    store_close(&s);
}

TEST(log, a_rollback_takes_no_sequence_back)
{
    struct store s;
    store_open(&s, test_folder());
    store_add_document(&s, 1, 0);
    CHECK_OK(db_exec(s.db, "BEGIN"));
    CHECK_OK(db_exec(s.db, "SAVEPOINT a"));
    int64_t first = append(&s, 1, "x", 1); /* reserves, which is undone */
    CHECK_OK(db_exec(s.db, "ROLLBACK TO a"));
    int64_t second = append(&s, 1, "y", 1);
    CHECK_OK(db_exec(s.db, "COMMIT"));
    CHECK(second > first);
    CHECK(store_count(&s, "SELECT reserved FROM document_sequence") >= second);
    CHECK_OK(db_exec(s.db, "BEGIN"));
    CHECK(append(&s, 1, "z", 1) > second);
    CHECK_OK(db_exec(s.db, "ROLLBACK"));
    CHECK(append(&s, 1, "z", 1) > second + 1);
    store_close(&s);
}

TEST(log, invariant_3_an_append_under_an_older_epoch_is_refused)
{
    struct store s;
    int64_t sequence;
    struct effects effects;
    effects_init(&effects);
    store_open(&s, NULL);
    store_add_document(&s, 1, 0);
    struct log_append row = store_append(1, "abc", 7);
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    s.ctx.effects = &effects;
    CHECK_OK(log_raise_epoch(&s.ctx, 1));
    CHECK(effects.first && effects.first->kind == EFFECT_RIGHTS && effects.first->id == 1);
    CHECK_ERR(CARNET_CONFLICT, log_append(&sequence, &s.ctx, &row));
    row.epoch = 1;
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    row.epoch = -1;
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    struct log_state state;
    CHECK_OK(log_load(&state, &s.ctx, 1));
    CHECK_INT(1, state.epoch);
    CHECK_INT(3, state.count);
    store_close(&s);
}

TEST(log, a_client_id_belongs_to_the_first_person_who_wrote_with_it)
{
    struct store s;
    int64_t sequence;
    store_open(&s, NULL);
    store_add_document(&s, 1, 0);
    store_add_document(&s, 2, 0);
    struct log_append row = store_append(1, "abc", 7);
    struct log_binding mine[] = { { (1ull << 53) - 1, 7 } }, theirs[] = { { (1ull << 53) - 1, 8 } };
    row.bindings = mine;
    row.binding_count = 1;
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    row.bindings = theirs;
    CHECK_ERR(CARNET_CONFLICT, log_append(&sequence, &s.ctx, &row));
    row.document = 2;
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    struct log_state state;
    CHECK_OK(log_load(&state, &s.ctx, 1));
    CHECK(state.binding_count == 1 && state.bindings[0].client == (1ull << 53) - 1 && state.bindings[0].person == 7);
    CHECK_INT(2, state.count);
    store_close(&s);
}

TEST(log, invariant_7_compaction_from_a_snapshot_that_moved_is_refused)
{
    struct store s;
    store_open(&s, NULL);
    store_add_document(&s, 1, 0);
    int64_t a = append(&s, 1, "un", 7);
    int64_t b = append(&s, 1, "deux", 7);
    CHECK_OK(log_compact(&s.ctx, 1, 0, b, bytes_text("undeux")));
    CHECK_ERR(CARNET_CONFLICT, log_compact(&s.ctx, 1, 0, a, bytes_text("un"))); /* built before, arrives after */
    CHECK_TEXT("undeux", store_text(&s, 1));
    store_close(&s);
}

TEST(log, invariant_7_compaction_deletes_no_row_it_does_not_contain)
{
    struct store s;
    store_open(&s, NULL);
    store_add_document(&s, 1, 0);
    store_add_document(&s, 2, 0);
    append(&s, 1, "un", 7);
    int64_t other = append(&s, 2, "autre", 7);
    CHECK_ERR(CARNET_INVALID, log_compact(&s.ctx, 1, 0, other, bytes_text("un"))); /* no row of this document */
    int64_t through = append(&s, 1, "deux", 7);
    append(&s, 1, "arrived meanwhile", 7);
    CHECK_OK(log_compact(&s.ctx, 1, 0, through, bytes_text("undeux")));
    CHECK_TEXT("undeux,arrived meanwhile", store_text(&s, 1));
    CHECK_TEXT("autre", store_text(&s, 2));
    store_close(&s);
}

TEST(log, a_reader_loads_one_state_while_compaction_commits)
{
    struct store s;
    struct db *reader;
    struct db_view view;
    struct log_state state;
    char path[128];
    store_open(&s, test_folder());
    snprintf(path, sizeof path, "%s/carnet.db", test_folder());
    CHECK_OK(db_open(&reader, path, false));
    struct ctx ctx = store_reader(&s, reader);
    store_add_document(&s, 1, 0);
    append(&s, 1, "un", 7);
    int64_t b = append(&s, 1, "deux", 7);
    CHECK_OK(db_view_begin(&view, reader));
    CHECK_OK(log_load(&state, &ctx, 1));
    CHECK_OK(log_compact(&s.ctx, 1, 0, b, bytes_text("undeux")));
    CHECK_OK(log_load(&state, &ctx, 1));
    CHECK_INT(2, state.count);
    db_view_end(&view);
    CHECK_OK(log_load(&state, &ctx, 1));
    CHECK_INT(1, state.count);
    db_close(reader);
    store_close(&s);
}
