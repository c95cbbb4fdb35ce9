#pragma once
/* Who reads a team's pages besides its members: the accompaniment, less those from whom the team keeps them, and the tutors that the
 * manager adds (DOMAIN §7.2). The manager reads in any case. Calls that write: database thread. */
#include "areas/group/group.h"

/* By the team: closes its pages to a tutor or cooperator, or opens them again; *again, if they were closed until now: they read each
 * page from then on (page_reader_set). MISSING "group.nobody" for somebody else. */
MUST_CHECK carnet_err group_reader_set(bool *again, struct ctx *ctx, const char *slug, const char *person, bool open);
MUST_CHECK carnet_err group_readers_closed(struct person **out, size_t *count, struct ctx *ctx, int64_t group);

/* With these rights on its pages, does the actor read them as one whom it may have shut out and let in again: not as a member, nor as who
 * runs the cohort, also when they accompany somebody. */
MUST_CHECK carnet_err group_reads_as_let_in(bool *out, struct ctx *ctx, const struct group *group, const struct rights *rights);

/* By the manager: a tutor of the cohort who accompanies none of its members. A team that had closed its pages to them keeps so. */
MUST_CHECK carnet_err group_tutor_choices(struct person **out, size_t *count, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err group_tutor_set(struct ctx *ctx, const char *slug, const char *person, bool added);

extern const struct route group_reader_routes[];
