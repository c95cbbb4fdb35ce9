#pragma once
/* Settings: one table (name, default, meaning) in config.c; --help and the README section are printed from it.
 * Filled once by main before any thread starts, read-only afterwards. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Reads "name = value" lines; '#' starts a comment. Unknown names and bad numbers are refused with the line's number. */
MUST_CHECK carnet_err config_load(const char *file);
MUST_CHECK carnet_err config_set(const char *name, const char *value);
const char *config_text(const char *name); /* the name must be in the table */
int64_t config_number(const char *name);
bool config_on(const char *name); /* "on" or "off" */
void config_print(void);          /* the table, for --help */
/* Every setting with its present value; that of a secret is NULL. */
typedef void config_each_fn(void *arg, const char *name, const char *value, const char *meaning);
void config_each(config_each_fn *each, void *arg);
