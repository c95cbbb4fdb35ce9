/* The rules of openings. The second person is another administrator, and never who runs the training: managers judge the people who write,
 * and are kept out of journals for that (DOMAIN §7.3.1, Q1); telling them that somebody's text is asked for would tell them that it is
 * there. Where there is one administrator only, the command line makes another one, before the request: who decides was there before it. */
#include "areas/opening/opening.h"

#include <string.h>

#include "areas/document/words.h"
#include "areas/event/event.h"
#include "areas/mail/mail.h"
#include "areas/opening/opening_sql.h"
#include "guard/random.h"

enum { REASON_LONGEST = 1000, BASIS_LONGEST = 300, ID_LONGEST = 64 };
#define HOUR (60 * 60 * INT64_C(1000))

static const char *const STATES[] = {
    [OPENING_WAITING] = "waiting", [OPENING_AGREED] = "agreed", [OPENING_REFUSED] = "refused",
    [OPENING_EXPIRED] = "expired", [OPENING_ENDED] = "ended",
};

const char *opening_state_text(enum opening_state state)
{
    return STATES[state];
}

static carnet_err missing(void)
{
    return err_set(CARNET_MISSING, "opening.missing", "absent, or not for this person");
}

static carnet_err administrators_only(struct ctx *ctx, int64_t *since)
{
    bool is;
    TRY(opening_sql_administrator(&is, since, ctx, ctx->actor));
    return is ? CARNET_OK : missing();
}

/* ---- as it is now ---- */

/* since: when the actor began to administer. Whoever came after the request may have come for it, be it a second address of who asks. */
static void fill(struct opening *opening, enum opening_answer answer, const struct ctx *ctx, int64_t since)
{
    opening->until = answer == ANSWER_NONE ? opening->asked_at + OPENING_WAITS_DAYS * 24 * HOUR : opening->decided_at + OPENING_LASTS_HOURS * HOUR;
    bool over = ctx->now >= opening->until;
    switch (answer) {
    case ANSWER_NONE: opening->state = over ? OPENING_EXPIRED : OPENING_WAITING; break;
    case ANSWER_NO: opening->state = OPENING_REFUSED; break;
    case ANSWER_YES: opening->state = over ? OPENING_ENDED : OPENING_AGREED; break;
    }
    bool one_of_both = ctx->actor == opening->asked_by || ctx->actor == opening->decided_by;
    opening->newer = since > opening->asked_at;
    opening->may_decide = opening->state == OPENING_WAITING && ctx->actor != opening->asked_by && !opening->newer;
    opening->may_read = opening->state == OPENING_AGREED && one_of_both;
    opening->may_tell = answer == ANSWER_YES && opening->silence && !opening->told_at;
}

static carnet_err find(struct opening *out, struct ctx *ctx, const char *uid)
{
    enum opening_answer answer;
    int64_t since;
    TRY(administrators_only(ctx, &since));
    if (opening_sql_find(out, &answer, ctx, uid) != CARNET_OK)
        return missing();
    fill(out, answer, ctx, since);
    return CARNET_OK;
}

carnet_err opening_list(struct opening **out, size_t *count, struct ctx *ctx)
{
    enum opening_answer *answers;
    int64_t since;
    TRY(administrators_only(ctx, &since));
    TRY(opening_sql_list(out, &answers, count, ctx));
    for (size_t i = 0; i < *count; i++)
        fill(&(*out)[i], answers[i], ctx, since);
    return CARNET_OK;
}

/* ---- asking ---- */

static carnet_err written(const char **out, struct ctx *ctx, const char *typed, size_t longest, const char *key)
{
    TRY(words_clean(out, ctx, typed, longest, key));
    return (*out)[0] ? CARNET_OK : err_set(CARNET_INVALID, key, "empty");
}

static carnet_err clean(struct opening_new *out, struct ctx *ctx, const struct opening_new *typed)
{
    size_t len = strspn(typed->document, "abcdefghijklmnopqrstuvwxyz0123456789-");
    *out = *typed;
    if (!len || typed->document[len] || len > ID_LONGEST)
        return err_set(CARNET_INVALID, "opening.document", "not an id");
    TRY(written(&out->reason, ctx, typed->reason, REASON_LONGEST, "opening.reason"));
    TRY(written(&out->basis, ctx, typed->basis, BASIS_LONGEST, "opening.basis"));
    return typed->silence ? written(&out->silence, ctx, typed->silence, REASON_LONGEST, "opening.silence") : CARNET_OK;
}

carnet_err opening_ask(struct opening *out, struct ctx *ctx, const struct opening_new *typed)
{
    struct opening_new opening;
    char uid[GUARD_ID];
    int64_t *administrators, since;
    size_t count;
    TRY(administrators_only(ctx, &since));
    TRY(clean(&opening, ctx, typed));
    guard_id(uid);
    TRY(opening_sql_add(ctx, uid, &opening));
    TRY(opening_sql_administrators(&administrators, &count, ctx));
    TRY(event_add(ctx, "opening.asked", NULL, administrators, count));
    return find(out, ctx, arena_text(ctx->arena, uid));
}

/* ---- which document ---- */

/* No right of its own: what an opening gives stands in the table like all rights, and is a verb that nothing else asks for. */
static carnet_err judge(struct document *out, const struct opening *opening)
{
    struct span agreed = { .holds = opening->may_read, .from = opening->decided_at, .until = opening->until };
    out->rights = (struct rights){ 0 };
    rights_add(&out->rights, ROLE_PLATFORM_ADMIN, RELATION_OPENED, THING_OPENED, STATE_OPENED, agreed);
    return out->rights.verbs & VERB_OPENED ? CARNET_OK : missing();
}

carnet_err opening_document(struct document *out, struct ctx *ctx, const char *uid)
{
    struct opening opening;
    TRY(find(&opening, ctx, uid));
    *out = (struct document){ 0 };
    TRY(judge(out, &opening));
    struct rights rights = out->rights;
    TRY(document_by_uid(out, ctx, opening.document));
    out->rights = rights;
    return CARNET_OK;
}

/* Those whose text it is as it opens; nobody is the author of nothing. */
static carnet_err keep_authors(struct ctx *ctx, const struct opening *opening)
{
    struct document document;
    int64_t *people;
    size_t count;
    carnet_err err = document_by_uid(&document, ctx, opening->document);
    if (!err)
        err = document_owner_of(document.kind)->authors(&people, &count, ctx, document.id);
    if (!err)
        return opening_sql_add_authors(ctx, opening->id, people, count);
    if (err != CARNET_MISSING)
        return err;
    struct err_note note;
    err_take(&note);
    return CARNET_OK;
}

/* ---- telling ---- */

static carnet_err write_letter(struct ctx *ctx, const struct opening *opening, int64_t author, const char *who)
{
    struct person person;
    char day[CLOCK_DAY];
    int64_t minutes = (opening->decided_at + clock_paris_offset(opening->decided_at)) / 60000;
    TRY(people_find(&person, ctx, author));
    clock_paris_day(day, opening->decided_at);
    const struct mail_word words[] = {
        { "givenName", person.given_name },
        { "who", who },
        { "day", arena_printf(ctx->arena, "%.2s/%.2s/%.4s", day + 8, day + 5, day) },
        { "hour", arena_printf(ctx->arena, "%02d:%02d", (int)(minutes / 60 % 24), (int)(minutes % 60)) },
        { "reason", opening->reason },
        { "basis", opening->basis },
        { "link", mail_link(ctx, "/compte/actes") },
        { 0 },
    };
    return mail_add(ctx, &(struct mail_new){ .person = author, .letter = "opening_told", .words = words });
}

static carnet_err tell_authors(struct ctx *ctx, const struct opening *opening)
{
    int64_t *authors;
    size_t count;
    struct person asked, decided;
    TRY(opening_sql_authors(&authors, &count, ctx, opening->id));
    TRY(people_find(&asked, ctx, opening->asked_by));
    TRY(people_find(&decided, ctx, opening->decided_by));
    const char *who = arena_printf(ctx->arena, "%s et %s", asked.name, decided.name);
    for (size_t i = 0; i < count; i++)
        TRY(write_letter(ctx, opening, authors[i], who));
    if (count)
        TRY(event_add_detail(ctx, "opening.told", opening->document,
                             json_pack("{s:s, s:s, s:s}", "who", who, "reason", opening->reason, "basis", opening->basis), authors, count));
    return opening_sql_told(ctx, opening->id);
}

/* For the log of the two. */
static carnet_err note(struct ctx *ctx, const char *kind, const struct opening *opening)
{
    const int64_t both[] = { opening->asked_by, opening->decided_by };
    return event_add_detail(ctx, kind, NULL, json_pack("{s:s, s:b}", "reason", opening->reason, "silent", opening->silence != NULL), both,
                            opening->decided_by ? 2 : 1);
}

carnet_err opening_decide(struct opening *out, struct ctx *ctx, const char *uid, bool agree)
{
    TRY(find(out, ctx, uid));
    if (out->asked_by == ctx->actor)
        return err_set(CARNET_DENIED, "opening.own", "opening=%lld", (long long)out->id);
    if (out->newer)
        return err_set(CARNET_DENIED, "opening.newer", "opening=%lld", (long long)out->id);
    if (out->state == OPENING_EXPIRED)
        return err_set(CARNET_CONFLICT, "opening.expired", "opening=%lld", (long long)out->id);
    if (out->state != OPENING_WAITING)
        return err_set(CARNET_CONFLICT, "opening.decided", "opening=%lld", (long long)out->id);
    TRY(opening_sql_decide(ctx, out->id, agree));
    TRY(find(out, ctx, uid));
    TRY(note(ctx, agree ? "opening.agreed" : "opening.refused", out));
    if (agree)
        TRY(keep_authors(ctx, out));
    if (agree && !out->silence)
        TRY(tell_authors(ctx, out));
    return find(out, ctx, uid);
}

carnet_err opening_tell(struct opening *out, struct ctx *ctx, const char *uid)
{
    TRY(find(out, ctx, uid));
    if (out->told_at)
        return err_set(CARNET_CONFLICT, "opening.told", "opening=%lld", (long long)out->id);
    if (!out->may_tell)
        return err_set(CARNET_CONFLICT, "opening.not_agreed", "opening=%lld", (long long)out->id);
    TRY(note(ctx, "opening.silence_ended", out));
    TRY(tell_authors(ctx, out));
    return find(out, ctx, uid);
}

carnet_err opening_read(struct ctx *ctx, const char *uid)
{
    struct opening opening;
    struct document document;
    int64_t *authors;
    size_t count;
    TRY(opening_document(&document, ctx, uid));
    TRY(find(&opening, ctx, uid));
    TRY(note(ctx, "opening.read", &opening));
    TRY(opening_sql_authors(&authors, &count, ctx, opening.id));
    return opening.told_at && count ? event_add(ctx, "opening.read_by", opening.document, authors, count) : CARNET_OK;
}
