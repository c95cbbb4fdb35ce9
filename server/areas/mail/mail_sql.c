/* The rows of mail/. */
#include "areas/mail/mail_sql.h"

#include "areas/event/rows.h"

static const char SQL_ADD[] =
    "INSERT INTO mail (uid, person, address, kind, subject, body, unsubscribe, secret, expires_at, state, created_at, queued_at, next_at)"
    " VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, 0), 'waiting', ?10, ?10, ?10)";
static const char SQL_DUE[] =
    "SELECT mail.id, mail.uid, mail.subject, mail.body, mail.unsubscribe, ifnull(mail.address, person.email),"
    " ifnull(person.given_name || ' ' || person.family_name, ''), mail.created_at, mail.attempts,"
    " mail.address IS NOT NULL OR person.closed_at IS NULL"
    " FROM mail LEFT JOIN person ON person.id = mail.person"
    " WHERE mail.state = 'waiting' AND mail.next_at <= ?1 ORDER BY mail.next_at, mail.id LIMIT 1";
static const char SQL_NEXT_AT[] = "SELECT ifnull(min(next_at), 0) FROM mail WHERE state = 'waiting'";
static const char SQL_SENDING[] = "UPDATE mail SET state = 'sending', attempts = attempts + 1, sent_to = ?2 WHERE id = ?1";
static const char SQL_TRIAL[] =
    "SELECT mail.attempts, mail.queued_at, mail.secret, mail.address IS NULL AND person.email <> mail.sent_to"
    " FROM mail LEFT JOIN person ON person.id = mail.person WHERE mail.id = ?1";
static const char SQL_SENT[] =
    "UPDATE mail SET state = 'sent', sent_at = ?2, answer = ?3, body = CASE WHEN secret THEN NULL ELSE body END WHERE id = ?1";
static const char SQL_WAIT[] =
    "UPDATE mail SET state = 'waiting', next_at = ?2, attempts = ?3, answer = ifnull(?4, answer) WHERE id = ?1";
static const char SQL_FAILED[] = "UPDATE mail SET state = 'failed', answer = ?2 WHERE id = ?1";
static const char SQL_DROP[] = "UPDATE mail SET state = 'expired', body = NULL WHERE id = ?1";
static const char SQL_AGAIN[] =
    "UPDATE mail SET state = 'waiting', queued_at = ?2, next_at = ?2, attempts = 0 WHERE id = ?1 AND body IS NOT NULL";
static const char SQL_AGAIN_ALL[] =
    "UPDATE mail SET state = 'waiting', queued_at = ?2, next_at = ?2, attempts = 0"
    " WHERE person = ?1 AND address IS NULL AND state IN ('waiting', 'failed')";
static const char SQL_WITHDRAW[] =
    "UPDATE mail SET state = 'expired', body = NULL WHERE person = ?1 AND kind = ?2 AND state IN ('waiting', 'failed')";
static const char SQL_RESUME[] = "UPDATE mail SET state = 'waiting', next_at = ?1 WHERE state = 'sending'";
static const char SQL_EXPIRE[] =
    "UPDATE mail SET state = 'expired', body = NULL WHERE state IN ('waiting', 'failed') AND expires_at <= ?1";
static const char SQL_TIDY_BODIES[] = "UPDATE mail SET body = NULL WHERE state = 'sent' AND body IS NOT NULL AND created_at < ?1";
static const char SQL_TIDY_ROWS[] = "DELETE FROM mail WHERE state NOT IN ('waiting', 'sending') AND created_at < ?1";

static const char SQL_SIGHT[] =
    "SELECT EXISTS (SELECT 1 FROM role WHERE person = ?1 AND cohort IS NULL AND role = 'platform_admin'),"
    " EXISTS (SELECT 1 FROM role WHERE person = ?1 AND role IN ('programme_manager', 'training_assistant'))";
/* Besides administrators, who runs a cohort sees what did not reach its people, and invitations; not that other letters exist. Of the kinds
 * that say no more than that somebody has an account and news, so that an address can be corrected: a kind that is not named, as one about a
 * text that was opened, is between Carnet and its person. */
#define OFFICE_KINDS                                                                                                   \
    "('invitation', 'password_forgotten', 'account_closed', 'address_asked', 'address_confirm', 'address_changed',"      \
    " 'notice_account', 'notice_deadline', 'notice_digest', 'notice_prompt')"
#define SEEN_COLUMNS                                                                                                   \
    "SELECT mail.id, mail.uid, mail.kind, mail.subject, mail.state, ifnull(mail.address, person.email), mail.answer, person.slug,"  \
    " person.given_name || ' ' || person.family_name, mail.created_at, mail.next_at, ifnull(mail.sent_at, 0), mail.attempts," \
    " ifnull(mail.person, 0), mail.secret, mail.body IS NOT NULL FROM mail LEFT JOIN person ON person.id = mail.person"   \
    " WHERE (?1 = 2 OR (?1 = 1 AND (mail.state = 'failed' OR mail.kind = 'invitation') AND mail.kind IN " OFFICE_KINDS " AND EXISTS (SELECT 1 FROM role AS mine"  \
    " JOIN role AS theirs ON theirs.cohort = mine.cohort WHERE mine.person = ?2 AND theirs.person = mail.person"           \
    " AND mine.role IN ('programme_manager', 'training_assistant'))))"
static const char SQL_LIST[] =
    SEEN_COLUMNS " AND (?3 IS NULL OR mail.state = ?3) AND (?4 = 0 OR mail.id < ?4) ORDER BY mail.id DESC LIMIT ?5";
static const char SQL_FIND[] = SEEN_COLUMNS " AND mail.uid = ?3";
static const char SQL_BODY[] = "SELECT body FROM mail WHERE id = ?1";
static const char SQL_GIVEN_NAME[] = "SELECT given_name FROM person WHERE id = ?1";

carnet_err mail_sql_add(struct ctx *ctx, const char *uid, const struct mail_new *mail, const char *subject, const char *body)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, uid);
    db_bind_int(&q, 2, mail->person);
    db_bind_text(&q, 3, mail->address);
    db_bind_text(&q, 4, mail->letter);
    db_bind_text(&q, 5, subject);
    db_bind_text(&q, 6, body);
    db_bind_text(&q, 7, mail->unsubscribe);
    db_bind_int(&q, 8, mail->secret);
    db_bind_int(&q, 9, mail->expires_at);
    db_bind_int(&q, 10, ctx->now);
    return db_run(&q);
}

carnet_err mail_sql_due(bool *found, struct mail_text *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DUE);
    db_bind_int(&q, 1, ctx->now);
    TRY(db_next(found, &q));
    if (!*found)
        return CARNET_OK;
    *out = (struct mail_text){
        .id = db_int(&q, 0),
        .uid = db_text(&q, 1, ctx->arena),
        .subject = db_text(&q, 2, ctx->arena),
        .body = db_text(&q, 3, ctx->arena),
        .unsubscribe = db_text(&q, 4, ctx->arena),
        .address = db_text(&q, 5, ctx->arena),
        .name = db_text(&q, 6, ctx->arena),
        .created_at = db_int(&q, 7),
        .attempts = db_int(&q, 8),
        .open = db_int(&q, 9) != 0,
    };
    return CARNET_OK;
}

carnet_err mail_sql_next_at(int64_t *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NEXT_AT);
    TRY(db_one(&q));
    *out = db_int(&q, 0);
    return CARNET_OK;
}

/* Runs a statement on one letter, with a moment and a text where it has them. */
static carnet_err run_on(struct ctx *ctx, const char *sql, int64_t id, const char *text)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    if (text)
        db_bind_text(&q, 2, text);
    return db_run(&q);
}

static carnet_err run_at(struct ctx *ctx, const char *sql, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err mail_sql_sending(struct ctx *ctx, int64_t id, const char *address)
{
    return run_on(ctx, SQL_SENDING, id, address);
}

carnet_err mail_sql_trial(struct mail_trial *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRIAL);
    db_bind_int(&q, 1, id);
    TRY(db_one(&q));
    *out = (struct mail_trial){
        .attempts = db_int(&q, 0),
        .queued_at = db_int(&q, 1),
        .secret = db_int(&q, 2) != 0,
        .moved = db_int(&q, 3) != 0,
    };
    return CARNET_OK;
}

carnet_err mail_sql_sent(struct ctx *ctx, int64_t id, const char *answer)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SENT);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->now);
    db_bind_text(&q, 3, answer);
    return db_run(&q);
}

carnet_err mail_sql_wait(struct ctx *ctx, int64_t id, int64_t next_at, int64_t attempts, const char *answer)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_WAIT);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, next_at);
    db_bind_int(&q, 3, attempts);
    db_bind_text(&q, 4, answer);
    return db_run(&q);
}

carnet_err mail_sql_failed(struct ctx *ctx, int64_t id, const char *answer)
{
    return run_on(ctx, SQL_FAILED, id, answer);
}

carnet_err mail_sql_drop(struct ctx *ctx, int64_t id)
{
    return run_on(ctx, SQL_DROP, id, NULL);
}

carnet_err mail_sql_again(struct ctx *ctx, int64_t id)
{
    return run_at(ctx, SQL_AGAIN, id);
}

carnet_err mail_sql_again_all(struct ctx *ctx, int64_t person)
{
    return run_at(ctx, SQL_AGAIN_ALL, person);
}

carnet_err mail_sql_withdraw(struct ctx *ctx, int64_t person, const char *kind)
{
    return run_on(ctx, SQL_WITHDRAW, person, kind);
}

carnet_err mail_sql_resume(struct ctx *ctx)
{
    return run_on(ctx, SQL_RESUME, ctx->now, NULL);
}

carnet_err mail_sql_expire(struct ctx *ctx)
{
    return run_on(ctx, SQL_EXPIRE, ctx->now, NULL);
}

carnet_err mail_sql_tidy(struct ctx *ctx, int64_t bodies_before, int64_t rows_before)
{
    TRY(run_on(ctx, SQL_TIDY_BODIES, bodies_before, NULL));
    return run_on(ctx, SQL_TIDY_ROWS, rows_before, NULL);
}

carnet_err mail_sql_sight(enum mail_sight *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGHT);
    db_bind_int(&q, 1, ctx->actor);
    TRY(db_one(&q));
    *out = db_int(&q, 0) ? MAIL_SEES_ALL : db_int(&q, 1) ? MAIL_SEES_COHORT : MAIL_SEES_NOTHING;
    return CARNET_OK;
}

static struct mail_row seen_row(struct ctx *ctx, struct db_query *q)
{
    return (struct mail_row){
        .id = db_int(q, 0),
        .uid = db_text(q, 1, ctx->arena),
        .kind = db_text(q, 2, ctx->arena),
        .subject = db_text(q, 3, ctx->arena),
        .state = db_text(q, 4, ctx->arena),
        .address = db_text(q, 5, ctx->arena),
        .answer = db_text(q, 6, ctx->arena),
        .person = db_text(q, 7, ctx->arena),
        .person_name = db_text(q, 8, ctx->arena),
        .created_at = db_int(q, 9),
        .next_at = db_int(q, 10),
        .sent_at = db_int(q, 11),
        .attempts = db_int(q, 12),
        .person_id = db_int(q, 13),
        .secret = db_int(q, 14) != 0,
        .has_body = db_int(q, 15) != 0,
    };
}

carnet_err mail_sql_list(struct mail_row **out, size_t *count, struct ctx *ctx, enum mail_sight sight, const char *state, int64_t before,
                         int64_t most)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, sight);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_text(&q, 3, state);
    db_bind_int(&q, 4, before);
    db_bind_int(&q, 5, most);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = seen_row(ctx, &q);
    }
}

carnet_err mail_sql_find(struct mail_row *out, struct ctx *ctx, enum mail_sight sight, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, sight);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_text(&q, 3, uid);
    TRY(db_one(&q));
    *out = seen_row(ctx, &q);
    return CARNET_OK;
}

static carnet_err one_text(const char **out, struct ctx *ctx, const char *sql, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    TRY(db_one(&q));
    *out = db_text(&q, 0, ctx->arena);
    return CARNET_OK;
}

carnet_err mail_sql_body(const char **out, struct ctx *ctx, int64_t id)
{
    return one_text(out, ctx, SQL_BODY, id);
}

carnet_err mail_sql_given_name(const char **out, struct ctx *ctx, int64_t person)
{
    return one_text(out, ctx, SQL_GIVEN_NAME, person);
}
