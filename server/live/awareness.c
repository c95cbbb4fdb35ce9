/* Who is here: y-protocols' awareness, not durable. An entry is a client id, a clock and a JSON state ("null": gone).
 *
 * The first live connection that names an id owns it until it closes; entries for ids that others own are skipped, because
 * y-websocket echoes everybody's. When an owner leaves, its ids are removed with clock + 1 and remembered for a minute, so that a late
 * echo does not bring them back. The same person coming back under a remembered id is told of the removal: its client then raises
 * its clock and is seen again. */
#include "live/room.h"

#include <jansson.h>

#include <string.h>

enum { ENTRIES_MAX = 4096, STATE_MAX = 4096, IDS_PER_MEMBER = 4, DELAY_MS = 50, REMEMBER_MS = 60000, REMEMBER_MAX = 256 };

static const uint64_t CLOCK_MAX = ((uint64_t)1 << 53) - 1; /* its removal must still have a number in JavaScript */

struct presence {
    struct presence *next;
    uint64_t client, clock;
    struct member *owner; /* NULL: gone, remembered */
    int64_t person;
    uint64_t left_at;
    bool due; /* changed since the last relay */
    size_t len;
    char *state;
};

static struct presence *find(const struct room *room, uint64_t client)
{
    for (struct presence *p = room->presences; p; p = p->next)
        if (p->client == client)
            return p;
    return NULL;
}

int64_t awareness_owner(const struct room *room, uint64_t client)
{
    const struct presence *p = find(room, client);
    return p && p->owner ? p->person : 0;
}

static void set_state(struct presence *p, bytes state)
{
    mem_free(p->state);
    p->state = mem_copy(state.ptr, state.len);
    p->len = state.len;
}

static bool is_null(bytes state)
{
    return state.len == 4 && memcmp(state.ptr, "null", 4) == 0;
}

static void put_entry(struct buf *out, const struct presence *p)
{
    buf_put_varint(out, p->client);
    buf_put_varint(out, p->clock);
    buf_put_sized(out, (bytes){ (const uint8_t *)p->state, p->len });
}

static struct message *frame(size_t count, const struct buf *entries)
{
    CLEANUP(buf_clear) struct buf payload = { 0 };
    buf_put_varint(&payload, count);
    buf_put(&payload, buf_bytes(entries));
    CLEANUP(buf_clear) struct buf out = { 0 };
    buf_put_byte(&out, 1);
    buf_put_sized(&out, buf_bytes(&payload));
    return message_new(buf_bytes(&out));
}

static void due(struct room *room, struct presence *p)
{
    p->due = true;
    if (room->presence_due)
        return;
    room->presence_due = true;
    loop_timer_start(room->awareness_timer, DELAY_MS, 0);
}

static void forget_old(struct room *room)
{
    uint64_t now = loop_now(room->live->loop);
    size_t remembered = 0;
    for (struct presence **at = &room->presences; *at;) {
        struct presence *p = *at;
        bool old = !p->owner && !p->due && (now - p->left_at > REMEMBER_MS || ++remembered > REMEMBER_MAX);
        if (!old) {
            at = &p->next;
            continue;
        }
        *at = p->next;
        mem_free(p->state);
        mem_free(p);
    }
}

void awareness_flush(struct room *room)
{
    if (!room->presence_due)
        return;
    room->presence_due = false;
    loop_timer_stop(room->awareness_timer);
    CLEANUP(buf_clear) struct buf entries = { 0 };
    size_t count = 0;
    for (struct presence *p = room->presences; p; p = p->next)
        if (p->due) {
            p->due = false;
            put_entry(&entries, p);
            count++;
        }
    if (!count)
        return;
    struct message *message = frame(count, &entries);
    for (struct member *m = room->members; m; m = m->next)
        if (m->state == MEMBER_LIVE || m->state == MEMBER_WAITING)
            ws_send(m->ws, message);
    message_drop(message);
    forget_old(room);
}

void awareness_send_all(struct member *member)
{
    CLEANUP(buf_clear) struct buf entries = { 0 };
    size_t count = 0;
    for (struct presence *p = member->room->presences; p; p = p->next)
        if (p->owner && !is_null((bytes){ (const uint8_t *)p->state, p->len })) {
            put_entry(&entries, p);
            count++;
        }
    if (!count)
        return;
    struct message *message = frame(count, &entries);
    ws_send(member->ws, message);
    message_drop(message);
}

/* The client takes its own removal as a reason to raise its clock. */
static void tell_removed(struct member *member, const struct presence *p)
{
    CLEANUP(buf_clear) struct buf entries = { 0 };
    put_entry(&entries, p);
    struct message *message = frame(1, &entries);
    ws_send(member->ws, message);
    message_drop(message);
}

static struct presence *own(struct member *member, uint64_t client)
{
    struct presence *p = find(member->room, client);
    if (!p) {
        p = mem_zero(1, sizeof *p);
        p->client = client;
        p->next = member->room->presences;
        member->room->presences = p;
    }
    p->owner = member;
    p->person = member->admission.person;
    member->presence_count++;
    return p;
}

/* Others would parse it: what is not JSON goes no further. */
static carnet_err check_json(bytes state)
{
    json_t *json = json_loadb((const char *)state.ptr, state.len, JSON_DECODE_ANY, NULL);
    if (!json)
        return err_set(CARNET_INVALID, "live.bad_message", "awareness state is not JSON");
    json_decref(json);
    return CARNET_OK;
}

static carnet_err take_entry(struct member *member, uint64_t client, uint64_t clock, bytes state)
{
    struct room *room = member->room;
    struct presence *p = find(room, client);
    int64_t bound = (int64_t)(intptr_t)table_get(&room->clients, client);
    if (p && p->owner && p->owner != member)
        return CARNET_OK; /* an echo */
    if (bound && bound != member->admission.person)
        return CARNET_OK; /* whose words are another person's cannot be this one's presence */
    if (!p || !p->owner) {
        if (is_null(state))
            return CARNET_OK; /* the echo of a removal */
        if (p && clock <= p->clock) {
            if (p->person == member->admission.person)
                tell_removed(member, p);
            return CARNET_OK;
        }
        TRY(check_json(state));
        if (member->presence_count == IDS_PER_MEMBER)
            return err_set(CARNET_INVALID, "live.bad_message", "more than %d ids on one connection", IDS_PER_MEMBER);
        p = own(member, client);
    } else if (clock < p->clock || (clock == p->clock && !is_null(state))) {
        return CARNET_OK; /* not newer */
    } else {
        TRY(check_json(state));
    }
    p->clock = clock;
    set_state(p, state);
    due(room, p);
    return CARNET_OK;
}

static carnet_err read_entry(struct reader *r, uint64_t *client, uint64_t *clock, bytes *state)
{
    TRY(reader_varint(client, r));
    TRY(reader_varint(clock, r));
    TRY(reader_sized(state, r));
    if (*clock >= CLOCK_MAX)
        return err_set(CARNET_INVALID, "live.bad_message", "awareness clock at its end");
    if (state->len > STATE_MAX)
        return err_set(CARNET_LIMIT, "live.too_big", "awareness state of %zu bytes", state->len);
    return CARNET_OK;
}

carnet_err awareness_receive(struct member *member, bytes payload)
{
    struct reader check = reader_of(payload), r = check;
    uint64_t count, client, clock;
    bytes state;
    TRY(reader_varint(&count, &check));
    if (count > ENTRIES_MAX)
        return err_set(CARNET_INVALID, "live.bad_message", "%llu awareness entries", (unsigned long long)count);
    for (uint64_t i = 0; i < count; i++) /* all of it first */
        TRY(read_entry(&check, &client, &clock, &state));
    TRY(reader_varint(&count, &r));
    for (uint64_t i = 0; i < count; i++) {
        TRY(read_entry(&r, &client, &clock, &state));
        TRY(take_entry(member, client, clock, state));
    }
    return CARNET_OK;
}

void awareness_leave(struct member *member)
{
    struct room *room = member->room;
    if (!member->presence_count)
        return;
    for (struct presence *p = room->presences; p; p = p->next)
        if (p->owner == member) {
            p->owner = NULL;
            p->left_at = loop_now(room->live->loop);
            p->clock++;
            set_state(p, bytes_text("null"));
            due(room, p);
        }
    member->presence_count = 0;
}

void awareness_clear(struct room *room)
{
    while (room->presences) {
        struct presence *p = room->presences;
        room->presences = p->next;
        mem_free(p->state);
        mem_free(p);
    }
}
