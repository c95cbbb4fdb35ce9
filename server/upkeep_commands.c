/* A server that has the folder is asked through its socket; otherwise the folder is taken for as long as it lasts. */
#include "upkeep_commands.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/mem.h"
#include "upkeep/backup.h"
#include "upkeep/check.h"
#include "upkeep/control.h"
#include "upkeep/direct.h"
#include "upkeep/restore.h"
#include "upkeep/tree.h"

struct alone { /* the folder, and what it is used for */
    struct upkeep upkeep; /* first */
    struct direct direct;
};

static void alone_end(struct alone *a)
{
    direct_end(&a->direct);
}

int command_failed(carnet_err err)
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

static void say_line(const char *line)
{
    puts(line);
    fflush(stdout);
}

static void say_alone(struct upkeep *upkeep, const char *line)
{
    (void)upkeep;
    say_line(line);
}

static carnet_err keys_alone(struct upkeep *upkeep, database_keys_fn *fn, void *self)
{
    return fn(self, ((struct alone *)upkeep)->direct.keys);
}

static bool never(struct upkeep *upkeep)
{
    (void)upkeep;
    return false;
}

static carnet_err begin_alone(struct alone *a, const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    a->upkeep = (struct upkeep){ .folder = folder, .keys = keys_alone, .say = say_alone, .stop = never };
    if (!tree_is_there(tree_join(&path, folder, "carnet.db")))
        return err_set(CARNET_IO, "folder.empty", "there is no database in %s", folder);
    TRY(app_engines("none"));
    TRY(direct_lock(&a->direct, folder, false));
    return direct_begin(&a->direct, folder);
}

/* From the root, because the server works elsewhere. The last part need not be there. */
static carnet_err full_path(struct buf *out, const char *path)
{
    CLEANUP(mem_free_ptr) char *parent = mem_text(path);
    char *slash = strrchr(parent, '/'), full[PATH_MAX];
    const char *name = slash ? slash + 1 : path;
    if (slash)
        slash[slash == parent] = 0;
    if (!realpath(slash ? parent : ".", full))
        return err_set(CARNET_INVALID, "backup.folder", "the folder of %.150s is not there", path);
    buf_printf(out, "%s/%s", strcmp(full, "/") == 0 ? "" : full, slash ? path + (name - parent) : name);
    if (!*name || strpbrk(buf_text(out), "\n\t"))
        return err_set(CARNET_INVALID, "backup.path", "%.150s cannot be the name of a backup", path);
    return CARNET_OK;
}

/* ---- backup ---- */

static carnet_err backup_alone(const char *folder, const struct backup_order *order)
{
    CLEANUP(alone_end) struct alone a = { 0 };
    TRY(begin_alone(&a, folder));
    return backup_make(&a.upkeep, a.direct.db, order);
}

int upkeep_backup(const struct upkeep_words *words)
{
    CLEANUP(buf_clear) struct buf file = { 0 }, key = { 0 }, argument = { 0 }, answer = { 0 };
    carnet_err err = full_path(&file, words->file);
    if (!err && words->key)
        err = full_path(&key, words->key);
    if (err)
        return command_failed(err);
    buf_printf(&argument, "%s%s%s", buf_text(&file), key.len ? "\t" : "", buf_text(&key));
    err = control_errand(&answer, words->data, "backup", buf_text(&argument), say_line);
    if (err == CARNET_MISSING) {
        struct backup_order order = { .file = buf_text(&file), .key = key.len ? buf_text(&key) : NULL };
        err = backup_alone(words->data, &order);
    }
    return err ? command_failed(err) : 0;
}

/* ---- restore ---- */

static void say_restoring(void *self, const char *line)
{
    (void)self;
    say_line(line);
}

int upkeep_restore(const struct upkeep_words *words)
{
    CLEANUP(buf_clear) struct buf file = { 0 };
    carnet_err err = app_engines("none");
    err = err ? err : full_path(&file, words->file);
    err = err ? err : restore_run(&(struct restore_order){ .file = buf_text(&file), .folder = words->data, .key = words->key,
                                                            .say = say_restoring });
    return err ? command_failed(err) : 0;
}

/* ---- check ---- */

static int checked(carnet_err err, size_t findings)
{
    if (err == CARNET_CORRUPT) { /* so damaged that it cannot even be opened */
        struct err_note note;
        err_take(&note);
        printf("carnet.db: %s\n", note.detail);
        return 1;
    }
    return err ? command_failed(err) : findings ? 1 : 0;
}

static carnet_err check_alone(size_t *findings, const char *folder)
{
    CLEANUP(alone_end) struct alone a = { 0 };
    TRY(begin_alone(&a, folder));
    return check_all(findings, &a.direct.ctx, &a.upkeep);
}

int upkeep_check(const struct upkeep_words *words)
{
    CLEANUP(buf_clear) struct buf answer = { 0 };
    size_t findings = 0;
    carnet_err err = control_errand(&answer, words->data, "check", "", say_line);
    if (err == CARNET_MISSING)
        err = check_alone(&findings, words->data);
    else if (!err)
        findings = strtoul(buf_text(&answer), NULL, 10);
    return checked(err, findings);
}

static carnet_err repair_alone(size_t *remaining, const char *folder)
{
    CLEANUP(alone_end) struct alone a = { 0 };
    TRY(begin_alone(&a, folder));
    return check_repair(remaining, &a.direct.ctx, &a.upkeep);
}

int upkeep_repair(const struct upkeep_words *words)
{
    size_t remaining = 0;
    carnet_err err = repair_alone(&remaining, words->data);
    return checked(err, remaining);
}
