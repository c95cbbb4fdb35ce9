/* Revisions as git commits. Everything in a commit comes from the row (names as pseudonyms, the row's time), so making it again
 * gives the same commit. Documents of journals have no place in git, and none is made here even if asked. */
#include "areas/document/history_git.h"

#include <stdio.h>
#include <string.h>

#include "areas/document/document_sql.h"
#include "areas/document/history_sql.h"
#include "vault/commit.h"

_Static_assert(sizeof ((struct history_commit *)0)->id == VAULT_ID, "a commit's id");

static struct vault_person pseudonym(struct ctx *ctx, const struct person *person)
{
    return (struct vault_person){
        .name = person->pseudonym,
        .email = arena_printf(ctx->arena, "%s@carnet.invalid", person->pseudonym),
    };
}

static const char *message(struct ctx *ctx, const struct revision_row *row, const char *path)
{
    char day[CLOCK_DAY];
    clock_paris_day(day, row->at);
    int64_t minutes = (row->at + clock_paris_offset(row->at)) / 60000 % 1440;
    return arena_printf(ctx->arena, "%s, %.2s/%.2s/%.4s à %02d h %02d", path, day + 8, day + 5, day, (int)(minutes / 60),
                        (int)(minutes % 60));
}

carnet_err history_place(struct document_place *out, struct ctx *ctx, const struct document *document)
{
    const struct document_owner *owner = document_owner_of(document->kind);
    if (document->journal || !owner->place)
        return err_set(CARNET_CONFLICT, "revision.not_in_git", "document=%lld", (long long)document->id);
    return owner->place(out, ctx, document->id);
}

struct committed { /* what is committed */
    struct revision_row row;
    struct document_place place;
};

static carnet_err find(struct committed *out, struct ctx *ctx, int64_t revision)
{
    struct document document;
    TRY(history_sql_by_id(&out->row, ctx, revision));
    TRY(document_sql_by_id(&document, ctx, out->row.document));
    return history_place(&out->place, ctx, &document);
}

carnet_err history_commit_into(struct history_commit *out, struct ctx *ctx, const char *dir, int64_t revision)
{
    struct committed what;
    TRY(find(&what, ctx, revision));
    CLEANUP(buf_clear) struct buf text = { 0 };
    TRY(history_text(&text, ctx, revision));

    struct person *people;
    size_t count;
    TRY(history_sql_authors(&people, &count, ctx, revision));
    struct vault_person *authors = arena_alloc(ctx->arena, (count + 1) * sizeof *authors);
    authors[0] = (struct vault_person){ "carnet", "carnet@carnet.invalid" };
    for (size_t i = 0; i < count; i++)
        authors[i] = pseudonym(ctx, &people[i]);

    struct vault_change change = { .path = what.place.path, .content = buf_bytes(&text) };
    struct vault_commit commit = {
        .dir = dir,
        .changes = &change,
        .change_count = 1,
        .author = authors[0],
        .coauthors = authors + 1,
        .coauthor_count = count ? count - 1 : 0,
        .at = what.row.at,
        .message = message(ctx, &what.row, what.place.path),
        .even_if_same = true,
    };
    struct vault_commit_result result;
    TRY(vault_create(commit.dir));
    TRY(vault_commit(&result, &commit));
    out->revision = revision;
    memcpy(out->id, result.id, sizeof out->id);
    return CARNET_OK;
}

carnet_err history_commit(struct history_commit *out, struct ctx *ctx, const char *folder, int64_t revision)
{
    struct committed what;
    bool overtaken;
    TRY(find(&what, ctx, revision));
    TRY(history_sql_overtaken(&overtaken, ctx, &what.row));
    if (overtaken)
        return err_set(CARNET_CONFLICT, "revision.overtaken", "revision=%lld", (long long)revision);
    return history_commit_into(out, ctx, arena_printf(ctx->arena, "%s/%s", folder, what.place.repository), revision);
}

carnet_err history_committed(struct ctx *ctx, const struct history_commit *commit)
{
    return history_sql_committed(ctx, commit->revision, commit->id);
}

carnet_err history_waiting(int64_t **revisions, size_t *count, struct ctx *ctx, int64_t after)
{
    return history_sql_waiting(revisions, count, ctx, after);
}
