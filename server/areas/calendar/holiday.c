/* Eight fixed days (Code du travail, L3133-1) and three that follow Easter. */
#include "areas/calendar/holiday.h"

#include <stddef.h>

#include "base/clock.h"

/* Easter Sunday in the Gregorian calendar, by Butcher's algorithm (1876). */
static int64_t easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return clock_days(year, n / 31, n % 31 + 1);
}

bool holiday_on(int64_t days)
{
    static const struct {
        int month, day;
    } FIXED[] = { { 1, 1 }, { 5, 1 }, { 5, 8 }, { 7, 14 }, { 8, 15 }, { 11, 1 }, { 11, 11 }, { 12, 25 } };
    enum { EASTER_MONDAY = 1, ASCENSION = 39, WHIT_MONDAY = 50 };
    int year, month, day;
    clock_date(&year, &month, &day, days);
    for (size_t i = 0; i < sizeof FIXED / sizeof *FIXED; i++)
        if (FIXED[i].month == month && FIXED[i].day == day)
            return true;
    int64_t after = days - easter(year);
    return after == EASTER_MONDAY || after == ASCENSION || after == WHIT_MONDAY;
}
