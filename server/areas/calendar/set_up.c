/* A cohort with its year, from a programme and a first Monday. */
#include <string.h>

#include "areas/calendar/calendar_sql.h"
#include "areas/calendar/propose.h"
#include "areas/event/event.h"
#include "areas/event/line.h"

enum { LABEL_LONGEST = 100 };

carnet_err calendar_may_set_up(bool *out, struct ctx *ctx)
{
    unsigned roles;
    TRY(people_roles(&roles, ctx, ctx->actor, 0));
    *out = roles & 1u << ROLE_PROGRAMME_MANAGER;
    return CARNET_OK;
}

static carnet_err propose(struct calendar *out, json_t **definition, struct programme *programme, struct ctx *ctx, const char *slug,
                          const char *first_day)
{
    bool may;
    TRY(programme_find(programme, ctx, slug));
    TRY(calendar_may_set_up(&may, ctx));
    if (!may)
        return err_set(CARNET_DENIED, "calendar.not_manager", "manages no cohort");
    *definition = json_loads(programme->definition, 0, NULL);
    return propose_year(out, ctx, *definition, first_day);
}

/* Texts of the proposal are the definition's: it has to live as long as the request. */
static void keep_texts(struct calendar *year, struct ctx *ctx)
{
    for (size_t i = 0; i < year->milestone_count; i++) {
        struct calendar_milestone *m = &year->milestones[i];
        m->slug = arena_text(ctx->arena, m->slug);
        m->deliverable = arena_text(ctx->arena, m->deliverable);
        m->label = arena_text(ctx->arena, m->label);
    }
}

carnet_err calendar_propose(struct calendar *out, struct calendar_warnings *warnings, struct ctx *ctx, const char *slug,
                            const char *first_day)
{
    struct programme programme;
    json_auto_t *definition = NULL;
    TRY(propose(out, &definition, &programme, ctx, slug, first_day));
    keep_texts(out, ctx);
    return calendar_warnings(warnings, ctx, definition, out);
}

/* ---- half-days ---- */

struct hours {
    const char *starts, *ends;
};

static struct hours hours_of(const json_t *definition, const char *part)
{
    const json_t *derived = json_object_get(json_object_get(definition, "calendarRules"), "derived");
    const json_t *half_day = programme_part(derived, "halfDays", part);
    const char *starts = json_string_value(json_object_get(half_day, "start"));
    const char *ends = json_string_value(json_object_get(half_day, "end"));
    if (starts && ends && strcmp(starts, ends) < 0)
        return (struct hours){ starts, ends };
    return strcmp(part, "am") == 0 ? (struct hours){ "09:00", "12:30" } : (struct hours){ "13:30", "17:00" };
}

/* Two for each day; "ses-1-d2-am" is the morning of the second day, whatever its date. */
static carnet_err add_days(struct ctx *ctx, int64_t cohort, const json_t *definition, const struct calendar_half_day *of,
                           const char *from, const char *to)
{
    static const char *const PARTS[] = { "am", "pm" };
    int64_t first, last;
    TRY(clock_parse_day(&first, from));
    TRY(clock_parse_day(&last, to));
    for (int64_t day = first; day <= last; day++) {
        char text[CLOCK_DAY];
        moment_day_text(text, day);
        for (int i = 0; i < 2; i++) {
            struct hours hours = hours_of(definition, PARTS[i]);
            struct calendar_half_day half_day = *of;
            half_day.slug = arena_printf(ctx->arena, "%s-d%d-%s", of->slug, (int)(day - first) + 1, PARTS[i]);
            half_day.day = text;
            half_day.part = PARTS[i];
            half_day.starts = hours.starts;
            half_day.ends = hours.ends;
            TRY(calendar_sql_half_day_add(ctx, cohort, &half_day));
        }
    }
    return CARNET_OK;
}

/* The jury's day counts as hours too (62 half-days in a year of six sessions): the milestone that the programme puts in a month. */
static bool is_the_jurys(const json_t *definition, const struct calendar_milestone *milestone)
{
    const json_t *rules = json_object_get(definition, "calendarRules");
    const json_t *rule = json_object_get(programme_part(rules, "milestones", milestone->slug), "rule");
    const char *type = json_string_value(json_object_get(rule, "type"));
    return type && strcmp(type, "month") == 0 && milestone->from && !milestone->to;
}

/* Half-days are named in addresses, where there is no "_". */
static const char *with_hyphens(struct ctx *ctx, const char *slug)
{
    char *text = arena_text(ctx->arena, slug);
    for (char *c = text; *c; c++)
        *c = *c == '_' ? '-' : *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    return text;
}

carnet_err calendar_half_days_add(struct ctx *ctx, int64_t cohort)
{
    struct calendar year;
    json_auto_t *definition = NULL;
    TRY(cohort_definition(&definition, ctx, cohort));
    TRY(calendar_read(&year, ctx, cohort));
    for (size_t i = 0; i < year.session_count; i++) {
        const struct calendar_session *session = &year.sessions[i];
        struct calendar_half_day of = { .session = session->id, .slug = session->slug };
        TRY(add_days(ctx, cohort, definition, &of, session->from, session->to));
    }
    for (size_t i = 0; i < year.milestone_count; i++) {
        const struct calendar_milestone *milestone = &year.milestones[i];
        struct calendar_half_day of = { .milestone = milestone->id, .slug = with_hyphens(ctx, milestone->slug) };
        if (is_the_jurys(definition, milestone))
            TRY(add_days(ctx, cohort, definition, &of, milestone->from, milestone->from));
    }
    return CARNET_OK;
}

static carnet_err add_year(struct ctx *ctx, int64_t cohort, const struct calendar *year)
{
    for (size_t i = 0; i < year->session_count; i++)
        TRY(calendar_sql_session_add(ctx, cohort, &year->sessions[i]));
    for (size_t i = 0; i < year->milestone_count; i++)
        TRY(calendar_sql_milestone_add(ctx, cohort, &year->milestones[i]));
    return calendar_half_days_add(ctx, cohort);
}

carnet_err calendar_set_up(struct cohort *out, struct ctx *ctx, const char *slug, const char *typed, const char *first_day)
{
    struct calendar year = { 0 };
    struct programme programme;
    json_auto_t *definition = NULL;
    const char *label;
    TRY(propose(&year, &definition, &programme, ctx, slug, first_day));
    if (!line_clean(&label, ctx, typed, LABEL_LONGEST) || !label[0])
        return err_set(CARNET_INVALID, "calendar.label", "empty, or longer than %d characters", LABEL_LONGEST);
    struct cohort_new cohort = { &programme, label, first_day, calendar_last_day(&year, first_day) };
    TRY(cohort_add(out, ctx, &cohort));
    TRY(add_year(ctx, out->id, &year));
    return event_add_detail(ctx, "cohort.set_up", out->slug, json_pack("{s:s, s:s}", "programme", programme.slug, "from",
                                                                     out->start_day), &ctx->actor, 1);
}
