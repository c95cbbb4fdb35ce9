#pragma once
/* Moments and days as rows and JSON hold them. Days are "YYYY-MM-DD" in Paris, spans of days are inclusive. Any thread. */
#include <stdbool.h>

#include <jansson.h>

#include "base/clock.h"
#include "store/ctx.h"

/* Something that holds from a moment on; until 0: no end. */
struct span {
    bool holds;
    int64_t from, until;
};

json_t *moment_json(int64_t at);        /* RFC 3339; null when 0 */
json_t *text_or_null(const char *text); /* null when NULL */
const char *moment_today(struct ctx *ctx);
void moment_day_text(char out[CLOCK_DAY], int64_t days); /* days since 1970-01-01 */
int64_t moment_day_start(const char *day);  /* 00:00 in Paris; a day from our own rows */
int64_t moment_day_end(const char *to_day); /* 00:00 of the day after; 0 for NULL and for years from 9999 on: no end */
