/* One turn after the other on the only connection that writes. Appends need no savepoint: every verdict falls before the
 * first write, except that of bindings, which get one. An error of the storage itself dooms the turn, whoever met it and
 * whatever the rule made of it. */
#include "store/turn.h"

#include "base/log.h"
#include "base/table.h"
#include "store/db_internal.h"

#include <assert.h>

enum {
    TIDY_GROWTH = 1 << 20, /* bytes of WAL worth a checkpoint */
    TIDY_AT_ONCE = 8 << 20, /* bytes of WAL that do not wait for a quiet moment */
};

struct turn {
    struct db *db;
    struct keys *keys;
    int64_t now;
    bool open;
    enum turn_state state;
    struct err_note state_note;
    struct err_note doom;       /* code CARNET_OK: none */
    enum db_trouble doom_grade;
    int64_t written_at_begin;
    struct table failed_lives;
    uint64_t *lives; /* that took part in this turn */
    size_t life_count, life_cap;
    size_t wal_tidied; /* bytes of WAL at the last checkpoint */
};

static carnet_err note_again(const struct err_note *note)
{
    return note->code == CARNET_OK ? CARNET_OK : err_restore(note);
}

struct turn *turn_new(struct db *db, struct keys *keys)
{
    struct turn *turn = mem_zero(1, sizeof *turn);
    turn->db = db;
    turn->keys = keys;
    db_purge_remember(db);
    return turn;
}

void turn_free(struct turn *turn)
{
    if (!turn)
        return;
    assert(!turn->open);
    table_clear(&turn->failed_lives);
    mem_free(turn->lives);
    mem_free(turn);
}

enum turn_state turn_state(const struct turn *turn)
{
    return turn->state;
}

carnet_err turn_state_note(const struct turn *turn)
{
    return turn->state == TURN_SOUND ? CARNET_OK : note_again(&turn->state_note);
}

carnet_err turn_doomed(const struct turn *turn)
{
    return note_again(&turn->doom);
}

/* ---- trouble ---- */

static enum db_trouble trouble(const struct turn *turn)
{
    enum db_trouble rows = db_trouble(turn->db), keys = keys_trouble(turn->keys);
    return rows > keys ? rows : keys;
}

static carnet_err trouble_note(const struct turn *turn)
{
    return db_trouble(turn->db) >= keys_trouble(turn->keys) ? db_trouble_note(turn->db) : keys_trouble_note(turn->keys);
}

static void trouble_clear(struct turn *turn)
{
    db_trouble_clear(turn->db);
    keys_trouble_clear(turn->keys);
}

/* Takes the thread's note as the reason. */
static carnet_err doom(struct turn *turn, enum db_trouble grade)
{
    if (turn->doom.code == CARNET_OK) {
        err_take(&turn->doom);
        turn->doom_grade = grade;
    }
    return turn_doomed(turn);
}

static carnet_err doom_by_trouble(struct turn *turn)
{
    trouble_note(turn);
    return doom(turn, trouble(turn));
}

static void state_set(struct turn *turn, enum turn_state state)
{
    static const char *const names[] = { "sound", "full", "broken" };
    if (state == turn->state)
        return;
    turn->state = state;
    log_line(state == TURN_SOUND ? LOG_INFO : LOG_ERROR, "store", "state changed", "state=%s %s", names[state],
             turn->state_note.detail);
    if (state == TURN_BROKEN)
        db_leave_wal(turn->db);
}

static void state_by_grade(struct turn *turn, enum db_trouble grade, const struct err_note *why)
{
    enum turn_state state = grade == DB_BROKEN ? TURN_BROKEN : grade == DB_FULL ? TURN_FULL : turn->state;
    if (state <= turn->state)
        return;
    turn->state_note = *why;
    state_set(turn, state);
}

/* ---- lives ---- */

static void life_fails(struct turn *turn, uint64_t life)
{
    if (life)
        table_put(&turn->failed_lives, life, turn);
}

static void life_takes_part(struct turn *turn, uint64_t life)
{
    if (!life)
        return;
    if (turn->life_count == turn->life_cap) {
        turn->life_cap = turn->life_cap * 2 + 64;
        turn->lives = mem_grow(turn->lives, turn->life_cap * sizeof *turn->lives);
    }
    turn->lives[turn->life_count++] = life;
}

void turn_forget_life(struct turn *turn, uint64_t life)
{
    table_remove(&turn->failed_lives, life);
}

/* ---- the turn ---- */

void turn_begin(struct turn *turn, int64_t now)
{
    assert(!turn->open);
    turn->open = true;
    turn->now = now;
    turn->doom = (struct err_note){ 0 };
    turn->doom_grade = DB_SOUND;
    turn->life_count = 0;
    turn->written_at_begin = db_written(turn->db);
    trouble_clear(turn);
    if (turn->state == TURN_BROKEN)
        return;
    carnet_err err = turn->state == TURN_FULL ? db_exec(turn->db, "BEGIN") : db_exec(turn->db, "BEGIN IMMEDIATE");
    if (err != CARNET_OK)
        doom(turn, trouble(turn));
}

static carnet_err savepoint_undo(struct turn *turn)
{
    struct err_note note;
    err_take(&note);
    carnet_err undone = db_exec(turn->db, "ROLLBACK TO step");
    if (undone == CARNET_OK)
        undone = db_exec(turn->db, "RELEASE step");
    if (undone != CARNET_OK)
        return doom(turn, trouble(turn));
    return note_again(&note);
}

static carnet_err append_bare(int64_t *sequence, struct turn *turn, struct ctx *ctx, const struct log_append *append)
{
    int64_t written = db_written(turn->db);
    carnet_err err = log_append(sequence, ctx, append);
    if (err != CARNET_OK && db_written(turn->db) != written)
        return doom(turn, trouble(turn)); /* half of it is there */
    return err;
}

static carnet_err append_undoable(int64_t *sequence, struct turn *turn, struct ctx *ctx, const struct log_append *append)
{
    TRY(db_exec(turn->db, "SAVEPOINT step"));
    carnet_err err = log_append(sequence, ctx, append);
    if (trouble(turn) != DB_SOUND)
        return err;
    if (err != CARNET_OK)
        return savepoint_undo(turn);
    return db_exec(turn->db, "RELEASE step");
}

carnet_err turn_append(int64_t *sequence, struct turn *turn, uint64_t life, const struct log_append *append)
{
    assert(turn->open);
    if (life && table_get(&turn->failed_lives, life))
        return err_set(CARNET_IO, "store.untried", "document=%lld", (long long)append->document);
    if (turn->state != TURN_SOUND) {
        life_fails(turn, life);
        return turn_state_note(turn);
    }
    life_takes_part(turn, life);
    TRY(turn_doomed(turn));
    struct ctx ctx = { .db = turn->db, .keys = turn->keys, .now = turn->now };
    carnet_err err = append->binding_count ? append_undoable(sequence, turn, &ctx, append)
                                           : append_bare(sequence, turn, &ctx, append);
    if (trouble(turn) != DB_SOUND)
        return doom_by_trouble(turn);
    if (err != CARNET_OK)
        life_fails(turn, life);
    return err;
}

/* What a rule left behind is undone. */
static carnet_err request_undo(struct turn *turn, struct ctx *ctx, size_t keys)
{
    if (ctx->effects)
        effects_init(ctx->effects);
    keys_forget_unsettled(turn->keys, keys);
    return trouble(turn) == DB_SOUND ? savepoint_undo(turn) : doom_by_trouble(turn);
}

carnet_err turn_request(struct turn *turn, struct ctx *ctx, struct turn_request *request)
{
    assert(turn->open);
    request->stands = false;
    TRY(turn_doomed(turn));
    if (turn->state == TURN_BROKEN || (turn->state == TURN_FULL && !request->reads_only))
        return turn_state_note(turn);
    if (db_exec(turn->db, "SAVEPOINT step") != CARNET_OK)
        return doom(turn, trouble(turn));
    size_t keys = keys_unsettled(turn->keys);
    carnet_err err = request->run(request->self, ctx);
    request->stands = request->reads_only && trouble(turn) == DB_SOUND && db_written(turn->db) == turn->written_at_begin;
    if (err != CARNET_OK || trouble(turn) != DB_SOUND)
        return request_undo(turn, ctx, keys);
    if (db_exec(turn->db, "RELEASE step") != CARNET_OK)
        return doom(turn, trouble(turn));
    return CARNET_OK;
}

static carnet_err fail_whole(struct turn *turn)
{
    trouble_clear(turn);
    if (db_in_transaction(turn->db) && db_exec(turn->db, "ROLLBACK") != CARNET_OK)
        turn->doom_grade = DB_BROKEN; /* nobody knows what would be committed next */
    keys_forget_unsettled(turn->keys, 0);
    for (size_t i = 0; i < turn->life_count; i++)
        life_fails(turn, turn->lives[i]);
    trouble_clear(turn);
    log_note(LOG_ERROR, "store", "a turn failed", &turn->doom);
    state_by_grade(turn, turn->doom_grade, &turn->doom);
    return turn_doomed(turn);
}

static void settle_keys(struct turn *turn)
{
    struct err_note note;
    if (keys_settle(turn->keys) == CARNET_OK)
        return;
    err_take(&note);
    log_note(LOG_ERROR, "store", "keys not settled", &note);
    state_by_grade(turn, keys_trouble(turn->keys), &note);
}

carnet_err turn_end(struct turn *turn)
{
    assert(turn->open);
    turn->open = false;
    db_assert_idle(turn->db);
    if (turn->state == TURN_BROKEN)
        return turn_state_note(turn);
    if (turn->doom.code == CARNET_OK && db_exec(turn->db, "COMMIT") != CARNET_OK)
        doom(turn, trouble(turn));
    if (turn->doom.code != CARNET_OK)
        return fail_whole(turn);
    assert(!db_in_transaction(turn->db)); /* what is released now is on disk */
    settle_keys(turn);
    return CARNET_OK;
}

carnet_err turn_run(struct turn *turn, struct ctx *ctx, turn_rule_fn *run, void *self)
{
    turn_begin(turn, ctx->now);
    struct turn_request request = { .run = run, .self = self };
    carnet_err err = turn_request(turn, ctx, &request);
    struct err_note note;
    if (err != CARNET_OK)
        err_take(&note);
    carnet_err ended = turn_end(turn);
    return err != CARNET_OK ? note_again(&note) : ended;
}

/* ---- between turns ---- */

/* Writes one page that was there already, so that success means a commit of that size would have held. */
static carnet_err write_something(struct turn *turn)
{
    TRY(db_exec(turn->db, "BEGIN IMMEDIATE"));
    TRY(db_exec(turn->db, "UPDATE document_sequence SET reserved = reserved + 1"));
    return db_exec(turn->db, "COMMIT");
}

void turn_probe(struct turn *turn)
{
    assert(!turn->open);
    if (turn->state != TURN_FULL)
        return;
    turn->wal_tidied = 0;
    trouble_clear(turn);
    /* Lets the log start over inside the space it has; the write tells whether that was enough. */
    if (db_checkpoint(turn->db, DB_CHECKPOINT_PASSIVE) == CARNET_OK && write_something(turn) == CARNET_OK) {
        turn->state_note = (struct err_note){ 0 };
        state_set(turn, TURN_SOUND);
        return;
    }
    enum db_trouble grade = trouble(turn);
    struct err_note note;
    err_take(&note);
    if (db_in_transaction(turn->db) && db_exec(turn->db, "ROLLBACK") != CARNET_OK)
        grade = DB_BROKEN;
    state_by_grade(turn, grade, &note);
    trouble_clear(turn);
}

static void checkpoint(struct turn *turn, enum db_checkpoint mode)
{
    struct err_note note;
    trouble_clear(turn);
    if (db_checkpoint(turn->db, mode) != CARNET_OK) {
        err_take(&note);
        log_note(LOG_WARN, "store", "checkpoint failed", &note);
        if (db_trouble(turn->db) == DB_BROKEN) /* a full disk stops copying, not yet writing */
            state_by_grade(turn, DB_BROKEN, &note);
    }
    trouble_clear(turn);
}

/* A reader that looks at the log now is no trouble: the next quiet moment will do. What fails otherwise is tried again at the next start. */
static void purge(struct turn *turn)
{
    struct err_note note;
    trouble_clear(turn);
    if (db_purge_now(turn->db) == CARNET_OK) {
        turn->wal_tidied = 0;
        log_info("store", "what was erased is gone from the file", "%s", "");
    } else if (db_trouble(turn->db) != DB_BUSY) {
        err_take(&note);
        turn->db->purge = PURGED;
        log_note(LOG_WARN, "store", "what was erased may still be in free pages", &note);
        if (db_trouble(turn->db) == DB_BROKEN)
            state_by_grade(turn, DB_BROKEN, &note);
    }
    trouble_clear(turn);
}

void turn_tidy(struct turn *turn, bool idle)
{
    assert(!turn->open);
    if (idle && turn->state == TURN_SOUND && turn->db->purge != PURGED)
        purge(turn);
    size_t size = db_wal_bytes(turn->db);
    size_t grown = size < turn->wal_tidied ? size : size - turn->wal_tidied;
    if (turn->state != TURN_SOUND || grown < TIDY_GROWTH || (!idle && size < TIDY_AT_ONCE))
        return;
    checkpoint(turn, DB_CHECKPOINT_PASSIVE);
    turn->wal_tidied = size;
}

void turn_close(struct turn *turn)
{
    assert(!turn->open);
    if (turn->state != TURN_BROKEN)
        checkpoint(turn, DB_CHECKPOINT_TRUNCATE);
}
