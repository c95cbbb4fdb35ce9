#pragma once
/* Every statement of notice/. Only for notice/. */
#include "areas/document/document.h"
#include "areas/notice/kinds.h"

struct notice_setting {
    int64_t hour, excluded_days, seen;
    const char *digest_day; /* NULL: none yet */
    const char *stop_token;
};
MUST_CHECK carnet_err notice_sql_setting(struct notice_setting *out, struct ctx *ctx, int64_t person); /* the default when none is kept */
MUST_CHECK carnet_err notice_sql_setting_keep(struct ctx *ctx, int64_t person, const char *fresh_token); /* a row, if there is none */
MUST_CHECK carnet_err notice_sql_set(struct ctx *ctx, int64_t person, int64_t hour, int64_t excluded_days);
MUST_CHECK carnet_err notice_sql_see(struct ctx *ctx, int64_t person, int64_t number);
MUST_CHECK carnet_err notice_sql_digest_day(struct ctx *ctx, int64_t person, const char *day);
MUST_CHECK carnet_err notice_sql_of_token(int64_t *person, struct ctx *ctx, const char *token);
MUST_CHECK carnet_err notice_sql_stopped(unsigned *families, struct ctx *ctx, int64_t person); /* bits 1u << family */
MUST_CHECK carnet_err notice_sql_stop(struct ctx *ctx, int64_t person, enum notice_family family, bool stopped);

struct notice_event { /* as one person is told */
    int64_t number, event, at, actor;
    const char *kind, *subject, *actor_slug, *actor_name;
    const char *urgency; /* of what is due */
    const char *detail;  /* JSON; NULL: none */
};
/* Newest first, older than `before` (0: all), newer than `after`; stepped through by the caller. */
struct db_query notice_sql_events(struct ctx *ctx, int64_t before, int64_t after);
struct db_query notice_sql_due(struct ctx *ctx, int64_t person); /* oldest first */
struct notice_event notice_sql_event(struct ctx *ctx, struct db_query *q);

/* Events that were not looked at: (event, at, kind, actor, person, number, detail) */
struct db_query notice_sql_new(struct ctx *ctx);
MUST_CHECK carnet_err notice_sql_cursor(struct ctx *ctx, int64_t event);
MUST_CHECK carnet_err notice_sql_due_add(struct ctx *ctx, int64_t person, int64_t number, int64_t event, const char *urgency);
MUST_CHECK carnet_err notice_sql_due_done(struct ctx *ctx, int64_t person, int64_t number);
MUST_CHECK carnet_err notice_sql_due_people(int64_t **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err notice_sql_milestone_label(const char **out, struct ctx *ctx, int64_t cohort, const char *slug); /* NULL: none */
MUST_CHECK carnet_err notice_sql_document_exists(bool *out, struct ctx *ctx, const char *uid);

/* Works that are not handed in and due before a moment: (document, uid, person, due_at) */
struct db_query notice_sql_deadlines(struct ctx *ctx, int64_t before);
MUST_CHECK carnet_err notice_sql_deadline_told(bool *first, struct ctx *ctx, int64_t document, int64_t due_at, int64_t days);
MUST_CHECK carnet_err notice_sql_due_at(int64_t *out, struct ctx *ctx, int64_t document); /* 0: it has none */
