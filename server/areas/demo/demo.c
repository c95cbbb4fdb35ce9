/* Loading the sample: everything in one transaction, then the git repositories from the rows. */
#include "areas/demo/demo.h"

#include <stdlib.h>

#include "areas/demo/load.h"
#include "areas/demo/sample.h"
#include "areas/document/history.h"
#include "areas/event/rows.h"
#include "guard/password.h"
#include "store/keys.h"

static const char SQL_ANYBODY[] = "SELECT 1 FROM person LIMIT 1";

static carnet_err refuse_if_used(struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ANYBODY);
    bool row;
    TRY(db_next(&row, &q));
    return row ? err_set(CARNET_CONFLICT, "demo.not_empty", "there are people in it") : CARNET_OK;
}

static json_t *sample_json(const char *name)
{
    bytes file = sample_file(name);
    return json_loadb((const char *)file.ptr, file.len, JSON_REJECT_DUPLICATES, NULL);
}

static carnet_err load_all(struct load *load)
{
    TRY(load_frame(load));
    TRY(load_people(load));
    TRY(load_groups(load));
    TRY(load_works(load));
    TRY(load_pages(load));
    TRY(load_journals(load));
    return load_comments(load);
}

static carnet_err make_repositories(struct ctx *ctx, const char *folder)
{
    int64_t *waiting;
    size_t count;
    TRY(history_waiting(&waiting, &count, ctx, 0));
    for (size_t i = 0; i < count; i++) {
        struct history_commit commit;
        TRY(history_commit(&commit, ctx, folder, waiting[i]));
        TRY(history_committed(ctx, &commit));
    }
    return CARNET_OK;
}

static carnet_err in_transaction(struct ctx *ctx, carnet_err (*part)(struct load *load), struct load *load)
{
    TRY(db_exec(ctx->db, "BEGIN IMMEDIATE"));
    carnet_err err = part(load);
    if (err == CARNET_OK) {
        TRY(db_exec(ctx->db, "COMMIT"));
        return keys_settle(ctx->keys);
    }
    struct err_note note;
    err_take(&note);
    if (db_exec(ctx->db, "ROLLBACK") != CARNET_OK)
        err_take(&(struct err_note){ 0 }); /* the first failure is the one to tell */
    return err_restore(&note);
}

static const char *password_of(const struct demo_options *options)
{
    if (options->password)
        return options->password;
    const char *given = getenv("CARNET_DEMO_PASSWORD");
    return given && given[0] ? given : "passerelles-2026";
}

carnet_err demo_load(struct ctx *ctx, const struct demo_options *options)
{
    TRY(refuse_if_used(ctx));
    json_auto_t *sample = sample_json("cohort.json");
    json_auto_t *programme = sample_json("cpsl.json");
    struct load load = { .ctx = ctx, .sample = sample, .programme = programme, .password = password_of(options) };
    int64_t now = ctx->now;
    TRY(dates_init(&load.dates, now, options->as_is, load_text(sample, "snapshotAt"), json_object_get(sample, "sessions")));
    password_cost_light(true); /* thirty accounts at once; a real one costs more */
    carnet_err err = in_transaction(ctx, load_all, &load);
    password_cost_light(false);
    ctx->now = now;
    ctx->actor = 0;
    TRY(err);
    TRY(keys_settle(ctx->keys));
    return options->folder ? make_repositories(ctx, options->folder) : CARNET_OK;
}
