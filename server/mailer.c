/* The outbox's legs: one letter at a time, claimed on the database thread, sent on a thread of its own (a mail server that hangs must not
 * keep readers waiting), settled on the database thread. The verdict of the mail server is offered to the database until it is
 * kept, so that a full disk does not make a letter leave twice. */
#include "app.h"

#include "areas/mail/mail.h"
#include "areas/mail/smtp.h"
#include "base/clock.h"
#include "base/log.h"
#include "loop/chores.h"

enum { LOOK_AGAIN_MS = 60000, TRY_AGAIN_MS = 1000, FINISH_MS = 1500 };

struct mailer {
    enum { MAILER_IDLE, MAILER_CLAIMING, MAILER_SENDING, MAILER_SETTLING } state;
    struct loop *loop;
    struct database *database;
    struct jobs *jobs; /* one worker, ours */
    struct loop_timer *timer;
    struct job job;
    struct request request;
    bool found, again, stopping, resumed;
    bool refused; /* settling: the database did not keep it; offered again by the timer */
    int64_t id, next_at;
    char *from, *to;
    struct buf message;
    struct smtp_result result;
    atomic_bool give_up;
    loop_fn *closed;
    void *closed_arg;
};

static struct mailer *mailer_of(struct request *request)
{
    return (struct mailer *)((char *)request - offsetof(struct mailer, request));
}

static void rest(struct mailer *mailer, int64_t ms)
{
    mailer->state = MAILER_IDLE;
    mem_free(mailer->from);
    mem_free(mailer->to);
    mailer->from = mailer->to = NULL;
    buf_clear(&mailer->message);
    if (mailer->stopping) {
        loop_timer_stop(mailer->timer);
        if (mailer->closed)
            mailer->closed(mailer->closed_arg);
        return;
    }
    if (mailer->again)
        ms = 0;
    loop_timer_start(mailer->timer, (uint64_t)(ms < 0 ? 0 : ms > LOOK_AGAIN_MS ? LOOK_AGAIN_MS : ms), 0);
}

/* ---- settle ---- */

static carnet_err settle_run(struct request *request, struct ctx *ctx)
{
    struct mailer *mailer = mailer_of(request);
    return mail_settle(ctx, mailer->id, mailer->result.verdict, mailer->result.answer);
}

static void settle_done(struct request *request)
{
    struct mailer *mailer = mailer_of(request);
    if (!request->err || mailer->stopping) { /* stopping: it waits again at the next start */
        rest(mailer, 0);
        return;
    }
    log_note(LOG_WARN, "mail", "what became of a letter is not kept yet", &request->note);
    mailer->refused = true;
    loop_timer_start(mailer->timer, TRY_AGAIN_MS, 0);
}

static void settle(struct mailer *mailer)
{
    mailer->state = MAILER_SETTLING;
    mailer->refused = false;
    mailer->request = (struct request){ .run = settle_run, .done = settle_done };
    database_request(mailer->database, &mailer->request);
}

/* ---- send ---- */

static carnet_err send_work(struct job *job, struct ctx *ctx)
{
    struct mailer *mailer = (struct mailer *)((char *)job - offsetof(struct mailer, job));
    (void)ctx;
    smtp_send(&mailer->result, mailer->from, mailer->to, buf_bytes(&mailer->message), &mailer->give_up);
    return CARNET_OK;
}

static void send_done(struct job *job)
{
    static const char *const words[] = { "taken", "to be tried again", "refused", "not tried" };
    struct mailer *mailer = (struct mailer *)((char *)job - offsetof(struct mailer, job));
    log_line(mailer->result.verdict == MAIL_TAKEN ? LOG_INFO : LOG_WARN, "mail", words[mailer->result.verdict], "letter=%lld answer=%.3s",
             (long long)mailer->id, mailer->result.answer);
    chore_ended(CHORE_MAIL, mailer->result.verdict == MAIL_TAKEN);
    settle(mailer);
}

static void send_letter(struct mailer *mailer)
{
    mailer->state = MAILER_SENDING;
    mailer->job = (struct job){ .lane = LANE_LOAD, .work = send_work, .done = send_done };
    if (!mailer->stopping && jobs_add(mailer->jobs, &mailer->job) == CARNET_OK) {
        chore_began(CHORE_MAIL);
        return;
    }
    mailer->result = (struct smtp_result){ .verdict = MAIL_NOT_TRIED };
    settle(mailer);
}

/* ---- claim ---- */

static carnet_err claim_run(struct request *request, struct ctx *ctx)
{
    struct mailer *mailer = mailer_of(request);
    struct mail_out out;
    if (!mailer->resumed)
        TRY(mail_resume(ctx));
    TRY(mail_claim(&mailer->found, &out, &mailer->next_at, ctx));
    if (!mailer->found)
        return CARNET_OK;
    mailer->id = out.id;
    mailer->from = mem_text(out.from);
    mailer->to = mem_text(out.to);
    buf_put(&mailer->message, out.message);
    return CARNET_OK;
}

static void claim_done(struct request *request)
{
    struct mailer *mailer = mailer_of(request);
    if (request->err) {
        log_note(LOG_WARN, "mail", "the outbox cannot be read", &request->note);
        rest(mailer, TRY_AGAIN_MS);
        return;
    }
    mailer->resumed = true;
    if (mailer->found)
        send_letter(mailer);
    else
        rest(mailer, mailer->next_at ? mailer->next_at - clock_now() : LOOK_AGAIN_MS);
}

void mailer_wake(struct mailer *mailer)
{
    mailer->again = true;
    if (mailer->state != MAILER_IDLE || mailer->stopping || !mail_can_leave())
        return;
    mailer->again = false;
    mailer->state = MAILER_CLAIMING;
    mailer->request = (struct request){ .run = claim_run, .done = claim_done };
    database_request(mailer->database, &mailer->request);
}

static void timer_due(void *arg)
{
    struct mailer *mailer = arg;
    if (mailer->state == MAILER_IDLE)
        mailer_wake(mailer);
    else if (mailer->state == MAILER_SETTLING)
        settle(mailer);
    else if (mailer->stopping)
        atomic_store(&mailer->give_up, true);
}

/* ---- life ---- */

carnet_err mailer_new(struct mailer **out, struct loop *loop, struct database *database)
{
    TRY(mail_settings_check());
    TRY(smtp_start());
    struct mailer *mailer = mem_zero(1, sizeof *mailer);
    mailer->loop = loop;
    mailer->database = database;
    mailer->timer = loop_timer_new(loop, timer_due, mailer);
    *out = mailer;
    return jobs_start(&mailer->jobs, &(struct jobs_options){ .loop = loop, .workers = 1 });
}

void mailer_stop(struct mailer *mailer)
{
    mailer->stopping = true;
    if (mailer->state == MAILER_SENDING)
        loop_timer_start(mailer->timer, FINISH_MS, 0);
    else if (mailer->state == MAILER_SETTLING && mailer->refused)
        loop_timer_start(mailer->timer, 0, 0); /* the last offer */
    else
        loop_timer_stop(mailer->timer);
}

void mailer_close(struct mailer *mailer, loop_fn *closed, void *arg)
{
    if (mailer->state == MAILER_IDLE) {
        closed(arg);
        return;
    }
    mailer->closed = closed;
    mailer->closed_arg = arg;
}

void mailer_free(struct mailer *mailer)
{
    atomic_store(&mailer->give_up, true);
    if (mailer->jobs)
        jobs_stop(mailer->jobs);
    loop_timer_free(mailer->timer);
    mem_free(mailer->from);
    mem_free(mailer->to);
    buf_clear(&mailer->message);
    mem_free(mailer);
}
