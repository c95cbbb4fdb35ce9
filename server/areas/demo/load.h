#pragma once
/* The parts of loading the sample, in order. Only for demo/. */
#include "areas/demo/dates.h"
#include "areas/demo/demo.h"

struct load {
    struct ctx *ctx;
    struct dates dates;
    json_t *sample, *programme;
    const char *password;
    int64_t organisation, cohort;
};
MUST_CHECK carnet_err load_frame(struct load *load);     /* organisation, programme, cohort, sessions, milestones */
MUST_CHECK carnet_err load_people(struct load *load);    /* staff, trainees, who accompanies whom */
MUST_CHECK carnet_err load_groups(struct load *load);    /* teams and their members */
MUST_CHECK carnet_err load_works(struct load *load);
MUST_CHECK carnet_err load_pages(struct load *load);
MUST_CHECK carnet_err load_journals(struct load *load);
MUST_CHECK carnet_err load_comments(struct load *load); /* on all of these */

const char *load_text(const json_t *object, const char *key); /* NULL when absent or null */
MUST_CHECK carnet_err load_person(int64_t *out, struct load *load, const char *slug);
