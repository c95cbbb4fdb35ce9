/* Sessions by dynamic programming over weeks: which first, then which way. Deadlines stand where the school puts them (DOMAIN §5.2):
 * the dossier two weeks before the session after the one it follows, the rest in the week before a session. */
#include "areas/calendar/propose.h"

#include <stdlib.h>
#include <string.h>

#include "areas/calendar/holiday.h"
#include "areas/event/rows.h"
#include "areas/mail/letter.h"

enum { FAR = 1 << 20, MINUTE = 60000, SESSIONS_MAX = 24 };

static int number(const json_t *object, const char *key, int otherwise)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? (int)json_integer_value(value) : otherwise;
}

carnet_err propose_rules(struct year_rules *out, const json_t *definition)
{
    const json_t *rules = json_object_get(definition, "calendarRules"), *sessions = json_object_get(rules, "sessions");
    const json_t *weeks = json_object_get(sessions, "everyWeeks");
    *out = (struct year_rules){
        .sessions = number(json_object_get(rules, "derived"), "sessionCount", 0),
        .days = number(sessions, "consecutiveDays", 5),
        .min_weeks = number(weeks, "min", 5),
        .max_weeks = number(weeks, "max", 6),
        .last_month = number(json_object_get(sessions, "to"), "month", 0),
    };
    if (out->max_weeks < out->min_weeks)
        out->max_weeks = out->min_weeks;
    bool sound = out->sessions >= 1 && out->sessions <= SESSIONS_MAX && out->days >= 1 && out->days <= 7 && out->min_weeks >= 1 &&
                 out->max_weeks <= 52;
    return sound ? CARNET_OK : err_set(CARNET_CONFLICT, "calendar.no_rules", "how many sessions is not said");
}

/* ---- Mondays ---- */

static int holidays_in(int64_t from, int days)
{
    int count = 0;
    for (int i = 0; i < days; i++)
        count += holiday_on(from + i);
    return count;
}

static int64_t last_day_of_year(const struct year_rules *rules, int64_t first)
{
    int year, month, day;
    clock_date(&year, &month, &day, first);
    if (!rules->last_month)
        return INT64_MAX;
    year += month > rules->last_month;
    return clock_days(year + (rules->last_month == 12), rules->last_month % 12 + 1, 1) - 1;
}

/* cost[i * width + w]: holidays on the days of sessions 0…i, the i-th in week w, at best; FAR: cannot be reached. */
static int *forward(struct ctx *ctx, const struct year_rules *r, int64_t first, int width)
{
    int *cost = arena_alloc(ctx->arena, (size_t)r->sessions * (size_t)width * sizeof *cost);
    for (int i = 0; i < r->sessions; i++)
        for (int w = 0; w < width; w++) {
            int best = i == 0 && w == 0 ? 0 : FAR;
            for (int gap = r->min_weeks; i > 0 && gap <= r->max_weeks && gap <= w; gap++)
                if (cost[(i - 1) * width + w - gap] < best)
                    best = cost[(i - 1) * width + w - gap];
            cost[i * width + w] = best < FAR ? best + holidays_in(first + w * 7, r->days) : FAR;
        }
    return cost;
}

/* Fewest holidays, then the latest that ends in time; when none does, fewest holidays, then the earliest. */
static int choose_last(const int *cost, const struct year_rules *r, int64_t first, int width)
{
    const int *last = cost + (r->sessions - 1) * width;
    int64_t end = last_day_of_year(r, first);
    int best = (r->sessions - 1) * r->min_weeks;
    for (int w = best + 1; w < width; w++) {
        bool in_time = first + w * 7 + r->days - 1 <= end;
        if (!in_time && first + best * 7 + r->days - 1 <= end)
            break;
        if (last[w] < last[best] || (in_time && last[w] == last[best]))
            best = w;
    }
    return best;
}

void propose_mondays(int64_t *mondays, struct ctx *ctx, const struct year_rules *r, int64_t first)
{
    int width = (r->sessions - 1) * r->max_weeks + 1;
    const int *cost = forward(ctx, r, first, width);
    int week = choose_last(cost, r, first, width);
    /* Backwards, the shortest gap that keeps the cost: the long ones are left for the beginning. */
    for (int i = r->sessions - 1; i >= 0; i--) {
        mondays[i] = first + week * 7;
        int before = cost[i * width + week] - holidays_in(mondays[i], r->days);
        int gap = r->min_weeks;
        while (i > 0 && gap < r->max_weeks && (gap > week || cost[(i - 1) * width + week - gap] != before))
            gap++;
        week -= gap;
    }
}

/* ---- milestones ---- */

struct making {
    struct ctx *ctx;
    struct calendar *year;
    const json_t *definition;
    int64_t monday[SESSIONS_MAX];
    int sessions, days;
};

static const char *day_text(struct ctx *ctx, int64_t day)
{
    char text[CLOCK_DAY];
    moment_day_text(text, day);
    return arena_text(ctx->arena, text);
}

static void add(struct making *m, const struct calendar_milestone *milestone)
{
    struct calendar *year = m->year;
    for (size_t i = 0; i < year->milestone_count; i++)
        if (strcmp(year->milestones[i].slug, milestone->slug) == 0)
            return; /* a deliverable's own deadline comes first */
    year->milestones = rows_grow(m->ctx, year->milestones, year->milestone_count, sizeof *year->milestones);
    year->milestones[year->milestone_count++] = *milestone;
}

/* The end of that day, or of the next that is no holiday. */
static int64_t end_of(struct ctx *ctx, int64_t day)
{
    while (holiday_on(day))
        day++;
    return moment_day_start(day_text(ctx, day + 1)) - MINUTE;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* What the programme calls the milestone with this rule; NULL when it has none. */
static const char *label_of_rule(const struct making *m, const char *type, int session)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(json_object_get(m->definition, "calendarRules"), "milestones"), i, one) {
        const json_t *rule = json_object_get(one, "rule");
        if (strcmp(text_of(rule, "type"), type) == 0 && number(rule, "session", 0) == session)
            return text_of(one, "label");
    }
    return NULL;
}

/* Days before the session that follows the n-th; when it is the last, as many days after it. */
static int64_t before_next(const struct making *m, int n, int days)
{
    return n < m->sessions ? m->monday[n] - days : m->monday[n - 1] + m->days - 1 + days;
}

static bool within(const struct making *m, int session)
{
    return session >= 1 && session <= m->sessions;
}

static void due_of(struct making *m, const json_t *deliverable)
{
    const char *id = text_of(deliverable, "id"), *title = text_of(deliverable, "title"), *label = NULL;
    int after = number(json_object_get(deliverable, "due"), "session", 0);
    int peers = number(json_object_get(deliverable, "formativePeerEvaluation"), "session", 0);
    int64_t day = m->monday[m->sessions - 1] - 7;
    if (within(m, peers)) {
        const struct mail_word words[] = { { "title", title ? title : id }, { 0 } };
        add(m, &(struct calendar_milestone){ .slug = m->year->milestone_count ? arena_printf(m->ctx->arena, "%s_peer_draft_due", id)
                                                                              : "peer_draft_due",
                                             .deliverable = id, .label = letter_line(m->ctx->arena, "calendar_words", "peer_draft", words),
                                             .due_at = end_of(m->ctx, m->monday[peers - 1] - 5) });
        day = before_next(m, peers, 3);
    }
    if (within(m, after)) {
        label = label_of_rule(m, "after_session", after);
        day = before_next(m, after, 14);
    }
    add(m, &(struct calendar_milestone){ .slug = arena_printf(m->ctx->arena, "%s_due", id), .deliverable = id,
                                         .label = label ? label : title, .due_at = end_of(m->ctx, day) });
}

static bool is_a_deliverables(const struct making *m, int session)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(m->definition, "deliverables"), i, one)
        if (number(json_object_get(one, "due"), "session", 0) == session)
            return true;
    return false;
}

/* The first Tuesday of the month that leaves a week after the last session. */
static int64_t jury_day(const struct making *m, int month)
{
    int year, last_month, day;
    int64_t end = m->monday[m->sessions - 1] + m->days - 1;
    clock_date(&year, &last_month, &day, end);
    int64_t at = clock_days(year + (month < last_month), month, 1);
    if (at < end + 7)
        at = end + 7;
    while ((at + 3) % 7 != 1 || holiday_on(at)) /* 1970-01-01 was a Thursday */
        at++;
    return at;
}

static void happens(struct making *m, const json_t *milestone)
{
    const json_t *rule = json_object_get(milestone, "rule");
    const char *type = text_of(rule, "type");
    int session = number(rule, "session", 0);
    int64_t last = m->monday[m->sessions - 1];
    struct calendar_milestone made = { .slug = text_of(milestone, "id"), .label = text_of(milestone, "label") };
    if (strcmp(type, "session") == 0 && within(m, session)) {
        made.from = day_text(m->ctx, m->monday[session - 1]);
        made.to = day_text(m->ctx, m->monday[session - 1] + m->days - 1);
    } else if (strcmp(type, "during_last_session") == 0) {
        made.from = day_text(m->ctx, last + (m->days > 1 ? m->days - 2 : 0));
        made.to = day_text(m->ctx, last + m->days - 1);
    } else if (strcmp(type, "month") == 0 && number(rule, "month", 0)) {
        made.from = day_text(m->ctx, jury_day(m, number(rule, "month", 0)));
    } else if (strcmp(type, "after_session") == 0 && within(m, session) && !is_a_deliverables(m, session)) {
        made.due_at = end_of(m->ctx, before_next(m, session, 14));
    } else {
        return;
    }
    add(m, &made);
}

static void add_session(struct making *m, int i)
{
    struct calendar *year = m->year;
    year->sessions = rows_grow(m->ctx, year->sessions, year->session_count, sizeof *year->sessions);
    year->sessions[year->session_count++] = (struct calendar_session){
        .position = i + 1,
        .slug = arena_printf(m->ctx->arena, "ses-%d", i + 1),
        .from = day_text(m->ctx, m->monday[i]),
        .to = day_text(m->ctx, m->monday[i] + m->days - 1),
        .theme = "",
    };
}

static int by_date(const void *a, const void *b)
{
    const struct calendar_milestone *x = a, *y = b;
    int64_t from = x->due_at ? x->due_at : moment_day_start(x->from), than = y->due_at ? y->due_at : moment_day_start(y->from);
    return (from > than) - (from < than);
}

carnet_err propose_year(struct calendar *out, struct ctx *ctx, const json_t *definition, const char *first_day)
{
    struct year_rules rules;
    int64_t first;
    *out = (struct calendar){ 0 };
    TRY(propose_rules(&rules, definition));
    TRY(calendar_day(&first, first_day));
    if ((first + 3) % 7 != 0)
        return err_set(CARNET_INVALID, "calendar.not_monday", "%s", first_day);
    struct making m = { .ctx = ctx, .year = out, .definition = definition, .sessions = rules.sessions, .days = rules.days };
    propose_mondays(m.monday, ctx, &rules, first);
    for (int i = 0; i < rules.sessions; i++)
        add_session(&m, i);
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(definition, "deliverables"), i, one)
        due_of(&m, one);
    json_array_foreach(json_object_get(json_object_get(definition, "calendarRules"), "milestones"), i, one)
        happens(&m, one);
    if (out->milestone_count)
        qsort(out->milestones, out->milestone_count, sizeof *out->milestones, by_date);
    return CARNET_OK;
}
