/* The sub-commands (DESIGN §10). Each returns the exit status: 0 done, 1 failed, 2 wrong words, 3 the folder is in use. */
#include "app.h"

#include "areas/demo/demo.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/table.h"
#include "guard/random.h"
#include "text/child.h"
#include "upkeep/control.h"
#include "upkeep/direct.h"
#include "upkeep_commands.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct words {
    const char *data, *listen, *config, *email, *file, *key;
    bool as_is, repair;
    char **words;
};

static int usage(FILE *to)
{
    fputs("carnet serve --data DIR --listen ADDR:PORT [--config FILE]\n"
          "carnet demo  --data DIR [--as-is]\n"
          "carnet token --data DIR --email E\n"
          "carnet admin --data DIR --email E\n"
          "carnet password --data DIR --email E\n"
          "carnet backup --data DIR FILE [--key KEYFILE]\n"
          "carnet restore FILE --data DIR [--key KEYFILE]\n"
          "carnet check --data DIR [--repair]\n",
          to);
    if (to != stdout)
        return 2;
    puts("\nbackup makes one encrypted file, while serving or not. Its key is one line of text in DIR.backup-key beside the data folder\n"
         "(DIR/backup.key where nothing may be written beside it), made by the first backup. Without that line the file cannot be read:\n"
         "keep a copy of it away from this machine and away from the backups. restore looks for the key beside DIR, where the backup\n"
         "says it was, and beside FILE; elsewhere, give it with --key or CARNET_BACKUP_KEY.");
    puts("\nsettings of a configuration file (name = value):");
    config_print();
    return 0;
}

static int cmd_demo(const struct words *w)
{
    CLEANUP(direct_end) struct direct d = { 0 };
    carnet_err err = app_engines("none");
    if (!err)
        err = direct_lock(&d, w->data, true);
    char path[4096];
    snprintf(path, sizeof path, "%s/carnet.db", w->data);
    if (!err && access(path, F_OK) == 0)
        err = err_set(CARNET_CONFLICT, "demo.not_empty", "there already is a database in %s", w->data);
    if (!err)
        err = direct_begin(&d, w->data);
    if (!err)
        err = demo_load(&d.ctx, &(struct demo_options){ .folder = w->data, .as_is = w->as_is });
    return err ? command_failed(err) : 0;
}

static carnet_err run_alone(struct buf *answer, const struct words *w, const char *verb)
{
    CLEANUP(direct_end) struct direct d = { 0 };
    char path[4096];
    snprintf(path, sizeof path, "%s/carnet.db", w->data);
    if (strcmp(verb, "admin") != 0 && access(path, F_OK) != 0)
        return err_set(CARNET_IO, "folder.empty", "there is no database in %s", w->data);
    TRY(app_engines("none"));
    TRY(direct_lock(&d, w->data, true));
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
        const char *why = strcmp(verb, "admin") != 0 ? "no open account has the address" : "this cannot be an address:";
        fprintf(stderr, "carnet: %s %s\n", why, w->email);
        return 1;
    }
    if (err)
        return command_failed(err);
    if (strcmp(verb, "token") != 0)
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
            return command_failed(err);
    }
    static const char *const levels[] = { "error", "warn", "info", "debug" };
    for (int i = 0; i < 4; i++)
        if (strcmp(config_text("log-level"), levels[i]) == 0)
            log_level_set((enum log_level)i);
    const char *listen = w->listen ? w->listen : "127.0.0.1:8080";
    if (!strrchr(listen, ':'))
        return usage(stderr);
    return app_serve(&(struct app_options){ .folder = w->data, .listen = listen, .words = w->words });
}

static bool read_words(struct words *w, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        const char **value = strcmp(argv[i], "--data") == 0     ? &w->data
                             : strcmp(argv[i], "--listen") == 0 ? &w->listen
                             : strcmp(argv[i], "--config") == 0 ? &w->config
                             : strcmp(argv[i], "--email") == 0  ? &w->email
                             : strcmp(argv[i], "--key") == 0    ? &w->key
                                                                : NULL;
        if (value && i + 1 < argc)
            *value = argv[++i];
        else if (strcmp(argv[i], "--as-is") == 0)
            w->as_is = true;
        else if (strcmp(argv[i], "--repair") == 0)
            w->repair = true;
        else if (argv[i][0] != '-' && !w->file)
            w->file = argv[i];
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
        return command_failed(err);
    if (now && *now)
        log_warn("app", "the clock was set", "CARNET_NOW=%s", now);
    err = guard_init();
    if (err)
        return command_failed(err);
    table_seed(guard_number());
    struct words w = { .words = argv };
    if (argc < 2 || !read_words(&w, argc, argv))
        return usage(stderr);
    struct upkeep_words words = { .data = w.data, .file = w.file, .key = w.key ? w.key : getenv("CARNET_BACKUP_KEY") };
    if (strcmp(argv[1], "backup") == 0 && w.file)
        return upkeep_backup(&words);
    if (strcmp(argv[1], "restore") == 0 && w.file)
        return upkeep_restore(&words);
    if (w.file)
        return usage(stderr);
    if (strcmp(argv[1], "check") == 0)
        return w.repair ? upkeep_repair(&words) : upkeep_check(&words);
    if (strcmp(argv[1], "serve") == 0)
        return cmd_serve(&w);
    if (strcmp(argv[1], "demo") == 0)
        return cmd_demo(&w);
    bool of_person = strcmp(argv[1], "token") == 0 || strcmp(argv[1], "admin") == 0 || strcmp(argv[1], "password") == 0;
    if (of_person && w.email)
        return cmd_people(&w, argv[1]);
    return usage(stderr);
}
