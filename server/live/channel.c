/* One member's messages: y-protocols over a websocket, and what closes it.
 *
 *   0 sync: 0 step1 (state vector), 1 step2 (update), 2 update · 1 awareness · 2 auth · 3 query awareness · others ignored */
#include "live/room.h"

#include <string.h>

#include "base/log.h"

void channel_close(struct member *member, unsigned code, const char *reason)
{
    if (member->state == MEMBER_CLOSING || !member->ws)
        return;
    member->state = MEMBER_CLOSING;
    ws_close(member->ws, code, reason);
}

void channel_close_for(struct member *member, carnet_err err)
{
    struct err_note note;
    err_take(&note);
    if (!note.key[0])
        note.key = "live.closed";
    switch (err) {
    case CARNET_OK:      return;
    case CARNET_INVALID: channel_close(member, 4400, "bad message"); break;
    case CARNET_DENIED:
        if (strncmp(note.key, "session.", 8) == 0)
            channel_close(member, 4401, "not signed in");
        else
            channel_close(member, 4403, strcmp(note.key, "live.author") == 0 ? "author" : "right lost");
        break;
    case CARNET_MISSING: channel_close(member, 4404, "absent"); break;
    case CARNET_LIMIT:
        if (strncmp(note.key, "store.", 6) == 0 || strncmp(note.key, "jobs.", 5) == 0)
            channel_close(member, 4503, "try again");
        else
            channel_close(member, 4413, "too big");
        break;
    case CARNET_CONFLICT:
    case CARNET_CORRUPT:
    case CARNET_IO:
        log_note(LOG_WARN, "live", "member sent away", &note);
        channel_close(member, 4503, "try again");
        break;
    }
}

/* The answer to step1: what the client lacks. To writers we then say what we have, so that they send what we lack. */
static carnet_err step1(struct member *member, bytes vector)
{
    struct room *room = member->room;
    CLEANUP(buf_clear) struct buf diff = { 0 };
    TRY(crdt_encode_diff(&diff, room->doc, vector));
    CLEANUP(buf_clear) struct buf out = { 0 };
    buf_put_byte(&out, 0);
    buf_put_byte(&out, 1);
    buf_put_sized(&out, buf_bytes(&diff));
    flush_answer(member, message_new(buf_bytes(&out)));
    if (!member->admission.write)
        return CARNET_OK;
    out.len = 0;
    diff.len = 0;
    crdt_state_vector(&diff, room->doc);
    buf_put_byte(&out, 0);
    buf_put_byte(&out, 0);
    buf_put_sized(&out, buf_bytes(&diff));
    flush_answer(member, message_new(buf_bytes(&out)));
    return CARNET_OK;
}

carnet_err channel_take_update(struct room *room, struct member *member, const struct live_admission *who, bytes update)
{
    struct crdt_update *decoded;
    TRY(crdt_update_decode(&decoded, update));
    struct crdt_news news;
    crdt_update_news(&news, room->doc, decoded);
    carnet_err err = CARNET_OK;
    if (news.structs || news.deletes) {
        CLEANUP(buf_clear) struct buf fresh = { 0 };
        if (who->epoch < room->epoch) /* the room already writes under newer rights, this sender's are still being read */
            err = err_set(CARNET_CONFLICT, "live.try_again", "document=%lld", (long long)room->document);
        else if (!who->write)
            err = err_set(CARNET_DENIED, "live.reader", "document=%lld", (long long)room->document);
        else if (database_figures(room->live->database).full) /* the batch would fail, and everybody in the room be sent away for it */
            err = err_set(CARNET_LIMIT, "store.full", "document=%lld", (long long)room->document);
        else
            err = attribution_check(room, who, &news);
        if (!err)
            err = crdt_apply(room->doc, decoded, &fresh);
        if (!err && fresh.len) {
            CLEANUP(mem_free_ptr) struct log_binding *bindings;
            struct authors authors = attribution_authors(room, who, &news); /* before they are bound */
            size_t count = attribution_bind(&bindings, room, who, &news);
            flush_add(room, member, &authors, buf_bytes(&fresh), bindings, count);
        }
    }
    crdt_update_free(decoded);
    return err;
}

static carnet_err sync(struct member *member, struct reader *r)
{
    uint64_t kind;
    bytes payload;
    TRY(reader_varint(&kind, r));
    if (kind > 2)
        return err_set(CARNET_INVALID, "live.bad_message", "sync message of kind %llu", (unsigned long long)kind);
    TRY(reader_sized(&payload, r));
    if (kind == 0)
        return step1(member, payload);
    member->received++;
    TRY(channel_take_update(member->room, member, &member->admission, payload));
    flush_settle(member);
    return CARNET_OK;
}

static carnet_err dispatch(struct member *member, bytes message)
{
    struct reader r = reader_of(message);
    uint64_t type;
    bytes payload;
    TRY(reader_varint(&type, &r));
    switch (type) {
    case 0: return sync(member, &r);
    case 1:
        TRY(reader_sized(&payload, &r));
        return awareness_receive(member, payload);
    case 3: awareness_send_all(member); return CARNET_OK;
    default: return CARNET_OK;
    }
}

void channel_message(struct member *member, bytes message)
{
    struct room *room = member->room;
    room->last_used = loop_now(room->live->loop);
    carnet_err err = dispatch(member, message);
    if (err)
        channel_close_for(member, err);
    flush_go(room);
}
