#pragma once
/* The sample's dates, moved by whole weeks so that its snapshot is this week. Times of day in Paris stay. Only for demo/. */
#include <stdbool.h>

#include <jansson.h>

#include "store/ctx.h"

enum { DATES_SESSIONS = 12 };
struct dates {
    int64_t days; /* the move; a multiple of 7 */
    int64_t now;  /* what happened in the sample happened before this moment */
    bool as_is;
    struct dates_session {
        int64_t from, to, extra; /* as in the sample; extra days that keep it clear of public holidays */
    } sessions[DATES_SESSIONS];
    size_t session_count;
};
/* sessions: the sample's list, with "from" and "to". snapshot: the sample's moment. */
MUST_CHECK carnet_err dates_init(struct dates *out, int64_t now, bool as_is, const char *snapshot, const json_t *sessions);
MUST_CHECK carnet_err dates_day(const char **out, const struct dates *dates, struct ctx *ctx, const char *day); /* NULL stays NULL */
/* A day of the common calendar: moves with the session it falls in, and off a public holiday. */
MUST_CHECK carnet_err dates_session_day(const char **out, const struct dates *dates, struct ctx *ctx, const char *day);
MUST_CHECK carnet_err dates_moment(int64_t *out, const struct dates *dates, const char *moment); /* NULL gives 0 */
MUST_CHECK carnet_err dates_past(int64_t *out, const struct dates *dates, const char *moment);   /* not after now */
MUST_CHECK carnet_err dates_evening(int64_t *out, const struct dates *dates, const char *moved_day); /* 19:30, not after now */
