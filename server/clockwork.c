/* Every half minute, one request on the database thread: links that ended, letters of the day. What is due is found in the rows, so a
 * beat that did not happen is made up for by the next. */
#include "app.h"

#include "areas/areas.h"
#include "base/log.h"
#include "loop/chores.h"

enum { BEAT_MS = 30000 };

struct clockwork {
    struct database *database;
    struct loop_timer *timer;
    struct request request;
    bool busy, again, stopped;
};

static struct clockwork *clockwork_of(struct request *request)
{
    return (struct clockwork *)((char *)request - offsetof(struct clockwork, request));
}

static carnet_err beat_run(struct request *request, struct ctx *ctx)
{
    (void)request;
    return areas_beat(ctx);
}

static void beat_done(struct request *request)
{
    if (request->err)
        log_note(LOG_WARN, "clock", "what is due is not done", &request->note);
    chore_ended(CHORE_CLOCK, request->err == CARNET_OK);
    struct clockwork *clockwork = clockwork_of(request);
    clockwork->busy = false;
    if (clockwork->again)
        clockwork_start(clockwork);
    clockwork->again = false;
}

static void beat(void *arg)
{
    struct clockwork *clockwork = arg;
    if (clockwork->busy) {
        clockwork->again = true;
        return;
    }
    clockwork->busy = true;
    chore_began(CHORE_CLOCK);
    clockwork->request = (struct request){ .run = beat_run, .done = beat_done };
    database_request(clockwork->database, &clockwork->request);
}

struct clockwork *clockwork_new(struct loop *loop, struct database *database)
{
    struct clockwork *clockwork = mem_zero(1, sizeof *clockwork);
    clockwork->database = database;
    clockwork->timer = loop_timer_new(loop, beat, clockwork);
    return clockwork;
}

void clockwork_start(struct clockwork *clockwork)
{
    if (!clockwork->stopped)
        loop_timer_start(clockwork->timer, 0, BEAT_MS);
}

void clockwork_stop(struct clockwork *clockwork)
{
    clockwork->stopped = true;
    loop_timer_stop(clockwork->timer);
}

void clockwork_free(struct clockwork *clockwork)
{
    loop_timer_free(clockwork->timer);
    mem_free(clockwork);
}
