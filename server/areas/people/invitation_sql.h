#pragma once
/* The statements of invitation.c; of accounts, role.c's too. Only for people/. */
#include "areas/people/invitation.h"

MUST_CHECK carnet_err invitation_sql_cohort_of(int64_t *out, struct ctx *ctx, int64_t person); /* the latest; 0: none */
MUST_CHECK carnet_err invitation_sql_label(const char **out, struct ctx *ctx, int64_t cohort);
/* What somebody holds, and how much of it the actor keeps: in cohorts where the actor is the manager, or the assistant. */
struct held {
    int64_t all, in_managed, in_assisted, staff;
};
MUST_CHECK carnet_err invitation_sql_held(struct held *out, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err invitation_sql_accounts(struct account_about **out, size_t *count, struct ctx *ctx, int64_t cohort); /* 0: everybody */
MUST_CHECK carnet_err invitation_sql_account(struct account_about *out, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err invitation_sql_invited(bool *out, struct ctx *ctx, int64_t person); /* ever */
MUST_CHECK carnet_err invitation_sql_rename(struct ctx *ctx, int64_t person, const char *given_name, const char *family_name);
