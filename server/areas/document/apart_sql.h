#pragma once
/* The rows of apart.c. Only for document/. */
#include "areas/document/apart.h"

struct apart_row {
    struct apart apart; /* but its words */
    bytes words;        /* as stored */
};
MUST_CHECK carnet_err apart_sql_list(struct apart_row **out, size_t *count, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err apart_sql_by_uid(struct apart_row *out, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err apart_sql_add(int64_t *id, struct ctx *ctx, const struct apart *apart);
MUST_CHECK carnet_err apart_sql_words(struct ctx *ctx, int64_t id, bytes words);
MUST_CHECK carnet_err apart_sql_delete(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err apart_sql_forget(struct ctx *ctx, int64_t before);

MUST_CHECK carnet_err apart_sql_client(int64_t *person, struct ctx *ctx, int64_t document, uint64_t client); /* 0: nobody's */
MUST_CHECK carnet_err apart_sql_last_other(int64_t *person, struct ctx *ctx, int64_t document);              /* 0: none */
