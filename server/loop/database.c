/* The thread around store/turn.h. One queue brings everything in order of arrival; what is taken from it is sorted into
 * appends, which all join the next turn, and requests, which join while the turn is younger than TURN_US. The answers of a
 * turn travel to the loop as one post: appends first, then requests. While a commit syncs, the next turn collects itself.
 *
 * Who owns what: fields above the line in struct database are set before the thread starts; each side then keeps to its own. */
#include "loop/database.h"

#include "base/clock.h"
#include "base/log.h"
#include "loop/queue.h"
#include "loop/thread.h"
#include "store/turn.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum {
    TURN_US = 5000,           /* a turn takes no further request after this */
    PACE_US = 4000,           /* a turn of few appends and nothing else begins at least this long after the one before */
    PACE_STEP_US = 1000,
    PACE_FEW = 16,
    TURN_APPENDS = 4096,      /* nor takes more from the queue after this many appends */
    TURN_BYTES = 4 << 20,     /* or bytes of them */
    PROBE_US = 1000 * 1000,   /* between two looks for space */
    SLOW_US = 1000 * 1000,    /* worth a line in the log */
    MESSAGES_AT_ONCE = 128,
};

enum message_kind { MESSAGE_APPEND, MESSAGE_REQUEST, MESSAGE_FORGET, MESSAGE_KEY, MESSAGE_KEYS, MESSAGE_GATE };
struct message {
    enum message_kind kind;
    union {
        struct append *append;
        struct request *request;
        uint64_t life;
        struct key_question *question;
        struct keys_question *keys;
        struct gate_link *gate;
    };
};

struct key_question { /* on the stack of the worker, which waits */
    int64_t journal;
    uint8_t key[KEY_BYTES];
    carnet_err err;
    struct err_note note;
    struct gate answered;
};

struct keys_question { /* likewise */
    database_keys_fn *fn;
    void *self;
    carnet_err err;
    struct err_note note;
    struct gate answered;
};

struct gate_link { /* likewise; opened after the turn that follows */
    struct gate gate;
    struct gate_link *next;
};

struct append_list {
    struct append *first, **last;
    size_t count, bytes;
};
struct request_list {
    struct request *first, **last;
};

struct database {
    struct database_options options;
    struct queue *queue;
    struct thread thread;
    struct db *db;
    struct keys *keys;
    struct turn *turn;
    /* ---- the database thread ---- */
    struct append_list appends;   /* waiting */
    struct request_list requests; /* waiting */
    struct gate_link *gates;
    int64_t probe_at;
    int64_t turn_at; /* when the last turn began */
    bool fatal_posted;
    _Atomic bool full; /* as the thread sees it; read by the loop */
    /* ---- the loop thread ---- */
    size_t waiting;     /* bytes */
    size_t outstanding; /* appends and requests without an answer */
    struct database_figures figures;
};

struct batch { /* the answers of one turn */
    struct database *database;
    struct append *appends;
    struct request *requests;
    size_t append_count, request_count;
    bool failed;
};

/* ---- lists ---- */

static void appends_clear(struct append_list *list)
{
    *list = (struct append_list){ .last = &list->first };
}

static void appends_add(struct append_list *list, struct append *append)
{
    append->next = NULL;
    *list->last = append;
    list->last = &append->next;
    list->count++;
    list->bytes += append->row.update.len;
}

static void requests_clear(struct request_list *list)
{
    *list = (struct request_list){ .last = &list->first };
}

static void requests_add(struct request_list *list, struct request *request)
{
    request->next = NULL;
    *list->last = request;
    list->last = &request->next;
}

static struct request *requests_take(struct request_list *list)
{
    struct request *request = list->first;
    if (request && !(list->first = request->next))
        list->last = &list->first;
    return request;
}

/* ---- the loop's side ---- */

void database_append(struct database *db, struct append *append)
{
    append->err = CARNET_OK;
    append->note = (struct err_note){ 0 };
    append->sequence = 0;
    db->waiting += append->row.update.len;
    db->outstanding++;
    queue_put(db->queue, &(struct message){ MESSAGE_APPEND, { .append = append } });
}

void database_request(struct database *db, struct request *request)
{
    request->err = CARNET_OK;
    request->note = (struct err_note){ 0 };
    request->arena = NULL;
    effects_init(&request->effects);
    db->outstanding++;
    queue_put(db->queue, &(struct message){ MESSAGE_REQUEST, { .request = request } });
}

void database_finish(struct request *request)
{
    struct arena *arena = request->arena;
    request->done(request); /* may free the request */
    arena_free(arena);
}

void database_forget_life(struct database *db, uint64_t life)
{
    queue_put(db->queue, &(struct message){ MESSAGE_FORGET, { .life = life } });
}

size_t database_waiting(struct database *db)
{
    return db->waiting;
}

struct database_figures database_figures(const struct database *db)
{
    struct database_figures figures = db->figures;
    figures.full = db->full;
    return figures;
}

static void answer_append(struct database *db, struct append *append)
{
    db->waiting -= append->row.update.len;
    db->outstanding--;
    assert(append->err != CARNET_OK || append->sequence > 0); /* tried and committed, or refused */
    append->done(append);
}

static void answer_request(struct database *db, struct request *request)
{
    db->outstanding--;
    if (request->err == CARNET_OK && request->effects.first && db->options.on_effects)
        db->options.on_effects(db->options.self, request);
    else
        database_finish(request);
}

/* Release after commit: this runs for a turn that has ended, so whatever it reveals is on disk. */
static void batch_answer(void *arg)
{
    struct batch *batch = arg;
    struct database *db = batch->database;
    db->figures.turns++;
    db->figures.failed_turns += batch->failed;
    db->figures.appends += batch->append_count;
    db->figures.requests += batch->request_count;
    for (struct append *a = batch->appends, *next; a; a = next) {
        next = a->next; /* done may free it */
        answer_append(db, a);
    }
    for (struct request *r = batch->requests, *next; r; r = next) {
        next = r->next;
        answer_request(db, r);
    }
    mem_free(batch);
}

static void fatal(void *arg)
{
    struct database *db = arg;
    if (db->options.on_fatal)
        db->options.on_fatal(db->options.self);
}

/* ---- the thread's side ---- */

static void answer_key(struct database *db, struct key_question *question)
{
    question->err = keys_get(question->key, db->keys, question->journal);
    if (question->err != CARNET_OK)
        err_take(&question->note);
    gate_open(&question->answered); /* it may be gone after this */
}

static void answer_keys(struct database *db, struct keys_question *question)
{
    question->err = question->fn(question->self, db->keys);
    if (question->err != CARNET_OK)
        err_take(&question->note);
    gate_open(&question->answered);
}

static void receive(struct database *db, const struct message *message)
{
    switch (message->kind) {
    case MESSAGE_APPEND:  appends_add(&db->appends, message->append); break;
    case MESSAGE_REQUEST: requests_add(&db->requests, message->request); break;
    case MESSAGE_FORGET:  turn_forget_life(db->turn, message->life); break;
    case MESSAGE_KEY:     answer_key(db, message->question); break;
    case MESSAGE_KEYS:    answer_keys(db, message->keys); break;
    case MESSAGE_GATE:
        message->gate->next = db->gates;
        db->gates = message->gate;
        break;
    }
}

/* Takes what waits, and if there is nothing to do at all, waits for something. */
static bool collect(struct database *db)
{
    struct message messages[MESSAGES_AT_ONCE];
    bool closed;
    int wait_ms = db->appends.first || db->requests.first ? 0 : turn_state(db->turn) == TURN_FULL ? 1000 : -1;
    for (;;) {
        size_t n = queue_take(db->queue, messages, MESSAGES_AT_ONCE, wait_ms, &closed);
        for (size_t i = 0; i < n; i++)
            receive(db, &messages[i]);
        if (n < MESSAGES_AT_ONCE || db->appends.count >= TURN_APPENDS || db->appends.bytes >= TURN_BYTES)
            break;
        wait_ms = 0;
    }
    return !closed || db->appends.first || db->requests.first;
}

static void set_failure(carnet_err *err, struct err_note *note, carnet_err failure, const struct err_note *why)
{
    *err = failure;
    *note = *why;
}

static void try_append(struct database *db, struct append *append)
{
    append->err = turn_append(&append->sequence, db->turn, append->life, &append->row);
    if (append->err != CARNET_OK)
        err_take(&append->note);
}

static carnet_err run_rule(void *self, struct ctx *ctx)
{
    struct request *request = self;
    return request->run(request, ctx);
}

static void try_request(struct database *db, struct request *request, int64_t now)
{
    request->arena = arena_new();
    struct ctx ctx = {
        .db = db->db,
        .keys = db->keys,
        .effects = &request->effects,
        .arena = request->arena,
        .now = now,
        .actor = request->actor,
        .sign_in = request->sign_in,
    };
    struct turn_request one = { .run = run_rule, .self = request, .reads_only = request->reads_only };
    request->err = turn_request(db->turn, &ctx, &one);
    if (request->err != CARNET_OK)
        err_take(&request->note);
    request->stands = one.stands;
}

struct turn_lists { /* what this turn tried, in order of arrival */
    struct append_list appends;
    struct request_list requests;
};

static void try_all(struct database *db, struct turn_lists *lists)
{
    int64_t started = clock_steady_us(), now = clock_now();
    turn_begin(db->turn, now);
    bool refused = turn_doomed(db->turn) != CARNET_OK;
    lists->appends = db->appends;
    if (!db->appends.first)
        lists->appends.last = &lists->appends.first;
    appends_clear(&db->appends);
    for (struct append *a = lists->appends.first; a; a = a->next)
        try_append(db, a);
    struct request *request;
    while ((refused || turn_doomed(db->turn) == CARNET_OK) && (request = requests_take(&db->requests))) {
        try_request(db, request, now);
        requests_add(&lists->requests, request);
        if (!refused && clock_steady_us() - started >= TURN_US)
            break;
    }
}

/* Everything that was tried in a failed turn has failed, whatever it was told before; a read of what was durable stands. */
static void fail_all(struct turn_lists *lists, carnet_err failure)
{
    struct err_note why;
    err_take(&why);
    for (struct append *a = lists->appends.first; a; a = a->next)
        set_failure(&a->err, &a->note, failure, &why);
    for (struct request *r = lists->requests.first; r; r = r->next) {
        if (r->stands)
            continue;
        effects_init(&r->effects);
        set_failure(&r->err, &r->note, failure, &why);
    }
}

static void post_answers(struct database *db, struct turn_lists *lists, bool failed)
{
    struct batch *batch = mem_alloc(sizeof *batch);
    *batch = (struct batch){
        .database = db,
        .appends = lists->appends.first,
        .requests = lists->requests.first,
        .append_count = lists->appends.count,
        .failed = failed,
    };
    for (struct request *r = batch->requests; r; r = r->next)
        batch->request_count++;
    loop_post(db->options.loop, batch_answer, batch);
}

static void take_turn(struct database *db)
{
    struct turn_lists lists;
    int64_t started = db->turn_at = clock_steady_us();
    appends_clear(&lists.appends);
    requests_clear(&lists.requests);
    try_all(db, &lists);
    carnet_err failure = turn_end(db->turn);
    if (failure != CARNET_OK)
        fail_all(&lists, failure);
    if (!db->full)
        db->probe_at = clock_steady_us() + PROBE_US; /* what did not fit would not fit at once either */
    db->full = turn_state(db->turn) == TURN_FULL;
    post_answers(db, &lists, failure != CARNET_OK);
    int64_t took = clock_steady_us() - started;
    if (took > SLOW_US)
        log_warn("database", "slow turn", "ms=%lld appends=%zu", (long long)(took / 1000), lists.appends.count);
}

static void say_fatal(struct database *db)
{
    if (turn_state(db->turn) != TURN_BROKEN || db->fatal_posted)
        return;
    db->fatal_posted = true;
    loop_post(db->options.loop, fatal, db);
}

static void look_for_space(struct database *db)
{
    if (turn_state(db->turn) != TURN_FULL || clock_steady_us() < db->probe_at)
        return;
    turn_probe(db->turn);
    db->full = turn_state(db->turn) == TURN_FULL;
    db->probe_at = clock_steady_us() + PROBE_US;
}

static void open_gates(struct database *db)
{
    while (db->gates) {
        struct gate_link *gate = db->gates;
        db->gates = gate->next;
        gate_open(&gate->gate); /* it may be gone after this */
    }
}

static bool may_wait(const struct database *db)
{
    return db->appends.first && !db->requests.first && db->appends.count < PACE_FEW && db->appends.bytes < TURN_BYTES / 2;
}

/* When words come faster than turns but few at a time, a turn begins a little after the one before it: what comes meanwhile shares its
 * commit, whose cost in the kernel is most of what a quiet room costs. Alone, an append waits for nothing. The wait goes in
 * steps, so that a request or a key is not kept waiting by it. */
static void keep_pace(struct database *db)
{
    for (int64_t early; may_wait(db) && (early = db->turn_at + PACE_US - clock_steady_us()) > 0;) {
        nanosleep(&(struct timespec){ .tv_nsec = (early < PACE_STEP_US ? early : PACE_STEP_US) * 1000 }, NULL);
        if (!collect(db))
            return;
    }
}

static void thread_run(void *arg)
{
    struct database *db = arg;
    while (collect(db)) {
        keep_pace(db);
        if (db->appends.first || db->requests.first)
            take_turn(db);
        say_fatal(db);
        look_for_space(db);
        turn_tidy(db->turn, !db->requests.first && queue_empty(db->queue));
        say_fatal(db);
        open_gates(db);
    }
    turn_close(db->turn);
    say_fatal(db);
}

carnet_err database_key(struct database *db, uint8_t key[KEY_BYTES], int64_t journal)
{
    struct key_question question = { .journal = journal };
    gate_init(&question.answered);
    if (queue_put(db->queue, &(struct message){ MESSAGE_KEY, { .question = &question } }) == QUEUE_CLOSED)
        return err_set(CARNET_IO, "store.stopped", "%s", "");
    gate_wait(&question.answered);
    if (question.err != CARNET_OK)
        return err_restore(&question.note);
    memcpy(key, question.key, KEY_BYTES);
    explicit_bzero(question.key, KEY_BYTES);
    return CARNET_OK;
}

carnet_err database_keys(struct database *db, database_keys_fn *fn, void *self)
{
    struct keys_question question = { .fn = fn, .self = self };
    gate_init(&question.answered);
    if (queue_put(db->queue, &(struct message){ MESSAGE_KEYS, { .keys = &question } }) == QUEUE_CLOSED)
        return err_set(CARNET_IO, "store.stopped", "%s", "");
    gate_wait(&question.answered);
    return question.err == CARNET_OK ? CARNET_OK : err_restore(&question.note);
}

/* ---- start and stop ---- */

static carnet_err files_open(struct database *db)
{
    CLEANUP(buf_clear) struct buf rows = { 0 };
    CLEANUP(buf_clear) struct buf keys = { 0 };
    buf_printf(&rows, "%s/carnet.db", db->options.folder);
    buf_printf(&keys, "%s/keys.db", db->options.folder);
    TRY(db_open(&db->db, buf_text(&rows), true));
    TRY(db_migrate(db->db));
    return keys_open(&db->keys, buf_text(&keys));
}

static void database_free(struct database *db)
{
    turn_free(db->turn);
    keys_close(db->keys);
    db_close(db->db);
    queue_free(db->queue);
    mem_free(db);
}

carnet_err database_start(struct database **out, const struct database_options *options)
{
    struct database *db = mem_zero(1, sizeof *db);
    db->options = *options;
    carnet_err err = files_open(db);
    if (err != CARNET_OK) {
        database_free(db);
        return err;
    }
    db->options.folder = NULL; /* the caller's */
    db->queue = queue_new(sizeof(struct message));
    db->turn = turn_new(db->db, db->keys);
    appends_clear(&db->appends);
    requests_clear(&db->requests);
    thread_start(&db->thread, "database", thread_run, db);
    *out = db;
    return CARNET_OK;
}

/* An answer may bring new work (a room's next batch), so this goes on until none is left. */
static void finish_what_waits(struct database *db)
{
    while (db->outstanding) {
        struct gate_link link = { .next = NULL };
        gate_init(&link.gate);
        queue_put(db->queue, &(struct message){ MESSAGE_GATE, { .gate = &link } });
        gate_wait(&link.gate);
        loop_drain(db->options.loop);
    }
}

void database_stop(struct database *db)
{
    loop_drain(db->options.loop);
    finish_what_waits(db);
    queue_close(db->queue);
    thread_join(&db->thread);
    loop_drain(db->options.loop);
    database_free(db);
}
