#pragma once
/* One account taken from one database into another: for when everything else stays behind. */
#include "areas/people/people.h"

/* From the database attached to ctx->db (db_attach) into this one, which is new and of the same version: the person with their passphrase,
 * second factor, tokens and the way they like to read, as an administrator and nothing else; of their sign-ins this one, 0 for none. */
MUST_CHECK carnet_err people_carry(struct ctx *ctx, int64_t person, int64_t sign_in);
