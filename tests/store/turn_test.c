/* Turns on a healthy disk and on one that fails at a chosen moment. The names give the invariants of DESIGN §3. */
#include "store/store_fixture.h"

#include "store/fault_disk.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

static char folder[128];

static void open_with_documents(struct store *s, int documents)
{
    snprintf(folder, sizeof folder, "%s", test_folder());
    fault_install();
    store_open(s, folder);
    for (int i = 1; i <= documents; i++)
        store_add_document(s, i, 0);
}

static void reopen(struct store *s)
{
    store_close(s);
    fault_reset();
    store_open(s, folder);
}

static carnet_err put(struct store *s, uint64_t life, int64_t document, const char *text)
{
    int64_t sequence;
    struct log_append row = store_append(document, text, 7);
    return turn_append(&sequence, s->turn, life, &row);
}

struct rule {
    int64_t document;
    const char *text; /* NULL: write nothing */
    bool spoil;
    int64_t raise;  /* a document whose epoch it raises */
    int64_t journal; /* a key to put */
    int64_t seen;   /* rows it saw */
};

static carnet_err run_rule(void *self, struct ctx *ctx)
{
    struct rule *rule = self;
    static const char SQL[] = "SELECT count(*) FROM document_log";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    int64_t sequence;
    TRY(db_one(&q));
    rule->seen = db_int(&q, 0);
    if (rule->journal) {
        uint8_t key[KEY_BYTES] = { 1, 2, 3 };
        TRY(keys_put(ctx->keys, rule->journal, key));
    }
    if (rule->text) {
        struct log_append row = store_append(rule->document, rule->text, 5);
        row.epoch = -1;
        TRY(log_append(&sequence, ctx, &row));
    }
    if (rule->raise)
        TRY(log_raise_epoch(ctx, rule->raise));
    return rule->spoil ? err_set(CARNET_DENIED, "test.no", "%s", "") : CARNET_OK;
}

static carnet_err ask(struct store *s, struct rule *rule, bool reads_only, bool *stands)
{
    struct effects effects;
    struct turn_request request = { .run = run_rule, .self = rule, .reads_only = reads_only };
    struct ctx ctx = s->ctx;
    effects_init(&effects);
    ctx.effects = &effects;
    carnet_err err = turn_request(s->turn, &ctx, &request);
    CHECK(err == CARNET_OK || !effects.first);
    if (stands)
        *stands = request.stands;
    return err;
}

TEST(turn, commits_appends_and_requests_together)
{
    struct store s;
    open_with_documents(&s, 2);
    int syncs = fault_count(FAULT_SYNC);
    turn_begin(s.turn, 1);
    for (int i = 0; i < 50; i++)
        CHECK_OK(put(&s, 1, 1, "a"));
    CHECK_OK(ask(&s, &(struct rule){ .document = 2, .text = "b" }, false, NULL));
    CHECK_OK(turn_end(s.turn));
    CHECK_INT(syncs + 1, fault_count(FAULT_SYNC));
    reopen(&s);
    CHECK_INT(51, store_count(&s, "SELECT count(*) FROM document_log"));
    store_close(&s);
}

TEST(turn, a_request_that_errs_is_undone_and_the_others_stay)
{
    struct store s;
    open_with_documents(&s, 2);
    turn_begin(s.turn, 1);
    CHECK_OK(ask(&s, &(struct rule){ .document = 1, .text = "a" }, false, NULL));
    CHECK_ERR(CARNET_DENIED, ask(&s, &(struct rule){ .document = 1, .text = "b", .raise = 2, .spoil = true }, false, NULL));
    CHECK_OK(ask(&s, &(struct rule){ .document = 1, .text = "c" }, false, NULL));
    CHECK_OK(turn_end(s.turn));
    CHECK_TEXT("a,c", store_text(&s, 1));
    CHECK_INT(0, store_count(&s, "SELECT rights_epoch FROM document WHERE id = 2"));
    store_close(&s);
}

TEST(turn, a_refused_append_leaves_no_half_of_itself)
{
    struct store s;
    int64_t sequence;
    open_with_documents(&s, 1);
    struct log_binding bindings[] = { { 100, 7 }, { 101, 7 }, { 100, 8 } };
    struct log_append row = store_append(1, "a", 7);
    row.bindings = bindings;
    row.binding_count = 3;
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "before"));
    CHECK_ERR(CARNET_CONFLICT, turn_append(&sequence, s.turn, 2, &row));
    CHECK_OK(put(&s, 1, 1, "after"));
    CHECK_OK(turn_end(s.turn));
    CHECK_TEXT("before,after", store_text(&s, 1));
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_client"));
    store_close(&s);
}

TEST(turn, invariant_3_a_raise_earlier_in_the_turn_refuses_the_append)
{
    struct store s;
    open_with_documents(&s, 2);
    turn_begin(s.turn, 1);
    CHECK_OK(ask(&s, &(struct rule){ .raise = 1 }, false, NULL));
    CHECK_ERR(CARNET_CONFLICT, put(&s, 1, 1, "late"));
    CHECK_OK(put(&s, 2, 2, "unconcerned"));
    CHECK_OK(turn_end(s.turn));
    CHECK_TEXT("", store_text(&s, 1));
    CHECK_TEXT("unconcerned", store_text(&s, 2));
    store_close(&s);
}

TEST(turn, invariant_4_later_appends_of_a_failed_life_fail_untried)
{
    struct store s;
    open_with_documents(&s, 2);
    CHECK_OK(log_raise_epoch(&s.ctx, 1));
    turn_begin(s.turn, 1);
    CHECK_ERR(CARNET_CONFLICT, put(&s, 1, 1, "old epoch"));
    CHECK_ERR(CARNET_IO, put(&s, 1, 2, "would be fine"));
    CHECK_OK(turn_end(s.turn));
    turn_begin(s.turn, 1);
    CHECK_ERR(CARNET_IO, put(&s, 1, 2, "next turn"));
    CHECK_OK(put(&s, 2, 2, "another life"));
    turn_forget_life(s.turn, 1);
    CHECK_OK(turn_end(s.turn));
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 2, "a new life"));
    CHECK_OK(turn_end(s.turn));
    CHECK_TEXT("another life,a new life", store_text(&s, 2));
    store_close(&s);
}

TEST(turn, invariant_4_a_failed_turn_fails_whole_and_its_lives_with_it)
{
    struct store s;
    bool stands;
    open_with_documents(&s, 2);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "a"));
    CHECK_OK(ask(&s, &(struct rule){ .document = 2, .text = "b" }, false, NULL));
    CHECK_OK(ask(&s, &(struct rule){ 0 }, true, &stands)); /* saw what will not have been */
    CHECK(!stands);
    fault_arm(FAULT_WRITE, 1, FAULT_FULL, false);
    CHECK_ERR(CARNET_LIMIT, turn_end(s.turn));
    fault_heal();
    CHECK_INT(TURN_FULL, turn_state(s.turn));
    CHECK_TEXT("", store_text(&s, 1));
    CHECK_TEXT("", store_text(&s, 2));
    turn_probe(s.turn);
    CHECK_INT(TURN_SOUND, turn_state(s.turn));
    turn_begin(s.turn, 1);
    CHECK_ERR(CARNET_IO, put(&s, 1, 1, "the same life"));
    CHECK_OK(put(&s, 2, 1, "a new life"));
    CHECK_OK(turn_end(s.turn));
    reopen(&s);
    CHECK_TEXT("a new life", store_text(&s, 1));
    store_close(&s);
}

TEST(turn, invariant_4_a_read_before_any_write_of_a_failed_turn_stands)
{
    struct store s;
    struct rule rule = { 0 };
    bool stands;
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    CHECK_OK(ask(&s, &rule, true, &stands));
    CHECK(stands);
    CHECK_OK(put(&s, 1, 1, "a"));
    fault_arm(FAULT_WRITE, 1, FAULT_FULL, false);
    CHECK_ERR(CARNET_LIMIT, turn_end(s.turn));
    store_close(&s);
}

TEST(turn, invariant_4_a_full_disk_refuses_writes_answers_reads_and_resumes_alone)
{
    struct store s;
    struct rule rule = { 0 };
    bool stands;
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "kept"));
    CHECK_OK(turn_end(s.turn));
    fault_arm(FAULT_WRITE, 1, FAULT_FULL, true);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 2, 1, "lost"));
    CHECK_ERR(CARNET_LIMIT, turn_end(s.turn));
    for (int i = 0; i < 3; i++) {
        turn_probe(s.turn);
        CHECK_INT(TURN_FULL, turn_state(s.turn));
        turn_begin(s.turn, 1);
        CHECK_ERR(CARNET_LIMIT, put(&s, 3 + (uint64_t)i, 1, "refused"));
        CHECK_ERR(CARNET_LIMIT, ask(&s, &(struct rule){ .document = 1, .text = "refused" }, false, NULL));
        CHECK_OK(ask(&s, &rule, true, &stands));
        CHECK(stands && rule.seen == 1);
        CHECK_OK(turn_end(s.turn));
    }
    fault_heal();
    turn_probe(s.turn);
    CHECK_INT(TURN_SOUND, turn_state(s.turn));
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 9, 1, "again"));
    CHECK_OK(turn_end(s.turn));
    reopen(&s);
    CHECK_TEXT("kept,again", store_text(&s, 1));
    store_close(&s);
}

TEST(turn, invariant_4_a_failed_sync_ends_all_writing)
{
    struct store s;
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "acknowledged"));
    CHECK_OK(turn_end(s.turn));
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "unsure"));
    fault_arm(FAULT_SYNC, 1, FAULT_IO, false);
    CHECK_ERR(CARNET_IO, turn_end(s.turn));
    CHECK_INT(TURN_BROKEN, turn_state(s.turn));
    int writes = fault_count(FAULT_WRITE);
    for (int i = 0; i < 2; i++) {
        turn_probe(s.turn);
        turn_begin(s.turn, 1);
        CHECK_ERR(CARNET_IO, put(&s, 2, 1, "never"));
        CHECK_ERR(CARNET_IO, ask(&s, &(struct rule){ 0 }, true, NULL));
        CHECK_ERR(CARNET_IO, turn_end(s.turn));
        turn_tidy(s.turn, true);
    }
    turn_close(s.turn);
    CHECK_INT(writes, fault_count(FAULT_WRITE));
    reopen(&s);
    CHECK(strncmp(store_text(&s, 1), "acknowledged", 12) == 0);
    store_close(&s);
}

TEST(turn, invariant_4_a_failed_write_for_lack_of_room_is_a_full_disk_but_a_failed_sync_never_is)
{
    struct store s;
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "a"));
    fault_arm(FAULT_WRITE, 1, FAULT_TOO_BIG, false);
    CHECK_ERR(CARNET_LIMIT, turn_end(s.turn));
    turn_probe(s.turn);
    CHECK_INT(TURN_SOUND, turn_state(s.turn));
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 2, 1, "a"));
    fault_arm(FAULT_SYNC, 1, FAULT_TOO_BIG, false);
    CHECK_ERR(CARNET_IO, turn_end(s.turn));
    CHECK_INT(TURN_BROKEN, turn_state(s.turn));
    store_close(&s);
}

TEST(turn, invariant_4_a_real_limit_on_file_size_is_a_full_disk)
{
    struct store s;
    struct rlimit before, small;
    static char text[200000];
    open_with_documents(&s, 1);
    memset(text, 'x', sizeof text - 1);
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    small = before;
    small.rlim_cur = db_wal_bytes(s.db) + 100000;
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "kept"));
    CHECK_OK(turn_end(s.turn));
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    turn_begin(s.turn, 1);
    carnet_err put_err = put(&s, 1, 1, text);
    carnet_err end_err = turn_end(s.turn);
    enum turn_state state = turn_state(s.turn);
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK_OK(put_err);
    CHECK_ERR(CARNET_LIMIT, end_err);
    CHECK_INT(TURN_FULL, state);
    turn_probe(s.turn);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 2, 1, "again"));
    CHECK_OK(turn_end(s.turn));
    reopen(&s);
    CHECK_TEXT("kept,again", store_text(&s, 1));
    store_close(&s);
}

/* Overwrites the root page of a table in the closed file. */
static void ruin(struct store *s, const char *sql_root)
{
    char path[160];
    uint8_t garbage[4096];
    int64_t root = store_count(s, sql_root);
    memset(garbage, 0xa5, sizeof garbage);
    store_close(s);
    snprintf(path, sizeof path, "%s/carnet.db", folder);
    FILE *f = fopen(path, "r+b");
    CHECK(f && fseek(f, (long)(root - 1) * 4096, SEEK_SET) == 0 && fwrite(garbage, sizeof garbage, 1, f) == 1);
    fclose(f);
    store_open(s, folder);
}

static carnet_err touches_clients(void *self, struct ctx *ctx)
{
    static const char SQL[] = "DELETE FROM document_client WHERE document = 1";
    (void)self;
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    carnet_err err = db_run(&q);
    return err == CARNET_CORRUPT ? CARNET_OK : err; /* a rule that looks away */
}

TEST(turn, a_damaged_page_fails_the_turn_that_met_it_and_no_other)
{
    struct store s;
    int64_t sequence;
    struct log_binding binding = { 100, 7 };
    struct turn_request clients = { .run = touches_clients };
    open_with_documents(&s, 2);
    ruin(&s, "SELECT rootpage FROM sqlite_schema WHERE name = 'document_client'");
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "not to be"));
    CHECK_ERR(CARNET_CORRUPT, turn_request(s.turn, &s.ctx, &clients));
    CHECK_ERR(CARNET_CORRUPT, turn_doomed(s.turn));
    CHECK_ERR(CARNET_CORRUPT, turn_end(s.turn));
    turn_begin(s.turn, 1);
    struct log_append row = store_append(2, "c", 7);
    row.bindings = &binding;
    row.binding_count = 1;
    CHECK_ERR(CARNET_CORRUPT, turn_append(&sequence, s.turn, 2, &row));
    CHECK_ERR(CARNET_CORRUPT, turn_end(s.turn));
    CHECK_INT(TURN_SOUND, turn_state(s.turn));
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_log"));
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 3, 1, "goes on"));
    CHECK_OK(turn_end(s.turn));
    CHECK_INT(1, store_count(&s, "SELECT count(*) FROM document_log"));
    store_close(&s);
}

TEST(turn, a_rule_cannot_hide_a_failing_disk)
{
    struct store s;
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "a"));
    db_trouble_clear(s.db);
    fault_arm(FAULT_OPEN, 1, FAULT_IO, false);
    CHECK_ERR(CARNET_IO, ask(&s, &(struct rule){ .journal = 4 }, false, NULL)); /* keys.db cannot open its journal */
    CHECK_ERR(CARNET_IO, turn_end(s.turn));
    CHECK_INT(TURN_SOUND, turn_state(s.turn)); /* nothing was written: no reason to stop */
    CHECK_TEXT("", store_text(&s, 1));
    store_close(&s);
}

TEST(turn, invariant_5_a_row_is_refused_before_its_key_is_there)
{
    struct store s;
    int64_t sequence;
    struct log_append row = store_append(50, "secret", 7);
    store_toy_seals();
    open_with_documents(&s, 1);
    store_add_document(&s, 50, 3);
    turn_begin(s.turn, 1);
    CHECK_ERR(CARNET_MISSING, turn_append(&sequence, s.turn, 1, &row)); /* the opposite order */
    CHECK_OK(turn_end(s.turn));
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_log"));
    turn_begin(s.turn, 1);
    CHECK_OK(ask(&s, &(struct rule){ .journal = 3 }, false, NULL));
    CHECK_OK(turn_append(&sequence, s.turn, 2, &row));
    CHECK_OK(turn_end(s.turn));
    CHECK_TEXT("secret", store_text(&s, 50));
    store_close(&s);
}

TEST(turn, invariant_5_the_key_is_on_disk_before_the_commit_that_uses_it)
{
    struct store s;
    uint8_t key[KEY_BYTES];
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    int syncs = fault_count(FAULT_SYNC);
    CHECK_OK(ask(&s, &(struct rule){ .journal = 3 }, false, NULL));
    CHECK(fault_count(FAULT_SYNC) >= syncs + 2); /* journal and file; the row's own turn has not synced yet */
    CHECK_OK(put(&s, 1, 1, "the row"));
    fault_cut_at(1);
    CHECK_ERR(CARNET_IO, turn_end(s.turn));
    store_close(&s);
    fault_power_back(LUCK_NONE_ARRIVED, 1);
    store_open(&s, folder);
    CHECK_OK(keys_get(key, s.keys, 3));
    CHECK_INT(2, key[1]);
    store_close(&s);
}

TEST(turn, a_key_of_a_failed_turn_may_be_put_again_and_one_in_use_may_not)
{
    struct store s;
    uint8_t key[KEY_BYTES], other[KEY_BYTES] = { 9 };
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    CHECK_ERR(CARNET_DENIED, ask(&s, &(struct rule){ .journal = 3, .spoil = true }, false, NULL));
    CHECK_OK(ask(&s, &(struct rule){ .journal = 4 }, false, NULL));
    CHECK_OK(turn_end(s.turn));
    CHECK_OK(keys_put(s.keys, 3, other));
    CHECK_OK(keys_get(key, s.keys, 3));
    CHECK_INT(9, key[0]);
    CHECK_ERR(CARNET_CONFLICT, keys_put(s.keys, 4, other));
    CHECK_OK(keys_get(key, s.keys, 4));
    CHECK_INT(1, key[0]);
    store_close(&s);
}

TEST(turn, invariant_7_compaction_and_the_deletion_of_its_rows_are_one)
{
    struct store s;
    int64_t sequence = 0;
    open_with_documents(&s, 1);
    turn_begin(s.turn, 1);
    for (int i = 0; i < 3; i++) {
        struct log_append row = store_append(1, "a", 7);
        CHECK_OK(turn_append(&sequence, s.turn, 1, &row));
    }
    CHECK_OK(turn_end(s.turn));
    CHECK_OK(db_exec(s.db, "BEGIN IMMEDIATE"));
    CHECK_OK(log_compact(&s.ctx, 1, 0, sequence, bytes_text("aaa")));
    fault_arm(FAULT_WRITE, 1, FAULT_FULL, false);
    CHECK_ERR(CARNET_LIMIT, db_exec(s.db, "COMMIT"));
    reopen(&s);
    CHECK_TEXT("a,a,a", store_text(&s, 1));
    CHECK_OK(log_compact(&s.ctx, 1, 0, sequence, bytes_text("aaa")));
    reopen(&s);
    CHECK_TEXT("aaa", store_text(&s, 1));
    store_close(&s);
}

TEST(turn, checkpoints_wait_for_a_quiet_moment_until_the_log_is_long)
{
    struct store s;
    static char text[40001];
    open_with_documents(&s, 1);
    reopen(&s); /* what the migrations wrote is not in the log any more */
    memset(text, 'x', 40000);
    for (int i = 0; i < 10; i++) {
        turn_begin(s.turn, 1);
        CHECK_OK(put(&s, 1, 1, text));
        CHECK_OK(turn_end(s.turn));
        turn_tidy(s.turn, true); /* too little to be worth it */
    }
    size_t some = db_wal_bytes(s.db);
    CHECK(some > 400000);
    int syncs = fault_count(FAULT_SYNC);
    while (db_wal_bytes(s.db) < 7u << 20) {
        turn_begin(s.turn, 1);
        CHECK_OK(put(&s, 1, 1, text));
        CHECK_OK(turn_end(s.turn));
        syncs++;
        turn_tidy(s.turn, false);
    }
    CHECK_INT(syncs, fault_count(FAULT_SYNC));
    turn_tidy(s.turn, true);
    CHECK(fault_count(FAULT_SYNC) > syncs);
    turn_begin(s.turn, 1);
    CHECK_OK(put(&s, 1, 1, "small"));
    CHECK_OK(turn_end(s.turn));
    CHECK(db_wal_bytes(s.db) < 1u << 20); /* the log started over */
    store_close(&s);
}

TEST(turn, one_rule_runs_in_a_turn_of_its_own)
{
    struct store s;
    open_with_documents(&s, 1);
    CHECK_OK(turn_run(s.turn, &s.ctx, run_rule, &(struct rule){ .document = 1, .text = "a" }));
    CHECK_ERR(CARNET_DENIED, turn_run(s.turn, &s.ctx, run_rule, &(struct rule){ .document = 1, .text = "b", .spoil = true }));
    CHECK_TEXT("a", store_text(&s, 1));
    store_close(&s);
}
