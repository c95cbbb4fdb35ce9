/* What a notice about a cohort, a trainee or a group says to the actor: each asks the area that keeps it whether they may know. */
#include "areas/notice/subject.h"

#include <string.h>

#include "areas/enrolment/accommodation.h"
#include "areas/enrolment/enrolment.h"
#include "areas/group/group.h"

struct told {
    struct notice_subject *out;
    struct ctx *ctx;
    const struct notice_event *event;
    json_t *detail;
};

static const char *detail_text(const struct told *told, const char *key)
{
    const char *text = json_string_value(json_object_get(told->detail, key));
    return text ? arena_text(told->ctx->arena, text) : NULL;
}

static bool is(const struct told *told, const char *area)
{
    return strncmp(told->event->kind, area, strlen(area)) == 0;
}

/* MISSING is for who may not know: then nothing is told. */
static carnet_err or_hidden(struct notice_subject *out, carnet_err err)
{
    out->hidden = err == CARNET_MISSING;
    return out->hidden ? CARNET_OK : err;
}

/* ---- a cohort ---- */

static carnet_err of_cohort(const struct told *told)
{
    struct cohort cohort;
    struct cohort_standing standing;
    struct notice_subject *out = told->out;
    TRY(or_hidden(out, cohort_show(&cohort, &standing, told->ctx, told->event->subject)));
    if (out->hidden)
        return CARNET_OK;
    const char *milestone = detail_text(told, "milestone");
    out->in = cohort.id;
    out->from = detail_text(told, "from");
    out->to = detail_text(told, milestone || !json_object_get(told->detail, "day") ? "to" : "day");
    out->what = milestone;
    out->path = is(told, "calendar.") ? "/calendrier" : "/programme";
    return milestone ? notice_sql_milestone_label(&out->name, told->ctx, cohort.id, milestone) : CARNET_OK;
}

/* ---- a trainee ---- */

/* Of somebody's accompaniment: what the actor is in it. Who runs the cohort is told where it leaves a trainee alone. */
static carnet_err accompaniment(const struct told *told, bool self, bool theirs)
{
    struct person me, next;
    const char *from = detail_text(told, "from"), *to = detail_text(told, "to");
    TRY(people_find(&me, told->ctx, told->ctx->actor));
    if (self && !to) {
        told->out->variant = "nobody";
    } else if (self) {
        TRY(people_find_slug(&next, told->ctx, to));
        told->out->variant = "self";
        told->out->name = next.name;
    } else if (to && strcmp(to, me.slug) == 0) {
        told->out->variant = "new";
    } else if (from && strcmp(from, me.slug) == 0) {
        told->out->variant = json_is_true(json_object_get(told->detail, "planned")) ? "off" : "former";
    } else if (theirs && !to) {
        told->out->variant = "alone";
    } else {
        told->out->hidden = true;
    }
    return CARNET_OK;
}

/* Accompaniment ends with it, often on a day that is past when it is recorded. */
static bool is_departure(const struct told *told)
{
    struct enrolment after = { 0 };
    const char *to = is(told, "enrolment.") ? detail_text(told, "to") : NULL;
    return to && enrolment_status_parse(&after.status, to) == CARNET_OK && enrolment_has_left(&after);
}

/* Measures are told to who may read them; a departure to everybody whom it concerned when it was recorded; the rest to who accompanies them
 * or runs the cohort, and what is of teams to whoever may know who is in them. */
static carnet_err may_know(bool *out, const struct told *told, const struct cohort *cohort, const struct person *trainee, bool theirs)
{
    bool groups = false;
    unsigned roles = 0;
    struct accommodations list;
    if (is(told, "accommodation.")) {
        carnet_err err = accommodation_list(&list, told->ctx, cohort->slug, trainee->slug);
        *out = err == CARNET_OK;
        return err == CARNET_MISSING ? CARNET_OK : err;
    }
    if (is(told, "team."))
        TRY(group_knows(&groups, told->ctx, cohort->id));
    if (is_departure(told))
        TRY(people_roles(&roles, told->ctx, told->ctx->actor, cohort->id));
    *out = theirs || groups || roles;
    return CARNET_OK;
}

/* Asked in the trainee's own cohorts: what the actor is in another one says nothing of them.
 * theirs: they accompany this person or run the cohort. */
struct beside {
    bool theirs, knows;
    int64_t in; /* the only one of them that is not over and that it can be about */
};

static carnet_err stands_by(struct beside *out, const struct told *told, const struct person *trainee)
{
    struct cohort *cohorts;
    size_t count, going = 0;
    *out = (struct beside){ 0 };
    TRY(cohorts_of_trainee(&cohorts, &count, told->ctx, trainee->id));
    for (size_t i = 0; i < count; i++) {
        struct cohort_standing s;
        bool knows;
        TRY(cohort_standing(&s, told->ctx, cohorts[i].id, trainee->id));
        bool theirs = cohort_assists(&s) || s.tutor.holds || s.cooperator.holds;
        TRY(may_know(&knows, told, &cohorts[i], trainee, theirs));
        out->theirs |= theirs;
        out->knows |= knows;
        if ((knows || trainee->id == told->ctx->actor) && strcmp(cohorts[i].end_day, moment_today(told->ctx)) >= 0)
            out->in = going++ ? 0 : cohorts[i].id;
    }
    return CARNET_OK;
}

static carnet_err of_trainee(const struct told *told)
{
    struct person trainee;
    struct beside beside;
    struct notice_subject *out = told->out;
    TRY(or_hidden(out, people_find_slug(&trainee, told->ctx, told->event->subject)));
    if (out->hidden)
        return CARNET_OK;
    bool self = trainee.id == told->ctx->actor;
    TRY(stands_by(&beside, told, &trainee));
    out->in = beside.in;
    out->name = trainee.name;
    out->variant = self ? "self" : NULL;
    out->path = self && is(told, "team.") ? "/equipes"
                : beside.theirs           ? arena_printf(told->ctx->arena, "/stagiaires/%s", trainee.slug)
                                          : NULL;
    out->to = detail_text(told, "day");
    out->what = is(told, "enrolment.") ? detail_text(told, "to") : NULL;
    if (is(told, "accompaniment."))
        return accompaniment(told, self, beside.theirs);
    out->hidden = !self && !beside.knows;
    return CARNET_OK;
}

/* ---- a group ---- */

/* A tutor whom the manager adds, and the team that hears of it, read each their own words. */
static carnet_err of_whom(const struct told *told)
{
    struct person me;
    const char *tutor = detail_text(told, "tutor");
    if (!tutor)
        return CARNET_OK;
    TRY(people_find(&me, told->ctx, told->ctx->actor));
    told->out->variant = strcmp(tutor, me.slug) == 0 ? NULL : "team";
    return CARNET_OK;
}

/* Who was taken out may not open it any more, and is told so all the same, without its name. */
static carnet_err of_group(const struct told *told)
{
    struct group group;
    struct notice_subject *out = told->out;
    TRY(or_hidden(out, group_show(&group, told->ctx, told->event->subject)));
    if (out->hidden) {
        out->hidden = strcmp(told->event->kind, "group.taken_out") != 0 && strcmp(told->event->kind, "group.tutor_removed") != 0;
        return CARNET_OK;
    }
    out->in = group.cohort;
    out->name = group.name;
    out->path = arena_printf(told->ctx->arena, "/equipes/%s", group.slug);
    return of_whom(told);
}

carnet_err subject_of_cohort(struct notice_subject *out, struct ctx *ctx, const struct notice_event *event, enum notice_about about)
{
    json_auto_t *detail = event->detail ? json_loads(event->detail, 0, NULL) : NULL;
    const struct told told = { out, ctx, event, detail };
    out->hidden = !event->subject;
    if (out->hidden)
        return CARNET_OK;
    switch (about) {
    case ABOUT_COHORT: return of_cohort(&told);
    case ABOUT_TRAINEE: return of_trainee(&told);
    case ABOUT_GROUP: return of_group(&told);
    case ABOUT_DOCUMENT: break;
    }
    return CARNET_OK;
}
