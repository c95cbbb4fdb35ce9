#pragma once
/* What history_check.c needs of history_git.c. Only for document/. */
#include "areas/document/history.h"

/* CONFLICT "revision.not_in_git" for documents of journals. */
MUST_CHECK carnet_err history_place(struct document_place *out, struct ctx *ctx, const struct document *document);
/* As history_commit, into a repository that need not be where the document's is. */
MUST_CHECK carnet_err history_commit_into(struct history_commit *out, struct ctx *ctx, const char *dir, int64_t revision);
