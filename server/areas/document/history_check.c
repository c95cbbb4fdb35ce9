/* Documents are taken one at a time, each in an arena of its own: a check reads everything there is. */
#include "areas/document/history_check.h"

#include <string.h>

#include "areas/document/document_sql.h"
#include "areas/document/history_git.h"
#include "areas/document/history_sql.h"
#include "areas/document/text.h"
#include "areas/event/rows.h"
#include "vault/history.h"
#include "vault/pack.h"

struct check {
    struct ctx *ctx; /* with an arena for one thing */
    history_say_fn *say;
    void *self;
    const char *folder, *repository; /* of the repository being looked at */
    bool *reached;                   /* its newest commit was looked for in the history of main */
};

/* Nothing that one damaged row does may hide the next: corruption is said, other errors end it. */
static carnet_err say_if_corrupt(const struct check *check, carnet_err err, const char *what)
{
    struct err_note note;
    if (err == CARNET_OK)
        return CARNET_OK;
    err_take(&note);
    if (err != CARNET_CORRUPT)
        return err == CARNET_MISSING ? CARNET_OK : err_restore(&note);
    check->say(check->self, arena_printf(check->ctx->arena, "%s (%.120s)", what, note.detail[0] ? note.detail : note.key));
    return CARNET_OK;
}

static carnet_err each(const struct check *check, carnet_err (*fn)(const struct check *check, int64_t id), const int64_t *ids,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct check one = *check;
        struct ctx ctx = *check->ctx;
        one.ctx = &ctx;
        ctx.arena = arena_new();
        carnet_err err = fn(&one, ids[i]);
        arena_free(ctx.arena);
        TRY(err);
    }
    return CARNET_OK;
}

/* ---- rows ---- */

static carnet_err check_loads(const struct check *check, int64_t document)
{
    struct log_state state;
    struct err_note note;
    CLEANUP(buf_clear) struct buf text = { 0 };
    if (log_load(&state, check->ctx, document) != CARNET_OK) { /* store says so, and better */
        err_take(&note);
        return note.code == CARNET_CORRUPT || note.code == CARNET_MISSING ? CARNET_OK : err_restore(&note);
    }
    carnet_err err = text_of_state(&text, &state);
    const char *what = arena_printf(check->ctx->arena, "document %lld: its updates make no document", (long long)document);
    if (err == CARNET_INVALID || err == CARNET_LIMIT) { /* for an update from outside; from the log, it is damage */
        err_take(&note);
        err = err_set(CARNET_CORRUPT, "document.damaged", "%s", note.detail);
    }
    return say_if_corrupt(check, err, what);
}

static carnet_err check_row(const struct check *check, int64_t revision)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    carnet_err err = history_text(&text, check->ctx, revision);
    return say_if_corrupt(check, err, arena_printf(check->ctx->arena, "revision %lld: its text is damaged", (long long)revision));
}

carnet_err history_check_rows(struct ctx *ctx, history_say_fn *say, void *self)
{
    struct check check = { .ctx = ctx, .say = say, .self = self };
    int64_t *ids;
    size_t count;
    TRY(history_sql_documents(&ids, &count, ctx));
    TRY(each(&check, check_loads, ids, count));
    TRY(history_sql_revisions(&ids, &count, ctx, false));
    return each(&check, check_row, ids, count);
}

/* ---- repositories ---- */

carnet_err history_repositories(struct history_repositories *out, struct ctx *ctx)
{
    int64_t *ids;
    size_t count;
    *out = (struct history_repositories){ 0 };
    TRY(history_sql_documents(&ids, &count, ctx));
    for (size_t i = 0; i < count; i++) {
        struct document document;
        struct document_place place;
        TRY(document_sql_by_id(&document, ctx, ids[i]));
        if (document.journal)
            continue;
        TRY(history_place(&place, ctx, &document));
        bool known = false;
        for (size_t j = 0; j < out->count; j++)
            known |= strcmp(out->paths[j], place.repository) == 0;
        if (known)
            continue;
        out->paths = rows_grow(ctx, out->paths, out->count, sizeof *out->paths);
        out->paths[out->count++] = place.repository;
    }
    return CARNET_OK;
}

struct place {
    struct revision_row row;
    struct document_place in;
    bool here; /* in the repository being looked at */
};

static carnet_err place_of(struct place *out, struct ctx *ctx, int64_t revision, const char *repository)
{
    struct document document;
    *out = (struct place){ 0 };
    TRY(history_sql_by_id(&out->row, ctx, revision));
    TRY(document_sql_by_id(&document, ctx, out->row.document));
    if (document.journal)
        return CARNET_OK;
    TRY(history_place(&out->in, ctx, &document));
    out->here = strcmp(out->in.repository, repository) == 0;
    return CARNET_OK;
}

carnet_err history_is_committed(bool *out, struct ctx *ctx, const char *repository)
{
    int64_t *ids;
    size_t count;
    *out = false;
    TRY(history_sql_revisions(&ids, &count, ctx, true));
    for (size_t i = 0; i < count && !*out; i++) {
        struct place place;
        TRY(place_of(&place, ctx, ids[i], repository));
        *out = place.here && place.row.commit;
    }
    return CARNET_OK;
}

static carnet_err check_commit(const struct check *check, int64_t revision)
{
    struct place place;
    struct err_note note;
    bool reached = true;
    CLEANUP(buf_clear) struct buf row = { 0 }, git = { 0 };
    TRY(place_of(&place, check->ctx, revision, check->repository));
    if (!place.here || !place.row.commit)
        return CARNET_OK;
    const char *dir = arena_printf(check->ctx->arena, "%s/%s", check->folder, check->repository);
    carnet_err err = vault_read(&git, dir, place.row.commit, place.in.path);
    const char *why = NULL;
    if (!err && !*check->reached) { /* history is linear: who reaches the newest reaches all */
        err = vault_reaches(&reached, dir, place.row.commit);
        *check->reached = true;
    }
    if (!err && !reached) {
        why = "is not in its history";
    } else if (err) {
        err_take(&note);
        if (err != CARNET_MISSING && err != CARNET_CORRUPT)
            return err_restore(&note);
        why = err == CARNET_MISSING ? "is not there" : "is damaged";
    } else if (history_text(&row, check->ctx, revision) != CARNET_OK) {
        err_take(&note); /* said with the rows */
    } else if (!bytes_equal(buf_bytes(&row), buf_bytes(&git))) {
        why = "holds another text than its row";
    }
    if (why)
        check->say(check->self, arena_printf(check->ctx->arena, "%s: the commit of revision %lld %s", check->repository,
                                             (long long)revision, why));
    return CARNET_OK;
}

carnet_err history_check_repository(struct ctx *ctx, const char *folder, const char *repository, history_say_fn *say, void *self)
{
    bool reached = false;
    struct check check = { .ctx = ctx, .say = say, .self = self, .folder = folder, .repository = repository, .reached = &reached };
    int64_t *ids;
    size_t count;
    TRY(history_sql_revisions(&ids, &count, ctx, true));
    for (size_t i = 0; i < count / 2; i++) { /* newest first */
        int64_t id = ids[i];
        ids[i] = ids[count - 1 - i];
        ids[count - 1 - i] = id;
    }
    return each(&check, check_commit, ids, count);
}

/* ---- back, and again ---- */

static carnet_err is_known(void *self, bool *known, const char *id)
{
    return history_sql_knows_commit(known, self, id);
}

carnet_err history_rewind(struct ctx *ctx, const char *dir)
{
    char main[VAULT_ID];
    return vault_rewind(main, dir, is_known, ctx);
}

static carnet_err commit_again(const struct check *check, int64_t revision)
{
    struct place place;
    struct history_commit made;
    bool overtaken;
    CLEANUP(buf_clear) struct buf there = { 0 };
    struct ctx *ctx = check->ctx;
    TRY(place_of(&place, ctx, revision, check->repository));
    if (!place.here)
        return CARNET_OK;
    TRY(history_sql_overtaken(&overtaken, ctx, &place.row));
    if (!place.row.commit && overtaken) /* it was not in the line, and those behind it would get other ids */
        return CARNET_OK;
    if (place.row.commit && vault_read(&there, check->folder, place.row.commit, place.in.path) == CARNET_OK)
        return CARNET_OK;
    carnet_err err = history_commit_into(&made, ctx, check->folder, revision);
    if (err == CARNET_CORRUPT)
        return say_if_corrupt(check, err, arena_printf(ctx->arena, "%s: revision %lld cannot be made again, its row is damaged",
                                                       check->repository, (long long)revision));
    TRY(err);
    if (place.row.commit && strcmp(place.row.commit, made.id) == 0)
        return CARNET_OK;
    if (place.row.commit)
        check->say(check->self, arena_printf(ctx->arena, "%s: the commit of revision %lld is now %s", check->repository,
                                             (long long)revision, made.id));
    return history_committed(ctx, &made);
}

carnet_err history_rebuild(struct ctx *ctx, const char *repository, const char *dir, history_say_fn *say, void *self)
{
    struct check check = { .ctx = ctx, .say = say, .self = self, .folder = dir, .repository = repository };
    int64_t *ids;
    size_t count;
    TRY(history_sql_revisions(&ids, &count, ctx, true));
    return each(&check, commit_again, ids, count);
}
