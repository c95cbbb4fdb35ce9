#pragma once
/* From what is due to letters. Database thread. Only for notice/. */
#include "areas/notice/notice_sql.h"

/* Writes what may leave now to one person, and forgets what must not be told any more. */
MUST_CHECK carnet_err post_to(struct ctx *ctx, int64_t person);
/* Now is a time at which people may be disturbed: not between 20 h and 8 h, not on a Sunday, in Paris. */
bool post_is_decent(int64_t at);
int post_hour(int64_t at);    /* of Paris */
int post_weekday(int64_t at); /* 1 Monday … 7 Sunday */
