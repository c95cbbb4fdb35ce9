/* Wall clock with a settable start, RFC 3339, and the legal time of Paris by the European rule (since 1996: summer time
 * from the last Sunday of March to the last Sunday of October, both at 01:00 UTC). */
#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t shift_ms; /* set once, before any thread starts */

static int64_t read_ms(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

carnet_err clock_start(const char *now)
{
    shift_ms = 0;
    if (!now || !now[0])
        return CARNET_OK;
    int64_t at;
    TRY(clock_parse(&at, now));
    shift_ms = at - read_ms(CLOCK_REALTIME);
    return CARNET_OK;
}

int64_t clock_now(void)
{
    return read_ms(CLOCK_REALTIME) + shift_ms;
}

int64_t clock_steady_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Howard Hinnant's civil calendar algorithms: years begin in March, eras last 400 years. */
int64_t clock_days(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void clock_date(int *year, int *month, int *day, int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

enum { DAY_MS = 86400000 };

void clock_text(char out[CLOCK_TEXT], int64_t at)
{
    int64_t days = floor_div(at, DAY_MS), ms = at - days * DAY_MS;
    int y, m, d;
    clock_date(&y, &m, &d, days);
    snprintf(out, CLOCK_TEXT, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", (unsigned)y % 10000, (unsigned)m % 100,
             (unsigned)d % 100, (unsigned)(ms / 3600000) % 100, (unsigned)(ms / 60000 % 60), (unsigned)(ms / 1000 % 60),
             (unsigned)(ms % 1000));
}

static carnet_err wrong(const char *text)
{
    return err_set(CARNET_INVALID, "clock.format", "text=%.40s", text);
}

static bool digits(int *out, const char **at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++, ++*at) {
        if (**at < '0' || **at > '9')
            return false;
        value = value * 10 + (**at - '0');
    }
    *out = value;
    return true;
}

static bool expect(const char **at, char c)
{
    return **at == c && ++*at;
}

static bool read_date(int64_t *days, const char **at)
{
    static const int length[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int y, m, d;
    if (!digits(&y, at, 4) || !expect(at, '-') || !digits(&m, at, 2) || !expect(at, '-') || !digits(&d, at, 2))
        return false;
    if (m < 1 || m > 12 || d < 1 || d > length[m - 1])
        return false;
    int yy, mm, dd;
    *days = clock_days(y, m, d);
    clock_date(&yy, &mm, &dd, *days);
    return dd == d; /* 29 February only in leap years */
}

carnet_err clock_parse(int64_t *out, const char *text)
{
    const char *at = text;
    int64_t days;
    int h, m, s, ms = 0, zh, zm;
    if (!read_date(&days, &at) || !(expect(&at, 'T') || expect(&at, 't')) || !digits(&h, &at, 2) || !expect(&at, ':') ||
        !digits(&m, &at, 2) || !expect(&at, ':') || !digits(&s, &at, 2) || h > 23 || m > 59 || s > 60)
        return wrong(text);
    if (expect(&at, '.')) {
        int scale = 100, seen = 0;
        for (; *at >= '0' && *at <= '9'; at++, scale /= 10, seen++)
            ms += (*at - '0') * scale;
        if (!seen)
            return wrong(text);
    }
    int64_t offset = 0;
    if (*at == '+' || *at == '-') {
        int sign = *at++ == '-' ? -1 : 1;
        if (!digits(&zh, &at, 2) || !expect(&at, ':') || !digits(&zm, &at, 2) || zh > 23 || zm > 59)
            return wrong(text);
        offset = (int64_t)sign * (zh * 60 + zm) * 60000;
    } else if (!expect(&at, 'Z') && !expect(&at, 'z')) {
        return wrong(text);
    }
    if (*at)
        return wrong(text);
    *out = days * DAY_MS + (int64_t)h * 3600000 + (int64_t)m * 60000 + (int64_t)s * 1000 + ms - offset;
    return CARNET_OK;
}

carnet_err clock_parse_day(int64_t *days, const char *day)
{
    const char *at = day;
    if (!read_date(days, &at) || *at)
        return wrong(day);
    return CARNET_OK;
}

/* 01:00 UTC on the last Sunday of a 31-day month. 1970-01-01 was a Thursday. */
static int64_t last_sunday(int year, int month)
{
    int64_t days = clock_days(year, month, 31);
    return (days - (days + 4) % 7) * DAY_MS + 3600000;
}

int64_t clock_paris_offset(int64_t at)
{
    int y, m, d;
    clock_date(&y, &m, &d, floor_div(at, DAY_MS));
    return at >= last_sunday(y, 3) && at < last_sunday(y, 10) ? 7200000 : 3600000;
}

void clock_paris_day(char out[CLOCK_DAY], int64_t at)
{
    int y, m, d;
    clock_date(&y, &m, &d, floor_div(at + clock_paris_offset(at), DAY_MS));
    snprintf(out, CLOCK_DAY, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100, (unsigned)d % 100);
}

carnet_err clock_paris_midnight(int64_t *out, const char *day)
{
    int64_t days;
    TRY(clock_parse_day(&days, day));
    int64_t at = days * DAY_MS - 3600000; /* the changes are at 02:00 and 03:00, so the offset at 00:00 is the eve's */
    *out = days * DAY_MS - clock_paris_offset(at);
    return CARNET_OK;
}
