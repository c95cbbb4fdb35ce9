#pragma once
/* Walking a programme file: each node knows where it stands, so that a refusal can name the place. Only for programme/. */
#include <stdbool.h>

#include <jansson.h>

#include "areas/programme/check.h"
#include "base/table.h"

struct node {
    const struct node *up; /* NULL: the file itself */
    const char *key;       /* NULL: an item of a list, at index */
    size_t index;
    const json_t *json;    /* NULL: absent */
};
struct check {
    struct ctx *ctx;
    struct programme_problems *problems;
    struct names competences, blocks, modules, deliverables, seats, levels, milestones; /* the ids that there are */
    struct names assessed; /* blocks, and "deliverable/component", with a modality */
    json_int_t sessions;   /* how many there are in a year */
    programme_writes_fn *writes; /* of programme_unwritten alone */
};

void refuse(struct check *c, const struct node *at, const char *code);
struct node field(const struct node *of, const char *key);
bool is(struct check *c, const struct node *at, json_type type);    /* refuses what is absent or of another type */
bool may_be(struct check *c, const struct node *at, json_type type); /* absent or null is not refused, and false */

/* Fields, each refused when it is absent or not what it has to be. */
void want_text(struct check *c, const struct node *of, const char *key, size_t longest);
void want_id(struct check *c, const struct node *of, struct names *into); /* "id", not yet among them */
void want_one_of(struct check *c, const struct node *of, const char *key, const char *const *words);
bool want_whole(struct check *c, const struct node *of, const char *key, json_int_t least, const char *code);
void want_ref(struct check *c, const struct node *of, const char *key, const struct names *among);
/* The same when they are there. */
void may_text(struct check *c, const struct node *of, const char *key, size_t longest);
void may_whole(struct check *c, const struct node *of, const char *key, json_int_t least, json_int_t most, const char *code);
void may_refs(struct check *c, const struct node *of, const char *key, const struct names *among); /* a list of ids */

typedef void item_fn(struct check *c, const struct node *item);
void each(struct check *c, const struct node *of, const char *key, bool needed, item_fn *one); /* objects of a list */
