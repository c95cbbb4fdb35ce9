#pragma once
/* The inside of live/: a room is one document and the people in it now. Shared by the files of this folder only.
 *
 *   live.c        the rooms, their timers, effects, closing            room.c        loading, joining, leaving, dropping
 *   channel.c     one member's messages                                flush.c       batches: log, release
 *   awareness.c   who is here                                          attribution.c which client id is whose
 *   checkpoint.c  folding the log, ends of bursts                      state.c       a document from its log */
#include <stddef.h>

#include "base/table.h"
#include "crdt/crdt.h"
#include "live/live.h"


struct live {
    struct loop *loop;
    struct database *database;
    struct jobs *jobs;
    struct live_hooks hooks;
    struct table by_document; /* document → room */
    struct names by_uid;      /* public id → room */
    struct member *joining;   /* admitted by nobody yet */
    struct loop_timer *tick;  /* every second: bursts, awareness of quiet rooms is per room */
    struct loop_timer *expiry; /* the first valid_until */
    int64_t next_expiry;
    uint64_t lives;           /* rooms ever made: the next life */
    size_t open_bytes;        /* of all open batches */
    size_t busy;              /* requests and jobs of ours that have not come back */
    uint64_t last_sweep;
    bool closing;
    loop_fn *closed;
    void *closed_arg;
};

enum room_state { ROOM_LOADING, ROOM_LIVE, ROOM_ASLEEP /* members, no document */ };

struct batch {
    struct append append; /* first */
    struct room *room;    /* NULL: the room was dropped meanwhile */
    struct buf updates;   /* varint-sized, one after the other */
    size_t count;
    struct buf merged;
    int64_t *persons;
    size_t person_count;
    struct log_binding *bindings;
    size_t binding_count;
    int64_t epoch;
    struct member *sender; /* the only connection that wrote; NULL: several, or none */
    bool several;
    struct post *posts; /* HTTP answers that wait for the commit */
};

struct room {
    struct live *live;
    int64_t document, journal;
    char *uid;
    enum room_state state;
    uint64_t life;
    int64_t epoch;
    struct crdt_doc *doc; /* only in ROOM_LIVE */
    struct member *members;
    size_t member_count;
    struct batch *open, *flying;
    struct post *posts;   /* HTTP updates that wait for the document */
    struct ready *befores; /* requests that wait for the open batch to leave */
    struct buf made;      /* rule-made updates that came while loading, varint-sized */
    struct table clients; /* client id → (void *)person, bound */
    struct presence *presences;
    struct loop_timer *awareness_timer;
    bool presence_due;
    size_t throttled;     /* members whose reading we stopped */
    /* the log, for compaction */
    size_t row_count, row_bytes, snapshot_bytes;
    uint64_t compacted_at; /* loop time, ms */
    bool compacting;
    /* writing bursts */
    bool dirty;
    uint64_t burst_from, last_write;
    uint64_t last_used; /* a message or a join */
    uint64_t empty_since;
};

enum member_state { MEMBER_JOINING, MEMBER_REFUSED, MEMBER_WAITING /* for the document */, MEMBER_LIVE, MEMBER_CLOSING };

struct held { /* an answer that waits for a commit */
    struct held *next;
    struct message *message;
};

struct member {
    struct member *next, *previous; /* in the room, or in live->joining */
    struct ws *ws;                  /* NULL: the socket has gone while an admission was under way */
    struct live *live;
    struct room *room;
    enum member_state state;
    struct live_admission admission;
    bool carnet; /* speaks message 100 */
    bool paused; /* waits for admission or for the document */
    bool throttled;
    uint64_t received, saved; /* step2 and update messages: seen, and said to be settled */
    uint64_t open_mark, flying_mark; /* received up to here settles with that batch */
    struct held *open_held, *flying_held;
    struct buf waiting; /* messages that came before the document, varint-sized */
    size_t presence_count;
    uint64_t opened_at;         /* loop time, ms */
    struct loop_timer *refusal; /* a "4404" that must not tell by its time */
};

/* room.c */
struct room *room_of(struct live *live, const struct live_admission *admission, const char *uid);
void room_join(struct room *room, struct member *member);
void room_leave(struct member *member); /* out of its room's list, its presences removed; not freed */
void room_wake(struct room *room);      /* starts loading a sleeping room */
void room_sleep(struct room *room);     /* drops the document; nothing may be uncommitted */
void room_drop(struct room *room, unsigned code, const char *reason); /* everybody out, room freed */
bool room_settled(const struct room *room); /* nothing open, nothing in flight */
void member_free(struct member *member);

struct authors { /* of one update */
    int64_t persons[2]; /* the sender, the recovered author */
    size_t count;
};

/* channel.c */
void channel_message(struct member *member, bytes message); /* the room is live */
void channel_close(struct member *member, unsigned code, const char *reason);
void channel_close_for(struct member *member, carnet_err err); /* code from the error and this thread's note */
carnet_err channel_take_update(struct room *room, struct member *member, const struct live_admission *who, bytes update);

/* flush.c */
struct batch *flush_open(struct room *room); /* the open batch, made if there is none */
void flush_add(struct room *room, struct member *member, const struct authors *authors, bytes update,
               const struct log_binding *bindings, size_t binding_count);
void flush_go(struct room *room);
void flush_answer(struct member *member, struct message *message); /* takes the message: at once, or with the newest batch */
void flush_settle(struct member *member);                          /* the same for `received` */
void flush_broadcast(struct room *room, bytes update);             /* something already committed, to all */
void flush_before(struct room *room, loop_fn *ready, void *arg);
/* Whoever waits for an answer tries again: of this person, of this sign-in; 0 and 0: everybody. */
void flush_end_posts(struct room *room, int64_t person, int64_t sign_in);
void flush_abandon(struct room *room); /* the room goes: posts and requests that wait are answered */
void flush_unthrottle(struct room *room); /* reads again from those we stopped, if there is room */
void flush_drop_held(struct held **list);

struct post {
    struct post *next;
    struct live_admission admission;
    struct buf update, vector, answer, held;
    live_posted_fn *done;
    void *arg;
};
void post_start(struct room *room, struct post *post); /* takes post */
void post_end(struct post *post, carnet_err err);      /* calls done, frees */
struct ready {
    struct ready *next;
    loop_fn *fn;
    void *arg;
};

/* awareness.c */
MUST_CHECK carnet_err awareness_receive(struct member *member, bytes payload);
void awareness_send_all(struct member *member);
void awareness_leave(struct member *member); /* its ids are removed with clock + 1 */
void awareness_flush(struct room *room);     /* what changed, to all */
int64_t awareness_owner(const struct room *room, uint64_t client); /* person who holds the id, 0: nobody */
void awareness_clear(struct room *room);

/* attribution.c */
MUST_CHECK carnet_err attribution_check(const struct room *room, const struct live_admission *who, const struct crdt_news *news);
struct authors attribution_authors(const struct room *room, const struct live_admission *who, const struct crdt_news *news);
/* The ids of news that are not bound yet, now bound; *out is freed by the caller. */
size_t attribution_bind(struct log_binding **out, struct room *room, const struct live_admission *who,
                        const struct crdt_news *news);

/* checkpoint.c */
void checkpoint_wrote(struct room *room, size_t size); /* one more row */
void checkpoint_left(struct room *room);                /* the last person left, everything is committed */
void checkpoint_tick(struct room *room);

/* live.c */
void live_expire_at(struct live *live, int64_t at);
void live_readmit(struct room *room, bool sweep, loop_fn *then, void *arg);
void live_settled(struct live *live); /* something of ours came back: closing may be over */
