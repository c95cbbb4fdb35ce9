#pragma once
/* The programme that a cohort follows: its frozen copy, and applying a later version to it, after a look at what changes. */
#include "areas/cohort/cohort.h"

/* One place in the file: what was there and what would be; NULL: nothing. Lists of things with ids are compared by id. */
struct curriculum_change {
    const char *path; /* "deliverables[diagnostic].limits[0].value" */
    const json_t *before, *after; /* of the two files */
};
struct curriculum_changes {
    struct cohort cohort;
    int64_t version;            /* the one that would be applied */
    json_t *before, *after;     /* the files; freed by curriculum_changes_clear */
    struct curriculum_change *items;
    size_t count;
};
/* What the programme's present version would change. For its managers. */
MUST_CHECK carnet_err curriculum_changes(struct curriculum_changes *out, struct ctx *ctx, const char *cohort);
void curriculum_changes_clear(struct curriculum_changes *changes);
/* Applies the version that was looked at. CONFLICT "cohort.programme_moved" when there is another by now, "cohort.deliverable_in_use"
 * when people of the cohort work on something that it drops. Dates and works stay as they are. */
MUST_CHECK carnet_err curriculum_apply(struct curriculum_changes *out, struct ctx *ctx, const char *cohort, int64_t version);

extern const struct route curriculum_routes[]; /* /api/cohorts/:cohort/programme */
