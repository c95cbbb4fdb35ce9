/* An errand is a job with a voice: what it says travels to the loop as posts, in order, the end last. */
#include "upkeep/errand.h"

#include <stdatomic.h>
#include <string.h>

#include "areas/journal/erase.h"
#include "base/log.h"
#include "base/mem.h"
#include "loop/chores.h"
#include "upkeep/backup.h"
#include "upkeep/check.h"
#include "upkeep/erasures.h"
#include "upkeep/sweep.h"

enum { SWEPT_EVERY_MS = 86400000 };

struct errands {
    struct loop *loop;
    struct database *database;
    struct jobs *jobs;
    const char *folder;
    struct errand *first; /* under way */
    struct loop_timer *sweeping;
    bool sweeps, quitting;
};

typedef carnet_err errand_work_fn(struct errand *errand, struct ctx *ctx);
struct errand {
    struct job job;       /* first */
    struct upkeep upkeep;
    struct errands *errands;
    struct errand *next;
    errand_work_fn *work;
    enum chore chore;
    char *file, *key; /* of a backup */
    struct errand_visitor visitor;
    size_t findings;
    _Atomic bool stop;
};

static struct errand *errand_of(struct upkeep *upkeep)
{
    return (struct errand *)((char *)upkeep - offsetof(struct errand, upkeep));
}

/* ---- on the worker ---- */

struct line {
    struct errand *errand;
    char text[];
};

static void said(void *arg)
{
    struct line *line = arg;
    const struct errand_visitor *visitor = &line->errand->visitor;
    if (visitor->say)
        visitor->say(visitor->self, line->text);
    mem_free(line);
}

static void say(struct upkeep *upkeep, const char *text)
{
    struct errand *errand = errand_of(upkeep);
    size_t len = strlen(text) + 1;
    struct line *line = mem_alloc(sizeof *line + len);
    line->errand = errand; /* its end is posted behind this */
    memcpy(line->text, text, len);
    loop_post(errand->errands->loop, said, line);
}

static bool must_stop(struct upkeep *upkeep)
{
    return errand_of(upkeep)->stop;
}

static carnet_err with_keys(struct upkeep *upkeep, database_keys_fn *fn, void *self)
{
    return database_keys(errand_of(upkeep)->errands->database, fn, self);
}

static carnet_err work_backup(struct errand *errand, struct ctx *ctx)
{
    return backup_make(&errand->upkeep, ctx->db, &(struct backup_order){ .file = errand->file, .key = errand->key });
}

static carnet_err work_check(struct errand *errand, struct ctx *ctx)
{
    return check_all(&errand->findings, ctx, &errand->upkeep);
}

static carnet_err work_publish(struct errand *errand, struct ctx *ctx)
{
    (void)ctx;
    return erasures_publish(&errand->upkeep);
}

static carnet_err errand_work(struct job *job, struct ctx *ctx)
{
    struct errand *errand = (struct errand *)job;
    return errand->work(errand, ctx);
}

/* ---- on the loop ---- */

static void errand_free(struct errand *errand)
{
    mem_free(errand->file);
    mem_free(errand->key);
    mem_free(errand);
}

static void errand_done(struct job *job)
{
    struct errand *errand = (struct errand *)job;
    chore_ended(errand->chore, job->err == CARNET_OK && !errand->findings);
    for (struct errand **at = &errand->errands->first; *at; at = &(*at)->next)
        if (*at == errand) {
            *at = errand->next;
            break;
        }
    if (errand->visitor.done)
        errand->visitor.done(errand->visitor.self, job->err, &job->note, errand->findings);
    else if (job->err)
        log_note(LOG_WARN, "backup", "the lists of erasures were not brought up to date", &job->note);
    errand_free(errand);
}

static struct errand *errand_new(struct errands *errands, enum chore chore, errand_work_fn *work, const struct errand_visitor *visitor)
{
    struct errand *errand = mem_zero(1, sizeof *errand);
    errand->errands = errands;
    errand->work = work;
    errand->chore = chore;
    errand->visitor = *visitor;
    errand->stop = errands->quitting;
    errand->upkeep = (struct upkeep){ .folder = errands->folder, .keys = with_keys, .say = say, .stop = must_stop };
    errand->job = (struct job){ .lane = LANE_LONG, .work = errand_work, .done = errand_done };
    return errand;
}

static carnet_err go(struct errand *errand)
{
    carnet_err err = jobs_add(errand->errands->jobs, &errand->job);
    if (err) {
        errand_free(errand);
        return err;
    }
    chore_began(errand->chore);
    errand->next = errand->errands->first;
    errand->errands->first = errand;
    return CARNET_OK;
}

bool errand_is(const char *verb)
{
    return strcmp(verb, "backup") == 0 || strcmp(verb, "check") == 0;
}

carnet_err errand_start(struct errand **out, struct errands *errands, const char *verb, const char *argument,
                        const struct errand_visitor *visitor)
{
    bool backup = strcmp(verb, "backup") == 0;
    if (!errand_is(verb) || (backup && argument[0] != '/'))
        return err_set(CARNET_INVALID, "errand.verb", "verb=%.16s", verb);
    *out = errand_new(errands, backup ? CHORE_BACKUP : CHORE_CHECK, backup ? work_backup : work_check, visitor);
    (*out)->file = mem_text(argument);
    char *tab = strchr((*out)->file, '\t');
    if (tab) {
        *tab = 0;
        (*out)->key = mem_text(tab + 1);
    }
    return go(*out);
}

void errand_stop(struct errand *errand)
{
    errand->stop = true;
}

/* ---- what no row names ---- */

struct sweeping {
    struct request request; /* first */
    struct errands *errands;
    struct sweep sweep;
};

static void sweep_ended(struct sweeping *sweeping)
{
    sweeping->errands->sweeps = false;
    sweep_clear(&sweeping->sweep);
    mem_free(sweeping);
}

static carnet_err work_sweep(struct errand *errand, struct ctx *ctx)
{
    struct sweeping *sweeping = errand->visitor.self;
    return sweep_look(&sweeping->sweep, ctx, &errand->upkeep);
}

static carnet_err forget_due(struct request *request, struct ctx *ctx)
{
    size_t count;
    TRY(sweep_forget(&count, ctx, &((struct sweeping *)request)->sweep));
    log_info("files", "content without a row was forgotten", "count=%zu", count);
    return CARNET_OK;
}

static void swept(struct request *request)
{
    if (request->err)
        log_note(LOG_WARN, "files", "content without a row was not forgotten", &request->note);
    chore_ended(CHORE_ERASURE, request->err == CARNET_OK);
    sweep_ended((struct sweeping *)request);
}

static void looked(void *self, carnet_err err, const struct err_note *note, size_t findings)
{
    struct sweeping *sweeping = self;
    (void)findings;
    bool quitting = sweeping->errands->quitting;
    if (err && !quitting)
        log_note(LOG_WARN, "files", "what has no row was not looked for", note);
    if (sweeping->sweep.marked)
        log_info("files", "content without a row was marked", "count=%zu", sweeping->sweep.marked);
    if (err || quitting || !sweeping->sweep.due.count) {
        sweep_ended(sweeping);
        return;
    }
    sweeping->request = (struct request){ .run = forget_due, .done = swept };
    chore_began(CHORE_ERASURE);
    database_request(sweeping->errands->database, &sweeping->request);
}

static void sweep(void *arg)
{
    struct errands *errands = arg;
    if (errands->sweeps)
        return;
    struct sweeping *sweeping = mem_zero(1, sizeof *sweeping);
    sweeping->errands = errands;
    errands->sweeps = true;
    if (go(errand_new(errands, CHORE_ERASURE, work_sweep, &(struct errand_visitor){ .done = looked, .self = sweeping })) != CARNET_OK)
        sweep_ended(sweeping); /* too much waits: another day */
}

void errands_sweep(struct errands *errands)
{
    loop_timer_start(errands->sweeping, 0, SWEPT_EVERY_MS);
}

struct errands *errands_new(struct loop *loop, struct database *database, struct jobs *jobs, const char *folder)
{
    struct errands *errands = mem_zero(1, sizeof *errands);
    *errands = (struct errands){ .loop = loop, .database = database, .jobs = jobs, .folder = folder };
    errands->sweeping = loop_timer_new(loop, sweep, errands);
    return errands;
}

void errands_quit(struct errands *errands)
{
    errands->quitting = true;
    loop_timer_stop(errands->sweeping);
    for (struct errand *errand = errands->first; errand; errand = errand->next)
        errand->stop = true;
}

void errands_free(struct errands *errands)
{
    if (errands)
        loop_timer_free(errands->sweeping);
    mem_free(errands);
}

/* ---- erasures ---- */

struct erasing {
    struct request request; /* first */
    struct errands *errands;
};

static carnet_err finish_erasing(struct request *request, struct ctx *ctx)
{
    size_t count;
    (void)request;
    TRY(journal_erase_finish(&count, ctx));
    if (count)
        log_info("journal", "erasing was finished", "count=%zu", count);
    return CARNET_OK;
}

static void erasing_finished(struct request *request)
{
    struct erasing *erasing = (struct erasing *)request;
    struct errands *errands = erasing->errands;
    if (request->err)
        log_note(LOG_ERROR, "journal", "erasing was not finished", &request->note);
    chore_ended(CHORE_ERASURE, request->err == CARNET_OK);
    mem_free(erasing);
    if (go(errand_new(errands, CHORE_ERASURE_LISTS, work_publish, &(struct errand_visitor){ 0 })) != CARNET_OK)
        log_warn("backup", "the lists of erasures wait for the next start", "%s", "");
}

void errands_erase(struct errands *errands)
{
    struct erasing *erasing = mem_zero(1, sizeof *erasing);
    erasing->request = (struct request){ .run = finish_erasing, .done = erasing_finished };
    erasing->errands = errands;
    chore_began(CHORE_ERASURE);
    database_request(errands->database, &erasing->request);
}
