#pragma once
/* Writing iCalendar (RFC 5545): lines of at most 75 octets, escaped text, the zone of Paris. Only for calendar/. */
#include "base/bytes.h"

struct ical_event {
    const char *uid, *summary, *location; /* location NULL: none */
    bool all_day;
    const char *from, *to; /* "20260622", to exclusive; or local times "20260622T090000"; to NULL: a moment */
    int64_t sequence, changed_at;
    bool takes_time; /* shown as busy */
};
void ical_begin(struct buf *out, const char *name);
void ical_event(struct buf *out, const struct ical_event *event);
void ical_end(struct buf *out);
