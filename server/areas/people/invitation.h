#pragma once
/* Inviting people into a cohort, and who may keep their accounts. Managers and assistants do it for the people of their cohorts, administrators
 * for everybody; nobody gives a role above their own. Rules run on the database thread, previews anywhere. Only for people/. */
#include "areas/people/pasted.h"
#include "areas/people/role.h"

enum invitee_state {
    INVITEE_NEW,
    INVITEE_DUPLICATE, /* the same address stands higher in the list */
    INVITEE_ACCOUNT,   /* has an account: only gets the role */
    INVITEE_WAITING,   /* was invited, has not come yet */
    INVITEE_ERROR,
};
const char *invitee_state_text(enum invitee_state state);
struct invitee {
    struct pasted pasted;
    enum invitee_state state;
    int64_t person; /* ACCOUNT, WAITING */
};
/* cohort: its public id; NULL: the organisation, for administrators. MISSING "people.missing" for who may not invite there. */
MUST_CHECK carnet_err invitation_preview(struct invitee **out, size_t *count, struct ctx *ctx, const char *cohort, const char *text);
/* All or none: INVALID "invitation.person" when one is not fine, DENIED "people.role" when the actor may not give this role, "role.own"
 * when they would give it to themself. */
MUST_CHECK carnet_err invitation_send(struct ctx *ctx, const char *cohort, enum role role, const struct pasted *people, size_t count);
/* One more link to somebody who was invited and has not come; the earlier one ends. Nothing for anybody else. inviter NULL: asked from outside. */
MUST_CHECK carnet_err invitation_renew(struct ctx *ctx, const struct person *person, const struct person *inviter);

struct account_about { /* somebody's account as those who keep it see it */
    struct person person;
    const char *roles; /* separated by spaces */
    bool opened, closed, may_invite, may_correct, may_rename, may_close, may_unlock;
    int64_t invited_at, invitation_ends_at; /* 0: none */
    struct role_held *held;                 /* what the actor may take back */
    size_t held_count;
};
MUST_CHECK carnet_err account_list(struct account_about **out, size_t *count, struct ctx *ctx, const char *cohort);
MUST_CHECK carnet_err account_about(struct account_about *out, struct ctx *ctx, const char *slug); /* MISSING as below */
/* Those below: MISSING "people.missing" for somebody the actor does not keep; CONFLICT when their state does not permit it. */
MUST_CHECK carnet_err account_again(struct account_about *out, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err account_correct(struct account_about *out, struct ctx *ctx, const char *slug, const char *email);
MUST_CHECK carnet_err account_rename_kept(struct account_about *out, struct ctx *ctx, const char *slug, const char *given_name,
                                           const char *family_name); /* and as account_rename */
MUST_CHECK carnet_err account_unlock(struct account_about *out, struct ctx *ctx, const char *slug); /* their phone is lost: administrators */
MUST_CHECK carnet_err account_end(struct account_about *out, struct ctx *ctx, const char *slug);
