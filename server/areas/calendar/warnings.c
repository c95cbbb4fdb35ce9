/* What whoever plans should know before dates are announced. Nothing here forbids anything. */
#include <string.h>

#include "areas/calendar/calendar_sql.h"
#include "areas/calendar/holiday.h"
#include "areas/calendar/propose.h"
#include "areas/event/rows.h"

static void warn(struct calendar_warnings *list, struct ctx *ctx, struct calendar_warning warning)
{
    list->items = rows_grow(ctx, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = warning;
}

static int64_t days_of(const char *day)
{
    int64_t days = 0;
    if (clock_parse_day(&days, day) != CARNET_OK) /* of our own rows */
        return 0;
    return days;
}

static void holidays(struct calendar_warnings *list, struct ctx *ctx, const char *about, const char *from, const char *to)
{
    for (int64_t day = days_of(from); day <= days_of(to); day++)
        if (holiday_on(day)) {
            char text[CLOCK_DAY];
            moment_day_text(text, day);
            warn(list, ctx, (struct calendar_warning){ .code = "holiday", .about = about, .day = arena_text(ctx->arena, text) });
        }
}

static void session_warnings(struct calendar_warnings *list, struct ctx *ctx, const struct year_rules *rules,
                             const struct calendar_session *session, const struct calendar_session *before)
{
    int64_t from = days_of(session->from), to = days_of(session->to);
    int year, month, day;
    holidays(list, ctx, session->slug, session->from, session->to);
    if ((from + 3) % 7 != 0)
        warn(list, ctx, (struct calendar_warning){ .code = "not_monday", .about = session->slug, .day = session->from });
    if (strcmp(session->from, moment_today(ctx)) < 0)
        warn(list, ctx, (struct calendar_warning){ .code = "past", .about = session->slug, .day = session->from });
    clock_date(&year, &month, &day, to);
    if (rules->last_month && month > rules->last_month && month < 9) /* a year begins in autumn at the earliest */
        warn(list, ctx, (struct calendar_warning){ .code = "late_in_year", .about = session->slug, .day = session->to });
    if (!before)
        return;
    int64_t gap = from - days_of(before->from);
    const char *code = gap < rules->min_weeks * 7 ? "gap_short" : gap > rules->max_weeks * 7 ? "gap_long" : NULL;
    if (code)
        warn(list, ctx, (struct calendar_warning){ .code = code, .about = session->slug, .weeks = (int)((gap + 3) / 7) });
}

/* A deadline that the programme puts after a session has to come after it. */
static void milestone_warnings(struct calendar_warnings *list, struct ctx *ctx, const json_t *definition,
                               const struct calendar *calendar, const struct calendar_milestone *milestone)
{
    char day[CLOCK_DAY];
    if (!milestone->due_at) {
        holidays(list, ctx, milestone->slug, milestone->from, milestone->to ? milestone->to : milestone->from);
        return;
    }
    clock_paris_day(day, milestone->due_at);
    holidays(list, ctx, milestone->slug, day, day);
    if (!milestone->deliverable)
        return;
    const json_t *due = json_object_get(programme_part(definition, "deliverables", milestone->deliverable), "due");
    json_int_t after = json_integer_value(json_object_get(due, "session"));
    if (after >= 1 && (size_t)after <= calendar->session_count && strcmp(day, calendar->sessions[after - 1].to) <= 0)
        warn(list, ctx, (struct calendar_warning){ .code = "before_session", .about = milestone->slug,
                                                   .day = arena_text(ctx->arena, day) });
}

static carnet_err half_day_warnings(struct calendar_warnings *list, struct ctx *ctx, const struct calendar_half_day *half_day)
{
    bool busy;
    for (size_t i = 0; i < half_day->trainer_count; i++) {
        TRY(calendar_sql_trainer_busy(&busy, ctx, half_day, half_day->trainers[i].id));
        if (busy)
            warn(list, ctx, (struct calendar_warning){ .code = "trainer_busy", .about = half_day->slug, .day = half_day->day,
                                                       .person = half_day->trainers[i].slug });
    }
    if (!half_day->room)
        return CARNET_OK;
    TRY(calendar_sql_room_busy(&busy, ctx, half_day));
    if (busy)
        warn(list, ctx, (struct calendar_warning){ .code = "room_busy", .about = half_day->slug, .day = half_day->day });
    return CARNET_OK;
}

carnet_err calendar_warnings(struct calendar_warnings *out, struct ctx *ctx, const json_t *definition,
                             const struct calendar *calendar)
{
    struct year_rules rules = { 0 };
    *out = (struct calendar_warnings){ 0 };
    carnet_err ruled = propose_rules(&rules, definition);
    if (ruled != CARNET_OK && ruled != CARNET_CONFLICT)
        return ruled;
    for (size_t i = 0; i < calendar->session_count; i++)
        session_warnings(out, ctx, &rules, &calendar->sessions[i], i ? &calendar->sessions[i - 1] : NULL);
    for (size_t i = 0; i < calendar->milestone_count; i++)
        milestone_warnings(out, ctx, definition, calendar, &calendar->milestones[i]);
    for (size_t i = 0; i < calendar->half_day_count; i++)
        TRY(half_day_warnings(out, ctx, &calendar->half_days[i]));
    return CARNET_OK;
}
