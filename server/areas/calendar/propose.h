#pragma once
/* A year proposed from a first Monday and a programme's rules: sessions, then what is due and what happens. Nothing is written. */
#include "areas/calendar/calendar.h"

/* The programme's rules, with what they leave out. CONFLICT "calendar.no_rules" when it does not say how many sessions. */
struct year_rules {
    int sessions, days, min_weeks, max_weeks; /* consecutive days of a session; weeks from one Monday to the next */
    int last_month; /* in which the last session ends at the latest; 0: not said */
};
MUST_CHECK carnet_err propose_rules(struct year_rules *out, const json_t *definition);

/* Monday of each session, in days since 1970. The last session comes as late as its month allows, on days without public
 * holidays as far as possible; of the ways to get there the one whose long gaps come first, over the end of the year and the
 * first enquiries in the field. */
void propose_mondays(int64_t *mondays, struct ctx *ctx, const struct year_rules *rules, int64_t first);

/* INVALID "calendar.not_monday". Slugs, days and labels are filled, ids are 0. */
MUST_CHECK carnet_err propose_year(struct calendar *out, struct ctx *ctx, const json_t *definition, const char *first_day);
