/* Nothing is copied but rows about one account: so it takes no longer than making an empty database. */
#include "upkeep/afresh.h"

#include "areas/start/start.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/db.h"
#include "store/keys.h"
#include "upkeep/tree.h"

static carnet_err make_keys(const char *fresh)
{
    struct keys *keys;
    CLEANUP(buf_clear) struct buf path = { 0 };
    TRY(keys_open(&keys, tree_join(&path, fresh, "keys.db")));
    keys_close(keys);
    return CARNET_OK;
}

static carnet_err carry(struct db *db, const char *folder, const struct afresh *afresh)
{
    CLEANUP(buf_clear) struct buf sample = { 0 };
    struct effects effects;
    struct ctx ctx = { .db = db, .effects = &effects, .now = clock_now(), .actor = afresh->person, .sign_in = afresh->sign_in };
    effects_init(&effects);
    TRY(db_attach(db, tree_join(&sample, folder, "carnet.db")));
    TRY(db_exec(db, "BEGIN IMMEDIATE"));
    ctx.arena = arena_new();
    carnet_err err = start_carry(&ctx); /* closing undoes what was begun */
    arena_free(ctx.arena);
    TRY(err);
    TRY(db_exec(db, "COMMIT"));
    return db_checkpoint(db, DB_CHECKPOINT_TRUNCATE);
}

static carnet_err make_database(const char *folder, const char *fresh, const struct afresh *afresh)
{
    struct db *db;
    CLEANUP(buf_clear) struct buf path = { 0 };
    TRY(db_open(&db, tree_join(&path, fresh, "carnet.db"), true));
    carnet_err err = db_migrate(db);
    if (!err)
        err = carry(db, folder, afresh);
    db_close(db);
    return err;
}

static carnet_err lay_out(const char *folder, const struct afresh *afresh)
{
    static const char *const parts[] = { "groups", "works", "files" };
    CLEANUP(buf_clear) struct buf fresh = { 0 }, path = { 0 };
    TRY(tree_make(tree_join(&fresh, folder, FOLDER_FRESH)));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        TRY(tree_make(tree_join(&path, buf_text(&fresh), parts[i])));
    TRY(make_keys(buf_text(&fresh)));
    TRY(make_database(folder, buf_text(&fresh), afresh));
    return folder_sync(buf_text(&fresh));
}

carnet_err afresh_tidy(const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    return tree_remove(tree_join(&path, folder, FOLDER_FRESH));
}

carnet_err afresh_run(const struct folder *folder, const struct afresh *afresh)
{
    CLEANUP(buf_clear) struct buf aside = { 0 };
    char now[CLOCK_TEXT];
    clock_text(now, clock_now());
    buf_printf(&aside, "sample-%s", now);
    TRY(afresh_tidy(folder_path(folder)));
    TRY(lay_out(folder_path(folder), afresh));
    TRY(folder_replace(folder, buf_text(&aside)));
    log_info("afresh", "a real cohort begins; the sample is kept", "in=%s", buf_text(&aside));
    return afresh_tidy(folder_path(folder));
}
