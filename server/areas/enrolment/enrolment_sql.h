#pragma once
/* The rows of enrolments, assignments and memberships as this area changes them. Only for enrolment/. */
#include "areas/enrolment/enrolment.h"

MUST_CHECK carnet_err enrolment_sql_list(struct enrolment **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person); /* 0: all */
MUST_CHECK carnet_err enrolment_sql_history(struct enrolment_change **out, size_t *count, struct ctx *ctx, int64_t enrolment);
MUST_CHECK carnet_err enrolment_sql_add(int64_t *out, struct ctx *ctx, const struct enrolment *enrolment);
MUST_CHECK carnet_err enrolment_sql_set(struct ctx *ctx, const struct enrolment *enrolment); /* status and days */
MUST_CHECK carnet_err enrolment_sql_change_add(struct ctx *ctx, int64_t enrolment, const struct enrolment_change *change);
/* Nothing of a trainee's lasts beyond a day that is not to come: memberships, accompaniment. What has not begun yet never was. */
MUST_CHECK carnet_err enrolment_sql_end_all(struct ctx *ctx, int64_t cohort, int64_t trainee, const char *day);
/* Pauses whose last day has come, and of which nobody was told. */
struct pause {
    int64_t enrolment, cohort;
    const char *trainee, *until;
};
MUST_CHECK carnet_err enrolment_sql_pauses(struct pause **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err enrolment_sql_pause_told(struct ctx *ctx, const struct pause *pause);
/* Who accompanies them today; planned: also who will. */
MUST_CHECK carnet_err enrolment_sql_beside(int64_t **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee, bool planned);

MUST_CHECK carnet_err enrolment_sql_assignments(struct assignment **out, size_t *count, struct ctx *ctx, enum accompaniment as,
                                                int64_t cohort, int64_t trainee);
MUST_CHECK carnet_err enrolment_sql_accompanied(struct assignment **out, size_t *count, struct ctx *ctx, enum accompaniment as,
                                                int64_t person, bool planned); /* planned: also those that begin later */
MUST_CHECK carnet_err enrolment_sql_leave(struct ctx *ctx, enum accompaniment as, int64_t person); /* all of theirs end today */
/* The one that covers a day: its row and its person; 0: none. */
MUST_CHECK carnet_err enrolment_sql_assigned(int64_t *row, int64_t *person, struct ctx *ctx, enum accompaniment as, int64_t cohort,
                                             int64_t trainee, const char *day);
/* As if a person had not been chosen to begin on another day than this one, then or later: whoever was to hand over to them goes on, without
 * end. *any: they had been; with which note (NULL: none). */
MUST_CHECK carnet_err enrolment_sql_assign_undo(bool *any, const char **handover, struct ctx *ctx, enum accompaniment as, int64_t cohort,
                                                int64_t trainee, int64_t person, const char *from);
/* In these three, db_changes says whether anything was not so before. What would begin from a day on, and has not begun, never was; but this
 * row (0: none) stays. */
MUST_CHECK carnet_err enrolment_sql_assign_forget(struct ctx *ctx, enum accompaniment as, int64_t cohort, int64_t trainee, const char *from,
                                                  int64_t but);
MUST_CHECK carnet_err enrolment_sql_assign_until(struct ctx *ctx, enum accompaniment as, int64_t row, const char *to);
MUST_CHECK carnet_err enrolment_sql_assign_end(struct ctx *ctx, enum accompaniment as, int64_t cohort, int64_t trainee, const char *from,
                                               int64_t but); /* but: a row, or 0 */
MUST_CHECK carnet_err enrolment_sql_assign_note(struct ctx *ctx, enum accompaniment as, int64_t row, const char *handover); /* NULL: as it was */
struct db_query enrolment_sql_twice(struct ctx *ctx, enum accompaniment as); /* (trainee's slug, cohort's slug, from which day) */
MUST_CHECK carnet_err enrolment_sql_assign(struct ctx *ctx, enum accompaniment as, int64_t cohort, int64_t trainee, int64_t person,
                                           const struct assignment_new *assignment);
MUST_CHECK carnet_err enrolment_sql_holders(struct person **out, size_t *count, struct ctx *ctx, const char *role);

/* known: only teams that open by that day. */
MUST_CHECK carnet_err enrolment_sql_team(struct team *out, struct ctx *ctx, int64_t cohort, int64_t trainee, const char *day,
                                         const char *known);
MUST_CHECK carnet_err enrolment_sql_teams(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, const char *known);
/* The first one entered after a day; slug NULL: none. All those one was in, and one's work groups from today on. */
MUST_CHECK carnet_err enrolment_sql_planned(struct team *out, struct ctx *ctx, int64_t cohort, int64_t trainee, const char *after,
                                            const char *known);
MUST_CHECK carnet_err enrolment_sql_teams_of(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee,
                                             const char *known);
MUST_CHECK carnet_err enrolment_sql_work_groups(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee);
/* A team and the day it opens to all (NULL: it is open); 0: none. */
MUST_CHECK carnet_err enrolment_sql_team_id(int64_t *out, const char **from, struct ctx *ctx, int64_t cohort, const char *slug);
MUST_CHECK carnet_err enrolment_sql_request(struct team_request *out, struct ctx *ctx, int64_t cohort, int64_t trainee);
MUST_CHECK carnet_err enrolment_sql_request_add(struct ctx *ctx, int64_t cohort, int64_t trainee, const char *words);
MUST_CHECK carnet_err enrolment_sql_request_settle(struct ctx *ctx, int64_t cohort, int64_t trainee);
/* Members of two teams on a day, each once. */
MUST_CHECK carnet_err enrolment_sql_mates(int64_t **out, size_t *count, struct ctx *ctx, const char *one, int64_t other, const char *day);
