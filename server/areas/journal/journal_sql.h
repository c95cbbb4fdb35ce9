#pragma once
/* Every statement of journal/. Only for journal/. Titles and tags are as stored here: sealed. */
#include "areas/journal/journal.h"

struct entry_row {
    int64_t document, journal, author, cohort, group, shared_at;
    struct document_since shared_since;
    int64_t erase_at; /* of the entry or of the whole journal, the earlier; 0: nobody asked */
    enum visibility visibility;
    const char *written_on;
    bytes title, tags; /* ptr NULL: none */
};
MUST_CHECK carnet_err journal_sql_entry(struct entry_row *out, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err journal_sql_own(int64_t **documents, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_others(int64_t **documents, size_t *count, struct ctx *ctx); /* perhaps readable */
/* Of one author: shared with somebody since then, or the actor named since then. */
MUST_CHECK carnet_err journal_sql_opened(int64_t **documents, size_t *count, struct ctx *ctx, int64_t author, int64_t since);
MUST_CHECK carnet_err journal_sql_of(int64_t *journal, struct ctx *ctx, int64_t person, int64_t cohort); /* 0: none yet */
MUST_CHECK carnet_err journal_sql_add(int64_t *journal, struct ctx *ctx, int64_t person, int64_t cohort);
MUST_CHECK carnet_err journal_sql_entry_add(struct ctx *ctx, int64_t document, int64_t journal, const char *written_on);
MUST_CHECK carnet_err journal_sql_set_title(struct ctx *ctx, int64_t document, bytes sealed);
MUST_CHECK carnet_err journal_sql_set_tags(struct ctx *ctx, int64_t document, bytes sealed);
MUST_CHECK carnet_err journal_sql_set_visibility(struct ctx *ctx, const struct entry_row *row);
MUST_CHECK carnet_err journal_sql_groups_of(int64_t **groups, size_t *count, struct ctx *ctx, int64_t person, int64_t cohort);
/* What the actor's next entries begin as. */
MUST_CHECK carnet_err journal_sql_default(enum visibility *out, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_default_set(struct ctx *ctx, enum visibility visibility);
/* The actor's assignments of today, in whichever cohort, whose question about earlier entries has no answer yet; without the entries. */
MUST_CHECK carnet_err journal_sql_new_tutors(struct earlier **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_earlier_answered(struct ctx *ctx, int64_t assignment);
/* Erasing: the mark, who bears it, and every row of a journal. */
MUST_CHECK carnet_err journal_sql_mark_erased(struct ctx *ctx, int64_t journal);
MUST_CHECK carnet_err journal_sql_erased(int64_t **journals, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_all(int64_t **journals, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_being_erased(bool *out, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err journal_sql_documents(int64_t **documents, size_t *count, struct ctx *ctx, int64_t journal);
MUST_CHECK carnet_err journal_sql_delete_document(struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err journal_sql_delete(struct ctx *ctx, int64_t journal); /* when its documents are gone */
/* Who may perhaps read an entry that is not for the whole cohort: those named, the author's tutors, the group's members. */
MUST_CHECK carnet_err journal_sql_near(int64_t **people, size_t *count, struct ctx *ctx, const struct entry_row *row);

/* Asking for it: erase_at 0 takes it back. Of a person: all their journals that are not being erased already. */
MUST_CHECK carnet_err journal_sql_end_entry(struct ctx *ctx, int64_t document, int64_t erase_at);
MUST_CHECK carnet_err journal_sql_end_all(struct ctx *ctx, int64_t person, int64_t erase_at);
MUST_CHECK carnet_err journal_sql_ending(int64_t *erase_at, int64_t *journals, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err journal_sql_of_person(int64_t **documents, size_t *count, struct ctx *ctx, int64_t person);
/* Whose time has come. Entries of journals that are erased whole are not among the entries. */
MUST_CHECK carnet_err journal_sql_due(int64_t **journals, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_due_entries(int64_t **documents, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_uid(const char **uid, struct ctx *ctx, int64_t document);

/* Journals of those who left eleven months ago or more. last_day: the last on which they may be read. */
struct leaver {
    int64_t journal, person, notices, noticed_at;
    const char *last_day;
};
MUST_CHECK carnet_err journal_sql_leavers(struct leaver **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_sql_noticed(struct ctx *ctx, int64_t journal);
