/* Schema changes, numbered and forward only. Each runs in one transaction with its number in user_version, so an
 * interruption leaves the schema before or after it. Foreign keys are checked at the end of each instead of during it:
 * SQLite rebuilds a table by dropping the old one. */
#include "store/migrate.h"

#include "base/log.h"
#include "store/db_internal.h"

#include <stdio.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverlength-strings"
#include "migrations.h"
#pragma GCC diagnostic pop

static carnet_err version_of(int *version, struct db *db)
{
    CLEANUP(db_query_end) struct db_query q = db_query(db, "PRAGMA user_version");
    TRY(db_one(&q));
    *version = (int)db_int(&q, 0);
    return CARNET_OK;
}

static carnet_err keys_hold(struct db *db, int number)
{
    CLEANUP(db_query_end) struct db_query q = db_query(db, "PRAGMA foreign_key_check");
    bool row;
    TRY(db_next(&row, &q));
    return row ? err_set(CARNET_CORRUPT, "store.migration", "migration=%d leaves a dangling reference", number) : CARNET_OK;
}

static carnet_err apply(struct db *db, const struct migration *migration)
{
    char stamp[64];
    snprintf(stamp, sizeof stamp, "PRAGMA user_version = %d", migration->number);
    TRY(db_script(db, migration->sql));
    TRY(keys_hold(db, migration->number));
    return db_script(db, stamp);
}

static carnet_err run_one(struct db *db, const struct migration *migration)
{
    TRY(db_exec(db, "BEGIN IMMEDIATE"));
    carnet_err err = apply(db, migration);
    if (err == CARNET_OK)
        err = db_exec(db, "COMMIT");
    if (err == CARNET_OK)
        return CARNET_OK;
    struct err_note note;
    err_take(&note);
    if (!sqlite3_get_autocommit(db->sqlite) && db_exec(db, "ROLLBACK") != CARNET_OK)
        log_error("store", "a migration was not rolled back", "migration=%d", migration->number);
    log_note(LOG_ERROR, "store", "migration failed", &note);
    return err_restore(&note);
}

static carnet_err run_missing(struct db *db, const struct migration *list, int version)
{
    for (const struct migration *m = list; m->number; m++) {
        if (m->number <= version)
            continue;
        TRY(run_one(db, m));
        log_info("store", "migrated", "migration=%d", m->number);
    }
    return CARNET_OK;
}

carnet_err migrate_run(struct db *db, const struct migration *list)
{
    int version, newest = 0;
    TRY(version_of(&version, db));
    for (const struct migration *m = list; m->number; m++)
        newest = m->number;
    if (version > newest)
        return err_set(CARNET_CONFLICT, "store.too_new", "database=%d program=%d", version, newest);
    if (version == newest)
        return CARNET_OK;
    TRY(db_script(db, "PRAGMA foreign_keys=OFF"));
    carnet_err err = run_missing(db, list, version);
    struct err_note note;
    err_take(&note);
    carnet_err on = db_script(db, "PRAGMA foreign_keys=ON");
    return err == CARNET_OK ? on : err_restore(&note);
}

carnet_err db_migrate(struct db *db)
{
    struct migration list[sizeof MIGRATIONS / sizeof *MIGRATIONS];
    for (size_t i = 0; i < sizeof MIGRATIONS / sizeof *MIGRATIONS; i++)
        list[i] = (struct migration){ MIGRATIONS[i].number, MIGRATIONS[i].sql };
    return migrate_run(db, list);
}
