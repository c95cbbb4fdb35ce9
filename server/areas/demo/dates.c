/* Moving dates. A session whose days would fall on a public holiday moves by another week, the nearest that is clear. */
#include "areas/demo/dates.h"

#include "areas/calendar/holiday.h"
#include "areas/event/moment.h"

#define DAY_MS INT64_C(86400000)

static int64_t monday_of(int64_t days)
{
    return days - (days + 3) % 7; /* 1970-01-01 was a Thursday */
}

static int64_t paris_day(int64_t at)
{
    return (at + clock_paris_offset(at)) / DAY_MS;
}

static bool clear_of_holidays(int64_t from, int64_t to)
{
    for (int64_t day = from; day <= to; day++)
        if (holiday_on(day))
            return false;
    return true;
}

static int64_t extra_for(int64_t from, int64_t to)
{
    static const int64_t WEEKS[] = { 0, 1, -1, 2, -2 };
    for (size_t i = 0; i < sizeof WEEKS / sizeof *WEEKS; i++)
        if (clear_of_holidays(from + WEEKS[i] * 7, to + WEEKS[i] * 7))
            return WEEKS[i] * 7;
    return 0;
}

carnet_err dates_init(struct dates *out, int64_t now, bool as_is, const char *snapshot, const json_t *sessions)
{
    *out = (struct dates){ .now = now, .as_is = as_is };
    int64_t at;
    TRY(clock_parse(&at, snapshot));
    if (!as_is)
        out->days = monday_of(paris_day(now)) - monday_of(paris_day(at));
    size_t i;
    json_t *one;
    json_array_foreach(sessions, i, one) {
        struct dates_session s = { 0 };
        TRY(clock_parse_day(&s.from, json_string_value(json_object_get(one, "from"))));
        TRY(clock_parse_day(&s.to, json_string_value(json_object_get(one, "to"))));
        if (!as_is)
            s.extra = extra_for(s.from + out->days, s.to + out->days);
        if (out->session_count < DATES_SESSIONS)
            out->sessions[out->session_count++] = s;
    }
    return CARNET_OK;
}

static const char *day_text(struct ctx *ctx, int64_t days)
{
    char text[CLOCK_DAY];
    moment_day_text(text, days);
    return arena_text(ctx->arena, text);
}

carnet_err dates_day(const char **out, const struct dates *dates, struct ctx *ctx, const char *day)
{
    *out = NULL;
    if (!day)
        return CARNET_OK;
    int64_t days;
    TRY(clock_parse_day(&days, day));
    *out = day_text(ctx, days + dates->days);
    return CARNET_OK;
}

carnet_err dates_session_day(const char **out, const struct dates *dates, struct ctx *ctx, const char *day)
{
    *out = NULL;
    if (!day)
        return CARNET_OK;
    int64_t days;
    TRY(clock_parse_day(&days, day));
    for (size_t i = 0; i < dates->session_count; i++)
        if (days >= dates->sessions[i].from && days <= dates->sessions[i].to) {
            *out = day_text(ctx, days + dates->days + dates->sessions[i].extra);
            return CARNET_OK;
        }
    int64_t moved = days + dates->days;
    *out = day_text(ctx, dates->as_is ? moved : moved + extra_for(moved, moved));
    return CARNET_OK;
}

carnet_err dates_moment(int64_t *out, const struct dates *dates, const char *moment)
{
    *out = 0;
    if (!moment)
        return CARNET_OK;
    int64_t at;
    TRY(clock_parse(&at, moment));
    int64_t wall = at + clock_paris_offset(at) + dates->days * DAY_MS;
    *out = wall - clock_paris_offset(wall - clock_paris_offset(wall));
    return CARNET_OK;
}

carnet_err dates_past(int64_t *out, const struct dates *dates, const char *moment)
{
    TRY(dates_moment(out, dates, moment));
    if (!dates->as_is && *out > dates->now)
        *out = dates->now;
    return CARNET_OK;
}

carnet_err dates_evening(int64_t *out, const struct dates *dates, const char *moved_day)
{
    TRY(clock_paris_midnight(out, moved_day));
    *out += DAY_MS * 39 / 48; /* 19:30 */
    if (!dates->as_is && *out > dates->now)
        *out = dates->now;
    return CARNET_OK;
}
