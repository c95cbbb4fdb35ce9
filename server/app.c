/* Order at start: folder lock, database thread, workers, rooms, network, control socket; "listening" once a request went through all of it.
 * Order at the end: sockets closed with 1012 and rooms emptied, revisions kept, then workers, database, memory; and when a real cohort begins,
 * that, and the start again. */
#include "app.h"

#include "areas/areas.h"
#include "areas/document/document_live.h"
#include "areas/mail/mail.h"
#include "areas/people/people.h"
#include "areas/search/search.h"
#include "base/config.h"
#include "base/log.h"
#include "guard/random.h"
#include "guard/seal.h"
#include "store/folder.h"
#include "text/renderer.h"
#include "upkeep/afresh.h"
#include "upkeep/backup.h"
#include "upkeep/control.h"
#include "upkeep/restore.h"
#include "vault/repo.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_IN_USE = 3, EXIT_DISK = 70, PATIENCE_MS = 4000 };

struct app {
    const struct app_options *options;
    struct folder *folder;
    struct loop *loop;
    struct database *database;
    struct jobs *jobs;
    struct live *live;
    struct net *net;
    struct control *control;
    struct errands *errands;
    struct revisions *revisions;
    struct mailer *mailer;
    struct clockwork *clockwork;
    struct indexing *indexing;
    struct loop_timer *patience;
    struct request first;
    struct afresh afresh; /* person 0: nobody asked */
    int open; /* parts that are still closing */
    bool stopping, failed;
};

/* ---- seals of the log are guard's ---- */

_Static_assert((int)KEY_BYTES == (int)SEAL_KEY, "a journal's key is a seal's key");

static struct seal_place place_of(const struct log_place *p)
{
    return (struct seal_place){ .journal = p->journal, .document = p->document, .kind = p->kind, .sequence = p->sequence };
}

static struct seal_key key_of(const uint8_t key[KEY_BYTES])
{
    struct seal_key k;
    memcpy(k.octets, key, sizeof k.octets);
    return k;
}

static carnet_err seal_row(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes plain)
{
    struct seal_place p = place_of(place);
    CLEANUP(seal_key_clear) struct seal_key k = key_of(key);
    seal_close(out, &k, &p, plain);
    return CARNET_OK;
}

static carnet_err open_row(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes sealed)
{
    struct seal_place p = place_of(place);
    CLEANUP(seal_key_clear) struct seal_key k = key_of(key);
    return seal_open(out, &k, &p, sealed);
}

carnet_err app_engines(const char *build)
{
    static const struct log_seals seals = { .close = seal_row, .open = open_row };
    TRY(guard_init());
    TRY(vault_init());
    log_seal_with(&seals);
    areas_init(build);
    return CARNET_OK;
}

/* ---- effects, bursts, failures ---- */

static void on_stop(void *arg);

/* The answer leaves first; whoever asked at the same moment comes too late. */
static void begin_afresh(struct app *app, const struct effect *effect)
{
    if (app->afresh.person)
        return;
    app->afresh.person = effect->id;
    memcpy(&app->afresh.sign_in, effect->update.ptr, sizeof app->afresh.sign_in);
    loop_post(app->loop, on_stop, app);
}

static void on_effects(void *self, struct request *request)
{
    struct app *app = self;
    for (struct effect *e = request->effects.first; e && !app->stopping; e = e->next)
        if (e->kind == EFFECT_REVISION) {
            revisions_commit(app->revisions, e->id);
            indexing_wake(app->indexing);
        } else if (e->kind == EFFECT_MAIL) {
            mailer_wake(app->mailer);
        } else if (e->kind == EFFECT_ERASE) {
            errands_erase(app->errands);
        } else if (e->kind == EFFECT_CLOCK) {
            clockwork_start(app->clockwork);
        } else if (e->kind == EFFECT_AFRESH) {
            begin_afresh(app, e);
        }
    live_effects(app->live, request);
}

static void on_burst(void *self, int64_t document)
{
    struct app *app = self;
    revisions_burst(app->revisions, document);
}

/* All parts are closed: with the last handles gone, the loop returns. */
static void part_closed(void *arg)
{
    struct app *app = arg;
    if (--app->open)
        return;
    loop_timer_stop(app->patience);
    control_stop(app->control);
    app->control = NULL;
    loop_stop(app->loop);
}

static void mail_next(void *arg)
{
    struct app *app = arg;
    mailer_close(app->mailer, part_closed, app);
}

static void indexing_next(void *arg)
{
    struct app *app = arg;
    indexing_close(app->indexing, mail_next, app);
}

static void revisions_next(void *arg)
{
    struct app *app = arg;
    if (--app->open == 1) /* sockets and rooms are done; nothing new can come */
        revisions_close(app->revisions, indexing_next, app);
}

static void out_of_patience(void *arg)
{
    struct app *app = arg;
    log_warn("app", "not everything ended in time", "open=%d", app->open);
    jobs_close(app->jobs); /* what was acknowledged is on disk; this writes what still waits */
    database_stop(app->database);
    if (app->afresh.person)
        again(app->options, net_port(app->net)); /* as it was: not everything let go of the folder */
    _exit(0);
}

static void on_stop(void *arg)
{
    struct app *app = arg;
    if (app->stopping)
        return;
    app->stopping = true;
    log_info("app", "stopping", "%s", "");
    errands_quit(app->errands);
    app->open = 3;
    loop_timer_start(app->patience, PATIENCE_MS, 0);
    clockwork_stop(app->clockwork);
    mailer_stop(app->mailer);
    net_close(app->net, revisions_next, app);
    live_close(app->live, revisions_next, app);
}

/* Whoever ends the program from outside wants it ended. */
static void on_signal(void *arg)
{
    struct app *app = arg;
    app->afresh = (struct afresh){ 0 };
    on_stop(app);
}

static void die(void *arg)
{
    (void)arg;
    _exit(EXIT_DISK); /* nothing of the files is touched any more */
}

static void on_fatal(void *self)
{
    struct app *app = self;
    log_error("app", "the disk failed; stopping at once, nothing acknowledged is lost", "exit=%d", EXIT_DISK);
    app->failed = true;
    if (!app->net || app->stopping)
        die(NULL);
    app->stopping = true;
    live_abandon(app->live); /* 4503: try again */
    loop_timer_free(app->patience);
    app->patience = loop_timer_new(app->loop, die, NULL);
    loop_timer_start(app->patience, 200, 0);
}

/* ---- start ---- */

static struct renderer *make_renderer(void)
{
    return renderer_new("/proc/self/exe");
}

static void web_folder(char out[4096], const char *set)
{
    ssize_t len = readlink("/proc/self/exe", out, 4000);
    if (*set || len <= 0) {
        snprintf(out, 4096, "%s", set);
        return;
    }
    out[len] = 0;
    for (int up = 0; up < 2; up++) { /* beside the program, or one folder up (a build variant) */
        char *slash = strrchr(out, '/');
        if (!slash)
            break;
        snprintf(slash, 16, "/web/index.html");
        if (access(out, R_OK) == 0) {
            *strrchr(out, '/') = 0;
            return;
        }
        *slash = 0;
    }
    out[0] = 0;
}

/* Names the build of the page, so that an older page can offer to reload: a hash of the file that names all others. */
static const char *build_name(const char *web)
{
    static char name[17] = "none";
    char path[4200];
    snprintf(path, sizeof path, "%s/index.html", web);
    FILE *f = *web ? fopen(path, "re") : NULL;
    if (!f)
        return name;
    uint64_t h = 0xcbf29ce484222325u;
    for (int c; (c = getc(f)) != EOF;)
        h = (h ^ (uint64_t)c) * 0x100000001b3u;
    fclose(f);
    snprintf(name, sizeof name, "%016llx", (unsigned long long)h);
    return name;
}

static carnet_err first_run(struct request *request, struct ctx *ctx)
{
    (void)request, (void)ctx;
    return CARNET_OK;
}

static void announce(struct request *request)
{
    struct app *app = (struct app *)((char *)request - offsetof(struct app, first));
    if (request->err) {
        log_note(LOG_ERROR, "app", "not started", &request->note);
        app->failed = true;
        on_stop(app);
        return;
    }
    int host = (int)(strrchr(app->options->listen, ':') - app->options->listen);
    printf("listening on http://%.*s:%d\n", host, app->options->listen, net_port(app->net));
    fflush(stdout);
    revisions_resume(app->revisions);
    errands_erase(app->errands);
    errands_sweep(app->errands);
    mailer_wake(app->mailer);
    clockwork_start(app->clockwork);
    indexing_wake(app->indexing);
}

static carnet_err start_threads(struct app *app, const char *build, char temp[4096])
{
    const char *folder = app->options->folder;
    TRY(folder_open(&app->folder, folder, true));
    TRY(backup_tidy(folder));
    TRY(restore_tidy(folder));
    TRY(afresh_tidy(folder));
    TRY(loop_new(&app->loop));
    app->patience = loop_timer_new(app->loop, out_of_patience, app);
    TRY(database_start(&app->database, &(struct database_options){
        .loop = app->loop, .folder = folder, .on_effects = on_effects, .on_fatal = on_fatal, .self = app }));
    TRY(jobs_start(&app->jobs, &(struct jobs_options){
        .loop = app->loop, .folder = folder, .database = app->database, .workers = (int)config_number("workers"),
        .renderer_new = make_renderer, .renderer_free = renderer_free }));
    app->revisions = revisions_new(app->database, app->jobs, folder);
    app->indexing = indexing_new(app->database, app->jobs);
    search_use(app->jobs);
    app->clockwork = clockwork_new(app->loop, app->database);
    TRY(mailer_new(&app->mailer, app->loop, app->database));
    app->live = live_new(&(struct live_options){
        .loop = app->loop, .database = app->database, .jobs = app->jobs,
        .hooks = { .admit = document_admit, .readmit = document_readmit, .burst = on_burst, .self = app } });
    app_routes_use(app->live, app->database);
    system_use(&(struct system_parts){ folder, build, app->live, app->database });
    snprintf(temp, 4096, "%s/tmp", folder);
    app->errands = errands_new(app->loop, app->database, app->jobs, folder);
    return control_start(&app->control, app->loop, app->database, app->errands, folder);
}

static carnet_err start_network(struct app *app, const char *web, const char *temp)
{
    static struct net_hooks hooks;
    hooks = (struct net_hooks){ .authenticate = people_authenticate, .before = live_before, .ws = live_ws_hooks, .self = app->live };
    static const struct route *routes[64] = { app_routes, system_routes };
    for (size_t i = 0; areas_routes[i]; i++) {
        assert(i + 3 < sizeof routes / sizeof *routes); /* the last one stays NULL */
        routes[i + 2] = areas_routes[i];
    }
    TRY(net_start(&app->net, &(struct net_options){
        .loop = app->loop, .database = app->database, .jobs = app->jobs, .routes = routes, .hooks = &hooks,
        .listen = app->options->listen, .web = *web ? web : NULL, .temp = temp }));
    int host = (int)(strrchr(app->options->listen, ':') - app->options->listen);
    char here[300];
    snprintf(here, sizeof here, "http://%.*s:%d", host, app->options->listen, net_port(app->net));
    mail_base_default(here);
    loop_on_signal(app->loop, SIGTERM, on_signal, app);
    loop_on_signal(app->loop, SIGINT, on_signal, app);
    app->first = (struct request){ .run = first_run, .done = announce, .reads_only = true };
    database_request(app->database, &app->first);
    return CARNET_OK;
}

static void end(struct app *app)
{
    control_stop(app->control);
    if (app->live)
        live_free(app->live);
    if (app->mailer)
        mailer_free(app->mailer);
    if (app->jobs)
        jobs_close(app->jobs);
    if (app->database)
        database_stop(app->database);
    if (app->jobs)
        jobs_stop(app->jobs);
    if (app->net)
        net_free(app->net);
    if (app->revisions)
        revisions_free(app->revisions);
    errands_free(app->errands);
    if (app->clockwork)
        clockwork_free(app->clockwork);
    if (app->indexing)
        indexing_free(app->indexing);
    loop_timer_free(app->patience);
    if (app->loop)
        loop_free(app->loop);
}

/* Everybody has let go of the folder; its lock is still ours. */
static void leave_sample(const struct app *app)
{
    struct err_note note;
    if (afresh_run(app->folder, &app->afresh) == CARNET_OK)
        return;
    err_take(&note);
    log_note(LOG_ERROR, "afresh", "not done; it goes on as it was", &note);
}

int app_serve(const struct app_options *options)
{
    struct app app = { .options = options };
    char web[4096], temp[4096];
    web_folder(web, config_text("web"));
    const char *build = build_name(web);
    carnet_err err = app_engines(build);
    if (!err)
        err = start_threads(&app, build, temp);
    if (!err)
        err = start_network(&app, web, temp);
    if (!err) {
        loop_run(app.loop);
    } else {
        struct err_note note;
        err_take(&note);
        bool in_use = strcmp(note.key, "folder.in_use") == 0;
        fprintf(stderr, "carnet: %s (%s)\n", in_use ? "this folder is in use" : note.detail, note.key);
    }
    bool failed = app.failed, afresh = !err && !failed && app.afresh.person;
    int port = afresh ? net_port(app.net) : 0;
    end(&app);
    if (afresh)
        leave_sample(&app);
    if (app.folder)
        folder_close(app.folder);
    vault_end();
    if (afresh)
        again(options, port);
    if (err == CARNET_CONFLICT)
        return EXIT_IN_USE;
    return err || failed ? 1 : afresh ? EXIT_DISK : 0;
}
