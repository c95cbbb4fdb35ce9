#pragma once
/* A turn: many appends and requests, one commit (DESIGN §3). No thread, no queue: loop/database.c drives it on the database
 * thread; sub-commands and tests drive it directly. Between turn_begin and turn_end nothing may be told to anybody: a turn
 * that fails fails whole, and what each call answered before is void.
 *
 * States: SOUND; FULL: appends and writing requests are refused until turn_probe finds space; BROKEN: everything is refused
 * for good, the file is not trusted after a failed sync. */
#include "store/log.h"

struct turn;
enum turn_state { TURN_SOUND, TURN_FULL, TURN_BROKEN };
typedef carnet_err turn_rule_fn(void *self, struct ctx *ctx);

struct turn *turn_new(struct db *db, struct keys *keys); /* borrows both */
void turn_free(struct turn *turn);                       /* NULL is fine */

void turn_begin(struct turn *turn, int64_t now);
/* The failure that already dooms this turn, or CARNET_OK; what was not tried yet can wait for the next one. */
carnet_err turn_doomed(const struct turn *turn);

/* A verdict (old rights epoch, client id of somebody else…) concerns this append only. After one failure of whatever kind,
 * appends of the same life fail untried with CARNET_IO "store.untried", until the life is forgotten. Life 0 has no memory. */
MUST_CHECK carnet_err turn_append(int64_t *sequence, struct turn *turn, uint64_t life, const struct log_append *append);

/* Runs a rule in a savepoint; an error undoes what it wrote, its effects included. *stands: the answer is true whether or
 * not the turn fails: the rule only read, and nothing was written before it in this turn. */
struct turn_request {
    turn_rule_fn *run;
    void *self;
    bool reads_only;
    bool stands; /* after */
};
MUST_CHECK carnet_err turn_request(struct turn *turn, struct ctx *ctx, struct turn_request *request);

/* Commits. On failure everything of this turn is undone, its lives have failed, and the state may have changed. */
MUST_CHECK carnet_err turn_end(struct turn *turn);

enum turn_state turn_state(const struct turn *turn);
carnet_err turn_state_note(const struct turn *turn); /* sets the thread's note to why, unless SOUND */
void turn_forget_life(struct turn *turn, uint64_t life);
void turn_probe(struct turn *turn);           /* FULL: SOUND again if something can be written */
void turn_tidy(struct turn *turn, bool idle); /* between turns: a checkpoint when it is due */
void turn_close(struct turn *turn);           /* the last checkpoint, unless BROKEN */

/* One rule in a turn of its own, for programs without a database thread. */
MUST_CHECK carnet_err turn_run(struct turn *turn, struct ctx *ctx, turn_rule_fn *run, void *self);
