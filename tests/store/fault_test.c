/* One piece of work, run again and again: each time another disk operation fails, or the power goes before another one.
 * After each run the folder is opened on a healthy disk and must hold everything that was acknowledged, once and in order,
 * and of a failed turn everything or nothing. */
#include "store/store_fixture.h"

#include "base/log.h"
#include "store/fault_disk.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS_MOST = 14, ROUNDS_SHORT = 7, DOCUMENTS = 3, PER_TURN = 5, JOURNAL_ROUND = 4, SEALED = 100 };
enum fate { UNTRIED, ACKNOWLEDGED, FAILED, FAILED_FULL };

static struct round {
    enum fate fate;
    int64_t sealed; /* the document it created, 0: none */
} rounds[ROUNDS_MOST];
static int round_count;
static char folder[128];

/* ---- files ---- */

static void copy(const char *from, const char *to)
{
    char name[256];
    CLEANUP(buf_clear) struct buf content = { 0 };
    uint8_t part[4096];
    size_t n;
    snprintf(name, sizeof name, "%s/%s", folder, from);
    FILE *f = fopen(name, "rb");
    CHECK(f);
    while ((n = fread(part, 1, sizeof part, f)))
        buf_put(&content, (bytes){ part, n });
    fclose(f);
    snprintf(name, sizeof name, "%s/%s", folder, to);
    f = fopen(name, "wb");
    CHECK(f && fwrite(content.ptr, 1, content.len, f) == content.len);
    fclose(f);
}

static void forget(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    remove(path);
}

static void back_to_the_start(void)
{
    static const char *const gone[] = { "carnet.db-wal", "carnet.db-shm", "keys.db-journal" };
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        forget(gone[i]);
    copy("carnet.start", "carnet.db");
    copy("keys.start", "keys.db");
    memset(rounds, 0, sizeof rounds);
}

static void make_the_start(void)
{
    struct store s;
    round_count = test_long() ? ROUNDS_MOST : ROUNDS_SHORT;
    snprintf(folder, sizeof folder, "%s", test_folder());
    fault_install();
    log_level_set((enum log_level)-1); /* thousands of failures, each said loudly */
    store_toy_seals();
    store_open(&s, folder);
    for (int i = 1; i <= DOCUMENTS; i++)
        store_add_document(&s, i, 0);
    store_close(&s);
    copy("carnet.db", "carnet.start");
    copy("keys.db", "keys.start");
}

/* ---- the work ---- */

static carnet_err compact_rule(void *self, struct ctx *ctx)
{
    struct log_state state;
    int64_t document = *(int64_t *)self;
    CLEANUP(buf_clear) struct buf text = { 0 };
    TRY(log_load(&state, ctx, document));
    if (!state.row_count)
        return CARNET_OK;
    for (size_t i = 0; i < state.count; i++) {
        if (i)
            buf_put_text(&text, ",");
        buf_put(&text, state.updates[i]);
    }
    return log_compact(ctx, document, state.snapshot, state.sequence, buf_bytes(&text));
}

static carnet_err journal_rule(void *self, struct ctx *ctx)
{
    static const char SQL[] =
        "INSERT INTO document (id, uid, kind, journal, created_at) VALUES (?1, 'j-' || ?1, 'journal_entry', ?1, 0)";
    uint8_t key[KEY_BYTES];
    int64_t id = *(int64_t *)self;
    memset(key, (int)id, sizeof key);
    TRY(keys_put(ctx->keys, id, key));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, id);
    return db_run(&q);
}

static void ask(struct store *s, turn_rule_fn *run, int64_t id)
{
    struct turn_request request = { .run = run, .self = &id };
    struct ctx ctx = s->ctx;
    ctx.effects = NULL;
    if (turn_request(s->turn, &ctx, &request) != CARNET_OK)
        (void)0; /* then the turn fails too: nothing here is refused by a rule */
}

static void one_round(struct store *s, int round)
{
    char text[32];
    int64_t sequence;
    bool tried = true;
    rounds[round].sealed = round % JOURNAL_ROUND == 1 ? SEALED + round : 0;
    turn_begin(s->turn, round);
    if (rounds[round].sealed)
        ask(s, journal_rule, rounds[round].sealed);
    for (int i = 0; i < PER_TURN; i++) {
        int64_t document = rounds[round].sealed && i == 0 ? rounds[round].sealed : 1 + i % DOCUMENTS;
        snprintf(text, sizeof text, "r%d.%d", round, i);
        struct log_append row = store_append(document, text, 1 + i);
        struct log_binding binding = { 1000 + (uint64_t)round, 1 + i };
        row.bindings = &binding;
        row.binding_count = i == 3;
        tried = turn_append(&sequence, s->turn, (uint64_t)round + 1, &row) == CARNET_OK && tried;
    }
    if (round % 3 == 2)
        ask(s, compact_rule, 1 + round % DOCUMENTS);
    carnet_err ended = turn_end(s->turn);
    bool full = turn_state(s->turn) == TURN_FULL;
    rounds[round].fate = ended == CARNET_OK ? (tried ? ACKNOWLEDGED : FAILED_FULL) : full ? FAILED_FULL : FAILED;
    CHECK(ended != CARNET_OK || tried || full);
}

static void work(struct store *s)
{
    for (int round = 0; round < round_count && turn_state(s->turn) != TURN_BROKEN; round++) {
        one_round(s, round);
        turn_probe(s->turn);
        if (round % 5 == 4 && turn_state(s->turn) == TURN_SOUND) {
            carnet_err err = db_checkpoint(s->db, DB_CHECKPOINT_PASSIVE);
            if (err != CARNET_OK && db_trouble(s->db) == DB_BROKEN)
                return; /* turn_tidy would end here */
        }
    }
    turn_close(s->turn);
}

/* ---- the audit ---- */

static int times(const char *text, int round, int i)
{
    char word[32];
    int n = 0;
    snprintf(word, sizeof word, "r%d.%d", round, i);
    size_t len = strlen(word);
    for (const char *at = text; (at = strstr(at, word)); at += len)
        n += (at == text || at[-1] == ',') && (at[len] == ',' || !at[len]);
    return n;
}

static int present(struct store *s, int round)
{
    int n = 0;
    for (int i = 0; i < PER_TURN; i++) {
        struct log_state state;
        int64_t document = rounds[round].sealed && i == 0 ? rounds[round].sealed : 1 + i % DOCUMENTS;
        carnet_err err = log_load(&state, &s->ctx, document);
        if (document >= SEALED && err == CARNET_MISSING)
            continue;
        CHECK_OK(err);
        int found = times(store_text(s, document), round, i);
        CHECK(found <= 1);
        n += found;
    }
    return n;
}

static void in_order(const char *text)
{
    int last = -1;
    for (const char *at = text; at && *at; at = strchr(at, ',')) {
        at += *at == ',';
        int round = atoi(at + 1);
        CHECK(round >= last);
        last = round;
    }
}

static void audit(void)
{
    struct store s;
    store_open(&s, folder);
    for (int round = 0; round < round_count; round++) {
        int n = present(&s, round);
        CHECK(n == 0 || n == PER_TURN);
        CHECK(rounds[round].fate != ACKNOWLEDGED || n == PER_TURN);
        CHECK(rounds[round].fate != FAILED_FULL || n == 0);
        CHECK(rounds[round].fate != UNTRIED || n == 0);
    }
    for (int i = 1; i <= DOCUMENTS; i++)
        in_order(store_text(&s, i));
    static const char SQL_CHECK[] = "PRAGMA integrity_check";
    {
        CLEANUP(db_query_end) struct db_query q = db_query(s.db, SQL_CHECK);
        CHECK_OK(db_one(&q));
        CHECK_TEXT("ok", db_text(&q, 0, s.arena));
    }
    /* whoever took part is known, and no sequence is above the promise */
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_log l WHERE NOT EXISTS (SELECT 1 FROM document_person p"
                                 " WHERE p.document = l.document AND p.sequence >= l.sequence)"));
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_person, document_sequence WHERE sequence > reserved"));
    struct log_append row = store_append(1, "goes on", 1);
    int64_t sequence;
    turn_begin(s.turn, 1);
    CHECK_OK(turn_append(&sequence, s.turn, 1, &row));
    CHECK_OK(turn_end(s.turn));
    store_close(&s);
}

/* ---- the runs ---- */

static int acknowledged(void)
{
    int n = 0;
    for (int round = 0; round < round_count; round++)
        n += rounds[round].fate == ACKNOWLEDGED;
    return n;
}

static bool run_with_fault(enum fault_op op, int nth, enum fault_kind kind, bool stays)
{
    struct store s;
    back_to_the_start();
    fault_reset();
    store_open(&s, folder);
    fault_arm(op, nth, kind, stays);
    work(&s);
    bool fired = fault_fired();
    fault_heal();
    store_close(&s);
    fault_reset();
    audit();
    return fired;
}

static void every_nth(enum fault_op op, enum fault_kind kind, bool stays)
{
    int nth = 1;
    while (run_with_fault(op, nth, kind, stays))
        nth++;
    CHECK_INT(round_count, acknowledged()); /* the last run met no fault */
    CHECK(nth > 1);
}

TEST(fault, nothing_acknowledged_is_lost_whichever_write_fails)
{
    make_the_start();
    every_nth(FAULT_WRITE, FAULT_IO, false);
    every_nth(FAULT_WRITE, FAULT_IO, true);
}

TEST(fault, nothing_acknowledged_is_lost_whenever_the_disk_is_full)
{
    make_the_start();
    every_nth(FAULT_WRITE, FAULT_FULL, false);
    every_nth(FAULT_WRITE, FAULT_FULL, true);
    every_nth(FAULT_WRITE, FAULT_TOO_BIG, false);
}

TEST(fault, nothing_acknowledged_is_lost_whichever_sync_truncate_or_delete_fails)
{
    make_the_start();
    every_nth(FAULT_SYNC, FAULT_IO, false);
    every_nth(FAULT_SYNC, FAULT_IO, true);
    every_nth(FAULT_TRUNCATE, FAULT_IO, false);
    every_nth(FAULT_DELETE, FAULT_IO, false);
}

TEST(fault, nothing_acknowledged_is_lost_whichever_read_or_open_fails)
{
    make_the_start();
    every_nth(FAULT_READ, FAULT_IO, false);
    every_nth(FAULT_OPEN, FAULT_IO, false);
}

static bool run_with_cut(int nth, enum fault_luck luck)
{
    struct store s;
    back_to_the_start();
    fault_reset();
    store_open(&s, folder);
    fault_cut_at(nth);
    work(&s);
    bool cut = fault_is_cut();
    store_close(&s);
    if (cut)
        fault_power_back(luck, (unsigned)nth);
    else
        fault_reset();
    audit();
    return cut;
}

static void every_cut(enum fault_luck luck)
{
    int nth = 1;
    while (run_with_cut(nth, luck))
        nth++;
    CHECK_INT(round_count, acknowledged());
    CHECK(nth > 60);
}

TEST(fault, a_power_cut_loses_nothing_acknowledged_when_unsynced_writes_never_arrived)
{
    make_the_start();
    every_cut(LUCK_NONE_ARRIVED);
}

TEST(fault, a_power_cut_loses_nothing_acknowledged_when_unsynced_writes_arrived_in_part_and_torn)
{
    make_the_start();
    every_cut(LUCK_SOME_TORN);
}

TEST(fault, a_power_cut_loses_nothing_acknowledged_when_everything_arrived)
{
    make_the_start();
    every_cut(LUCK_ALL_ARRIVED);
}

/* ---- migrations ---- */

static const struct migration STEPS[] = {
    { 1, "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1), (2);" },
    { 2, "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x * 2;" },
    { 3, "CREATE TABLE b (z INTEGER) STRICT; INSERT INTO b SELECT y FROM a; DROP TABLE a;" },
    { 0, NULL },
};

static void migrated_whole(void)
{
    struct db *db;
    char path[256];
    snprintf(path, sizeof path, "%s/m.db", folder);
    CHECK_OK(db_open(&db, path, true));
    CHECK_OK(migrate_run(db, STEPS));
    CLEANUP(db_query_end) struct db_query q = db_query(db, "SELECT sum(z), count(*) FROM b");
    CHECK_OK(db_one(&q));
    CHECK(db_int(&q, 0) == 6 && db_int(&q, 1) == 2);
    db_query_end(&q);
    db_close(db);
}

static bool migrate_with_cut(int nth, enum fault_luck luck)
{
    struct db *db = NULL;
    char path[256];
    snprintf(path, sizeof path, "%s/m.db", folder);
    forget("m.db");
    forget("m.db-wal");
    forget("m.db-shm");
    fault_reset();
    fault_cut_at(nth);
    carnet_err err = db_open(&db, path, true);
    if (err == CARNET_OK)
        err = migrate_run(db, STEPS);
    bool cut = fault_is_cut();
    CHECK(cut || err == CARNET_OK);
    db_close(db);
    if (cut)
        fault_power_back(luck, (unsigned)nth);
    fault_reset();
    migrated_whole();
    return cut;
}

TEST(fault, an_interrupted_migration_is_before_or_after_and_goes_on)
{
    snprintf(folder, sizeof folder, "%s", test_folder());
    fault_install();
    log_level_set((enum log_level)-1);
    for (int luck = LUCK_NONE_ARRIVED; luck <= LUCK_SOME_TORN; luck++) {
        int nth = 1;
        while (migrate_with_cut(nth, (enum fault_luck)luck))
            nth++;
        CHECK(nth > 5);
    }
    log_level_set(LOG_INFO);
}
