#pragma once
/* Every statement of mail/. Only for mail/. */
#include "areas/mail/mail.h"
#include "store/db.h"

struct mail_row { /* as staff see it */
    int64_t id;
    const char *uid, *kind, *subject, *state, *address, *answer;
    const char *person, *person_name; /* NULL: none */
    int64_t created_at, next_at, sent_at, attempts, person_id;
    bool secret, has_body;
};
struct mail_text {
    const char *uid, *subject, *body, *unsubscribe, *address, *name;
    int64_t id, created_at, attempts;
    bool open; /* its person's account is */
};
MUST_CHECK carnet_err mail_sql_add(struct ctx *ctx, const char *uid, const struct mail_new *mail, const char *subject, const char *body);
MUST_CHECK carnet_err mail_sql_due(bool *found, struct mail_text *out, struct ctx *ctx);
MUST_CHECK carnet_err mail_sql_next_at(int64_t *out, struct ctx *ctx);
MUST_CHECK carnet_err mail_sql_sending(struct ctx *ctx, int64_t id, const char *address);
struct mail_trial {
    int64_t attempts, queued_at;
    bool secret, moved; /* moved: its person has another address since it left */
};
MUST_CHECK carnet_err mail_sql_trial(struct mail_trial *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err mail_sql_sent(struct ctx *ctx, int64_t id, const char *answer);
MUST_CHECK carnet_err mail_sql_wait(struct ctx *ctx, int64_t id, int64_t next_at, int64_t attempts, const char *answer);
MUST_CHECK carnet_err mail_sql_failed(struct ctx *ctx, int64_t id, const char *answer);
MUST_CHECK carnet_err mail_sql_drop(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err mail_sql_again(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err mail_sql_again_all(struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err mail_sql_withdraw(struct ctx *ctx, int64_t person, const char *kind);
MUST_CHECK carnet_err mail_sql_resume(struct ctx *ctx);
MUST_CHECK carnet_err mail_sql_expire(struct ctx *ctx);
MUST_CHECK carnet_err mail_sql_tidy(struct ctx *ctx, int64_t bodies_before, int64_t rows_before);

enum mail_sight { MAIL_SEES_NOTHING, MAIL_SEES_COHORT, MAIL_SEES_ALL };
MUST_CHECK carnet_err mail_sql_sight(enum mail_sight *out, struct ctx *ctx);
MUST_CHECK carnet_err mail_sql_list(struct mail_row **out, size_t *count, struct ctx *ctx, enum mail_sight sight, const char *state,
                                    int64_t before, int64_t most);
MUST_CHECK carnet_err mail_sql_find(struct mail_row *out, struct ctx *ctx, enum mail_sight sight, const char *uid);
MUST_CHECK carnet_err mail_sql_body(const char **out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err mail_sql_given_name(const char **out, struct ctx *ctx, int64_t person);
