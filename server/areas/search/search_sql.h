#pragma once
/* Every statement of search/. Only for search/. */
#include "areas/people/people.h"
#include "areas/search/index.h"

MUST_CHECK carnet_err search_sql_stale(struct index_words **out, size_t *count, struct ctx *ctx); /* words not filled */
MUST_CHECK carnet_err search_sql_keep(struct ctx *ctx, const struct index_words *words);
/* Every document whose text has a word (query_match), by id: also those the actor may not open. */
MUST_CHECK carnet_err search_sql_match(int64_t **documents, size_t *count, struct ctx *ctx, const char *match);
/* Who belongs to a group of a cohort today, each once, by name. */
MUST_CHECK carnet_err search_sql_members(struct person **out, size_t *count, struct ctx *ctx, int64_t cohort);
