/* One person's letters. What is urgent goes by family, one letter each; the rest in the letter of the day. Rights are asked as the person,
 * at this moment: what was taken away since is not told. */
#include "areas/notice/post.h"

#include <string.h>

#include "areas/event/rows.h"
#include "areas/mail/letter.h"
#include "areas/notice/subject.h"
#include "guard/token.h"

enum { MORNING = 8, EVENING = 20, SUNDAY = 7, LINES_MOST = 30 };
#define HOUR (60 * 60 * INT64_C(1000))
#define STALE_AFTER (3 * 24 * HOUR)

int post_hour(int64_t at)
{
    return (int)((at + clock_paris_offset(at)) / HOUR % 24);
}

int post_weekday(int64_t at)
{
    return (int)(((at + clock_paris_offset(at)) / (24 * HOUR) + 3) % 7) + 1; /* 1970 began on a Thursday */
}

bool post_is_decent(int64_t at)
{
    int hour = post_hour(at);
    return hour >= MORNING && hour < EVENING && post_weekday(at) != SUNDAY;
}

struct news { /* one letter in the making */
    struct buf lines;
    size_t count;
    const char *last, *link; /* the same again is only counted */
    size_t times;
};

static void news_flush_line(struct news *news)
{
    if (!news->last)
        return;
    if (news->count++ < LINES_MOST) {
        buf_printf(&news->lines, "- %s", news->last);
        if (news->times > 1)
            buf_printf(&news->lines, " (×\u00a0%zu)", news->times);
        if (news->link)
            buf_printf(&news->lines, "\n  %s", news->link);
        buf_put_byte(&news->lines, '\n');
    }
    news->last = NULL;
}

/* One text, wherever in it. */
static bool same_page(const char *a, const char *b)
{
    size_t len = a ? strcspn(a, "#") : 0;
    return a && b && strcspn(b, "#") == len && strncmp(a, b, len) == 0;
}

/* The same again is only counted, and leads to the first of them. */
static void news_add(struct news *news, const char *line, const char *link)
{
    if (news->last && strcmp(news->last, line) == 0 && (!link || same_page(news->link, link))) {
        news->times++;
        return;
    }
    news_flush_line(news);
    news->last = line;
    news->link = link;
    news->times = 1;
}

static void news_clear(struct news *news)
{
    buf_clear(&news->lines);
}

/* "15/06/2026 à 23 h 59" */
static const char *due_text(struct ctx *ctx, int64_t at)
{
    char day[CLOCK_DAY];
    int64_t local = at + clock_paris_offset(at);
    clock_paris_day(day, at);
    return arena_printf(ctx->arena, "%.2s/%.2s/%.4s à %d\u00a0h\u00a0%02d", day + 8, day + 5, day, (int)(local / HOUR % 24),
                        (int)(local / (HOUR / 60) % 60));
}

/* A day, or a moment, as people write it. */
static const char *date_text(struct ctx *ctx, const char *date)
{
    int64_t at;
    if (!date || strlen(date) < CLOCK_DAY - 1)
        return "";
    if (strlen(date) > CLOCK_DAY - 1 && clock_parse(&at, date) == CARNET_OK)
        return due_text(ctx, at);
    return arena_printf(ctx->arena, "%.2s/%.2s/%.4s", date + 8, date + 5, date);
}

static const char *name_of(struct ctx *ctx, const struct notice_subject *subject)
{
    if (subject->name || !subject->what)
        return subject->name;
    return letter_line(ctx->arena, "notice_lines", arena_printf(ctx->arena, "milestone.%s", subject->what), NULL);
}

/* From what says most to what says least. */
static const char *plain_line(struct ctx *ctx, const struct notice_event *event, const struct notice_subject *subject)
{
    const char *name = name_of(ctx, subject);
    const struct mail_word words[] = {
        { "who", event->actor_name ? event->actor_name : "Carnet" },
        { "title", subject->title },
        { "name", name },
        { "due", subject->due_at ? due_text(ctx, subject->due_at) : "" },
        { "from", date_text(ctx, subject->from) },
        { "to", date_text(ctx, subject->to) },
        { 0 },
    };
    const char *area = arena_span(ctx->arena, event->kind, strcspn(event->kind, "."));
    const char *ending = subject->sealed ? ".sealed" : subject->title || name ? ".on" : "";
    const char *keys[] = {
        subject->variant ? arena_printf(ctx->arena, "%s.%s", event->kind, subject->variant) : "",
        arena_printf(ctx->arena, "%s%s", event->kind, ending),
        arena_printf(ctx->arena, "%s%s", area, ending),
        subject->title ? "other.on" : "",
        event->kind,
        area,
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *line = keys[i][0] ? letter_line(ctx->arena, "notice_lines", keys[i], words) : NULL;
        if (line)
            return line;
    }
    return letter_line(ctx->arena, "notice_lines", "other", words);
}

static const char *line_of(struct ctx *ctx, const struct notice_event *event, const struct notice_subject *subject)
{
    const char *line = plain_line(ctx, event, subject);
    const struct mail_word words[] = { { "cohort", subject->cohort }, { "line", line }, { 0 } };
    return subject->cohort ? letter_line(ctx->arena, "notice_lines", "of", words) : line;
}

/* The address of what is in a journal would say which entry it is. */
static const char *link_of(struct ctx *ctx, const struct notice_subject *subject)
{
    return subject->path && !subject->sealed ? mail_link(ctx, subject->path) : NULL;
}

static carnet_err write_letter(struct ctx *ctx, int64_t person, const char *letter, enum notice_family family, struct news *news,
                               const char *stop_token)
{
    news_flush_line(news);
    if (!news->count)
        return CARNET_OK;
    if (news->count > LINES_MOST)
        buf_printf(&news->lines, "- … (%zu)\n", news->count - LINES_MOST);
    struct person to;
    TRY(people_find(&to, ctx, person));
    const struct mail_word words[] = {
        { "givenName", to.given_name },
        { "lines", buf_text(&news->lines) },
        { "link", mail_link(ctx, "/nouvelles") },
        { 0 },
    };
    return mail_add(ctx, &(struct mail_new){
        .person = person,
        .letter = letter,
        .words = words,
        .unsubscribe = family_is_legal(family) ? NULL : arena_printf(ctx->arena, "/messages#%s.%s", stop_token, family_text(family)),
        .expires_at = ctx->now + STALE_AFTER,
    });
}

static const char *letter_of(enum notice_family family)
{
    return family == FAMILY_DEADLINE ? "notice_deadline" : family == FAMILY_ACCOUNT ? "notice_account" : "notice_prompt";
}

struct posting {
    struct ctx *ctx;
    int64_t person;
    struct notice_setting setting;
    unsigned stopped;
    bool decent, digest; /* now is the time for prompt ones, for the digest */
    struct notice_cohorts cohorts;
    struct news news[FAMILY_COUNT];
};

static carnet_err take(struct posting *p, const struct notice_event *event)
{
    struct ctx *ctx = p->ctx;
    enum notice_family family = kind_of(event->kind).family;
    bool digest = strcmp(event->urgency, "digest") == 0;
    if (digest ? !p->digest : strcmp(event->urgency, "prompt") == 0 && !p->decent)
        return CARNET_OK; /* later */
    unsigned refused = 1u << family | (digest ? 1u << FAMILY_DIGEST : 0);
    if (!(p->stopped & refused) && !(digest && event->number <= p->setting.seen)) {
        struct notice_subject subject;
        TRY(subject_of(&subject, ctx, event, &p->cohorts));
        if (!subject.hidden)
            news_add(&p->news[digest ? FAMILY_DIGEST : family], line_of(ctx, event, &subject), link_of(ctx, &subject));
    }
    return notice_sql_due_done(ctx, p->person, event->number);
}

static carnet_err take_all(struct posting *p)
{
    struct notice_event *due = NULL;
    size_t count = 0;
    {
        CLEANUP(db_query_end) struct db_query q = notice_sql_due(p->ctx, p->person);
        for (;;) {
            bool row;
            TRY(db_next(&row, &q));
            if (!row)
                break;
            due = rows_grow(p->ctx, due, count, sizeof *due);
            due[count++] = notice_sql_event(p->ctx, &q);
        }
    }
    for (size_t i = 0; i < count; i++)
        TRY(take(p, &due[i]));
    return CARNET_OK;
}

static carnet_err write_all(struct posting *p)
{
    for (int family = 0; family < FAMILY_COUNT; family++)
        TRY(write_letter(p->ctx, p->person, family == FAMILY_DIGEST ? "notice_digest" : letter_of((enum notice_family)family),
                         (enum notice_family)family, &p->news[family], p->setting.stop_token));
    return p->digest ? notice_sql_digest_day(p->ctx, p->person, moment_today(p->ctx)) : CARNET_OK;
}

static bool digest_is_due(const struct notice_setting *setting, struct ctx *ctx)
{
    bool today = setting->digest_day && strcmp(setting->digest_day, moment_today(ctx)) == 0;
    return post_is_decent(ctx->now) && post_hour(ctx->now) >= setting->hour && !today &&
           !(setting->excluded_days & 1 << post_weekday(ctx->now));
}

static carnet_err post_as(struct posting *p)
{
    char token[TOKEN_TEXT];
    token_new(token);
    TRY(notice_sql_setting_keep(p->ctx, p->person, token));
    TRY(notice_sql_setting(&p->setting, p->ctx, p->person));
    TRY(notice_sql_stopped(&p->stopped, p->ctx, p->person));
    p->decent = post_is_decent(p->ctx->now);
    p->digest = digest_is_due(&p->setting, p->ctx);
    TRY(subject_cohorts(&p->cohorts, p->ctx));
    TRY(take_all(p));
    return write_all(p);
}

carnet_err post_to(struct ctx *ctx, int64_t person)
{
    struct posting posting = { .ctx = ctx, .person = person };
    int64_t actor = ctx->actor;
    ctx->actor = person;
    carnet_err err = post_as(&posting);
    ctx->actor = actor;
    for (int family = 0; family < FAMILY_COUNT; family++)
        news_clear(&posting.news[family]);
    return err;
}
