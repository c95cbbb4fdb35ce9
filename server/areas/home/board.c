/* The board: rows from the enrolments and the works; sizes from the durable texts. */
#include "areas/home/board.h"

#include "areas/enrolment/enrolment.h"
#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/event/rows.h"

#define REMIND_AGAIN (20 * 60 * 60 * INT64_C(1000))
enum { REASON_LONGEST = 300 };

static const char SQL_REMINDED[] =
    "SELECT count(*) FROM event JOIN event_person ON event_person.event = event.id WHERE event_person.person = ?1"
    " AND event.kind = 'work.reminder' AND event.subject = ?2 AND event.at > ?3";

static carnet_err not_run(void)
{
    return err_set(CARNET_MISSING, "board.missing", "does not run that cohort");
}

/* One that has ended, or not begun, has its board still when it is named. */
static carnet_err run_cohort(struct board *out, struct ctx *ctx, const char *slug)
{
    bool assists, listed = false;
    *out = (struct board){ 0 };
    TRY(cohorts_assisted(&out->cohorts, &out->cohort_count, ctx));
    if (slug) {
        carnet_err found = cohort_by_slug(&out->cohort, ctx, slug);
        if (found != CARNET_OK)
            return found == CARNET_MISSING ? not_run() : found;
    } else if (out->cohort_count)
        out->cohort = out->cohorts[0];
    else
        return not_run();
    TRY(home_runs(&out->manages, &assists, ctx, out->cohort.id));
    if (!out->manages && !assists)
        return not_run();
    for (size_t i = 0; i < out->cohort_count; i++)
        listed = listed || out->cohorts[i].id == out->cohort.id;
    if (!listed) {
        out->cohorts = rows_grow(ctx, out->cohorts, out->cohort_count, sizeof *out->cohorts);
        out->cohorts[out->cohort_count++] = out->cohort;
    }
    return CARNET_OK;
}

static carnet_err runs_as_manager(struct board *out, struct ctx *ctx, const char *cohort)
{
    TRY(run_cohort(out, ctx, cohort));
    return out->manages ? CARNET_OK : err_set(CARNET_DENIED, "board.not_allowed", "the manager's");
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

carnet_err board_show(struct board *out, struct ctx *ctx, const char *cohort)
{
    struct trainee *trainees;
    struct enrolment *enrolments;
    struct work *works;
    size_t enrolment_count, work_count;
    TRY(run_cohort(out, ctx, cohort));
    TRY(enrolment_list(&enrolments, &enrolment_count, ctx, out->cohort.slug));
    TRY(trainee_list_in(&trainees, &out->count, ctx, &out->cohort));
    TRY(work_list(&works, &work_count, ctx, out->cohort.id, 0));
    out->rows = arena_alloc(ctx->arena, (out->count + 1) * sizeof *out->rows);
    for (size_t i = 0; i < out->count; i++) {
        out->rows[i] = (struct board_row){ .trainee = trainees[i] };
        read_pause(&out->rows[i], ctx, enrolments, enrolment_count);
        TRY(read_works(&out->rows[i], ctx, works, work_count));
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

static carnet_err remind(bool *told, struct ctx *ctx, const struct trainee *trainee, enum document_kind kind)
{
    struct work *works;
    size_t count;
    *told = false;
    TRY(work_list(&works, &count, ctx, trainee->cohort.id, trainee->person.id));
    for (size_t i = 0; i < count; i++) {
        struct document document;
        bool already;
        if (works[i].kind != kind || !work_is_open(&works[i]))
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

carnet_err board_remind(size_t *told, struct ctx *ctx, const struct board_reminder *reminder)
{
    struct board board;
    enum document_kind kind;
    TRY(runs_as_manager(&board, ctx, reminder->cohort));
    TRY(document_kind_parse(&kind, reminder->kind));
    *told = 0;
    for (size_t i = 0; i < reminder->count; i++) {
        struct trainee trainee;
        bool one;
        TRY(trainee_find(&trainee, ctx, board.cohort.slug, reminder->people[i]));
        TRY(remind(&one, ctx, &trainee, kind));
        *told += one;
    }
    return CARNET_OK;
}

/* ---- putting back a date ---- */

carnet_err board_extend(struct ctx *ctx, const struct board_extension *asked)
{
    struct board board;
    struct trainee trainee;
    struct work_extension extension = { .due_at = asked->due_at };
    struct work was;
    struct document document;
    TRY(runs_as_manager(&board, ctx, asked->cohort));
    TRY(document_kind_parse(&extension.kind, asked->kind));
    TRY(trainee_find(&trainee, ctx, board.cohort.slug, asked->person));
    if (!line_clean(&extension.reason, ctx, asked->reason, REASON_LONGEST) || !*extension.reason)
        return err_set(CARNET_INVALID, "work.reason", "empty, or longer than %d characters", REASON_LONGEST);
    if (asked->due_at <= ctx->now)
        return err_set(CARNET_INVALID, "work.due", "in the past");
    extension.cohort = board.cohort.id;
    extension.person = trainee.person.id;
    TRY(work_extend(&was, ctx, &extension));
    TRY(document_by_id(&document, ctx, was.document));
    return event_add_detail(ctx, "work.extended", document.uid,
                            json_pack("{s:o, s:o}", "from", moment_json(was.due_at), "to", moment_json(extension.due_at)),
                            &trainee.person.id, 1);
}
