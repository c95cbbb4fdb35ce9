/* Sorting new events, and deadlines that come near. */
#include "areas/notice/notice.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "areas/notice/notice_sql.h"
#include "areas/notice/post.h"

#define DAY (24 * 60 * 60 * INT64_C(1000))
#define TOO_OLD (3 * DAY) /* nobody wants a letter about last week, after a restore or a long outage */

static const int64_t DISTANCES[] = { 1, 2, 7 }; /* days before a deadline */
enum { FARTHEST = 7 };

struct fresh {
    int64_t event, at, actor, person, number;
    const char *kind, *detail; /* detail NULL: none */
};

static carnet_err fresh_all(struct fresh **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = notice_sql_new(ctx);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct fresh){
            .event = db_int(&q, 0),
            .at = db_int(&q, 1),
            .kind = db_text(&q, 2, ctx->arena),
            .actor = db_int(&q, 3),
            .person = db_int(&q, 4),
            .number = db_int(&q, 5),
            .detail = db_text(&q, 6, ctx->arena),
        };
    }
}

static const char *urgency_text(enum notice_urgency urgency)
{
    return urgency == NOTICE_DIGEST ? "digest" : urgency == NOTICE_PROMPT ? "prompt" : "at_once";
}

/* "2026-06-12", or a moment of that day in Paris. */
static bool is_today(struct ctx *ctx, const char *text)
{
    char day[CLOCK_DAY];
    int64_t at;
    if (!text)
        return false;
    if (clock_parse(&at, text) != CARNET_OK)
        return strcmp(text, moment_today(ctx)) == 0;
    clock_paris_day(day, at);
    return strcmp(day, moment_today(ctx)) == 0;
}

static bool names_today(struct ctx *ctx, const char *detail)
{
    static const char *const DAYS[] = { "from", "to", "day" };
    json_auto_t *object = detail ? json_loads(detail, 0, NULL) : NULL;
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++)
        if (is_today(ctx, json_string_value(json_object_get(object, DAYS[i]))))
            return true;
    return false;
}

static enum notice_urgency urgency_of(struct ctx *ctx, const struct fresh *fresh)
{
    struct notice_kind kind = kind_of(fresh->kind);
    enum notice_urgency urgency = fresh->actor == fresh->person ? kind.mine : kind.theirs;
    return urgency == NOTICE_PROMPT && kind.of_today && names_today(ctx, fresh->detail) ? NOTICE_AT_ONCE : urgency;
}

static carnet_err sort_new(struct ctx *ctx)
{
    struct fresh *fresh;
    size_t count;
    TRY(fresh_all(&fresh, &count, ctx));
    for (size_t i = 0; i < count; i++) {
        enum notice_urgency urgency = urgency_of(ctx, &fresh[i]);
        if (urgency > NOTICE_SHOWN && fresh[i].at > ctx->now - TOO_OLD)
            TRY(notice_sql_due_add(ctx, fresh[i].person, fresh[i].number, fresh[i].event, urgency_text(urgency)));
    }
    return count ? notice_sql_cursor(ctx, fresh[count - 1].event) : CARNET_OK;
}

/* Calendar days of Paris from now to a moment. */
static carnet_err days_until(int64_t *out, struct ctx *ctx, int64_t at)
{
    char today[CLOCK_DAY], then[CLOCK_DAY];
    int64_t a, b;
    clock_paris_day(today, ctx->now);
    clock_paris_day(then, at);
    TRY(clock_parse_day(&a, today));
    TRY(clock_parse_day(&b, then));
    *out = b - a;
    return CARNET_OK;
}

struct deadline {
    int64_t document, person, due_at;
    const char *uid;
};

static carnet_err deadlines(struct deadline **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = notice_sql_deadlines(ctx, ctx->now + (FARTHEST + 1) * DAY);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct deadline){ db_int(&q, 0), db_int(&q, 2), db_int(&q, 3), db_text(&q, 1, ctx->arena) };
    }
}

/* Told at the nearest distance that was reached: whoever learns of an extension late is told once, not three times. */
static carnet_err tell_deadline(struct ctx *ctx, const struct deadline *deadline)
{
    int64_t days;
    bool told = false, first = false;
    TRY(days_until(&days, ctx, deadline->due_at));
    for (size_t i = 0; i < sizeof DISTANCES / sizeof *DISTANCES; i++)
        if (days <= DISTANCES[i]) {
            bool now;
            TRY(notice_sql_deadline_told(&now, ctx, deadline->document, deadline->due_at, DISTANCES[i]));
            first = first || (now && !told);
            told = true;
        }
    return first ? event_add(ctx, "deadline.near", deadline->uid, &deadline->person, 1) : CARNET_OK;
}

static carnet_err tell_deadlines(struct ctx *ctx)
{
    struct deadline *near;
    size_t count;
    TRY(deadlines(&near, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(tell_deadline(ctx, &near[i]));
    return CARNET_OK;
}

carnet_err notice_beat(struct ctx *ctx)
{
    int64_t *people;
    size_t count;
    if (post_is_decent(ctx->now))
        TRY(tell_deadlines(ctx));
    TRY(sort_new(ctx));
    TRY(notice_sql_due_people(&people, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(post_to(ctx, people[i]));
    return CARNET_OK;
}
