#pragma once
/* Every statement about guests. Only for document/. */
#include "areas/document/guest.h"

struct guest_row {
    int64_t id, document;
    const char *until;
};
MUST_CHECK carnet_err guest_sql_by_hash(struct guest_row *out, struct ctx *ctx, bytes token_hash, const char *today);
MUST_CHECK carnet_err guest_sql_list(struct guest_link **out, size_t *count, struct ctx *ctx, int64_t document, const char *today);
MUST_CHECK carnet_err guest_sql_add(struct ctx *ctx, int64_t document, const char *uid, bytes token_hash, const struct guest_link_new *link);
MUST_CHECK carnet_err guest_sql_remove(const char **guest, struct ctx *ctx, int64_t document, const char *uid);
MUST_CHECK carnet_err guest_sql_opened(struct ctx *ctx, int64_t link, const char *today);
MUST_CHECK carnet_err guest_sql_forget(struct ctx *ctx, const char *ended_before);
MUST_CHECK carnet_err guest_sql_members(int64_t **people, size_t *count, struct ctx *ctx, int64_t group, const char *today);
MUST_CHECK carnet_err guest_sql_failures(int64_t *count, int64_t *oldest, struct ctx *ctx, const char *address, int64_t since);
MUST_CHECK carnet_err guest_sql_failed(struct ctx *ctx, const char *address, int64_t forget_before);
MUST_CHECK carnet_err guest_sql_organisation(const char **name, struct ctx *ctx); /* "" when there is none */
