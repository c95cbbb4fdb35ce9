/* Changing a year that is set up. Whoever has a place in the cohort is told of dates that move; trainers of their half-days. */
#include "areas/calendar/calendar.h"

#include <string.h>

#include "areas/calendar/calendar_sql.h"
#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/event/rows.h"
#include "areas/group/group.h"

enum { ROOM_LONGEST = 80, THEME_LONGEST = 200 };

carnet_err calendar_day(int64_t *days, const char *text)
{
    if (clock_parse_day(days, text) == CARNET_OK && *days >= clock_days(2000, 1, 1) && *days < clock_days(2100, 1, 1))
        return CARNET_OK;
    return err_set(CARNET_INVALID, "calendar.day", "%.20s", text);
}

carnet_err calendar_read(struct calendar *out, struct ctx *ctx, int64_t cohort)
{
    *out = (struct calendar){ 0 };
    TRY(calendar_sql_sessions(out, ctx, cohort));
    TRY(calendar_sql_milestones(out, ctx, cohort));
    return calendar_sql_half_days(out, ctx, cohort);
}

static carnet_err tell_everybody(struct ctx *ctx, const char *kind, const struct cohort *cohort, json_t *detail)
{
    int64_t *people;
    size_t count;
    carnet_err err = cohort_placed(&people, &count, ctx, cohort->id);
    if (err) {
        json_decref(detail);
        return err;
    }
    return event_add_detail(ctx, kind, cohort->slug, detail, people, count);
}

/* ---- sessions ---- */

static const char *moved(struct ctx *ctx, const char *day, int64_t by)
{
    int64_t days = 0;
    char text[CLOCK_DAY];
    if (!day || clock_parse_day(&days, day) != CARNET_OK)
        return day;
    moment_day_text(text, days + by);
    return arena_text(ctx->arena, text);
}

static struct calendar_session *session_called(struct calendar *calendar, const char *slug)
{
    for (size_t i = 0; i < calendar->session_count; i++)
        if (strcmp(calendar->sessions[i].slug, slug) == 0)
            return &calendar->sessions[i];
    return NULL;
}

static carnet_err in_order(const struct calendar *calendar)
{
    for (size_t i = 1; i < calendar->session_count; i++)
        if (strcmp(calendar->sessions[i - 1].to, calendar->sessions[i].from) >= 0)
            return err_set(CARNET_CONFLICT, "calendar.overlap", "%s and %s", calendar->sessions[i - 1].slug, calendar->sessions[i].slug);
    return CARNET_OK;
}

static bool is_inside(const struct calendar_milestone *milestone, const char *from, const char *to)
{
    return milestone->from && strcmp(milestone->from, from) >= 0 && strcmp(milestone->to ? milestone->to : milestone->from, to) <= 0;
}

/* In memory. */
static carnet_err move_session(struct calendar *calendar, struct ctx *ctx, struct calendar_session *session, const char *to)
{
    int64_t was, will_be;
    TRY(calendar_day(&will_be, to));
    TRY(clock_parse_day(&was, session->from));
    int64_t by = will_be - was;
    for (size_t i = 0; i < calendar->milestone_count; i++) {
        struct calendar_milestone *milestone = &calendar->milestones[i];
        if (!is_inside(milestone, session->from, session->to))
            continue;
        milestone->from = moved(ctx, milestone->from, by);
        milestone->to = moved(ctx, milestone->to, by);
    }
    for (size_t i = 0; i < calendar->half_day_count; i++)
        if (calendar->half_days[i].session == session->id)
            calendar->half_days[i].day = moved(ctx, calendar->half_days[i].day, by);
    session->from = moved(ctx, session->from, by);
    session->to = moved(ctx, session->to, by);
    return in_order(calendar);
}

struct session_moving {
    struct cohort cohort;
    struct calendar before, after;
    struct calendar_session *session; /* of after */
};

static carnet_err change_session(struct session_moving *out, struct ctx *ctx, const char *cohort, const char *slug,
                                 const struct session_change *change)
{
    TRY(cohort_manage(&out->cohort, ctx, cohort));
    TRY(calendar_read(&out->before, ctx, out->cohort.id));
    TRY(calendar_read(&out->after, ctx, out->cohort.id));
    out->session = session_called(&out->after, slug);
    if (!out->session)
        return err_set(CARNET_MISSING, "calendar.session_missing", "cohort=%lld", (long long)out->cohort.id);
    if (change->theme && !line_clean(&out->session->theme, ctx, change->theme, THEME_LONGEST))
        return err_set(CARNET_INVALID, "calendar.theme", "longer than %d characters", THEME_LONGEST);
    return change->from ? move_session(&out->after, ctx, out->session, change->from) : CARNET_OK;
}

carnet_err calendar_after(struct calendar *out, struct cohort *of, struct ctx *ctx, const char *cohort, const char *session,
                          const struct session_change *change)
{
    struct session_moving m;
    TRY(change_session(&m, ctx, cohort, session, change));
    *out = m.after;
    *of = m.cohort;
    return CARNET_OK;
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Everything that differs from what was read gets its new days, and a new sequence. */
static carnet_err store(struct ctx *ctx, const struct calendar *before, const struct calendar *after)
{
    for (size_t i = 0; i < after->session_count; i++) {
        const struct calendar_session *is = &after->sessions[i], *was = &before->sessions[i];
        if (!same(is->from, was->from) || !same(is->theme, was->theme))
            TRY(calendar_sql_session_set(ctx, is));
    }
    for (size_t i = 0; i < after->milestone_count; i++) {
        const struct calendar_milestone *is = &after->milestones[i], *was = &before->milestones[i];
        if (is->due_at != was->due_at || !same(is->from, was->from) || !same(is->to, was->to))
            TRY(calendar_sql_milestone_set(ctx, is));
    }
    for (size_t i = 0; i < after->half_day_count; i++)
        if (!same(after->half_days[i].day, before->half_days[i].day))
            TRY(calendar_sql_half_day_set(ctx, &after->half_days[i]));
    return CARNET_OK;
}

const char *calendar_last_day(const struct calendar *calendar, const char *otherwise)
{
    const char *last = calendar->session_count ? calendar->sessions[calendar->session_count - 1].to : otherwise;
    for (size_t i = 0; i < calendar->milestone_count; i++) {
        const struct calendar_milestone *milestone = &calendar->milestones[i];
        const char *ends = milestone->to ? milestone->to : milestone->from;
        if (ends && strcmp(ends, last) > 0)
            last = ends;
    }
    return last;
}

static carnet_err set_days(struct ctx *ctx, const struct cohort *cohort, const struct calendar *calendar)
{
    const char *start = calendar->session_count ? calendar->sessions[0].from : cohort->start_day;
    return cohort_set_days(ctx, cohort->id, start, calendar_last_day(calendar, cohort->end_day));
}

carnet_err calendar_change_session(struct ctx *ctx, const char *cohort, const char *session, const struct session_change *change)
{
    struct session_moving m;
    TRY(change_session(&m, ctx, cohort, session, change));
    TRY(store(ctx, &m.before, &m.after));
    TRY(set_days(ctx, &m.cohort, &m.after));
    const struct calendar_session *was = session_called(&m.before, session);
    if (same(was->from, m.session->from))
        return CARNET_OK;
    return tell_everybody(ctx, "calendar.session_moved", &m.cohort,
                          json_pack("{s:s, s:s, s:s}", "session", session, "from", was->from, "to", m.session->from));
}

/* ---- milestones ---- */

/* "peer-draft-due" in an address is peer_draft_due. */
static bool is_called(const char *slug, const char *name)
{
    for (; *slug && *name; slug++, name++)
        if (*slug != *name && !(*slug == '_' && *name == '-'))
            return false;
    return *slug == *name;
}

static carnet_err check_days(const struct milestone_change *change)
{
    int64_t from, to;
    TRY(calendar_day(&from, change->from));
    if (!change->to)
        return CARNET_OK;
    TRY(calendar_day(&to, change->to));
    return to >= from ? CARNET_OK : err_set(CARNET_INVALID, "calendar.ends_before", "ends before it begins");
}

static void move_half_days(struct calendar *calendar, struct ctx *ctx, const struct calendar_milestone *milestone, const char *to)
{
    int64_t was = 0, will_be = 0;
    if (clock_parse_day(&was, milestone->from) != CARNET_OK || clock_parse_day(&will_be, to) != CARNET_OK)
        return;
    for (size_t i = 0; i < calendar->half_day_count; i++)
        if (calendar->half_days[i].milestone == milestone->id)
            calendar->half_days[i].day = moved(ctx, calendar->half_days[i].day, will_be - was);
}

static carnet_err change_milestone(struct calendar *calendar, struct ctx *ctx, struct calendar_milestone *milestone,
                                   const struct milestone_change *change)
{
    char day[CLOCK_DAY];
    int64_t days;
    if ((milestone->due_at != 0) != (change->due_at != 0))
        return err_set(CARNET_CONFLICT, "calendar.milestone_kind", "%s", milestone->slug);
    if (change->due_at) {
        clock_paris_day(day, change->due_at);
        TRY(calendar_day(&days, day));
        milestone->due_at = change->due_at;
        return CARNET_OK;
    }
    TRY(check_days(change));
    move_half_days(calendar, ctx, milestone, change->from);
    milestone->from = change->from;
    milestone->to = change->to && strcmp(change->to, change->from) != 0 ? change->to : NULL;
    return CARNET_OK;
}

static json_t *when_json(const struct calendar_milestone *milestone)
{
    return milestone->due_at ? moment_json(milestone->due_at) : json_string(milestone->from);
}

struct milestone_moving {
    struct cohort cohort;
    struct calendar before, after;
    size_t at; /* of both */
};

static carnet_err move_milestone(struct milestone_moving *out, struct ctx *ctx, const char *cohort, const char *name,
                                 const struct milestone_change *change)
{
    TRY(cohort_manage(&out->cohort, ctx, cohort));
    TRY(calendar_read(&out->before, ctx, out->cohort.id));
    TRY(calendar_read(&out->after, ctx, out->cohort.id));
    out->at = 0;
    while (out->at < out->after.milestone_count && !is_called(out->after.milestones[out->at].slug, name))
        out->at++;
    if (out->at == out->after.milestone_count)
        return err_set(CARNET_MISSING, "calendar.milestone_missing", "cohort=%lld", (long long)out->cohort.id);
    return change_milestone(&out->after, ctx, &out->after.milestones[out->at], change);
}

carnet_err calendar_after_milestone(struct calendar *out, struct cohort *of, struct ctx *ctx, const char *cohort, const char *milestone,
                                    const struct milestone_change *change)
{
    struct milestone_moving m;
    TRY(move_milestone(&m, ctx, cohort, milestone, change));
    *out = m.after;
    *of = m.cohort;
    return CARNET_OK;
}

carnet_err calendar_move_milestone(struct ctx *ctx, const char *cohort, const char *name, const struct milestone_change *change)
{
    struct milestone_moving m;
    TRY(move_milestone(&m, ctx, cohort, name, change));
    TRY(store(ctx, &m.before, &m.after));
    TRY(set_days(ctx, &m.cohort, &m.after));
    const struct calendar_milestone *was = &m.before.milestones[m.at], *is = &m.after.milestones[m.at];
    json_t *from = when_json(was), *to = when_json(is);
    if (json_equal(from, to) && same(was->to, is->to)) {
        json_decref(from);
        json_decref(to);
        return CARNET_OK;
    }
    return tell_everybody(ctx, "calendar.milestone_moved", &m.cohort,
                          json_pack("{s:s, s:o, s:o}", "milestone", is->slug, "from", from, "to", to));
}

/* ---- half-days ---- */

static bool is_format(const char *format)
{
    static const char *const FORMATS[] = { "seminar", "workshop", "cooperative_group", "tutoring" };
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (strcmp(FORMATS[i], format) == 0)
            return true;
    return false;
}

static bool has_module(const json_t *definition, const char *id)
{
    const json_t *structure = json_object_get(definition, "structure");
    size_t i;
    json_t *block;
    json_array_foreach(json_object_get(structure, "blocks"), i, block)
        if (programme_part(block, "modules", id))
            return true;
    return programme_part(structure, "transversal", id) != NULL;
}

static carnet_err check_plan(struct calendar_half_day *half_day, struct ctx *ctx, int64_t cohort, const struct half_day_change *change)
{
    json_auto_t *definition = NULL;
    TRY(cohort_definition(&definition, ctx, cohort));
    if (change->format && !is_format(change->format))
        return err_set(CARNET_INVALID, "calendar.format", "%.40s", change->format);
    if (change->module && !has_module(definition, change->module))
        return err_set(CARNET_INVALID, "calendar.module", "%.40s", change->module);
    const char *room = NULL;
    if (change->room && !line_clean(&room, ctx, change->room, ROOM_LONGEST))
        return err_set(CARNET_INVALID, "calendar.room", "longer than %d characters", ROOM_LONGEST);
    half_day->format = change->format;
    half_day->module = change->module;
    half_day->room = room && room[0] ? room : NULL;
    return CARNET_OK;
}

/* Trainers of other cohorts may teach here too: they then have a place in this one. */
static carnet_err trainer_called(int64_t *out, struct ctx *ctx, int64_t cohort, const char *slug)
{
    struct person person;
    unsigned roles = 0;
    carnet_err found = people_find_slug(&person, ctx, slug);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    if (found == CARNET_OK)
        TRY(people_roles(&roles, ctx, person.id, 0));
    if (!(roles & 1u << ROLE_TRAINER))
        return err_set(CARNET_INVALID, "calendar.trainer", "teaches nowhere");
    *out = person.id;
    return people_give_role(ctx, person.id, cohort, ROLE_TRAINER);
}

static bool among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static carnet_err set_trainers(struct ctx *ctx, const struct cohort *cohort, const struct calendar_half_day *half_day,
                               const struct half_day_change *change)
{
    int64_t *told = arena_alloc(ctx->arena, (change->trainer_count + half_day->trainer_count + 1) * sizeof *told);
    size_t count = 0;
    TRY(calendar_sql_trainers_clear(ctx, half_day->id));
    for (size_t i = 0; i < change->trainer_count; i++) {
        int64_t person = 0;
        TRY(trainer_called(&person, ctx, cohort->id, change->trainers[i]));
        TRY(calendar_sql_trainer_add(ctx, half_day->id, person));
        if (!among(told, count, person))
            told[count++] = person;
    }
    for (size_t i = 0; i < half_day->trainer_count; i++)
        if (!among(told, count, half_day->trainers[i].id))
            told[count++] = half_day->trainers[i].id;
    json_t *detail = json_pack("{s:s, s:s, s:s}", "halfDay", half_day->slug, "day", half_day->day, "part", half_day->part);
    return event_add_detail(ctx, "calendar.half_day_planned", cohort->slug, detail, told, count);
}

carnet_err calendar_plan(struct ctx *ctx, const char *slug, const char *half_day, const struct half_day_change *change)
{
    struct cohort cohort;
    struct calendar calendar;
    TRY(cohort_assist(&cohort, ctx, slug));
    TRY(calendar_read(&calendar, ctx, cohort.id));
    for (size_t i = 0; i < calendar.half_day_count; i++) {
        struct calendar_half_day *one = &calendar.half_days[i];
        if (strcmp(one->slug, half_day) != 0)
            continue;
        TRY(check_plan(one, ctx, cohort.id, change));
        TRY(calendar_sql_half_day_set(ctx, one));
        TRY(set_trainers(ctx, &cohort, one, change));
        return group_all_changed(ctx, cohort.id); /* who teaches a module may read in it */
    }
    return err_set(CARNET_MISSING, "calendar.half_day_missing", "cohort=%lld", (long long)cohort.id);
}
