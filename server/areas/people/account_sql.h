#pragma once
/* The statements of account.c and invitation.c. Only for people/. */
#include "areas/people/account.h"

MUST_CHECK carnet_err account_sql_ask(struct ctx *ctx, const char *account, bytes link_hash, const char *address);
MUST_CHECK carnet_err account_sql_asked_by(int64_t *count, struct ctx *ctx, const char *address, int64_t since);
MUST_CHECK carnet_err account_sql_asked_for(int64_t *count, struct ctx *ctx, const char *account, int64_t since);
struct account_ask {
    int64_t id, at;
    const char *account; /* NULL: link_hash */
    bytes link_hash;
};
MUST_CHECK carnet_err account_sql_asks(struct account_ask **out, size_t *count, struct ctx *ctx); /* not looked at */
MUST_CHECK carnet_err account_sql_ask_done(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err account_sql_asks_forget(struct ctx *ctx, int64_t before);

MUST_CHECK carnet_err account_sql_address(struct ctx *ctx, int64_t person, const char *email, const char *email_key);
MUST_CHECK carnet_err account_sql_address_taken(bool *out, struct ctx *ctx, const char *email_key);
MUST_CHECK carnet_err account_sql_rename(struct ctx *ctx, int64_t person, const char *given_name, const char *family_name);
MUST_CHECK carnet_err account_sql_sign_ins(struct account_sign_in **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err account_sql_close(struct ctx *ctx, int64_t person, const char *free_key);
MUST_CHECK carnet_err account_sql_tokens_end(struct ctx *ctx, int64_t person);
