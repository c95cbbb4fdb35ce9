/* Who may invite whom, and what an invitation does. */
#include "areas/people/invitation_sql.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/mail/mail.h"
#include "areas/people/account_sql.h"
#include "areas/people/email.h"
#include "areas/people/factor.h"
#include "areas/people/role_sql.h"
#include "guard/random.h"

#define DAY (24 * 60 * 60 * INT64_C(1000))
#define INVITATION_LASTS (14 * DAY)

static people_joined_fn *joined_hook;

void people_joined_set(people_joined_fn *joined)
{
    joined_hook = joined;
}

carnet_err people_beat(struct ctx *ctx)
{
    return account_beat(ctx);
}

const char *invitee_state_text(enum invitee_state state)
{
    switch (state) {
    case INVITEE_NEW: return "new";
    case INVITEE_DUPLICATE: return "duplicate";
    case INVITEE_ACCOUNT: return "account";
    case INVITEE_WAITING: return "invited";
    case INVITEE_ERROR: break;
    }
    return "error";
}

/* ---- who may ---- */

static carnet_err not_for_you(const char *why)
{
    return err_set(CARNET_MISSING, "people.missing", "%s", why);
}

/* Administrators keep everybody's account; others only those whose every role is in a cohort they run, and no assistant a manager's. */
static carnet_err keeps(bool *out, struct ctx *ctx, int64_t person)
{
    unsigned mine;
    struct held held;
    TRY(people_roles(&mine, ctx, ctx->actor, -1));
    TRY(invitation_sql_held(&held, ctx, person));
    *out = mine & 1u << ROLE_PLATFORM_ADMIN || (held.all && held.in_managed == held.all) ||
           (held.all && held.in_assisted == held.all && !held.staff);
    return CARNET_OK;
}

static carnet_err fill_abilities(struct account_about *about, struct ctx *ctx)
{
    bool kept;
    TRY(keeps(&kept, ctx, about->person.id));
    bool alive = kept && !about->closed;
    about->may_invite = about->may_correct = alive && !about->opened && about->invited_at;
    about->may_rename = alive;
    about->may_close = alive && about->person.id != ctx->actor;
    unsigned mine;
    struct factor factor;
    TRY(people_roles(&mine, ctx, ctx->actor, -1));
    TRY(factor_of(&factor, ctx, about->person.id));
    about->may_unlock = about->may_close && factor.on && mine & 1u << ROLE_PLATFORM_ADMIN;
    if (about->closed)
        return CARNET_OK;
    return role_takeable(&about->held, &about->held_count, ctx, about->person.id);
}

/* ---- previews ---- */

static carnet_err judge(struct invitee *out, struct ctx *ctx, const struct pasted *one, const struct invitee *before, size_t count)
{
    *out = (struct invitee){ .pasted = *one, .state = INVITEE_NEW };
    if (one->error) {
        out->state = INVITEE_ERROR;
        return CARNET_OK;
    }
    const char *key = email_key(ctx, one->email);
    for (size_t i = 0; i < count; i++)
        if (before[i].state != INVITEE_ERROR && strcmp(email_key(ctx, before[i].pasted.email), key) == 0) {
            out->state = INVITEE_DUPLICATE;
            return CARNET_OK;
        }
    struct person person;
    carnet_err err = people_find_email(&person, ctx, one->email);
    if (err == CARNET_MISSING)
        return CARNET_OK;
    TRY(err);
    struct account_about about;
    TRY(invitation_sql_account(&about, ctx, person.slug));
    out->state = about.opened ? INVITEE_ACCOUNT : INVITEE_WAITING;
    out->person = person.id;
    return CARNET_OK;
}

static carnet_err judge_all(struct invitee **out, struct ctx *ctx, const struct pasted *people, size_t count)
{
    *out = arena_alloc(ctx->arena, (count + 1) * sizeof **out);
    for (size_t i = 0; i < count; i++)
        TRY(judge(&(*out)[i], ctx, &people[i], *out, i));
    return CARNET_OK;
}

carnet_err invitation_preview(struct invitee **out, size_t *count, struct ctx *ctx, const char *cohort, const char *text)
{
    struct cohort_named place;
    unsigned held;
    struct pasted *people;
    TRY(role_place(&place, &held, ctx, cohort));
    TRY(pasted_parse(&people, count, ctx, text));
    return judge_all(out, ctx, people, *count);
}

/* ---- inviting ---- */

static carnet_err write_invitation(struct ctx *ctx, const struct person *person, const struct person *inviter, int64_t cohort)
{
    const char *token, *label;
    TRY(invitation_sql_label(&label, ctx, cohort));
    TRY(mail_withdraw(ctx, person->id, "invitation"));
    TRY(link_make(&token, ctx, person->id, LINK_INVITATION, INVITATION_LASTS, NULL));
    const struct mail_word words[] = {
        { "givenName", person->given_name },
        { "inviter", inviter ? inviter->name : "L’équipe de formation" },
        { "cohort", label ? arena_printf(ctx->arena, " (%s)", label) : "" },
        { "link", mail_link(ctx, arena_printf(ctx->arena, "/mot-de-passe#%s", token)) },
        { 0 },
    };
    TRY(mail_add(ctx, &(struct mail_new){ .person = person->id, .letter = "invitation", .words = words, .secret = true,
                                          .expires_at = ctx->now + INVITATION_LASTS }));
    return event_add(ctx, "account.invited", NULL, &person->id, 1);
}

static carnet_err add_person(struct person *out, struct ctx *ctx, const struct pasted *one)
{
    char uid[GUARD_ID];
    guard_id(uid);
    int64_t id;
    TRY(people_add(&id, ctx, &(struct person_new){ .slug = arena_printf(ctx->arena, "per-%.12s", uid), .given_name = one->given_name,
                                                   .family_name = one->family_name, .email = one->email }));
    return people_find(out, ctx, id);
}

/* Where there is no cohort yet there is nothing to read: whoever installs Carnet may be its first manager. */
static carnet_err give(struct ctx *ctx, int64_t person, const struct role_held *held)
{
    bool begun;
    TRY(role_sql_begun(&begun, ctx));
    if (person == ctx->actor && held->role == ROLE_PROGRAMME_MANAGER && !begun)
        return people_begin_managing(ctx, held->cohort.id);
    return people_give_role(ctx, person, held->cohort.id, held->role);
}

static carnet_err send_one(struct ctx *ctx, const struct invitee *one, const struct role_held *held, const struct person *inviter)
{
    struct person person;
    int64_t cohort = held->cohort.id;
    unsigned had;
    if (one->person)
        TRY(people_find(&person, ctx, one->person));
    else
        TRY(add_person(&person, ctx, &one->pasted));
    TRY(people_roles(&had, ctx, person.id, cohort ? cohort : -1));
    TRY(give(ctx, person.id, held));
    if (joined_hook && cohort)
        TRY(joined_hook(ctx, person.id, cohort, held->role));
    if (one->state == INVITEE_ACCOUNT)
        return had & 1u << held->role ? CARNET_OK : event_add_detail(ctx, "account.role_given", NULL, role_detail(held), &person.id, 1);
    if (one->state == INVITEE_WAITING) {
        TRY(invitation_sql_rename(ctx, person.id, one->pasted.given_name, one->pasted.family_name));
        TRY(people_find(&person, ctx, person.id));
    }
    return write_invitation(ctx, &person, inviter, cohort);
}

carnet_err invitation_send(struct ctx *ctx, const char *cohort, enum role role, const struct pasted *people, size_t count)
{
    struct cohort_named place;
    unsigned held;
    struct person inviter;
    struct invitee *invitees;
    TRY(role_place(&place, &held, ctx, cohort));
    if (!role_may_give(held, role, place.id != 0))
        return err_set(CARNET_DENIED, "people.role", "may not give %s", role_text(role));
    TRY(people_find(&inviter, ctx, ctx->actor));
    TRY(judge_all(&invitees, ctx, people, count));
    for (size_t i = 0; i < count; i++)
        if (invitees[i].state == INVITEE_ERROR || invitees[i].state == INVITEE_DUPLICATE)
            return err_set(CARNET_INVALID, "invitation.person", "number=%zu", i + 1);
    for (size_t i = 0; i < count; i++)
        TRY(send_one(ctx, &invitees[i], &(struct role_held){ role, place }, &inviter));
    return CARNET_OK;
}

carnet_err invitation_renew(struct ctx *ctx, const struct person *person, const struct person *inviter)
{
    bool invited;
    int64_t cohort;
    TRY(invitation_sql_invited(&invited, ctx, person->id));
    if (!invited)
        return CARNET_OK;
    TRY(invitation_sql_cohort_of(&cohort, ctx, person->id));
    return write_invitation(ctx, person, inviter, cohort);
}

/* ---- keeping accounts ---- */

carnet_err account_list(struct account_about **out, size_t *count, struct ctx *ctx, const char *cohort)
{
    struct cohort_named place;
    unsigned held;
    TRY(role_place(&place, &held, ctx, cohort));
    TRY(invitation_sql_accounts(out, count, ctx, place.id));
    for (size_t i = 0; i < *count; i++)
        TRY(fill_abilities(&(*out)[i], ctx));
    return CARNET_OK;
}

carnet_err account_about(struct account_about *out, struct ctx *ctx, const char *slug)
{
    bool kept;
    if (invitation_sql_account(out, ctx, slug) != CARNET_OK)
        return not_for_you("nobody");
    TRY(keeps(&kept, ctx, out->person.id));
    if (!kept)
        return not_for_you("somebody else keeps it");
    return fill_abilities(out, ctx);
}

static carnet_err afterwards(struct account_about *out, struct ctx *ctx)
{
    TRY(invitation_sql_account(out, ctx, out->person.slug));
    return fill_abilities(out, ctx);
}

carnet_err account_again(struct account_about *out, struct ctx *ctx, const char *slug)
{
    struct person inviter;
    TRY(account_about(out, ctx, slug));
    if (!out->may_invite)
        return err_set(CARNET_CONFLICT, "invitation.not_open", "opened, closed, or never invited");
    TRY(people_find(&inviter, ctx, ctx->actor));
    TRY(invitation_renew(ctx, &out->person, &inviter));
    return afterwards(out, ctx);
}

/* Only before the account is opened: afterwards whoever sets the address could ask for a new password there, and read a journal. */
carnet_err account_correct(struct account_about *out, struct ctx *ctx, const char *slug, const char *email)
{
    bool taken;
    struct person inviter;
    TRY(account_about(out, ctx, slug));
    if (!out->may_correct)
        return err_set(CARNET_CONFLICT, "people.account_open", "they change it themselves");
    if (!mail_address_valid(email))
        return err_set(CARNET_INVALID, "people.email", "not an address");
    TRY(account_sql_address_taken(&taken, ctx, email_key(ctx, email)));
    if (taken)
        return err_set(CARNET_CONFLICT, "people.email_taken", "of somebody here");
    TRY(account_sql_address(ctx, out->person.id, email, email_key(ctx, email)));
    TRY(mail_address_changed(ctx, out->person.id));
    TRY(event_add(ctx, "account.address_corrected", NULL, &out->person.id, 1));
    TRY(people_find(&out->person, ctx, out->person.id));
    TRY(people_find(&inviter, ctx, ctx->actor));
    TRY(invitation_renew(ctx, &out->person, &inviter)); /* the link that went to the wrong address ends */
    return afterwards(out, ctx);
}

carnet_err account_rename_kept(struct account_about *out, struct ctx *ctx, const char *slug, const char *given_name,
                               const char *family_name)
{
    TRY(account_about(out, ctx, slug));
    if (!out->may_rename)
        return err_set(CARNET_CONFLICT, "people.closed", "what they wrote stays signed as it is");
    TRY(account_rename(&out->person, ctx, out->person.id, given_name, family_name));
    return afterwards(out, ctx);
}

carnet_err account_unlock(struct account_about *out, struct ctx *ctx, const char *slug)
{
    TRY(account_about(out, ctx, slug));
    if (!out->may_unlock)
        return err_set(CARNET_CONFLICT, "second_factor.off", "nothing to take away, or not by the actor");
    TRY(factor_remove(ctx, out->person.id));
    return afterwards(out, ctx);
}

carnet_err account_end(struct account_about *out, struct ctx *ctx, const char *slug)
{
    TRY(account_about(out, ctx, slug));
    if (!out->may_close)
        return err_set(CARNET_CONFLICT, "people.not_closable", "oneself, or closed already");
    TRY(account_close(ctx, &out->person));
    return afterwards(out, ctx);
}
