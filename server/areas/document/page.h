#pragma once
/* Group pages as documents: making, moving, throwing away, for those who may. Database thread. */
#include "areas/document/document.h"
#include "areas/group/tree.h"

/* A new page of a group, below a page (uid; NULL: at the top). DENIED "group.not_yours". */
MUST_CHECK carnet_err page_new(struct document *out, struct ctx *ctx, const char *group, const char *parent,
                               const struct group_page_new *page);
/* parent NULL: to the top; before NULL: to the end. */
MUST_CHECK carnet_err page_move(struct ctx *ctx, const char *page, const char *parent, const char *before);
MUST_CHECK carnet_err page_trash(struct ctx *ctx, const char *page);
MUST_CHECK carnet_err page_trashed(struct group_trashed **out, size_t *count, struct ctx *ctx, const char *group);
/* One of them, by its id, for who may take it back: MISSING for the others, and when it is there no more. */
MUST_CHECK carnet_err page_in_trash(struct document_about *out, struct ctx *ctx, const char *page);
MUST_CHECK carnet_err page_restore(struct document *out, struct ctx *ctx, const char *group, const char *page);
/* Closes a team's pages to one of its readers, or opens them again (areas/group/reader.h): then from this moment's text on. */
MUST_CHECK carnet_err page_reader_set(struct ctx *ctx, const char *group, const char *person, bool open);
void page_owns(void); /* tells document.c; once, at start */
extern const struct route page_routes[];
