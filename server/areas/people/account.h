#pragma once
/* One's own account: password, address, open sign-ins; and closing somebody's. Rules run on the database thread, but for account_password_hash,
 * which is slow, on a worker. Only for people/. */
#include "areas/people/link.h"

/* Choosing a password with a link of LINKS_TO_PASSWORD: the hash first, then the rest. Ends every sign-in of that person; does not sign in.
 * MISSING "link.none", INVALID "password.…". */
MUST_CHECK carnet_err account_link_hash(const char **hash, struct ctx *ctx, const char *token, const char *passphrase);
MUST_CHECK carnet_err account_link_use(struct ctx *ctx, const char *token, const char *hash);
/* Changing one's own: ends the other sign-ins. */
MUST_CHECK carnet_err account_password_hash(const char **hash, struct ctx *ctx, int64_t person, const char *passphrase);
MUST_CHECK carnet_err account_password_change(struct ctx *ctx, const char *hash);

/* Somebody outside asks for a letter: noted, whether or not anybody has the address; account_beat looks. LIMIT "link.too_many" for a
 * machine that asks too often. */
MUST_CHECK carnet_err account_forgotten(struct ctx *ctx, const char *email, const char *address);
MUST_CHECK carnet_err account_invite_again(struct ctx *ctx, const char *token, const char *address); /* the token of an invitation that ended */
MUST_CHECK carnet_err account_beat(struct ctx *ctx);

/* The actor's address becomes another one when somebody who reads there confirms it. */
MUST_CHECK carnet_err account_address_ask(struct ctx *ctx, const char *email); /* INVALID "people.email" */
MUST_CHECK carnet_err account_address_confirm(struct ctx *ctx, const char *token);

/* The name of the actor, or of somebody whose account they keep (decided before: invitation.h), who is told. A family name that is there
 * may not go; who has none needs none. INVALID "people.name_missing", "people.name_long", "people.name". */
MUST_CHECK carnet_err account_rename(struct person *out, struct ctx *ctx, int64_t person, const char *given_name, const char *family_name);

struct account_sign_in {
    int64_t id, created_at, seen_at, expires_at;
    bool shared;
};
MUST_CHECK carnet_err account_sign_ins(struct account_sign_in **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err account_sign_in_close(struct ctx *ctx, int64_t id); /* 0: all but the present one */

/* Credentials, links and letters end, sockets are closed, what they wrote stays under their name, the address is free again. Whether the
 * actor may is decided before (invitation.h). What else ends with it: people_left_set. */
MUST_CHECK carnet_err account_close(struct ctx *ctx, const struct person *person);
