#pragma once
/* File names from titles: "Réunion du 12 mai" becomes "reunion-du-12-mai". Only for group/. */
#include "store/ctx.h"

const char *slug_of(struct ctx *ctx, const char *title); /* "page" when nothing is left; at most 60 characters */
