#pragma once
/* Every statement of opening/. Only for opening/. */
#include "areas/opening/opening.h"

enum opening_answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES };
/* state, until and what the actor may are not filled. answers: one for each. */
MUST_CHECK carnet_err opening_sql_administrator(bool *is, int64_t *since, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err opening_sql_list(struct opening **out, enum opening_answer **answers, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err opening_sql_find(struct opening *out, enum opening_answer *answer, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err opening_sql_add(struct ctx *ctx, const char *uid, const struct opening_new *opening);
MUST_CHECK carnet_err opening_sql_decide(struct ctx *ctx, int64_t id, bool agree);
MUST_CHECK carnet_err opening_sql_told(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err opening_sql_add_authors(struct ctx *ctx, int64_t id, const int64_t *people, size_t count);
MUST_CHECK carnet_err opening_sql_authors(int64_t **out, size_t *count, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err opening_sql_administrators(int64_t **out, size_t *count, struct ctx *ctx); /* whose account is open */
