/* Each part of a check goes on after the faults of the one before; an error that is no fault ends it. */
#include "upkeep/check.h"

#include <stdio.h>
#include <string.h>

#include "areas/document/history_check.h"
#include "areas/document/image.h"
#include "areas/enrolment/enrolment.h"
#include "areas/group/file.h"
#include "areas/journal/erase.h"
#include "base/mem.h"
#include "store/copy.h"
#include "upkeep/tree.h"
#include "vault/fsck.h"

struct check {
    struct ctx *ctx;
    struct upkeep *upkeep;
    const char *prefix; /* "carnet.db: " */
    size_t findings;
    carnet_err err; /* of a question asked within a callback */
    struct err_note note;
};

static void found(void *self, const char *line)
{
    struct check *check = self;
    CLEANUP(buf_clear) struct buf whole = { 0 };
    buf_printf(&whole, "%s%s", check->prefix, line);
    check->findings++;
    check->upkeep->say(check->upkeep, buf_text(&whole));
}

/* Corruption that stops one part is a finding of its own. */
static carnet_err part(struct check *check, carnet_err err)
{
    struct err_note note;
    if (err == CARNET_OK)
        return check->upkeep->stop(check->upkeep) ? err_set(CARNET_IO, "check.stopped", "the check was stopped") : CARNET_OK;
    err_take(&note);
    if (err != CARNET_CORRUPT)
        return err_restore(&note);
    found(check, note.detail[0] ? note.detail : note.key);
    return CARNET_OK;
}

/* ---- keys ---- */

static void note_line(void *self, const char *line)
{
    buf_printf(self, "%s\n", line);
}

static carnet_err look_at_keys(void *self, struct keys *keys)
{
    return keys_check(keys, note_line, self);
}

static carnet_err check_keys(struct check *check)
{
    CLEANUP(buf_clear) struct buf said = { 0 };
    carnet_err err = check->upkeep->keys(check->upkeep, look_at_keys, &said);
    char *rest = (char *)said.ptr;
    for (char *line; rest && (line = strtok_r(rest, "\n", &rest));)
        found(check, line);
    return part(check, err);
}

static void keyless(void *self, int64_t document)
{
    struct check *check = self;
    bool erased = false;
    char line[100];
    if (!check->err && (check->err = journal_being_erased(&erased, check->ctx, document)))
        err_take(&check->note);
    snprintf(line, sizeof line, "document %lld is sealed, and its key is lost: its journal was not erased", (long long)document);
    if (!check->err && !erased)
        found(check, line);
}

/* ---- everything but repositories ---- */

static carnet_err check_data(struct check *check)
{
    check->prefix = "carnet.db: ";
    TRY(part(check, db_check(check->ctx->db, found, check)));
    check->prefix = "keys.db: ";
    TRY(check_keys(check));
    check->prefix = "";
    TRY(part(check, log_check(check->ctx, found, keyless, check)));
    TRY(check->err ? err_restore(&check->note) : CARNET_OK);
    TRY(part(check, history_check_rows(check->ctx, found, check)));
    TRY(part(check, journal_check(check->ctx, found, check)));
    TRY(part(check, enrolment_check(check->ctx, found, check)));
    TRY(part(check, image_check(check->ctx, found, check)));
    return part(check, file_check(check->ctx, found, check));
}

/* ---- repositories ---- */

/* git names its findings by folder: shown below the data folder. */
static void found_by_git(void *self, const char *line)
{
    struct check *check = self;
    size_t len = strlen(check->upkeep->folder);
    found(self, strncmp(line, check->upkeep->folder, len) == 0 && line[len] == '/' ? line + len + 1 : line);
}

static bool ask(void *self)
{
    const struct check *check = self;
    return check->upkeep->stop(check->upkeep);
}

static carnet_err check_repository(struct check *check, const char *repository)
{
    CLEANUP(buf_clear) struct buf dir = { 0 };
    tree_join(&dir, check->upkeep->folder, repository);
    if (tree_is_there(buf_text(&dir)))
        TRY(part(check, vault_fsck(buf_text(&dir), found_by_git, ask, check)));
    return part(check, history_check_repository(check->ctx, check->upkeep->folder, repository, found, check));
}

static carnet_err repositories(struct history_repositories *out, struct check *check)
{
    *out = (struct history_repositories){ 0 };
    carnet_err err = history_repositories(out, check->ctx);
    if (err == CARNET_CORRUPT)
        out->count = 0;
    return part(check, err);
}

static carnet_err check_each(struct check *check)
{
    struct history_repositories all;
    TRY(check_data(check));
    TRY(repositories(&all, check));
    for (size_t i = 0; i < all.count; i++)
        TRY(check_repository(check, all.paths[i]));
    return CARNET_OK;
}

carnet_err check_all(size_t *findings, struct ctx *ctx, struct upkeep *upkeep)
{
    struct check check = { .ctx = ctx, .upkeep = upkeep, .prefix = "" };
    db_stop_when(ctx->db, ask, &check);
    carnet_err err = check_each(&check);
    db_stop_when(ctx->db, NULL, NULL);
    *findings = check.findings;
    return err;
}
