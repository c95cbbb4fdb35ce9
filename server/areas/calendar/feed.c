/* What a subscribed calendar holds. Its words are the programme's and the manager's: none are made here. */
#include "areas/calendar/feed.h"

#include <string.h>

#include "areas/calendar/feed_sql.h"
#include "areas/calendar/ical.h"
#include "areas/event/event.h"
#include "guard/random.h"

static bytes hash_of(uint8_t hash[TOKEN_HASH], const char *secret)
{
    token_digest(hash, bytes_text(secret));
    return (bytes){ hash, TOKEN_HASH };
}

carnet_err feed_show(struct feed *out, struct ctx *ctx)
{
    return feed_sql_created(&out->created_at, ctx);
}

carnet_err feed_new(const char **path, struct ctx *ctx)
{
    char secret[GUARD_ID];
    uint8_t hash[TOKEN_HASH];
    guard_id(secret);
    TRY(feed_sql_set(ctx, hash_of(hash, secret)));
    *path = arena_printf(ctx->arena, "/ical/%s.ics", secret);
    return event_add(ctx, "calendar.feed_made", NULL, &ctx->actor, 1);
}

carnet_err feed_end(struct ctx *ctx)
{
    int64_t created;
    TRY(feed_sql_created(&created, ctx));
    if (!created)
        return CARNET_OK;
    TRY(feed_sql_end(ctx));
    return event_add(ctx, "calendar.feed_ended", NULL, &ctx->actor, 1);
}

/* ---- one cohort ---- */

struct telling {
    struct ctx *ctx;
    struct buf *out;
    const struct cohort *cohort;
    const json_t *definition;
    const char *prefix; /* the programme's short title */
};

/* Stable as long as the thing is there, and of no other installation. */
static const char *uid_of(const struct telling *t, const char *slug)
{
    return arena_printf(t->ctx->arena, "%s.%s.%llx@carnet", slug, t->cohort->slug, (unsigned long long)t->cohort->created_at);
}

static int64_t changed(const struct telling *t, int64_t at)
{
    return at ? at : t->cohort->created_at;
}

/* "20260622" from "2026-06-22", some days later. */
static const char *date_text(const struct telling *t, const char *day, int plus)
{
    int64_t days = 0;
    char text[CLOCK_DAY];
    if (clock_parse_day(&days, day) != CARNET_OK)
        return "";
    moment_day_text(text, days + plus);
    return arena_printf(t->ctx->arena, "%.4s%.2s%.2s", text, text + 5, text + 8);
}

static const char *time_text(const struct telling *t, const char *day, const char *time)
{
    return arena_printf(t->ctx->arena, "%sT%.2s%.2s00", date_text(t, day, 0), time, time + 3);
}

/* The same for a moment: clock_text of the wall clock of Paris. */
static const char *moment_text(const struct telling *t, int64_t at)
{
    char text[CLOCK_TEXT];
    clock_text(text, at + clock_paris_offset(at));
    return arena_printf(t->ctx->arena, "%.4s%.2s%.2sT%.2s%.2s%.2s", text, text + 5, text + 8, text + 11, text + 14, text + 17);
}

static const char *title(const struct telling *t, const char *text)
{
    return text[0] ? arena_printf(t->ctx->arena, "%s – %s", t->prefix, text) : t->prefix;
}

static void tell_session(const struct telling *t, const struct calendar_session *session)
{
    const char *number = arena_printf(t->ctx->arena, "S%lld", (long long)session->position);
    const char *theme = session->theme[0] ? arena_printf(t->ctx->arena, "%s – %s", number, session->theme) : number;
    ical_event(t->out, &(struct ical_event){
        .uid = uid_of(t, session->slug), .summary = title(t, theme), .all_day = true, .takes_time = true,
        .from = date_text(t, session->from, 0), .to = date_text(t, session->to, 1),
        .sequence = session->sequence, .changed_at = changed(t, session->changed_at) });
}

static const char *module_title(const json_t *definition, const char *id)
{
    const json_t *structure = json_object_get(definition, "structure"), *found = programme_part(structure, "transversal", id);
    size_t i;
    json_t *block;
    json_array_foreach(json_object_get(structure, "blocks"), i, block)
        if (!found)
            found = programme_part(block, "modules", id);
    const char *text = json_string_value(json_object_get(found, "title"));
    return text ? text : id;
}

static const char *theme_of(const struct calendar *year, int64_t session)
{
    for (size_t i = 0; i < year->session_count; i++)
        if (year->sessions[i].id == session)
            return year->sessions[i].theme;
    return "";
}

static void tell_half_day(const struct telling *t, const struct calendar *year, const struct calendar_half_day *half_day)
{
    bool teaches = false;
    for (size_t i = 0; i < half_day->trainer_count; i++)
        teaches |= half_day->trainers[i].id == t->ctx->actor;
    if (!teaches)
        return;
    const char *what = half_day->module ? module_title(t->definition, half_day->module) : theme_of(year, half_day->session);
    ical_event(t->out, &(struct ical_event){
        .uid = uid_of(t, half_day->slug), .summary = title(t, what), .location = half_day->room, .takes_time = true,
        .from = time_text(t, half_day->day, half_day->starts), .to = time_text(t, half_day->day, half_day->ends),
        .sequence = half_day->sequence, .changed_at = changed(t, half_day->changed_at) });
}

static const char *label_of(const struct telling *t, const struct calendar_milestone *milestone)
{
    if (milestone->label)
        return milestone->label;
    const json_t *deliverable = milestone->deliverable ? programme_part(t->definition, "deliverables", milestone->deliverable) : NULL;
    const char *text = json_string_value(json_object_get(deliverable, "title"));
    return text ? text : "";
}

static bool is_final(const struct calendar_milestone *milestone)
{
    size_t len = strlen(milestone->deliverable);
    return strncmp(milestone->slug, milestone->deliverable, len) == 0 && strcmp(milestone->slug + len, "_due") == 0;
}

/* Somebody's own date replaces the cohort's when it is later; what is not due from them is not there. */
static carnet_err tell_deadline(const struct telling *t, const struct calendar_milestone *milestone)
{
    int64_t at = milestone->due_at, sequence = milestone->sequence, changed_at = changed(t, milestone->changed_at);
    if (milestone->deliverable) {
        struct feed_due own;
        TRY(feed_sql_due(&own, t->ctx, t->cohort->id, milestone->deliverable));
        if (!own.due)
            return CARNET_OK;
        if (is_final(milestone)) {
            at = own.due_at > at ? own.due_at : at;
            sequence += own.sequence;
            changed_at = own.changed_at > changed_at ? own.changed_at : changed_at;
        }
    }
    ical_event(t->out, &(struct ical_event){
        .uid = uid_of(t, milestone->slug), .summary = title(t, label_of(t, milestone)), .from = moment_text(t, at),
        .sequence = sequence, .changed_at = changed_at });
    return CARNET_OK;
}

static carnet_err tell_milestone(const struct telling *t, const struct calendar_milestone *milestone)
{
    if (milestone->due_at)
        return tell_deadline(t, milestone);
    ical_event(t->out, &(struct ical_event){
        .uid = uid_of(t, milestone->slug), .summary = title(t, label_of(t, milestone)), .all_day = true,
        .from = date_text(t, milestone->from, 0), .to = date_text(t, milestone->to ? milestone->to : milestone->from, 1),
        .sequence = milestone->sequence, .changed_at = changed(t, milestone->changed_at) });
    return CARNET_OK;
}

static const char *short_title(const json_t *definition, const struct cohort *cohort)
{
    const char *text = json_string_value(json_object_get(definition, "shortTitle"));
    return text ? text : cohort->programme_title;
}

static carnet_err tell_cohort(struct buf *out, struct ctx *ctx, const struct cohort *cohort)
{
    struct calendar year;
    json_auto_t *definition = NULL;
    TRY(cohort_definition(&definition, ctx, cohort->id));
    TRY(calendar_read(&year, ctx, cohort->id));
    struct telling t = { ctx, out, cohort, definition, short_title(definition, cohort) };
    for (size_t i = 0; i < year.session_count; i++)
        tell_session(&t, &year.sessions[i]);
    for (size_t i = 0; i < year.half_day_count; i++)
        tell_half_day(&t, &year, &year.half_days[i]);
    for (size_t i = 0; i < year.milestone_count; i++)
        TRY(tell_milestone(&t, &year.milestones[i]));
    return CARNET_OK;
}

carnet_err feed_read(struct buf *out, struct ctx *ctx, const char *secret)
{
    uint8_t hash[TOKEN_HASH];
    struct cohort *cohorts;
    size_t count;
    int64_t person;
    TRY(feed_sql_person(&person, ctx, hash_of(hash, secret)));
    if (!person)
        return err_set(CARNET_MISSING, "feed.none", "no such address");
    ctx->actor = person; /* whoever asks: the address is the key */
    TRY(cohort_list(&cohorts, &count, ctx));
    ical_begin(out, count ? cohorts[0].programme_title : "Carnet");
    for (size_t i = 0; i < count; i++)
        TRY(tell_cohort(out, ctx, &cohorts[i]));
    ical_end(out);
    return CARNET_OK;
}
