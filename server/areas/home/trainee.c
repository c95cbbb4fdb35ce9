/* Who sees which trainee, and private notes. */
#include "areas/home/trainee.h"

#include <string.h>

#include "areas/event/rows.h"
#include "areas/home/trainee_sql.h"
#include "base/utf.h"

enum { NOTE_LONGEST = 20000 };

carnet_err home_runs(bool *manages, bool *assists, struct ctx *ctx, int64_t cohort)
{
    struct cohort_standing standing;
    TRY(cohort_standing(&standing, ctx, cohort, 0));
    *manages = standing.as[ROLE_PROGRAMME_MANAGER].holds;
    *assists = standing.as[ROLE_TRAINING_ASSISTANT].holds;
    return CARNET_OK;
}

carnet_err trainee_list_in(struct trainee **out, size_t *count, struct ctx *ctx, const struct cohort *cohort)
{
    struct trainee *all;
    size_t all_count;
    bool manages, assists;
    TRY(home_runs(&manages, &assists, ctx, cohort->id));
    TRY(trainee_sql_list(&all, &all_count, ctx, cohort));
    *count = 0;
    for (size_t i = 0; i < all_count; i++) {
        all[i].drafts = manages || all[i].accompanied;
        if (all[i].drafts || assists)
            all[(*count)++] = all[i];
    }
    *out = all;
    return CARNET_OK;
}

/* Who left one cohort for another that runs too stands where they are now. */
static bool stands_already(struct trainee *list, size_t count, const struct trainee *one)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].person.id == one->person.id) {
            if (list[i].to_day)
                list[i] = *one;
            return true;
        }
    return false;
}

carnet_err trainee_list(struct trainee **out, size_t *count, struct ctx *ctx)
{
    struct cohort *cohorts;
    size_t cohort_count;
    *out = NULL;
    *count = 0;
    TRY(cohorts_of_actor(&cohorts, &cohort_count, ctx));
    for (size_t c = 0; c < cohort_count; c++) {
        struct trainee *some;
        size_t some_count;
        TRY(trainee_list_in(&some, &some_count, ctx, &cohorts[c]));
        for (size_t i = 0; i < some_count; i++) {
            if (stands_already(*out, *count, &some[i]))
                continue;
            *out = rows_grow(ctx, *out, *count, sizeof **out);
            (*out)[(*count)++] = some[i];
        }
    }
    return CARNET_OK;
}

static carnet_err trainees_of(struct trainee **out, size_t *count, struct ctx *ctx, const char *slug)
{
    struct cohort cohort;
    if (!slug)
        return trainee_list(out, count, ctx);
    *count = 0;
    carnet_err found = cohort_by_slug(&cohort, ctx, slug);
    if (found != CARNET_OK)
        return found == CARNET_MISSING ? CARNET_OK : found;
    return trainee_list_in(out, count, ctx, &cohort);
}

carnet_err trainee_find(struct trainee *out, struct ctx *ctx, const char *cohort, const char *slug)
{
    struct trainee *all;
    size_t count;
    TRY(trainees_of(&all, &count, ctx, cohort));
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].person.slug, slug) == 0) {
            *out = all[i];
            return CARNET_OK;
        }
    return err_set(CARNET_MISSING, "trainee.missing", "nobody the actor may see");
}

static json_t *person_or_null(const struct person *person)
{
    return person->id ? people_json(person) : json_null();
}

json_t *trainee_json(const struct trainee *t)
{
    json_t *json = people_json(&t->person);
    json_t *team = t->team.id ? json_pack("{s:s, s:s}", "id", t->team.slug, "name", t->team.name) : json_null();
    json_object_update_new(json, json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:{s:s, s:s}}", "status", t->status, "from",
                                           t->from_day, "to", text_or_null(t->to_day), "project", text_or_null(t->project_title), "place",
                                           text_or_null(t->project_place), "setting", text_or_null(t->project_setting), "team", team,
                                           "tutor", person_or_null(&t->tutor), "cooperator", person_or_null(&t->cooperator),
                                           "accompanied", t->accompanied, "cohort", "id", t->cohort.slug, "label", t->cohort.label));
    return json;
}

/* ---- private notes ---- */

carnet_err note_list(struct private_note **out, size_t *count, struct ctx *ctx)
{
    return note_sql_list(out, count, ctx);
}

/* The one in this list, or an empty one. */
static carnet_err note_about(struct private_note *out, struct ctx *ctx, const char *about, const char *cohort)
{
    struct private_note *all;
    size_t count;
    TRY(note_list(&all, &count, ctx));
    *out = (struct private_note){ .text = "" };
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].about.slug, about) == 0 && strcmp(all[i].cohort.slug, cohort) == 0)
            *out = all[i];
    return CARNET_OK;
}

carnet_err note_find(struct private_note *out, struct ctx *ctx, const struct trainee *trainee)
{
    if (!trainee->accompanied)
        return err_set(CARNET_MISSING, "trainee.missing", "not accompanied by the actor");
    TRY(note_about(out, ctx, trainee->person.slug, trainee->cohort.slug));
    out->about = trainee->person;
    out->cohort = trainee->cohort;
    out->accompanied = true;
    return CARNET_OK;
}

/* The actor's own, or the empty one that who accompanies may begin. */
static carnet_err note_open(struct private_note *out, struct ctx *ctx, const struct note_new *note)
{
    struct trainee trainee;
    TRY(note_about(out, ctx, note->about, note->cohort));
    if (out->about.id)
        return CARNET_OK;
    TRY(trainee_find(&trainee, ctx, note->cohort, note->about));
    return note_find(out, ctx, &trainee);
}

carnet_err note_put(struct private_note *out, struct ctx *ctx, const struct note_new *note)
{
    if (strlen(note->text) > 4 * NOTE_LONGEST || utf8_points(bytes_text(note->text)) > NOTE_LONGEST)
        return err_set(CARNET_INVALID, "note.text", "longer than %d characters", NOTE_LONGEST);
    TRY(note_open(out, ctx, note));
    out->text = note->text;
    out->updated_at = *note->text ? ctx->now : 0;
    return note_sql_put(ctx, out);
}
