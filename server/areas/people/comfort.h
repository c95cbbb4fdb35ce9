#pragma once
/* Confort de lecture: face, spacing, width, contrast and theme that somebody reads with, whether what others write is said
 * aloud to them, and whether typography is helped while they type; kept with their account. */
#include "areas/people/people.h"

struct comfort {
    const char *face, *spacing, *width, *contrast, *theme, *others, *typography;
};
/* The actor's; as Carnet comes when they chose nothing. Any thread. */
MUST_CHECK carnet_err comfort_of_actor(struct comfort *out, struct ctx *ctx);
/* INVALID "comfort.value" for a word that is not one of the choices. Database thread. */
MUST_CHECK carnet_err comfort_keep(struct ctx *ctx, const struct comfort *comfort);
json_t *comfort_json(const struct comfort *comfort);

extern const struct route comfort_routes[]; /* /api/account/comfort */
