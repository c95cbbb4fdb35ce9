#pragma once
/* The dated year of a cohort: sessions with their half-days, deadlines, the jury. Whoever has a place in the cohort reads it; its
 * manager moves things; manager and assistant say what happens in a half-day, where and with whom (they run the attendance). */
#include "areas/cohort/cohort.h"

struct calendar_session {
    int64_t id, position, sequence, changed_at;
    const char *slug, *from, *to, *theme; /* "" while it has no theme */
};
struct calendar_milestone { /* due_at, or days from–to; to NULL: one day */
    int64_t id, due_at, sequence, changed_at;
    const char *slug, *deliverable, *label, *from, *to; /* deliverable, label: NULL for none */
};
struct calendar_half_day {
    int64_t id, session, milestone, sequence, changed_at; /* session or milestone: 0 for the other */
    const char *slug, *day, *part, *starts, *ends;
    const char *format, *module, *room; /* NULL: not decided */
    struct person *trainers;
    size_t trainer_count;
};
struct calendar {
    struct calendar_session *sessions; /* in order */
    struct calendar_milestone *milestones;
    struct calendar_half_day *half_days;
    size_t session_count, milestone_count, half_day_count;
};
/* A day that somebody typed, in this century. INVALID "calendar.day". */
MUST_CHECK carnet_err calendar_day(int64_t *days, const char *text);
/* A cohort ends with the last thing of its year. */
const char *calendar_last_day(const struct calendar *calendar, const char *otherwise);
MUST_CHECK carnet_err calendar_read(struct calendar *out, struct ctx *ctx, int64_t cohort);

/* What whoever plans should know; none forbids. about: slug of a session, milestone or half-day; day or weeks, as the code has it. */
struct calendar_warning {
    const char *code; /* "holiday", "not_monday", "gap_short", "gap_long", "late_in_year", "past", "before_session", "trainer_busy", "room_busy" */
    const char *about, *day, *person;
    int weeks;
};
struct calendar_warnings {
    struct calendar_warning *items;
    size_t count;
};
MUST_CHECK carnet_err calendar_warnings(struct calendar_warnings *out, struct ctx *ctx, const json_t *definition,
                                        const struct calendar *calendar);

/* A cohort as it would be set up, and setting it up. For managers of whatever cohort; DENIED "calendar.not_manager". */
MUST_CHECK carnet_err calendar_propose(struct calendar *out, struct calendar_warnings *warnings, struct ctx *ctx,
                                       const char *programme, const char *first_day);
MUST_CHECK carnet_err calendar_set_up(struct cohort *out, struct ctx *ctx, const char *programme, const char *label,
                                      const char *first_day);
MUST_CHECK carnet_err calendar_may_set_up(bool *out, struct ctx *ctx);
MUST_CHECK carnet_err calendar_half_days_add(struct ctx *ctx, int64_t cohort); /* of every session and of the jury's day */

/* Moving a session takes its half-days and the milestones inside it along; sessions keep their order, CONFLICT "calendar.overlap".
 * from, theme NULL: as it is. calendar_after is how the year would look, without writing. */
struct session_change {
    const char *from, *theme;
};
MUST_CHECK carnet_err calendar_after(struct calendar *out, struct cohort *of, struct ctx *ctx, const char *cohort, const char *session,
                                     const struct session_change *change);
MUST_CHECK carnet_err calendar_change_session(struct ctx *ctx, const char *cohort, const char *session,
                                              const struct session_change *change);
/* due_at for a deadline, days for the others; CONFLICT "calendar.milestone_kind" when it is of the other kind, INVALID "calendar.ends_before".
 * Milestones are named with hyphens in addresses. calendar_after_milestone is how the year would look, without writing. */
struct milestone_change {
    int64_t due_at;
    const char *from, *to;
};
MUST_CHECK carnet_err calendar_after_milestone(struct calendar *out, struct cohort *of, struct ctx *ctx, const char *cohort,
                                               const char *milestone, const struct milestone_change *change);
MUST_CHECK carnet_err calendar_move_milestone(struct ctx *ctx, const char *cohort, const char *milestone,
                                              const struct milestone_change *change);
/* Replaces what is said of a half-day. INVALID "calendar.module", "calendar.format", "calendar.trainer", "calendar.room". */
struct half_day_change {
    const char *format, *module, *room; /* NULL: none */
    const char **trainers;              /* slugs */
    size_t trainer_count;
};
MUST_CHECK carnet_err calendar_plan(struct ctx *ctx, const char *cohort, const char *half_day, const struct half_day_change *change);

extern const struct route calendar_routes[]; /* /api/cohorts, /api/programmes/:programme/calendar */
