/* A path's history is found by comparing its entry in a commit's tree with that in its parent's: no diff is made. */
#include "vault/history.h"

#include <string.h>

#include "vault/git.h"

enum { READ_MAX = 64 << 20 };

/* ---- one file ------------------------------------------------------------------------------------------------------- */

static carnet_err put_blob(struct buf *out, git_repository *repo, const git_tree_entry *entry, const char *path)
{
    git_blob *blob = NULL;
    if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
        return err_set(CARNET_MISSING, "vault.no_file", "%.150s", path);
    int code = git_blob_lookup(&blob, repo, git_tree_entry_id(entry));
    if (code)
        return git_fail(code, path, git_repository_path(repo));
    size_t size = (size_t)git_blob_rawsize(blob);
    if (size <= READ_MAX)
        buf_put(out, (bytes){ git_blob_rawcontent(blob), size });
    git_blob_free(blob);
    return size <= READ_MAX ? CARNET_OK : err_set(CARNET_LIMIT, "vault.too_big", "%.100s size=%zu", path, size);
}

static carnet_err read_at(struct buf *out, git_repository *repo, git_commit *commit, const char *path)
{
    git_tree *tree = NULL;
    git_tree_entry *entry = NULL;
    int code = git_commit_tree(&tree, commit);
    code = code ? code : git_tree_entry_bypath(&entry, tree, path);
    carnet_err err;
    if (code == GIT_ENOTFOUND && tree)
        err = err_set(CARNET_MISSING, "vault.no_file", "%.150s", path);
    else
        err = code ? git_fail(code, path, git_repository_path(repo)) : put_blob(out, repo, entry, path);
    git_tree_entry_free(entry);
    git_tree_free(tree);
    return err;
}

carnet_err vault_read(struct buf *out, const char *dir, const char *id, const char *path)
{
    git_repository *repo = NULL;
    git_commit *commit = NULL;
    TRY(path_check(path));
    carnet_err err = git_open(&repo, dir);
    err = err ? err : id ? git_find_commit(&commit, repo, id) : git_tip(&commit, repo);
    if (!err && !commit)
        err = err_set(CARNET_MISSING, "vault.no_commit", "%s has none", dir);
    err = err ? err : read_at(out, repo, commit, path);
    git_commit_free(commit);
    git_repository_free(repo);
    return err;
}

/* ---- the list ------------------------------------------------------------------------------------------------------- */

/* The entry of path in the commit's tree; zeroes when it has none. */
static carnet_err entry_id(git_oid *out, git_repository *repo, git_commit *commit, const char *path)
{
    git_tree *tree = NULL;
    git_tree_entry *entry = NULL;
    *out = (git_oid){ { 0 } };
    int code = git_commit_tree(&tree, commit);
    code = code ? code : git_tree_entry_bypath(&entry, tree, path);
    if (!code)
        *out = *git_tree_entry_id(entry);
    bool damaged = code && !(code == GIT_ENOTFOUND && tree);
    carnet_err err = damaged ? git_fail(code, path, git_repository_path(repo)) : CARNET_OK;
    git_tree_entry_free(entry);
    git_tree_free(tree);
    return err;
}

/* NULL for the first commit. */
static carnet_err parent_of(git_commit **out, git_repository *repo, git_commit *commit)
{
    *out = NULL;
    if (git_commit_parentcount(commit) == 0)
        return CARNET_OK;
    int code = git_commit_parent(out, commit, 0);
    return code ? git_fail(code, "parent", git_repository_path(repo)) : CARNET_OK;
}

/* The start of the last line of message[0..len), if that line is a trailer of ours. */
static bool last_trailer(size_t *start, const char *message, size_t len)
{
    if (!len || message[len - 1] != '\n')
        return false;
    size_t at = len - 1;
    while (at && message[at - 1] != '\n')
        at--;
    *start = at;
    return strncmp(message + at, VAULT_TRAILER, strlen(VAULT_TRAILER)) == 0;
}

static struct vault_person person_in(struct arena *arena, const char *line, size_t len) /* "name <mail>" */
{
    const char *open = memchr(line, '<', len), *close = memchr(line, '>', len);
    if (!open || !close || close < open || open == line)
        return (struct vault_person){ arena_span(arena, line, len), "" };
    return (struct vault_person){ arena_span(arena, line, (size_t)(open - 1 - line)),
                                  arena_span(arena, open + 1, (size_t)(close - open - 1)) };
}

/* Splits the message into text and co-authors; the array has room for the author in front. */
static void fill_people(struct vault_entry *entry, struct arena *arena, git_commit *commit)
{
    const char *message = git_commit_message_raw(commit);
    size_t start, count = 0, end = strlen(message);
    while (last_trailer(&start, message, end)) {
        end = start;
        count++;
    }
    entry->authors = arena_alloc(arena, (count + 1) * sizeof *entry->authors);
    const git_signature *author = git_commit_author(commit);
    entry->authors[0] = (struct vault_person){ arena_text(arena, author->name), arena_text(arena, author->email) };
    entry->author_count = count + 1;
    const char *line = message + end;
    for (size_t i = 1; i <= count; i++) {
        const char *who = line + strlen(VAULT_TRAILER), *stop = strchr(line, '\n');
        entry->authors[i] = person_in(arena, who, (size_t)(stop - who));
        line = stop + 1;
    }
    while (end && message[end - 1] == '\n')
        end--;
    entry->message = arena_span(arena, message, end);
}

static void add(struct vault_log *log, struct arena *arena, git_commit *commit)
{
    struct vault_entry *entry = &log->entries[log->count++];
    *entry = (struct vault_entry){ .at = (int64_t)git_commit_time(commit) * 1000 };
    git_oid_tostr(entry->id, VAULT_ID, git_commit_id(commit));
    fill_people(entry, arena, commit);
}

static carnet_err first_of_page(git_commit **out, git_repository *repo, const char *after)
{
    if (!after)
        return git_tip(out, repo);
    git_commit *last = NULL;
    *out = NULL;
    TRY(git_find_commit(&last, repo, after));
    carnet_err err = parent_of(out, repo, last);
    git_commit_free(last);
    return err;
}

static carnet_err walk(struct vault_log *out, struct arena *arena, git_repository *repo, git_commit **at,
                       const char *path, size_t limit)
{
    git_oid here = { { 0 } }, before = { { 0 } };
    if (*at && path)
        TRY(entry_id(&here, repo, *at, path));
    while (*at && out->count < limit) {
        git_commit *parent = NULL;
        carnet_err err = parent_of(&parent, repo, *at);
        before = (git_oid){ { 0 } };
        if (!err && parent && path)
            err = entry_id(&before, repo, parent, path);
        if (!err && (!path || !git_oid_equal(&here, &before)))
            add(out, arena, *at);
        git_commit_free(*at);
        *at = parent;
        here = before;
        TRY(err);
    }
    return CARNET_OK;
}

carnet_err vault_log(struct vault_log *out, struct arena *arena, const char *dir, const char *path, const char *after,
                     size_t limit)
{
    git_repository *repo = NULL;
    git_commit *at = NULL;
    *out = (struct vault_log){ 0 };
    if (path)
        TRY(path_check(path));
    if (limit > 10000)
        limit = 10000;
    out->entries = arena_alloc(arena, limit * sizeof *out->entries + 1);
    carnet_err err = git_open(&repo, dir);
    err = err ? err : first_of_page(&at, repo, after);
    err = err ? err : walk(out, arena, repo, &at, path, limit);
    git_commit_free(at);
    git_repository_free(repo);
    return err;
}
