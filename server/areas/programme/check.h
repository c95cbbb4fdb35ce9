#pragma once
/* What a programme file must be (DOMAIN §4). All refusals are collected, each with its path in the file:
 * "assessment.modalities[1].deliverable". Unknown keys are ignored. Any thread. */
#include <jansson.h>

#include "store/ctx.h"

enum { PROGRAMME_BYTES = 256 * 1024, PROGRAMME_PROBLEMS = 200 };
struct programme_problem {
    const char *path;
    const char *code; /* "missing", "type", "dangling"…: the front-end has a sentence for each */
};
struct programme_problems {
    struct programme_problem *items;
    size_t count; /* at most PROGRAMME_PROBLEMS */
};
/* Deliverables that are accepted and for which nobody will have anything to write (writes says so by their id): "unwritten", at their id.
 * Of a file without problems. */
typedef bool programme_writes_fn(const char *deliverable);
void programme_unwritten(struct programme_problems *out, struct ctx *ctx, const json_t *file, programme_writes_fn *writes);
void programme_check(struct programme_problems *out, struct ctx *ctx, const json_t *file);
