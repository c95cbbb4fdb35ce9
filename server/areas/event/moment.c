/* Moments and days: the school counts in days of Paris, the rows in milliseconds. */
#include "areas/event/moment.h"

#include <stdio.h>
#include <string.h>

json_t *moment_json(int64_t at)
{
    if (!at)
        return json_null();
    char text[CLOCK_TEXT];
    clock_text(text, at);
    return json_string(text);
}

json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

const char *moment_today(struct ctx *ctx)
{
    char day[CLOCK_DAY];
    clock_paris_day(day, ctx->now);
    return arena_text(ctx->arena, day);
}

int64_t moment_day_start(const char *day)
{
    int64_t at = 0;
    if (clock_paris_midnight(&at, day) != CARNET_OK)
        return 0;
    return at;
}

void moment_day_text(char out[CLOCK_DAY], int64_t days)
{
    int year, month, day;
    clock_date(&year, &month, &day, days);
    snprintf(out, CLOCK_DAY, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100);
}

int64_t moment_day_end(const char *to_day)
{
    int64_t days;
    if (!to_day || strcmp(to_day, "9999") >= 0 || clock_parse_day(&days, to_day) != CARNET_OK)
        return 0;
    char next[CLOCK_DAY];
    moment_day_text(next, days + 1);
    return moment_day_start(next);
}
