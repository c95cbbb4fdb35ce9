/* The outbox: letters wait, are being sent, and are sent, failed or expired. Only the database thread changes them, so a state read here
 * is the state. */
#include "areas/mail/mail_sql.h"

#include <stdio.h>
#include <string.h>

#include "areas/mail/letter.h"
#include "areas/mail/message.h"
#include "base/config.h"
#include "guard/random.h"

#define MINUTE (60 * INT64_C(1000))
#define DAY (24 * 60 * MINUTE)
#define WAIT_MOST (4 * 60 * MINUTE)
#define TRIED_FOR (3 * DAY)
#define BODIES_STAY (30 * DAY)
#define ROWS_STAY (365 * DAY)

static char base[256];

/* ---- addresses ---- */

static bool is_atom(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool is_label(const char *at, size_t len)
{
    if (!len || len > 63 || at[0] == '-' || at[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!(at[i] == '-' || (is_atom(at[i]) && !strchr("!#$%&'*+/=?^_`{|}~", at[i]))))
            return false;
    return true;
}

/* RFC 5321 without quoted parts, address literals and UTF-8, which no mail service gives to people. */
bool mail_address_valid(const char *address)
{
    const char *domain = strchr(address, '@');
    if (!domain || domain == address || domain - address > 64 || strlen(address) > MAIL_ADDRESS_MAX)
        return false;
    for (const char *at = address; at < domain; at++)
        if (!is_atom(*at) && !(*at == '.' && at > address && at[-1] != '.' && at[1] != '@'))
            return false;
    size_t labels = 0;
    for (const char *at = domain + 1;; at++, labels++) {
        size_t len = strcspn(at, ".");
        if (!is_label(at, len))
            return false;
        at += len;
        if (!*at)
            return labels > 0;
    }
}

/* "Carnet <carnet@example.org>", or the address alone. */
static void parse_sender(struct arena *arena, const char **name, const char **address)
{
    const char *text = config_text("mail-from"), *open = strchr(text, '<');
    *name = "";
    *address = text;
    if (!open)
        return;
    size_t len = (size_t)(open - text);
    while (len && (text[len - 1] == ' ' || text[len - 1] == '"'))
        len--;
    size_t skip = text[0] == '"' && len ? 1 : 0;
    *name = arena_span(arena, text + skip, len - skip);
    *address = arena_span(arena, open + 1, strcspn(open + 1, ">"));
}

bool mail_can_leave(void)
{
    return config_text("smtp-url")[0] != 0;
}

carnet_err mail_settings_check(void)
{
    struct arena *arena = arena_new();
    const char *name, *address, *url = config_text("smtp-url");
    parse_sender(arena, &name, &address);
    bool fine = mail_address_valid(address);
    arena_free(arena);
    if (!mail_can_leave())
        return CARNET_OK;
    if (strncmp(url, "smtp://", 7) != 0 && strncmp(url, "smtps://", 8) != 0)
        return err_set(CARNET_INVALID, "config.mail", "smtp-url begins with smtp:// or smtps://");
    if (strchr(url, '@')) /* this setting is shown to those who look after the server */
        return err_set(CARNET_INVALID, "config.mail", "smtp-url holds no name or password: smtp-user and smtp-password-file do");
    if (!fine)
        return err_set(CARNET_INVALID, "config.mail", "mail-from is not an address: %s", config_text("mail-from"));
    return CARNET_OK;
}

/* ---- links ---- */

void mail_base_default(const char *origin)
{
    snprintf(base, sizeof base, "%s", origin);
}

const char *mail_link(struct ctx *ctx, const char *path)
{
    const char *set = config_text("base-url"), *origins = config_text("origins");
    size_t len = strlen(set);
    if (!len) {
        set = *origins ? origins : base;
        len = strcspn(set, " \t,");
    }
    while (len && set[len - 1] == '/')
        len--;
    return arena_printf(ctx->arena, "%.*s%s", (int)len, set, path);
}

/* The same page with what a fragment would keep in the browser: a mail program asks the server itself (RFC 8058). */
static const char *one_click(struct ctx *ctx, const char *path)
{
    size_t page = strcspn(path, "#");
    return mail_link(ctx, path[page] ? arena_printf(ctx->arena, "%.*s?lettre=%s", (int)page, path, path + page + 1) : path);
}

/* ---- writing ---- */

carnet_err mail_add(struct ctx *ctx, const struct mail_new *mail)
{
    char uid[GUARD_ID];
    struct letter letter;
    if (mail->address && !mail_address_valid(mail->address))
        return err_set(CARNET_INVALID, "mail.address", "not an address");
    guard_id(uid);
    letter_write(&letter, ctx->arena, mail->letter, mail->words);
    const struct mail_word close[] = { { "base", mail_link(ctx, "/") }, { 0 } };
    struct letter end;
    letter_write(&end, ctx->arena, mail->unsubscribe ? "close_stoppable" : "close",
                 mail->unsubscribe ? (const struct mail_word[]){ close[0], { "stop", mail_link(ctx, mail->unsubscribe) }, { 0 } } : close);
    TRY(mail_sql_add(ctx, uid, mail, letter.subject, arena_printf(ctx->arena, "%s\n%s", letter.body, end.body)));
    effect_add(ctx, EFFECT_MAIL, 0, (bytes){ 0 });
    return CARNET_OK;
}

carnet_err mail_address_changed(struct ctx *ctx, int64_t person)
{
    TRY(mail_sql_again_all(ctx, person));
    effect_add(ctx, EFFECT_MAIL, 0, (bytes){ 0 });
    return CARNET_OK;
}

carnet_err mail_withdraw(struct ctx *ctx, int64_t person, const char *letter)
{
    return mail_sql_withdraw(ctx, person, letter);
}

/* ---- sending ---- */

/* A letter that cannot be sent at all leaves the queue, so that those behind it go on. */
static carnet_err put_aside(bool *aside, struct ctx *ctx, const struct mail_text *text)
{
    *aside = true;
    if (!text->open)
        return mail_sql_drop(ctx, text->id);
    if (!mail_address_valid(text->address))
        return mail_sql_failed(ctx, text->id, "not an address");
    *aside = false;
    return CARNET_OK;
}

carnet_err mail_claim(bool *found, struct mail_out *out, int64_t *next_at, struct ctx *ctx)
{
    struct mail_text text;
    bool aside;
    *next_at = 0;
    TRY(mail_sql_expire(ctx));
    do {
        TRY(mail_sql_due(found, &text, ctx));
        if (!*found)
            return mail_sql_next_at(next_at, ctx);
        TRY(put_aside(&aside, ctx, &text));
    } while (aside);
    const char *from_name, *from;
    parse_sender(ctx->arena, &from_name, &from);
    struct message_parts parts = {
        .from_name = from_name,
        .from = from,
        .to_name = text.name,
        .to = text.address,
        .subject = text.subject,
        .body = text.body,
        .id = text.uid,
        .unsubscribe = text.unsubscribe ? one_click(ctx, text.unsubscribe) : NULL,
        .date = text.created_at,
    };
    CLEANUP(buf_clear) struct buf message = { 0 };
    message_write(&message, &parts);
    *out = (struct mail_out){ text.id, from, text.address, { arena_copy(ctx->arena, message.ptr, message.len), message.len } };
    return mail_sql_sending(ctx, text.id, text.address);
}

static int64_t wait_after(int64_t attempts)
{
    int64_t wait = config_number("mail-retry") * 1000;
    for (int64_t i = 1; i < attempts && wait < WAIT_MOST; i++)
        wait *= 2;
    return wait < WAIT_MOST ? wait : WAIT_MOST;
}

carnet_err mail_settle(struct ctx *ctx, int64_t id, enum mail_verdict verdict, const char *answer)
{
    struct mail_trial trial;
    TRY(mail_sql_trial(&trial, ctx, id));
    int64_t next = ctx->now + wait_after(trial.attempts);
    if (trial.moved && verdict != MAIL_NOT_TRIED) /* the address was corrected meanwhile */
        return mail_sql_wait(ctx, id, ctx->now, 0, NULL);
    switch (verdict) {
    case MAIL_TAKEN:
        return mail_sql_sent(ctx, id, answer);
    case MAIL_NOT_TRIED:
        return mail_sql_wait(ctx, id, ctx->now, trial.attempts - 1, NULL);
    case MAIL_LATER:
        if (next <= trial.queued_at + TRIED_FOR)
            return mail_sql_wait(ctx, id, next, trial.attempts, answer);
        break;
    case MAIL_REFUSED:
        break;
    }
    return mail_sql_failed(ctx, id, answer);
}

carnet_err mail_resume(struct ctx *ctx)
{
    return mail_sql_resume(ctx);
}

carnet_err mail_tidy(struct ctx *ctx)
{
    TRY(mail_sql_expire(ctx));
    return mail_sql_tidy(ctx, ctx->now - BODIES_STAY, ctx->now - ROWS_STAY);
}
