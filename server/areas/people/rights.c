/* The table of rights (DOMAIN §7.1), and nothing else: no query, no clock.
 *
 * Not in the table, so nobody has it: platform administrators, quality and disability officers and guests open no document;
 * managers and assistants open no draft and no entry below `cohort`. Managers, assistants and juries read works that were
 * submitted as what was submitted, a frozen revision; a right here opens the live document, which its author may reopen and
 * change, so it is given to the author and the accompaniment only. Comments on a work are for its author and the accompaniment; whoever
 * the author names on a draft comments on it and sees their own threads (areas/comment), not what the others say. */
#include "areas/people/rights.h"

enum {
    R = VERB_READ | VERB_READ_COMMENTS,
    RC = R | VERB_COMMENT | VERB_ANSWER,
    RCW = RC | VERB_WRITE,
    ALL = RCW | VERB_SHARE | VERB_RENAME,
};
#define ON(state) (1u << STATE_##state)
#define ENTRIES (ON(ENTRY_PRIVATE) | ON(ENTRY_TUTOR) | ON(ENTRY_GROUP) | ON(ENTRY_COHORT))

static const struct rights_row TABLE[] = {
    /* Journal entries. Who left the training keeps reading, and can still close what was shared. */
    { ROLE_TRAINEE, RELATION_OWN, THING_ENTRY, ENTRIES, ALL },
    { ROLE_FORMER_TRAINEE, RELATION_OWN, THING_ENTRY, ENTRIES, R | VERB_SHARE },
    { ROLE_TRAINEE, RELATION_OWN, THING_ENTRY, ON(ENTRY_ENDING), R },
    { ROLE_FORMER_TRAINEE, RELATION_OWN, THING_ENTRY, ON(ENTRY_ENDING), R },
    { ROLE_ANY, RELATION_NAMED, THING_ENTRY, ENTRIES, RC },
    { ROLE_TUTOR, RELATION_ASSIGNED, THING_ENTRY, ON(ENTRY_TUTOR), RC },
    { ROLE_TRAINEE, RELATION_MEMBER, THING_ENTRY, ON(ENTRY_GROUP), RC },
    { ROLE_TRAINEE, RELATION_COHORT, THING_ENTRY, ON(ENTRY_COHORT), RC },
    { ROLE_TUTOR, RELATION_COHORT, THING_ENTRY, ON(ENTRY_COHORT), RC },
    { ROLE_RESEARCH_COOPERATOR, RELATION_COHORT, THING_ENTRY, ON(ENTRY_COHORT), RC },
    { ROLE_TRAINER, RELATION_COHORT, THING_ENTRY, ON(ENTRY_COHORT), RC },
    { ROLE_PROGRAMME_MANAGER, RELATION_COHORT, THING_ENTRY, ON(ENTRY_COHORT), R },

    /* Group pages: team and its inner folder, work group (and archived: nobody writes), commons. */
    { ROLE_TRAINEE, RELATION_MEMBER, THING_PAGE, ON(PAGE_TEAM) | ON(PAGE_WORK_GROUP), ALL },
    { ROLE_TRAINEE, RELATION_MEMBER, THING_PAGE, ON(PAGE_INNER), ALL },
    { ROLE_TUTOR, RELATION_ASSIGNED, THING_PAGE, ON(PAGE_TEAM), RC },
    { ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, THING_PAGE, ON(PAGE_TEAM), RC },
    { ROLE_TRAINER, RELATION_ASSIGNED, THING_PAGE, ON(PAGE_TEAM), RC }, /* to the module that teams work in */
    { ROLE_TUTOR, RELATION_MEMBER, THING_PAGE, ON(PAGE_WORK_GROUP), RC },
    { ROLE_RESEARCH_COOPERATOR, RELATION_MEMBER, THING_PAGE, ON(PAGE_WORK_GROUP), RC },
    { ROLE_TRAINER, RELATION_MEMBER, THING_PAGE, ON(PAGE_WORK_GROUP), ALL },
    { ROLE_PROGRAMME_MANAGER, RELATION_COHORT, THING_PAGE, ON(PAGE_TEAM) | ON(PAGE_WORK_GROUP), R },
    { ROLE_TRAINEE, RELATION_MEMBER, THING_PAGE, ON(PAGE_ARCHIVED), R },
    { ROLE_TUTOR, RELATION_MEMBER, THING_PAGE, ON(PAGE_ARCHIVED), R },
    { ROLE_RESEARCH_COOPERATOR, RELATION_MEMBER, THING_PAGE, ON(PAGE_ARCHIVED), R },
    { ROLE_TRAINER, RELATION_MEMBER, THING_PAGE, ON(PAGE_ARCHIVED), R },
    { ROLE_PROGRAMME_MANAGER, RELATION_COHORT, THING_PAGE, ON(PAGE_ARCHIVED), R },
    { ROLE_TRAINEE, RELATION_COHORT, THING_PAGE, ON(PAGE_COMMONS), ALL },
    { ROLE_TRAINER, RELATION_COHORT, THING_PAGE, ON(PAGE_COMMONS), ALL },
    { ROLE_PROGRAMME_MANAGER, RELATION_COHORT, THING_PAGE, ON(PAGE_COMMONS), ALL },
    { ROLE_TUTOR, RELATION_COHORT, THING_PAGE, ON(PAGE_COMMONS), RC },
    { ROLE_RESEARCH_COOPERATOR, RELATION_COHORT, THING_PAGE, ON(PAGE_COMMONS), RC },
    { ROLE_TRAINING_ASSISTANT, RELATION_COHORT, THING_PAGE, ON(PAGE_COMMONS), R },

    /* Works. A missed one waits for the manager to reopen it. */
    { ROLE_TRAINEE, RELATION_OWN, THING_WORK, ON(WORK_DRAFT), RCW | VERB_SHARE },
    { ROLE_TRAINEE, RELATION_OWN, THING_WORK, ON(WORK_MISSED) | ON(WORK_SUBMITTED), R | VERB_ANSWER },
    { ROLE_TRAINEE, RELATION_OWN, THING_WORK, ON(WORK_GRADED) | ON(WORK_WITHDRAWN), R },
    { ROLE_FORMER_TRAINEE, RELATION_OWN, THING_WORK,
      ON(WORK_DRAFT) | ON(WORK_MISSED) | ON(WORK_SUBMITTED) | ON(WORK_GRADED) | ON(WORK_WITHDRAWN), R },
    { ROLE_ANY, RELATION_NAMED, THING_WORK, ON(WORK_DRAFT), VERB_READ | VERB_COMMENT | VERB_ANSWER },
    { ROLE_TUTOR, RELATION_ASSIGNED, THING_WORK, ON(WORK_DRAFT) | ON(WORK_MISSED) | ON(WORK_SUBMITTED), RC },
    { ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, THING_WORK, ON(WORK_DRAFT) | ON(WORK_MISSED) | ON(WORK_SUBMITTED), RC },
    { ROLE_TUTOR, RELATION_ASSIGNED, THING_WORK, ON(WORK_GRADED), R },
    { ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, THING_WORK, ON(WORK_GRADED), R },

    /* What two administrators opened is looked at where it was opened: every other route stays as it was for them. */
    { ROLE_PLATFORM_ADMIN, RELATION_OPENED, THING_OPENED, ON(OPENED), VERB_OPENED },
};

const struct rights_row *rights_table(size_t *count)
{
    *count = sizeof TABLE / sizeof *TABLE;
    return TABLE;
}

static void keep_closest(struct rights *rights, enum role role, enum relation relation)
{
    if (relation <= rights->relation)
        return;
    rights->relation = relation;
    rights->role = role;
}

void rights_add(struct rights *rights, enum role role, enum relation relation, enum thing thing, enum state state,
                struct span fact)
{
    if (!fact.holds)
        return;
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
        const struct rights_row *row = &TABLE[i];
        if ((row->role != role && row->role != ROLE_ANY) || row->relation != relation || row->thing != thing ||
            !(row->states & 1u << state))
            continue;
        rights->verbs |= row->verbs;
        keep_closest(rights, role, relation);
        if (fact.until && (!rights->valid_until || fact.until < rights->valid_until))
            rights->valid_until = fact.until;
    }
}

const char *rights_relation_text(const struct rights *rights)
{
    switch (rights->relation) {
    case RELATION_OWN: return "author";
    case RELATION_MEMBER: return "group";
    case RELATION_NAMED: return "named_reader";
    case RELATION_ASSIGNED:
    case RELATION_COHORT: return role_text(rights->role);
    case RELATION_OPENED:
    case RELATION_NONE: break;
    }
    return "none";
}

json_t *rights_json(const struct rights *rights)
{
    return json_pack("{s:b, s:b, s:b, s:b, s:b, s:b, s:b}", "read", (rights->verbs & VERB_READ) != 0, "write", (rights->verbs & VERB_WRITE) != 0,
                     "comment", (rights->verbs & VERB_COMMENT) != 0, "share", (rights->verbs & VERB_SHARE) != 0, "rename",
                     (rights->verbs & VERB_RENAME) != 0, "readComments", (rights->verbs & VERB_READ_COMMENTS) != 0, "answer",
                     (rights->verbs & VERB_ANSWER) != 0);
}
