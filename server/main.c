/* The sub-commands (DESIGN §10). Each returns the exit status: 0 done, 1 failed, 2 wrong words, 3 the folder is in use. */
#include "app.h"

#include "areas/demo/demo.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/table.h"
#include "control.h"
#include "guard/random.h"
#include "store/folder.h"
#include "store/keys.h"
#include "text/child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct words {
    const char *data, *listen, *config, *email;
    bool as_is;
};

static int usage(FILE *to)
{
    fputs("carnet serve --data DIR --listen ADDR:PORT [--config FILE]\n"
          "carnet demo  --data DIR [--as-is]\n"
          "carnet token --data DIR --email E\n"
          "carnet admin --data DIR --email E\n",
          to);
    if (to != stdout)
        return 2;
    puts("\nsettings of a configuration file (name = value):");
    config_print();
    return 0;
}

static int failed(carnet_err err)
{
    struct err_note note;
    err_take(&note);
    if (err == CARNET_CONFLICT && strcmp(note.key, "folder.in_use") == 0) {
        fputs("carnet: this folder is in use\n", stderr);
        return 3;
    }
    fprintf(stderr, "carnet: %s (%s)\n", note.detail[0] ? note.detail : err_name(err), note.key);
    return err == CARNET_CONFLICT ? 3 : 1;
}

/* Runs a rule on a folder that no server uses, in one transaction. */
struct direct {
    struct folder *folder;
    struct db *db;
    struct keys *keys;
    struct arena *arena;
    struct effects effects;
    struct ctx ctx;
};

static void direct_end(struct direct *d)
{
    arena_free(d->arena);
    db_close(d->db);
    keys_close(d->keys);
    if (d->folder)
        folder_close(d->folder);
}

static carnet_err direct_lock(struct direct *d, const char *folder)
{
    return folder_open(&d->folder, folder, true);
}

static carnet_err direct_begin(struct direct *d, const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/carnet.db", folder);
    TRY(db_open(&d->db, path, true));
    TRY(db_migrate(d->db));
    snprintf(path, sizeof path, "%s/keys.db", folder);
    TRY(keys_open(&d->keys, path));
    d->arena = arena_new();
    effects_init(&d->effects);
    d->ctx = (struct ctx){ .db = d->db, .keys = d->keys, .effects = &d->effects, .arena = d->arena, .now = clock_now() };
    return CARNET_OK;
}

static int cmd_demo(const struct words *w)
{
    CLEANUP(direct_end) struct direct d = { 0 };
    carnet_err err = app_engines("none");
    if (!err)
        err = direct_lock(&d, w->data);
    char path[4096];
    snprintf(path, sizeof path, "%s/carnet.db", w->data);
    if (!err && access(path, F_OK) == 0)
        err = err_set(CARNET_CONFLICT, "demo.not_empty", "there already is a database in %s", w->data);
    if (!err)
        err = direct_begin(&d, w->data);
    if (!err)
        err = demo_load(&d.ctx, &(struct demo_options){ .folder = w->data, .as_is = w->as_is });
    return err ? failed(err) : 0;
}

static carnet_err run_alone(struct buf *answer, const struct words *w, const char *verb)
{
    CLEANUP(direct_end) struct direct d = { 0 };
    char path[4096];
    snprintf(path, sizeof path, "%s/carnet.db", w->data);
    if (strcmp(verb, "token") == 0 && access(path, F_OK) != 0)
        return err_set(CARNET_IO, "folder.empty", "there is no database in %s", w->data);
    TRY(app_engines("none"));
    TRY(direct_lock(&d, w->data));
    TRY(direct_begin(&d, w->data));
    TRY(db_exec(d.db, "BEGIN IMMEDIATE"));
    const char *text;
    TRY(control_run(&text, &d.ctx, verb, w->email)); /* closing undoes what was begun */
    TRY(db_exec(d.db, "COMMIT"));
    TRY(keys_settle(d.keys));
    buf_put_text(answer, text);
    return CARNET_OK;
}

static int cmd_people(const struct words *w, const char *verb)
{
    CLEANUP(buf_clear) struct buf answer = { 0 };
    carnet_err err = control_ask(&answer, w->data, verb, w->email);
    if (err == CARNET_MISSING)
        err = run_alone(&answer, w, verb);
    if (err == CARNET_INVALID || err == CARNET_MISSING) {
        const char *why = strcmp(verb, "token") == 0 ? "no open account has the address" : "this cannot be an address:";
        fprintf(stderr, "carnet: %s %s\n", why, w->email);
        return 1;
    }
    if (err)
        return failed(err);
    if (strcmp(verb, "admin") == 0)
        printf("Open this address in the browser, after the address of your Carnet: /mot-de-passe#%s\n", buf_text(&answer));
    else
        puts(buf_text(&answer));
    return 0;
}

static int cmd_serve(const struct words *w)
{
    if (w->config) {
        carnet_err err = config_load(w->config);
        if (err)
            return failed(err);
    }
    static const char *const levels[] = { "error", "warn", "info", "debug" };
    for (int i = 0; i < 4; i++)
        if (strcmp(config_text("log-level"), levels[i]) == 0)
            log_level_set((enum log_level)i);
    const char *listen = w->listen ? w->listen : "127.0.0.1:8080";
    if (!strrchr(listen, ':'))
        return usage(stderr);
    return app_serve(&(struct app_options){ .folder = w->data, .listen = listen });
}

static bool read_words(struct words *w, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        const char **value = strcmp(argv[i], "--data") == 0     ? &w->data
                             : strcmp(argv[i], "--listen") == 0 ? &w->listen
                             : strcmp(argv[i], "--config") == 0 ? &w->config
                             : strcmp(argv[i], "--email") == 0  ? &w->email
                                                                : NULL;
        if (value && i + 1 < argc)
            *value = argv[++i];
        else if (strcmp(argv[i], "--as-is") == 0)
            w->as_is = true;
        else
            return false;
    }
    return w->data != NULL;
}

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "render-child") == 0)
        return render_child_main();
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
        return usage(stdout);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    const char *now = getenv("CARNET_NOW");
    carnet_err err = clock_start(now);
    if (err)
        return failed(err);
    if (now && *now)
        log_warn("app", "the clock was set", "CARNET_NOW=%s", now);
    err = guard_init();
    if (err)
        return failed(err);
    table_seed(guard_number());
    struct words w = { 0 };
    if (argc < 2 || !read_words(&w, argc, argv))
        return usage(stderr);
    if (strcmp(argv[1], "serve") == 0)
        return cmd_serve(&w);
    if (strcmp(argv[1], "demo") == 0)
        return cmd_demo(&w);
    if ((strcmp(argv[1], "token") == 0 || strcmp(argv[1], "admin") == 0) && w.email)
        return cmd_people(&w, argv[1]);
    return usage(stderr);
}
