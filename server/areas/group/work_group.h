#pragma once
/* Work groups: any trainee or trainer opens one; trainees and trainers join by themselves if it is open, and everybody who is
 * invited. Tutors and research cooperators read and comment in it. Leaving, or being taken out, counts at once: the last day is
 * yesterday. When the last who writes is gone it is archived; the manager may reopen it, and invites as long as nobody writes in it.
 * Calls that write: database thread. */
#include "areas/group/group.h"

struct work_group_settings { /* as typed; theme NULL: none */
    const char *name, *theme;
    bool open;
};
/* cohort NULL: the first of the actor's in which they write. */
MUST_CHECK carnet_err work_group_open(const char **slug, struct ctx *ctx, const char *cohort, const struct work_group_settings *settings);
MUST_CHECK carnet_err work_group_change(struct ctx *ctx, const char *slug, const struct work_group_settings *settings);
MUST_CHECK carnet_err work_group_archive(struct ctx *ctx, const char *slug, bool archived);

MUST_CHECK carnet_err work_group_join(struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err work_group_leave(struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err work_group_take_out(struct ctx *ctx, const char *slug, const char *person);

struct work_group_guest {
    struct person person;
    enum role role;
};
/* Who could still be invited; who is, and has not joined yet. For those who may invite. */
MUST_CHECK carnet_err work_group_invitees(struct work_group_guest **out, size_t *count, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err work_group_invited(struct person **out, size_t *count, struct ctx *ctx, int64_t group);
MUST_CHECK carnet_err work_group_invite(struct ctx *ctx, const char *slug, const char *person);
MUST_CHECK carnet_err work_group_uninvite(struct ctx *ctx, const char *slug, const char *person); /* also by who was invited */

/* What the actor may do with a group besides reading and writing its pages. */
struct group_can {
    bool member, invited, join, leave, settle, invite, take_out, take_out_readers, archive, narrow, add_tutor;
};
MUST_CHECK carnet_err group_can(struct group_can *out, struct ctx *ctx, const struct group *group);

extern const struct route work_group_routes[];
