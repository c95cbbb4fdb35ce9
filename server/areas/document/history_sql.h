#pragma once
/* Every statement of history.c. Only for document/. */
#include "areas/document/history.h"

struct revision_row {
    int64_t id, document, at, sequence;
    const char *uid;
    bytes text; /* as stored */
    const char *commit; /* NULL: none yet */
};
MUST_CHECK carnet_err history_sql_last(struct revision_row *out, struct ctx *ctx, int64_t document); /* id 0: none */
MUST_CHECK carnet_err history_sql_by_id(struct revision_row *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err history_sql_by_uid(struct revision_row *out, struct ctx *ctx, int64_t document, const char *uid);
MUST_CHECK carnet_err history_sql_last_id(int64_t *out, struct ctx *ctx, int64_t document); /* 0: none */
MUST_CHECK carnet_err history_sql_add(int64_t *id, struct ctx *ctx, const struct revision_row *row);
MUST_CHECK carnet_err history_sql_add_author(struct ctx *ctx, int64_t revision, int64_t person);
MUST_CHECK carnet_err history_sql_authors(struct person **out, size_t *count, struct ctx *ctx, int64_t revision);
/* What is said of one besides its text. */
struct revision_line {
    int64_t id, at, named_by, named_at, restored, restored_at; /* 0: none */
    const char *uid, *restored_uid;
    bytes name; /* as stored */
};
#define HISTORY_NAME "revision_name" /* in the seals of names */
MUST_CHECK carnet_err history_sql_lines(struct revision_line **out, size_t *count, struct ctx *ctx, int64_t document, int64_t since);
MUST_CHECK carnet_err history_sql_latest(int64_t **out, size_t *count, struct ctx *ctx, int64_t document, int64_t since, int64_t most);
MUST_CHECK carnet_err history_sql_line(struct revision_line *out, struct ctx *ctx, int64_t revision);
MUST_CHECK carnet_err history_sql_set_name(struct ctx *ctx, int64_t revision, bytes name); /* ptr NULL: takes it away */
MUST_CHECK carnet_err history_sql_set_restored(struct ctx *ctx, int64_t revision, int64_t restored);
/* The newest the actor may read that holds nothing written after `sequence`; NULL: none. */
MUST_CHECK carnet_err history_sql_before(const char **uid, struct ctx *ctx, int64_t document, int64_t since, int64_t sequence);
MUST_CHECK carnet_err history_sql_committed(struct ctx *ctx, int64_t revision, const char *commit_id);
MUST_CHECK carnet_err history_sql_overtaken(bool *out, struct ctx *ctx, const struct revision_row *row);
/* For checks: all documents; all revisions, or those of documents that have a place in git, oldest first. */
MUST_CHECK carnet_err history_sql_documents(int64_t **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err history_sql_revisions(int64_t **out, size_t *count, struct ctx *ctx, bool in_git);
MUST_CHECK carnet_err history_sql_knows_commit(bool *out, struct ctx *ctx, const char *commit_id);
MUST_CHECK carnet_err history_sql_waiting(int64_t **out, size_t *count, struct ctx *ctx, int64_t after);
