#pragma once
/* Group pages as documents. */
#include "areas/document/document.h"
#include "areas/group/group.h"

/* A new page of a group, for those who may write in it. DENIED "group.not_yours". */
MUST_CHECK carnet_err page_new(struct document *out, struct ctx *ctx, const char *group, const struct group_page_new *page);
void page_owns(void); /* tells document.c; once, at start */
