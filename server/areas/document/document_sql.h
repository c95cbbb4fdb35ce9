#pragma once
/* Every statement of document.c. Only for document/. */
#include "areas/document/document.h"

struct named_row {
    int64_t person, named_at, until_at;
    struct document_since since;
    bytes question; /* as stored; ptr NULL when there is none */
};

MUST_CHECK carnet_err document_sql_by_uid(struct document *out, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err document_sql_by_id(struct document *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err document_sql_add(int64_t *out, struct ctx *ctx, const char *uid, enum document_kind kind, int64_t journal);
MUST_CHECK carnet_err document_sql_named(int64_t *named_at, int64_t *until, struct document_since *since, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err document_sql_named_rows(struct named_row **out, size_t *count, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err document_sql_named_put(struct ctx *ctx, int64_t document, const struct named_row *row);
MUST_CHECK carnet_err document_sql_named_remove(struct ctx *ctx, int64_t document, int64_t person); /* db_changes tells */
MUST_CHECK carnet_err document_sql_named_people(int64_t **out, size_t *count, struct ctx *ctx, int64_t document);
