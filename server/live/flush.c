/* Batches: what a room received while a commit was under way goes to the log as one row and to the members as one frame.
 *
 * A room has at most one open batch, which collects, and at most one in flight, which the database thread has. The open one leaves at
 * once when nothing is in flight, else when that comes back; so the commit is the timer. Everything a batch reveals — its frame, sync
 * answers computed meanwhile, "saved" marks — waits in the members for its release. */
#include "live/room.h"

#include "base/log.h"

#include <assert.h>
#include <string.h>

enum { OPEN_MAX = 4 << 20, ALL_OPEN_MAX = 64 << 20, HELD_BYTES = 1 << 20, HELD_COUNT = 256 };

bool room_settled(const struct room *room)
{
    return !room->open && !room->flying;
}

struct batch *flush_open(struct room *room)
{
    if (!room->open) {
        room->open = mem_zero(1, sizeof *room->open);
        room->open->room = room;
        room->open->epoch = room->epoch;
    }
    return room->open;
}

static void batch_free(struct batch *batch)
{
    buf_clear(&batch->updates);
    buf_clear(&batch->merged);
    mem_free(batch->persons);
    mem_free(batch->bindings);
    mem_free(batch);
}

static void add_person(struct batch *batch, int64_t person)
{
    size_t at = 0;
    while (at < batch->person_count && batch->persons[at] < person)
        at++;
    if (at < batch->person_count && batch->persons[at] == person)
        return;
    batch->persons = mem_grow(batch->persons, (batch->person_count + 1) * sizeof *batch->persons);
    for (size_t i = batch->person_count; i > at; i--)
        batch->persons[i] = batch->persons[i - 1];
    batch->persons[at] = person;
    batch->person_count++;
}

static void throttle(struct room *room, struct member *member)
{
    bool full = room->open->updates.len > OPEN_MAX || room->live->open_bytes > ALL_OPEN_MAX;
    if (!full || !member || member->throttled || !member->ws)
        return;
    member->throttled = true;
    room->throttled++;
    ws_pause(member->ws, true);
}

void flush_add(struct room *room, struct member *member, const struct authors *authors, bytes update,
               const struct log_binding *bindings, size_t binding_count)
{
    struct batch *batch = flush_open(room);
    if (!batch->count)
        batch->sender = member;
    else if (batch->sender != member)
        batch->several = true;
    size_t before = batch->updates.len;
    buf_put_sized(&batch->updates, update);
    batch->count++;
    room->live->open_bytes += batch->updates.len - before;
    for (size_t i = 0; i < authors->count; i++)
        add_person(batch, authors->persons[i]);
    if (binding_count) {
        size_t size = (batch->binding_count + binding_count) * sizeof *bindings;
        batch->bindings = mem_grow(batch->bindings, size);
        for (size_t i = 0; i < binding_count; i++)
            batch->bindings[batch->binding_count++] = bindings[i];
    }
    throttle(room, member);
}

/* ---- answers that wait ---- */

/* Takes the message. Whoever asks for more than 1 MB or 256 answers while a commit is under way is too slow for us, or we for them. */
static void hold(struct member *member, struct held **list, struct message *message)
{
    size_t count = 0, size = 0;
    for (; *list; list = &(*list)->next) {
        if (count++)
            size += (*list)->message->len; /* behind the first, which may be a whole document */
    }
    if (count && (count >= HELD_COUNT || size + message->len > HELD_BYTES)) {
        message_drop(message);
        channel_close(member, 1013, "too slow");
        return;
    }
    *list = mem_zero(1, sizeof **list);
    (*list)->message = message;
}

void flush_drop_held(struct held **list)
{
    while (*list) {
        struct held *h = *list;
        *list = h->next;
        message_drop(h->message);
        mem_free(h);
    }
}

static void send_held(struct member *member, struct held **list)
{
    for (struct held *h = *list; h; h = h->next)
        if (member->ws)
            ws_send(member->ws, h->message);
    flush_drop_held(list);
}

void flush_answer(struct member *member, struct message *message)
{
    struct room *room = member->room;
    if (room->open)
        hold(member, &member->open_held, message);
    else if (room->flying)
        hold(member, &member->flying_held, message);
    else {
        ws_send(member->ws, message);
        message_drop(message);
    }
}

/* Message 100: one varuint, how many step2 and update messages of this connection are settled. */
static void send_saved(struct member *member, uint64_t settled)
{
    if (!member->carnet || settled <= member->saved || !member->ws)
        return;
    member->saved = settled;
    CLEANUP(buf_clear) struct buf out = { 0 };
    buf_put_varint(&out, 100);
    buf_put_varint(&out, settled);
    struct message *message = message_new(buf_bytes(&out));
    ws_send(member->ws, message);
    message_drop(message);
}

void flush_settle(struct member *member)
{
    struct room *room = member->room;
    if (room->open)
        member->open_mark = member->received;
    else if (room->flying)
        member->flying_mark = member->received;
    else
        send_saved(member, member->received);
}

static struct message *update_frame(bytes update)
{
    CLEANUP(buf_clear) struct buf head = { 0 };
    buf_put_byte(&head, 0); /* sync */
    buf_put_byte(&head, 2); /* update */
    buf_put_varint(&head, update.len);
    struct message *message = message_sized(head.len + update.len);
    memcpy(message->payload, head.ptr, head.len);
    if (update.len)
        memcpy(message->payload + head.len, update.ptr, update.len);
    return message;
}

void flush_broadcast(struct room *room, bytes update)
{
    struct message *frame = update_frame(update);
    for (struct member *m = room->members; m; m = m->next)
        if (m->state == MEMBER_LIVE || m->state == MEMBER_WAITING) /* who woke the room asked for everything long ago */
            ws_send(m->ws, frame);
    message_drop(frame);
}

/* ---- requests and posts that wait ---- */

static void run_befores(struct room *room)
{
    struct ready *list = room->befores;
    room->befores = NULL;
    while (list) {
        struct ready *r = list;
        list = r->next;
        r->fn(r->arg);
        mem_free(r);
    }
}

void flush_before(struct room *room, loop_fn *ready, void *arg)
{
    flush_go(room);
    if (!room->open) {
        ready(arg);
        return;
    }
    struct ready **at = &room->befores;
    while (*at)
        at = &(*at)->next;
    *at = mem_zero(1, sizeof **at);
    **at = (struct ready){ NULL, ready, arg };
}

/* Those of a person or a sign-in; 0 and 0: all. */
static void end_posts(struct post **posts, carnet_err err, int64_t person, int64_t sign_in)
{
    struct post *ending = NULL, **last = &ending;
    while (*posts) {
        struct post *post = *posts;
        if ((person && post->admission.person != person) || (sign_in && post->admission.sign_in != sign_in)) {
            posts = &post->next;
            continue;
        }
        *posts = post->next;
        post->next = NULL;
        *last = post;
        last = &post->next;
    }
    while (ending) {
        struct post *post = ending;
        ending = post->next;
        if (err)
            err = err_set(CARNET_IO, "live.try_again", "the room was dropped, or rights in it changed");
        post_end(post, err);
    }
}

void flush_end_posts(struct room *room, int64_t person, int64_t sign_in)
{
    end_posts(&room->posts, CARNET_IO, person, sign_in);
    if (room->open)
        end_posts(&room->open->posts, CARNET_IO, person, sign_in);
    if (room->flying)
        end_posts(&room->flying->posts, CARNET_IO, person, sign_in);
}

void flush_abandon(struct room *room)
{
    flush_end_posts(room, 0, 0);
    if (room->open) {
        room->live->open_bytes -= room->open->updates.len;
        batch_free(room->open);
        room->open = NULL;
    }
    if (room->flying) {
        room->flying->room = NULL; /* its done frees it */
        room->flying = NULL;
    }
    run_befores(room);
}

/* ---- log and release ---- */

static void release(struct room *room, struct batch *batch)
{
    struct message *frame = batch->count ? update_frame(batch->append.row.update) : NULL;
    struct member *only = batch->several ? NULL : batch->sender;
    for (struct member *m = room->members; m; m = m->next) {
        if (m->state != MEMBER_LIVE) {
            flush_drop_held(&m->flying_held);
            continue;
        }
        if (frame && m != only)
            ws_send(m->ws, frame);
        send_held(m, &m->flying_held);
        send_saved(m, m->flying_mark);
    }
    message_drop(frame);
    end_posts(&batch->posts, CARNET_OK, 0, 0);
}

void flush_unthrottle(struct room *room)
{
    if (!room->throttled || room->live->open_bytes > ALL_OPEN_MAX)
        return;
    for (struct member *m = room->members; m; m = m->next)
        if (m->throttled) {
            m->throttled = false;
            room->throttled--;
            ws_pause(m->ws, false);
        }
}

static void drop_after(struct room *room, const struct batch *batch)
{
    log_note(LOG_WARN, "live", "batch refused, room dropped", &batch->append.note);
    room_drop(room, 4503, "try again");
}

static void committed(struct append *append)
{
    struct batch *batch = (struct batch *)append;
    struct room *room = batch->room;
    if (!room) { /* dropped meanwhile */
        batch_free(batch);
        return;
    }
    struct live *live = room->live;
    assert(room->flying == batch); /* invariant 2: one batch per room in flight */
    if (append->err) {
        drop_after(room, batch);
        batch_free(batch);
        live_settled(live);
        return;
    }
    room->flying = NULL;
    checkpoint_wrote(room, append->row.update.len);
    release(room, batch);
    batch_free(batch);
    awareness_flush(room);
    flush_go(room);
    flush_unthrottle(room);
    if (room_settled(room) && !room->members)
        checkpoint_left(room);
    live_settled(live);
}

/* One update is logged as it came; several are merged by the engine. */
static carnet_err merge(bytes *out, struct batch *batch)
{
    struct reader r = reader_of(buf_bytes(&batch->updates));
    if (batch->count == 1)
        return reader_sized(out, &r);
    CLEANUP(mem_free_ptr) bytes *parts = mem_alloc(batch->count * sizeof *parts);
    for (size_t i = 0; i < batch->count; i++)
        TRY(reader_sized(&parts[i], &r));
    TRY(crdt_merge(&batch->merged, parts, batch->count));
    *out = buf_bytes(&batch->merged);
    return CARNET_OK;
}

static void refused(void *arg)
{
    committed(arg);
}

void flush_go(struct room *room)
{
    struct batch *batch = room->open;
    if (!batch || room->flying)
        return;
    assert(batch->count); /* a batch is opened by its first update */
    room->open = NULL;
    room->flying = batch;
    room->live->open_bytes -= batch->updates.len;
    for (struct member *m = room->members; m; m = m->next) {
        m->flying_mark = m->open_mark;
        m->flying_held = m->open_held;
        m->open_held = NULL;
    }
    bytes update = { 0 };
    carnet_err err = merge(&update, batch);
    batch->append = (struct append){
        .row = {
            .document = room->document,
            .epoch = batch->epoch,
            .update = update,
            .persons = batch->persons,
            .person_count = batch->person_count,
            .bindings = batch->bindings,
            .binding_count = batch->binding_count,
        },
        .life = room->life,
        .done = committed,
    };
    if (err) { /* our own fault: the room starts again from the log */
        err_take(&batch->append.note);
        batch->append.err = err;
        loop_post(room->live->loop, refused, &batch->append);
    } else {
        database_append(room->live->database, &batch->append);
    }
    run_befores(room); /* their requests are queued behind this append */
}
