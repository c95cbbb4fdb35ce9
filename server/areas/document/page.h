#pragma once
/* Group pages as documents. */
#include "areas/document/document.h"

/* A new page of a group, for those who may write in it. DENIED "group.not_yours". */
MUST_CHECK carnet_err page_new(struct document *out, struct ctx *ctx, const char *group, const char *title);
void page_owns(void); /* tells document.c; once, at start */
