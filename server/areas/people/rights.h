#pragma once
/* The table of rights: who may do what with a document, as data (rights.c). Areas find the facts (this person is the tutor
 * assigned to the author, until that day) and add them; only the table says what a fact gives. Any thread. */
#include "areas/people/people.h"

enum verb {
    VERB_READ = 1,
    VERB_COMMENT = 2,
    VERB_WRITE = 4,
    VERB_SHARE = 8, /* choose who else may read */
    VERB_RENAME = 16,
    VERB_READ_COMMENTS = 32,
    VERB_ANSWER = 64, /* reply to comments, settle them */
    VERB_OPENED = 128, /* look at a text that two administrators opened; asked for there and nowhere else */
};

/* What a person is to a thing; the later, the closer. */
enum relation {
    RELATION_NONE,
    RELATION_OPENED,   /* one of the two who opened it for a legal or repair need, until a moment */
    RELATION_COHORT,   /* holds the role in the thing's cohort */
    RELATION_ASSIGNED, /* accompanies its author, or its group */
    RELATION_NAMED,    /* named by the author, until a moment */
    RELATION_MEMBER,   /* of its group */
    RELATION_OWN,      /* its author */
};

enum thing { THING_ENTRY, THING_PAGE, THING_WORK, THING_OPENED /* any document, through an opening */ };

enum state {
    STATE_ENTRY_PRIVATE, STATE_ENTRY_TUTOR, STATE_ENTRY_GROUP, STATE_ENTRY_COHORT,
    STATE_ENTRY_ENDING,  /* its author asked for its erasure, and can still take that back */
    STATE_PAGE_TEAM, STATE_PAGE_WORK_GROUP, STATE_PAGE_COMMONS,
    STATE_PAGE_INNER,    /* in the folder that a team keeps to itself */
    STATE_PAGE_ARCHIVED, /* of a work group whose work is over */
    STATE_WORK_DRAFT, /* not started, draft, reopened */
    STATE_WORK_MISSED, STATE_WORK_SUBMITTED, STATE_WORK_GRADED, STATE_WORK_WITHDRAWN,
    STATE_OPENED,
    STATE_COUNT
};

/* What somebody may do. valid_until: when the first of the facts it rests on ends by the clock; 0: none does. */
struct rights {
    unsigned verbs;
    int64_t valid_until;
    enum relation relation; /* the closest */
    enum role role;         /* in which it is held */
};

struct rights_row {
    enum role role; /* ROLE_ANY: whatever they are */
    enum relation relation;
    enum thing thing;
    unsigned states; /* bits: 1u << enum state */
    unsigned verbs;
};
const struct rights_row *rights_table(size_t *count);

/* Adds what the table gives for one fact. A span that does not hold adds nothing. */
void rights_add(struct rights *rights, enum role role, enum relation relation, enum thing thing, enum state state,
                struct span fact);
const char *rights_relation_text(const struct rights *rights); /* "author", "group", "named_reader", or the role */
json_t *rights_json(const struct rights *rights);               /* {read, write, comment, share, rename, readComments, answer} */
