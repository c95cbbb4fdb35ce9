#pragma once
/* Programmes: what an organisation teaches, as the file it uploads (DOMAIN §4). A cohort works on its own copy (areas/cohort).
 * Everybody reads what a programme says; managers and administrators upload it. Calls that write are for the database thread. */
#include "areas/people/people.h"
#include "areas/programme/check.h"

struct programme {
    int64_t id, organisation, version, changed_at;
    const char *slug, *title;
    const char *definition; /* the file, JSON */
};
MUST_CHECK carnet_err programme_list(struct programme **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err programme_find(struct programme *out, struct ctx *ctx, const char *slug); /* MISSING "programme.missing" */
MUST_CHECK carnet_err programme_by_id(struct programme *out, struct ctx *ctx, int64_t id);

/* May the actor upload programmes: managers of whatever cohort, and administrators. */
MUST_CHECK carnet_err programme_may_edit(bool *out, struct ctx *ctx);
/* A new programme, or a new version of the one with the file's id; the same file again changes nothing. With problems nothing is
 * done and out is empty. DENIED "programme.not_editor", LIMIT "programme.too_large". */
struct programme_upload {
    struct programme programme;
    struct programme_problems problems, warnings; /* warnings: what it is kept with all the same */
    bool created;
};
/* The same without keeping anything: what was found of that id (id 0: nothing), and whether the file says something else. */
struct programme_preview {
    struct programme programme;
    struct programme_problems problems, warnings;
    bool changes;
};
MUST_CHECK carnet_err programme_try(struct programme_preview *out, struct ctx *ctx, const json_t *file);
MUST_CHECK carnet_err programme_put(struct programme_upload *out, struct ctx *ctx, const json_t *file);

/* Which deliverables trainees have a work for: told once, at start, by the area that begins them. Without it: all. */
void programme_writes_set(programme_writes_fn *writes);

/* What people read of a definition: objectives, blocks, modules with their aims, competences, deliverables, modalities. */
json_t *programme_view(const json_t *definition);
json_t *programme_part(const json_t *definition, const char *list, const char *id); /* borrowed; NULL when there is none */

extern const struct route programme_routes[]; /* /api/programmes */
