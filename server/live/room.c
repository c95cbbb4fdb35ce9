/* A room's life: loading its document on a worker, people joining and leaving, sleeping without a document, being dropped. */
#include "live/room.h"

#include <assert.h>

#include "base/log.h"
#include "live/state.h"

struct load {
    struct job job; /* first */
    struct live *live;
    int64_t document;
    uint64_t life;
    struct crdt_doc *doc;
    struct log_state log;
};

static carnet_err load_work(struct job *job, struct ctx *ctx)
{
    struct load *load = (struct load *)job;
    return state_load(&load->doc, &load->log, ctx, load->document);
}

static void awareness_late(void *arg)
{
    awareness_flush(arg);
}

struct room *room_of(struct live *live, const struct live_admission *admission, const char *uid)
{
    struct room *room = table_get(&live->by_document, (uint64_t)admission->document);
    if (room) {
        if (admission->epoch > room->epoch)
            room->epoch = admission->epoch;
        return room;
    }
    room = mem_zero(1, sizeof *room);
    room->live = live;
    room->document = admission->document;
    room->journal = admission->journal;
    room->uid = mem_text(uid);
    room->epoch = admission->epoch;
    room->life = ++live->lives;
    room->state = ROOM_ASLEEP;
    room->empty_since = room->last_used = loop_now(live->loop);
    room->awareness_timer = loop_timer_new(live->loop, awareness_late, room);
    table_put(&live->by_document, (uint64_t)room->document, room);
    names_put(&live->by_uid, uid, room);
    return room;
}

static void room_free(struct room *room)
{
    struct live *live = room->live;
    assert(!room->members && room_settled(room) && !room->posts);
    table_remove(&live->by_document, (uint64_t)room->document);
    names_remove(&live->by_uid, room->uid);
    database_forget_life(live->database, room->life);
    loop_timer_free(room->awareness_timer);
    awareness_clear(room);
    table_clear(&room->clients);
    buf_clear(&room->made);
    crdt_doc_free(room->doc);
    mem_free(room->uid);
    mem_free(room);
}

void room_drop(struct room *room, unsigned code, const char *reason)
{
    flush_abandon(room);
    while (room->members) {
        struct member *m = room->members;
        channel_close(m, code, reason);
        m->state = MEMBER_CLOSING;
        room_leave(m);
    }
    room_free(room);
}

/* ---- loading ---- */

static void apply_made(struct room *room)
{
    struct reader r = reader_of(buf_bytes(&room->made));
    bytes update;
    while (reader_left(&r) && reader_sized(&update, &r) == CARNET_OK) {
        struct crdt_update *decoded;
        if (crdt_update_decode(&decoded, update) != CARNET_OK)
            continue;
        if (crdt_apply(room->doc, decoded, NULL) == CARNET_OK)
            flush_broadcast(room, update);
        crdt_update_free(decoded);
    }
    buf_clear(&room->made);
}

static void member_awake(struct member *member)
{
    member->state = MEMBER_LIVE;
    struct buf waiting = member->waiting;
    member->waiting = (struct buf){ 0 };
    struct reader r = reader_of(buf_bytes(&waiting));
    bytes message;
    while (member->state == MEMBER_LIVE && reader_left(&r) && reader_sized(&message, &r) == CARNET_OK)
        channel_message(member, message);
    buf_clear(&waiting);
    if (member->paused && member->ws) {
        member->paused = false;
        ws_pause(member->ws, false);
    }
}

static void room_loaded(struct room *room, struct load *load)
{
    room->doc = load->doc;
    load->doc = NULL;
    room->state = ROOM_LIVE;
    room->row_count = load->log.row_count;
    room->row_bytes = load->log.row_bytes;
    room->snapshot_bytes = load->log.snapshot_bytes;
    for (size_t i = 0; i < load->log.binding_count; i++)
        table_put(&room->clients, load->log.bindings[i].client, (void *)(intptr_t)load->log.bindings[i].person);
    apply_made(room);
    for (struct member *m = room->members, *next; m; m = next) {
        next = m->next;
        if (m->state == MEMBER_WAITING)
            member_awake(m);
    }
    while (room->posts) {
        struct post *post = room->posts;
        room->posts = post->next;
        post_start(room, post);
    }
}

static void load_done(struct job *job)
{
    struct load *load = (struct load *)job;
    struct live *live = load->live;
    struct room *room = table_get(&live->by_document, (uint64_t)load->document);
    if (room && room->life == load->life && room->state == ROOM_LOADING) {
        if (job->err) {
            log_note(LOG_ERROR, "live", "document not loaded", &job->note);
            room_drop(room, 4503, "try again");
        } else {
            room_loaded(room, load);
        }
    }
    crdt_doc_free(load->doc);
    mem_free(load);
    live->busy--;
    live_settled(live);
}

void room_wake(struct room *room)
{
    if (room->state != ROOM_ASLEEP)
        return;
    struct load *load = mem_zero(1, sizeof *load);
    load->job = (struct job){ .lane = LANE_LOAD, .work = load_work, .done = load_done };
    load->live = room->live;
    load->document = room->document;
    load->life = room->life;
    room->state = ROOM_LOADING;
    if (jobs_add(room->live->jobs, &load->job) != CARNET_OK) {
        mem_free(load);
        room->state = ROOM_ASLEEP;
        room_drop(room, 4503, "try again");
        return;
    }
    room->live->busy++;
}

void room_sleep(struct room *room)
{
    if (room->state != ROOM_LIVE || !room_settled(room))
        return;
    crdt_doc_free(room->doc);
    room->doc = NULL;
    table_clear(&room->clients); /* loaded again with the document */
    room->state = ROOM_ASLEEP;
}

/* ---- members ---- */

void room_join(struct room *room, struct member *member)
{
    member->room = room;
    member->previous = NULL;
    member->next = room->members;
    if (room->members)
        room->members->previous = member;
    room->members = member;
    room->member_count++;
    room->last_used = loop_now(room->live->loop);
    member->state = MEMBER_WAITING;
    awareness_send_all(member);
    if (room->state == ROOM_LIVE)
        member_awake(member);
    else
        room_wake(room); /* may drop the room, and the member with it */
}

static void forget_sender(struct batch *batch, const struct member *member)
{
    if (batch && batch->sender == member) {
        batch->sender = NULL;
        batch->several = true; /* the frame goes to all who are left */
    }
}

void room_leave(struct member *member)
{
    struct room *room = member->room;
    if (!room)
        return;
    awareness_leave(member);
    forget_sender(room->open, member);
    forget_sender(room->flying, member);
    room->throttled -= member->throttled;
    if (member->previous)
        member->previous->next = member->next;
    else
        room->members = member->next;
    if (member->next)
        member->next->previous = member->previous;
    member->next = member->previous = NULL;
    member->room = NULL;
    room->member_count--;
    if (room->members)
        return;
    room->empty_since = loop_now(room->live->loop);
    if (room_settled(room))
        checkpoint_left(room);
}

void member_free(struct member *member)
{
    flush_drop_held(&member->open_held);
    flush_drop_held(&member->flying_held);
    buf_clear(&member->waiting);
    loop_timer_free(member->refusal);
    mem_free(member);
}

/* ---- updates over HTTP ---- */

void post_end(struct post *post, carnet_err err)
{
    post->done(post->arg, err, buf_bytes(&post->answer), buf_bytes(&post->held));
    buf_clear(&post->update);
    buf_clear(&post->vector);
    buf_clear(&post->answer);
    buf_clear(&post->held);
    mem_free(post);
}

static carnet_err post_apply(struct room *room, struct post *post)
{
    if (post->update.len)
        TRY(channel_take_update(room, NULL, &post->admission, buf_bytes(&post->update)));
    if (post->admission.write)
        crdt_state_vector(&post->held, room->doc);
    return crdt_encode_diff(&post->answer, room->doc, buf_bytes(&post->vector));
}

void post_start(struct room *room, struct post *post)
{
    room->last_used = loop_now(room->live->loop);
    if (room->state != ROOM_LIVE) {
        struct post **at = &room->posts;
        while (*at)
            at = &(*at)->next;
        *at = post;
        post->next = NULL;
        room_wake(room);
        return;
    }
    carnet_err err = post_apply(room, post);
    struct batch *newest = room->open ? room->open : room->flying;
    if (err || !newest) {
        post_end(post, err);
    } else {
        post->next = newest->posts;
        newest->posts = post;
    }
    flush_go(room);
}
