#pragma once
/* The rows of the calendar. Only for calendar/. */
#include "areas/calendar/calendar.h"

MUST_CHECK carnet_err calendar_sql_sessions(struct calendar *out, struct ctx *ctx, int64_t cohort);
MUST_CHECK carnet_err calendar_sql_milestones(struct calendar *out, struct ctx *ctx, int64_t cohort);
MUST_CHECK carnet_err calendar_sql_half_days(struct calendar *out, struct ctx *ctx, int64_t cohort); /* with their trainers */

MUST_CHECK carnet_err calendar_sql_session_add(struct ctx *ctx, int64_t cohort, const struct calendar_session *session);
MUST_CHECK carnet_err calendar_sql_milestone_add(struct ctx *ctx, int64_t cohort, const struct calendar_milestone *milestone);
MUST_CHECK carnet_err calendar_sql_half_day_add(struct ctx *ctx, int64_t cohort, const struct calendar_half_day *half_day);

/* Each raises the row's sequence. */
MUST_CHECK carnet_err calendar_sql_session_set(struct ctx *ctx, const struct calendar_session *session);
MUST_CHECK carnet_err calendar_sql_milestone_set(struct ctx *ctx, const struct calendar_milestone *milestone);
MUST_CHECK carnet_err calendar_sql_half_day_set(struct ctx *ctx, const struct calendar_half_day *half_day);
MUST_CHECK carnet_err calendar_sql_trainers_clear(struct ctx *ctx, int64_t half_day);
MUST_CHECK carnet_err calendar_sql_trainer_add(struct ctx *ctx, int64_t half_day, int64_t person);

/* Is somebody, or a room, taken that half of the day by another half-day, of whatever cohort. */
MUST_CHECK carnet_err calendar_sql_trainer_busy(bool *out, struct ctx *ctx, const struct calendar_half_day *half_day, int64_t person);
MUST_CHECK carnet_err calendar_sql_room_busy(bool *out, struct ctx *ctx, const struct calendar_half_day *half_day);
