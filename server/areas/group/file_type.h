#pragma once
/* What an uploaded file is, by its content and never by its name, and what it may be called. Any thread. */
#include "store/ctx.h"

struct file_type {
    const char *type;        /* "image/png" */
    const char *const *ends; /* of names, the first is given to a name without one */
    carnet_err (*clean)(struct buf *out, bytes picture); /* NULL: no picture; pictures may be shown in the page */
};
/* INVALID "file.type" for everything that a group has no use for: programs, web pages, SVG, archives. */
MUST_CHECK carnet_err file_type_of(const struct file_type **out, bytes content);
const struct file_type *file_type_named(const char *type);
/* A name for it: the last part of a path, without signs that mean something to a system, with an end that fits the type. */
const char *file_name(struct ctx *ctx, const struct file_type *type, const char *typed);
