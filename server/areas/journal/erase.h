#pragma once
/* Erasing a journal for good, in the order that leaves nothing behind whenever the power goes: its mark is committed; its key goes, and
 * only a mark of the key stays; its rows go. Whatever was begun is finished at the next start. Database thread. */
#include "areas/journal/journal.h"

/* From here on nobody opens it any more, its author included. */
MUST_CHECK carnet_err journal_erase_begin(struct ctx *ctx, int64_t journal);
/* Everything that was begun, in a transaction after the one that began it: keys and rows; and every entry whose time has come, whose mark
 * is made with the journal's key and its name. count: how many of both. */
MUST_CHECK carnet_err journal_erase_finish(size_t *count, struct ctx *ctx);

MUST_CHECK carnet_err journal_being_erased(bool *out, struct ctx *ctx, int64_t document); /* any thread */

/* Titles and tags of every entry open, where the key is there; faults in plain words, without content. Any thread. */
typedef void journal_say_fn(void *self, const char *line);
MUST_CHECK carnet_err journal_check(struct ctx *ctx, journal_say_fn *say, void *self);

/* After a restore: begins again for the journals whose keys had been erased since, told by the marks of the keys; and,
 * with keyless, for those that have no key at all: they were erased while the backup was made. Entries likewise. count: of both. */
typedef bool journal_was_erased_fn(void *self, const uint8_t *mark, size_t len);
MUST_CHECK carnet_err journal_erase_again(size_t *count, struct ctx *ctx, journal_was_erased_fn *was_erased, void *self,
                                          bool keyless);
