#pragma once
/* Every statement of document.c. Only for document/. */
#include "areas/document/document.h"

MUST_CHECK carnet_err document_sql_by_uid(struct document *out, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err document_sql_by_id(struct document *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err document_sql_add(int64_t *out, struct ctx *ctx, const char *uid, enum document_kind kind, int64_t journal);
MUST_CHECK carnet_err document_sql_named(int64_t *named_at, int64_t *until, int64_t *since, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err document_sql_named_people(int64_t **out, size_t *count, struct ctx *ctx, int64_t document);
