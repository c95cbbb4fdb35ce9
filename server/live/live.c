/* The rooms as a whole: admissions, the effects of rules, rights that end, sleeping, closing. */
#include "live/room.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

enum {
    TICK_MS = 1000,
    SWEEP_MS = 30000,
    SLEEP_MS = 600000, /* nobody wrote or joined: the document goes, the members stay */
    EMPTY_MS = 60000,
    MEMORY_MAX = 512 << 20,
    GRID_MS = 8,
};

/* ---- joining ---- */

struct admitting {
    struct request request; /* first */
    struct member *member;
    struct live *live;
    char document[65];
    struct credential credential;
};

static carnet_err admit_run(struct request *request, struct ctx *ctx)
{
    struct admitting *a = (struct admitting *)request;
    TRY(a->live->hooks.admit(ctx, &a->member->admission, &a->credential, a->document));
    return a->member->admission.read ? CARNET_OK : err_set(CARNET_MISSING, "document.missing", "no right to read");
}

static void joining_remove(struct member *member)
{
    if (member->previous)
        member->previous->next = member->next;
    else
        member->live->joining = member->next;
    if (member->next)
        member->next->previous = member->previous;
    member->next = member->previous = NULL;
}

static void refuse_absent(void *arg)
{
    channel_close(arg, 4404, "absent");
}

/* Finding nothing and finding what is not for this person take nearly the same time; on a grid, they take the same. */
static void refuse_on_the_grid(struct member *member)
{
    struct loop *loop = member->live->loop;
    member->refusal = loop_timer_new(loop, refuse_absent, member);
    loop_timer_start(member->refusal, GRID_MS - (loop_now(loop) - member->opened_at) % GRID_MS, 0);
}

static void admit_done(struct request *request)
{
    struct admitting *a = (struct admitting *)request;
    struct member *member = a->member;
    struct live *live = a->live;
    joining_remove(member);
    if (!member->ws) {
        member_free(member);
    } else if (live->closing) {
        channel_close(member, 1012, "stopping");
    } else if (request->err == CARNET_MISSING) {
        member->state = MEMBER_REFUSED;
        refuse_on_the_grid(member);
    } else if (request->err) {
        err_restore(&request->note);
        channel_close_for(member, request->err);
    } else {
        live_expire_at(live, member->admission.valid_until);
        room_join(room_of(live, &member->admission, a->document), member);
    }
    mem_free(a);
    live->busy--;
    live_settled(live);
}

static void *opened(void *self, struct ws *ws, const struct ws_request *request)
{
    struct live *live = self;
    struct member *member = mem_zero(1, sizeof *member);
    member->live = live;
    member->ws = ws;
    member->state = MEMBER_JOINING;
    member->opened_at = loop_now(live->loop);
    member->carnet = request->carnet;
    member->paused = true;
    ws_pause(ws, true);
    member->next = live->joining;
    if (live->joining)
        live->joining->previous = member;
    live->joining = member;
    struct admitting *a = mem_zero(1, sizeof *a);
    a->request = (struct request){ .run = admit_run, .done = admit_done, .reads_only = true };
    a->member = member;
    a->live = live;
    a->credential = request->credential;
    strncpy(a->document, request->document, sizeof a->document - 1);
    live->busy++;
    database_request(live->database, &a->request);
    return member;
}

static void received(void *user, bytes message)
{
    struct member *member = user;
    if (member->state == MEMBER_LIVE && member->room->state == ROOM_LIVE) {
        channel_message(member, message);
        return;
    }
    if (member->state == MEMBER_CLOSING || member->state == MEMBER_REFUSED)
        return;
    buf_put_sized(&member->waiting, message); /* read before the pause took hold */
    if (member->state == MEMBER_LIVE) {
        member->state = MEMBER_WAITING;
        if (!member->paused) {
            member->paused = true;
            ws_pause(member->ws, true);
        }
        room_wake(member->room);
    }
}

static void closed(void *user)
{
    struct member *member = user;
    member->ws = NULL;
    if (member->state == MEMBER_JOINING)
        return; /* its admission comes back and frees it */
    member->state = MEMBER_CLOSING;
    struct live *live = member->live;
    room_leave(member);
    member_free(member);
    live_settled(live);
}

const struct ws_hooks live_ws_hooks = { .opened = opened, .received = received, .closed = closed };

/* ---- rights ---- */

struct readmission {
    struct request request; /* first */
    struct live *live;
    int64_t document;
    bool sweep;
    loop_fn *then;
    void *arg;
    size_t count;
    struct seat {
        carnet_err err;
        bool signed_out;
        struct live_admission before, admission;
    } seats[];
};

static carnet_err readmit_run(struct request *request, struct ctx *ctx)
{
    struct readmission *r = (struct readmission *)request;
    for (size_t i = 0; i < r->count; i++) {
        struct seat *s = &r->seats[i];
        s->err = r->live->hooks.readmit(ctx, &s->admission, &s->before);
        if (s->err == CARNET_CORRUPT || s->err == CARNET_IO || s->err == CARNET_LIMIT)
            return s->err; /* nothing is known: the room is dropped */
        if (s->err) {
            struct err_note note;
            err_take(&note);
            s->signed_out = strcmp(note.key, "session.none") == 0;
        }
    }
    return CARNET_OK;
}

static const struct seat *seat_of(const struct readmission *r, const struct member *m)
{
    const struct live_admission *who = &m->admission;
    for (size_t i = 0; i < r->count; i++) {
        const struct live_admission *seat = &r->seats[i].before;
        if (seat->person == who->person && seat->sign_in == who->sign_in && seat->token == who->token)
            return &r->seats[i];
    }
    return NULL;
}

static bool still_writes(const struct readmission *r, int64_t person)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->seats[i].before.person == person && !r->seats[i].err && r->seats[i].admission.write)
            return true;
    return false;
}

/* Words that wait in the open batch keep their place if all who wrote them may still write; else their epoch is too old. */
static void renew_open_batch(struct room *room, const struct readmission *r)
{
    if (!room->open)
        return;
    for (size_t i = 0; i < room->open->person_count; i++)
        if (!still_writes(r, room->open->persons[i]))
            return;
    room->open->epoch = room->epoch;
}

static void readmit_members(struct room *room, struct readmission *r)
{
    for (struct member *m = room->members, *next; m; m = next) {
        next = m->next;
        const struct seat *s = seat_of(r, m);
        if (!s || m->state == MEMBER_CLOSING)
            continue; /* joined meanwhile, under the new rights */
        bool lost = s->err || !s->admission.read;
        bool by_clock = m->admission.valid_until && m->admission.valid_until <= clock_now();
        if (lost) {
            if (r->sweep && !by_clock && !s->signed_out)
                log_error("live", "a right was lost unseen", "document=%lld", (long long)room->document);
            channel_close(m, s->signed_out ? 4401 : 4403, s->signed_out ? "not signed in" : "right lost");
            continue;
        }
        if (s->admission.epoch > room->epoch)
            room->epoch = s->admission.epoch;
        m->admission = s->admission;
        live_expire_at(room->live, m->admission.valid_until);
    }
    renew_open_batch(room, r);
}

static void readmit_done(struct request *request)
{
    struct readmission *r = (struct readmission *)request;
    struct live *live = r->live;
    struct room *room = table_get(&live->by_document, (uint64_t)r->document);
    if (room && request->err)
        room_drop(room, 4503, "try again");
    else if (room)
        readmit_members(room, r);
    if (r->then)
        r->then(r->arg);
    mem_free(r);
    live->busy--;
    live_settled(live);
}

void live_readmit(struct room *room, bool sweep, loop_fn *then, void *arg)
{
    struct readmission *r = mem_zero(1, sizeof *r + room->member_count * sizeof *r->seats);
    r->request = (struct request){ .run = readmit_run, .done = readmit_done, .reads_only = true };
    r->live = room->live;
    r->document = room->document;
    r->sweep = sweep;
    r->then = then;
    r->arg = arg;
    for (struct member *m = room->members; m; m = m->next)
        if (!seat_of(r, m))
            r->seats[r->count++] = (struct seat){ .before = m->admission };
    room->live->busy++;
    database_request(room->live->database, &r->request);
}

static void expired(void *arg)
{
    struct live *live = arg;
    int64_t now = clock_now();
    live->next_expiry = 0;
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));) {
        bool due = false;
        for (struct member *m = room->members; m; m = m->next) {
            due |= m->admission.valid_until && m->admission.valid_until <= now;
            if (m->admission.valid_until > now)
                live_expire_at(live, m->admission.valid_until);
        }
        if (due)
            live_readmit(room, false, NULL, NULL);
    }
}

void live_expire_at(struct live *live, int64_t at)
{
    int64_t in = at - clock_now();
    if (!at || in <= 0 || (live->next_expiry && live->next_expiry <= at))
        return; /* what is over already is the sweep's */
    live->next_expiry = at;
    loop_timer_start(live->expiry, (uint64_t)in + 1, 0);
}

/* ---- effects of rules ---- */

struct walk {
    struct live *live;
    struct request *request;
    struct effect *at;
};

static void made(struct live *live, const struct effect *effect)
{
    struct room *room = table_get(&live->by_document, (uint64_t)effect->id);
    if (!room)
        return;
    if (room->state == ROOM_LOADING) {
        buf_put_sized(&room->made, effect->update);
        return;
    }
    if (room->state == ROOM_LIVE) {
        struct crdt_update *decoded;
        carnet_err err = crdt_update_decode(&decoded, effect->update);
        if (!err) {
            err = crdt_apply(room->doc, decoded, NULL);
            crdt_update_free(decoded);
        }
        if (err) { /* the log has it, the room does not: start again from the log */
            room_drop(room, 4503, "try again");
            return;
        }
    }
    checkpoint_wrote(room, effect->update.len);
    flush_broadcast(room, effect->update);
}

static bool may_read_thread(const struct live_admission *who, const struct effect_thread *thread)
{
    if (thread->began_by == who->person)
        return who->threads != LIVE_THREADS_NONE;
    bool shown = who->threads == LIVE_THREADS_ALL || (who->threads == LIVE_THREADS_OPEN && !thread->aside);
    return shown && thread->revision >= who->threads_revision && thread->epoch >= who->threads_epoch;
}

/* Message 101, without content: a thread beside the text changed. To those who may read it, and nobody learns what. */
static void commented(struct live *live, const struct effect *effect)
{
    static const uint8_t CHANGED[] = { 101 };
    struct room *room = table_get(&live->by_document, (uint64_t)effect->id);
    struct effect_thread thread;
    if (!room || effect->update.len != sizeof thread)
        return;
    memcpy(&thread, effect->update.ptr, sizeof thread);
    struct message *message = message_new((bytes){ CHANGED, sizeof CHANGED });
    for (struct member *m = room->members; m; m = m->next)
        if (m->carnet && m->ws && m->state == MEMBER_LIVE && may_read_thread(&m->admission, &thread))
            ws_send(m->ws, message);
    message_drop(message);
}

static bool is_told(const struct effect *effect, int64_t person)
{
    int64_t one;
    for (size_t at = 0; at + sizeof one <= effect->update.len; at += sizeof one) {
        memcpy(&one, effect->update.ptr + at, sizeof one);
        if (one == person)
            return true;
    }
    return false;
}

/* Message 102, without content: a sentence that this person and another changed apart is there, or is settled. */
static void apart(struct live *live, const struct effect *effect)
{
    static const uint8_t CHANGED[] = { 102 };
    struct room *room = table_get(&live->by_document, (uint64_t)effect->id);
    if (!room)
        return;
    struct message *message = message_new((bytes){ CHANGED, sizeof CHANGED });
    for (struct member *m = room->members; m; m = m->next)
        if (m->carnet && m->ws && m->state == MEMBER_LIVE && m->admission.write && is_told(effect, m->admission.person))
            ws_send(m->ws, message);
    message_drop(message);
}

static void signed_out(struct live *live, int64_t sign_in)
{
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));) {
        flush_end_posts(room, 0, sign_in);
        for (struct member *m = room->members; m; m = m->next)
            if (m->admission.sign_in == sign_in)
                channel_close(m, 4401, "not signed in");
    }
}

static void person_closed(struct live *live, int64_t person)
{
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));) {
        flush_end_posts(room, person, 0);
        for (struct member *m = room->members; m; m = m->next)
            if (m->admission.person == person)
                channel_close(m, 4401, "not signed in");
    }
}

static void walk_on(void *arg)
{
    struct walk *walk = arg;
    while (walk->at) {
        const struct effect *effect = walk->at;
        walk->at = effect->next;
        struct room *room = NULL;
        switch (effect->kind) {
        case EFFECT_UPDATE:     made(walk->live, effect); break;
        case EFFECT_COMMENTS:   commented(walk->live, effect); break;
        case EFFECT_APART:      apart(walk->live, effect); break;
        case EFFECT_SIGNED_OUT: signed_out(walk->live, effect->id); break;
        case EFFECT_REVISION:
        case EFFECT_MAIL:
        case EFFECT_ERASE:
        case EFFECT_AFRESH:
        case EFFECT_CLOCK:      break; /* app.c's */
        case EFFECT_CLOSED:     person_closed(walk->live, effect->id); break;
        case EFFECT_RIGHTS:
            room = table_get(&walk->live->by_document, (uint64_t)effect->id);
            break;
        }
        if (room) {
            flush_end_posts(room, 0, 0); /* they were admitted under the rights from before */
            live_readmit(room, false, walk_on, walk); /* revoke before answer */
            return;
        }
    }
    struct request *request = walk->request;
    mem_free(walk);
    database_finish(request);
}

void live_effects(void *self, struct request *request)
{
    struct walk *walk = mem_zero(1, sizeof *walk);
    *walk = (struct walk){ self, request, request->effects.first };
    walk_on(walk);
}

void live_before(void *self, const char *document, loop_fn *ready, void *arg)
{
    struct live *live = self;
    struct room *room = names_get(&live->by_uid, document);
    if (room)
        flush_before(room, ready, arg);
    else
        ready(arg);
}

void live_post(struct live *live, const struct live_admission *admission, const char *document, bytes update,
               bytes vector, live_posted_fn *done, void *arg)
{
    struct post *post = mem_zero(1, sizeof *post);
    post->admission = *admission;
    buf_put(&post->update, update);
    buf_put(&post->vector, vector);
    post->done = done;
    post->arg = arg;
    if (live->closing) {
        post_end(post, err_set(CARNET_IO, "live.try_again", "stopping"));
        return;
    }
    post_start(room_of(live, admission, document), post);
}

/* ---- time ---- */

static void keep_memory_low(struct live *live)
{
    size_t total = 0, at = 0;
    struct room *oldest = NULL;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));) {
        if (room->state != ROOM_LIVE)
            continue;
        total += crdt_memory(room->doc);
        if (room_settled(room) && (!oldest || room->last_used < oldest->last_used))
            oldest = room;
    }
    if (total > MEMORY_MAX && oldest)
        room_sleep(oldest);
}

static void tick(void *arg)
{
    struct live *live = arg;
    uint64_t now = loop_now(live->loop);
    bool sweep = now - live->last_sweep >= SWEEP_MS;
    if (sweep)
        live->last_sweep = now;
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));) {
        checkpoint_tick(room);
        flush_unthrottle(room);
        if (sweep && room->members)
            live_readmit(room, true, NULL, NULL);
        if (!room_settled(room) || room->posts || room->compacting)
            continue;
        if (!room->members && now - room->empty_since >= EMPTY_MS)
            room_drop(room, 1012, "empty");
        else if (now - room->last_used >= SLEEP_MS)
            room_sleep(room);
    }
    keep_memory_low(live);
}

struct live *live_new(const struct live_options *options)
{
    struct live *live = mem_zero(1, sizeof *live);
    live->loop = options->loop;
    live->database = options->database;
    live->jobs = options->jobs;
    live->hooks = options->hooks;
    live->last_sweep = loop_now(live->loop);
    live->tick = loop_timer_new(live->loop, tick, live);
    live->expiry = loop_timer_new(live->loop, expired, live);
    loop_timer_start(live->tick, TICK_MS, TICK_MS);
    return live;
}

/* ---- the end ---- */

void live_settled(struct live *live)
{
    if (!live->closed || live->busy || live->joining)
        return;
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));)
        if (!room_settled(room) || room->members)
            return;
    loop_fn *closed_fn = live->closed;
    live->closed = NULL;
    closed_fn(live->closed_arg);
}

void live_close(struct live *live, loop_fn *closed_fn, void *arg)
{
    live->closing = true;
    live->closed = closed_fn;
    live->closed_arg = arg;
    loop_timer_stop(live->tick);
    loop_timer_stop(live->expiry);
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));)
        if (!room->members && room_settled(room))
            checkpoint_left(room); /* changed by a rule, with nobody there to leave */
    live_settled(live);
}

void live_abandon(struct live *live)
{
    live->closing = true;
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));)
        room_drop(room, 4503, "try again");
}

void live_free(struct live *live)
{
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));)
        room_drop(room, 1012, "stopping");
    table_clear(&live->by_document);
    names_clear(&live->by_uid);
    loop_timer_free(live->tick);
    loop_timer_free(live->expiry);
    mem_free(live);
}

struct live_figures live_figures(const struct live *live)
{
    struct live_figures f = { 0 };
    size_t at = 0;
    for (struct room *room; (room = table_next(&live->by_document, &at, NULL));) {
        f.rooms++;
        f.members += room->member_count;
        if (room->state == ROOM_LIVE) {
            f.documents++;
            f.memory += crdt_memory(room->doc);
        }
    }
    return f;
}
