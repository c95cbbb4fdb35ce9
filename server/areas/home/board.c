/* The board: rows from the enrolments and the works; sizes from the durable texts. */
#include "areas/home/board.h"

#include <string.h>

#include "areas/enrolment/enrolment.h"
#include "areas/event/event.h"
#include "areas/event/rows.h"

#define REMIND_AGAIN (20 * 60 * 60 * INT64_C(1000))

static const char SQL_REMINDED[] =
    "SELECT count(*) FROM event JOIN event_person ON event_person.event = event.id WHERE event_person.person = ?1"
    " AND event.kind = 'work.reminder' AND event.subject = ?2 AND event.at > ?3";

static carnet_err run_cohort(struct cohort *out, bool *manages, struct ctx *ctx)
{
    bool assists = false;
    *manages = false;
    carnet_err in = cohort_of_actor(out, ctx);
    if (in == CARNET_OK)
        TRY(home_runs(manages, &assists, ctx, out->id));
    else if (in != CARNET_MISSING)
        return in;
    return *manages || assists ? CARNET_OK : err_set(CARNET_MISSING, "board.missing", "runs no cohort");
}

static carnet_err read_work(struct board_work *out, struct ctx *ctx, const struct work *work)
{
    struct document document;
    *out = (struct board_work){ .work = *work, .signes = -1 };
    TRY(document_by_id(&document, ctx, work->document));
    if (document.updated_at == document.created_at)
        return CARNET_OK;
    out->updated_at = document.updated_at;
    return document_signes(&out->signes, ctx, work->document);
}

static carnet_err read_works(struct board_row *row, struct ctx *ctx, const struct work *works, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (works[i].person != row->trainee.person.id || !(row->trainee.drafts || work_handed_in(&works[i])))
            continue;
        row->works = rows_grow(ctx, row->works, row->work_count, sizeof *row->works);
        TRY(read_work(&row->works[row->work_count], ctx, &works[i]));
        row->work_count++;
    }
    return CARNET_OK;
}

static void read_pause(struct board_row *row, struct ctx *ctx, const struct enrolment *enrolments, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (enrolments[i].person.id == row->trainee.person.id && enrolment_pause_over(ctx, &enrolments[i]))
            row->pause_over = enrolments[i].suspended_until;
}

carnet_err board_rows(struct board_row **out, size_t *count, struct ctx *ctx)
{
    struct cohort cohort;
    struct trainee *trainees;
    struct enrolment *enrolments;
    struct work *works;
    size_t enrolment_count, work_count;
    bool manages;
    TRY(run_cohort(&cohort, &manages, ctx));
    TRY(enrolment_list(&enrolments, &enrolment_count, ctx, cohort.slug));
    TRY(trainee_list_in(&trainees, count, ctx, &cohort));
    TRY(work_list(&works, &work_count, ctx, cohort.id, 0));
    *out = arena_alloc(ctx->arena, (*count + 1) * sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (struct board_row){ .trainee = trainees[i] };
        read_pause(&(*out)[i], ctx, enrolments, enrolment_count);
        TRY(read_works(&(*out)[i], ctx, works, work_count));
    }
    return CARNET_OK;
}

/* ---- reminding ---- */

static carnet_err reminded(bool *out, struct ctx *ctx, int64_t person, const char *subject)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REMINDED);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, subject);
    db_bind_int(&q, 3, ctx->now - REMIND_AGAIN);
    TRY(db_one(&q));
    *out = db_int(&q, 0) > 0;
    return CARNET_OK;
}

static bool to_hand_in(const struct work *work)
{
    return !work->carried_over_from && (work->state == WORK_NOT_STARTED || work->state == WORK_DRAFT || work->state == WORK_REOPENED);
}

static carnet_err remind(bool *told, struct ctx *ctx, const struct trainee *trainee, enum document_kind kind)
{
    struct work *works;
    size_t count;
    *told = false;
    TRY(work_list(&works, &count, ctx, trainee->cohort.id, trainee->person.id));
    for (size_t i = 0; i < count; i++) {
        struct document document;
        bool already;
        if (works[i].kind != kind || !to_hand_in(&works[i]))
            continue;
        TRY(document_by_id(&document, ctx, works[i].document));
        TRY(reminded(&already, ctx, trainee->person.id, document.uid));
        if (already)
            continue;
        *told = true;
        TRY(event_add(ctx, "work.reminder", document.uid, &trainee->person.id, 1));
    }
    return CARNET_OK;
}

carnet_err board_remind(size_t *told, struct ctx *ctx, const char *kind_text, const char *const *people, size_t count)
{
    struct cohort cohort;
    enum document_kind kind;
    bool manages;
    TRY(run_cohort(&cohort, &manages, ctx));
    if (!manages)
        return err_set(CARNET_DENIED, "board.not_allowed", "reminding is the manager's");
    TRY(document_kind_parse(&kind, kind_text));
    *told = 0;
    for (size_t i = 0; i < count; i++) {
        struct trainee trainee;
        bool one;
        TRY(trainee_find(&trainee, ctx, people[i]));
        if (trainee.cohort.id != cohort.id)
            return err_set(CARNET_MISSING, "trainee.missing", "not of the cohort of this board");
        TRY(remind(&one, ctx, &trainee, kind));
        *told += one;
    }
    return CARNET_OK;
}
