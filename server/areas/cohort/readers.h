#pragma once
/* Lists of readers, by name: each person who could be one is judged by the very rights that are asked when they come. */
#include "areas/cohort/cohort.h"

typedef carnet_err reader_rights_fn(struct rights *out, struct ctx *ctx, void *arg); /* of ctx->actor */
struct cohort_reader {
    struct person person;
    struct rights rights;
};
/* Everybody of the cohort (0: of none), and `also` by id, each once, who may read; not those who own the thing. */
MUST_CHECK carnet_err cohort_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx, int64_t cohort,
                                     const int64_t *also, size_t also_count, reader_rights_fn *rights, void *arg);
json_t *cohort_readers_json(const struct cohort_reader *readers, size_t count); /* [{id, name, relation, can: […]}] */
