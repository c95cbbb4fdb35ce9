#pragma once
/* Who may do what with an entry. Only for journal/. */
#include "areas/journal/journal_sql.h"

/* Of an entry as it is, or as it would be with another visibility. author 0: no entry; the same work is done. */
MUST_CHECK carnet_err entry_rights(struct rights *out, struct ctx *ctx, const struct entry_row *entry);
MUST_CHECK carnet_err entry_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx, const struct entry_row *entry);
MUST_CHECK carnet_err entry_title(const char **out, struct ctx *ctx, const struct entry_row *entry);
MUST_CHECK carnet_err entry_tags(const char **out, struct ctx *ctx, const struct entry_row *entry); /* JSON */
MUST_CHECK carnet_err entry_set_title(struct ctx *ctx, const struct entry_row *entry, const char *title); /* "": none */
