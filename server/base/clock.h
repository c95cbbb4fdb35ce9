#pragma once
/* Time. Moments are milliseconds since 1970 UTC in int64_t; days are "YYYY-MM-DD" in Europe/Paris, the school's zone.
 * Order never comes from this clock (sequences give order). Any thread after clock_start. */
#include <stdint.h>

#include "base/err.h"

enum { CLOCK_TEXT = 25, CLOCK_DAY = 11 };

/* Sets the clock to an RFC 3339 moment and lets it run from there (CARNET_NOW); NULL or "" keeps real time. */
MUST_CHECK carnet_err clock_start(const char *now);
int64_t clock_now(void);       /* ms */
int64_t clock_steady_us(void); /* monotonic, for durations only */

void clock_text(char out[CLOCK_TEXT], int64_t at);                 /* 2026-06-12T07:00:00.000Z */
MUST_CHECK carnet_err clock_parse(int64_t *out, const char *text); /* RFC 3339 with Z or an offset */
void clock_paris_day(char out[CLOCK_DAY], int64_t at);
MUST_CHECK carnet_err clock_paris_midnight(int64_t *out, const char *day); /* 00:00 in Paris on that day */
int64_t clock_paris_offset(int64_t at); /* ms to add to UTC: 1 or 2 hours */

/* Days since 1970-01-01 in the proleptic Gregorian calendar, and back. */
int64_t clock_days(int year, int month, int day);
void clock_date(int *year, int *month, int *day, int64_t days);
MUST_CHECK carnet_err clock_parse_day(int64_t *days, const char *day);
