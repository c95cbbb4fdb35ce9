/* A repository with a fault is made again in tmp/, then takes the place of the damaged one, which stays beside it under another name. */
#include "upkeep/check.h"

#include <string.h>

#include "areas/document/history_check.h"
#include "base/clock.h"
#include "base/mem.h"
#include "upkeep/backup_file.h"
#include "upkeep/erasures.h"
#include "upkeep/tree.h"
#include "vault/fsck.h"
#include "vault/pack.h"

/* ---- from a backup ---- */

static bool is_part(const struct buf *name, const char *repository, const char *what)
{
    size_t len = strlen(repository);
    return strncmp(buf_text(name), repository, len) == 0 && buf_text(name)[len] == '/' && strcmp(buf_text(name) + len + 1, what) == 0;
}

static carnet_err read_part(struct buf *out, struct archive_reader *archive)
{
    enum { REFS_MOST = 16 << 20 };
    bool more = true;
    while (true) {
        TRY(archive_piece(&more, archive));
        if (!more)
            return CARNET_OK;
        if (out->len + archive->piece.len > REFS_MOST)
            return err_set(CARNET_CORRUPT, "archive.size", "%.100s", buf_text(&archive->name));
        buf_put(out, buf_bytes(&archive->piece));
    }
}

static carnet_err unpack_part(struct archive_reader *archive, const char *dir, bytes refs)
{
    CLEANUP(vault_unpack_free) struct vault_unpack *unpack = NULL;
    bool more = true;
    TRY(vault_unpack_new(&unpack, dir));
    for (;;) {
        TRY(archive_piece(&more, archive));
        if (!more)
            return archive->whole ? vault_unpack_end(unpack, refs) : err_set(CARNET_MISSING, "backup.left_out", "%.100s", dir);
        TRY(vault_unpack_put(unpack, buf_bytes(&archive->piece)));
    }
}

/* The repository as that backup has it, and no further than the rows know. */
static carnet_err from_backup(struct ctx *ctx, const char *folder, const char *repository, const char *dir, const char *backup)
{
    CLEANUP(backup_file_close) struct backup_file file;
    CLEANUP(buf_clear) struct buf refs = { 0 };
    bool more = true;
    TRY(backup_file_open(&file, backup, folder, NULL));
    for (;;) {
        TRY(archive_next(&more, &file.archive));
        if (!more)
            return err_set(CARNET_MISSING, "backup.no_repository", "%s", repository);
        if (is_part(&file.archive.name, repository, "pack"))
            break;
        if (is_part(&file.archive.name, repository, "refs"))
            TRY(read_part(&refs, &file.archive));
        else
            TRY(archive_skip(&file.archive));
    }
    TRY(unpack_part(&file.archive, dir, buf_bytes(&refs)));
    return history_rewind(ctx, dir);
}

static void say_rebuilt(void *self, const char *line)
{
    struct upkeep *upkeep = self;
    upkeep->say(upkeep, line);
}

carnet_err check_rebuild(struct ctx *ctx, struct upkeep *upkeep, const char *repository, const char *dir, const char *backup)
{
    struct err_note note;
    if (backup && from_backup(ctx, upkeep->folder, repository, dir, backup) != CARNET_OK) {
        err_take(&note); /* rows are enough */
        TRY(tree_remove(dir));
    }
    TRY(vault_create(dir));
    return history_rebuild(ctx, repository, dir, say_rebuilt, upkeep);
}

/* ---- one after the other ---- */

struct listening { /* counts what is said, and passes it on */
    struct upkeep *to;
    size_t lines;
};

static void count_line(void *self, const char *line)
{
    struct listening *listening = self;
    size_t len = strlen(listening->to->folder); /* git names its findings by folder: shown below the data folder */
    bool below = strncmp(line, listening->to->folder, len) == 0 && line[len] == '/';
    listening->lines++;
    listening->to->say(listening->to, below ? line + len + 1 : line);
}

static carnet_err faults(size_t *count, struct ctx *ctx, struct upkeep *upkeep, const char *repository)
{
    CLEANUP(buf_clear) struct buf dir = { 0 };
    struct listening listening = { .to = upkeep };
    tree_join(&dir, upkeep->folder, repository);
    if (tree_is_there(buf_text(&dir)))
        TRY(vault_fsck(buf_text(&dir), count_line, NULL, &listening));
    carnet_err err = history_check_repository(ctx, upkeep->folder, repository, count_line, &listening);
    *count = listening.lines + (err == CARNET_CORRUPT);
    return err == CARNET_CORRUPT ? CARNET_OK : err;
}

static carnet_err put_in_place(struct upkeep *upkeep, const char *repository, const char *made)
{
    CLEANUP(buf_clear) struct buf there = { 0 }, aside = { 0 }, line = { 0 };
    char now[CLOCK_TEXT];
    clock_text(now, clock_now());
    tree_join(&there, upkeep->folder, repository);
    buf_printf(&aside, "%s.damaged-%s", buf_text(&there), now);
    if (tree_is_there(buf_text(&there)))
        TRY(tree_move(buf_text(&there), buf_text(&aside)));
    TRY(tree_move(made, buf_text(&there)));
    buf_printf(&line, "%s: made again; what was there is kept in %s", repository, strrchr(buf_text(&aside), '/') + 1);
    upkeep->say(upkeep, buf_text(&line));
    return CARNET_OK;
}

static carnet_err repair_one(struct ctx *ctx, struct upkeep *upkeep, const char *repository, const char *backup)
{
    CLEANUP(buf_clear) struct buf made = { 0 };
    tree_join(&made, upkeep->folder, "tmp/rebuild.git");
    TRY(tree_remove(buf_text(&made)));
    TRY(db_exec(ctx->db, "BEGIN IMMEDIATE"));
    TRY(check_rebuild(ctx, upkeep, repository, buf_text(&made), backup)); /* closing undoes what was begun */
    TRY(put_in_place(upkeep, repository, buf_text(&made)));
    return db_exec(ctx->db, "COMMIT");
}

carnet_err check_repair(size_t *remaining, struct ctx *ctx, struct upkeep *upkeep)
{
    struct history_repositories all;
    CLEANUP(buf_clear) struct buf backup = { 0 };
    bool has_backup = backups_newest(&backup, upkeep->folder) == CARNET_OK;
    TRY(history_repositories(&all, ctx));
    for (size_t i = 0; i < all.count; i++) {
        size_t count;
        TRY(faults(&count, ctx, upkeep, all.paths[i]));
        if (count)
            TRY(repair_one(ctx, upkeep, all.paths[i], has_backup ? buf_text(&backup) : NULL));
    }
    return check_all(remaining, ctx, upkeep);
}
