#pragma once
/* Every statement of people/. Only for people/. */
#include "areas/people/people.h"

MUST_CHECK carnet_err people_sql_account(int64_t *person, const char **hash, struct ctx *ctx, const char *email_key);
/* One of the hashes, always the same for the same draw (not negative); NULL when nobody has a password. */
MUST_CHECK carnet_err people_sql_any_hash(const char **hash, struct ctx *ctx, int64_t draw);
MUST_CHECK carnet_err people_sql_hash_of(const char **email_key, const char **hash, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err people_sql_set_password(struct ctx *ctx, int64_t person, const char *hash);

MUST_CHECK carnet_err people_sql_failures(int64_t *account_count, int64_t *address_count, int64_t *oldest, struct ctx *ctx,
                               const char *account, const char *address, int64_t since);
MUST_CHECK carnet_err people_sql_failed(struct ctx *ctx, const char *account, const char *address, int64_t forget_before);
MUST_CHECK carnet_err people_sql_forget_failures(struct ctx *ctx, const char *account);

struct sign_in {
    int64_t id, person, created_at, seen_at, expires_at;
    bool shared;
};
MUST_CHECK carnet_err people_sql_sign_in_add(int64_t *id, struct ctx *ctx, bytes token_hash, const struct sign_in *sign_in);
MUST_CHECK carnet_err people_sql_sign_in(struct sign_in *out, struct ctx *ctx, bytes token_hash); /* of open accounts */
MUST_CHECK carnet_err people_sql_sign_in_by_id(struct sign_in *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err people_sql_seen(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err people_sql_seen_shared(struct ctx *ctx, int64_t person, int64_t used_since);
MUST_CHECK carnet_err people_sql_sign_in_end(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err people_sql_sign_ins_of(int64_t **ids, size_t *count, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err people_sql_sign_in_sweep(struct ctx *ctx);

MUST_CHECK carnet_err people_sql_token(int64_t *person, int64_t *token, struct ctx *ctx, bytes token_hash); /* good now, of open accounts */
MUST_CHECK carnet_err people_sql_token_end(int64_t *until, struct ctx *ctx, int64_t person, int64_t token);
MUST_CHECK carnet_err people_sql_token_add(struct ctx *ctx, bytes token_hash, int64_t person, int64_t expires_at);
