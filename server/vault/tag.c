/* Annotated tags. A tag never moves: writing it again must say the same. */
#include "vault/tag.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf.h"
#include "vault/git.h"

static carnet_err check(const struct vault_tag *tag)
{
    int valid = 0;
    if (!utf8_valid(bytes_text(tag->name)) || git_tag_name_is_valid(&valid, tag->name) != 0 || !valid)
        return err_set(CARNET_INVALID, "vault.tag", "%.100s", tag->name);
    if (tag->message && !utf8_valid(bytes_text(tag->message)))
        return err_set(CARNET_INVALID, "vault.message", "not UTF-8");
    return CARNET_OK;
}

/* NULL when there is no such annotated tag. */
static carnet_err find(git_tag **out, git_repository *repo, const char *name)
{
    CLEANUP(buf_clear) struct buf full = { 0 };
    buf_printf(&full, "refs/tags/%s", name);
    git_oid id;
    *out = NULL;
    int code = git_reference_name_to_id(&id, repo, buf_text(&full));
    if (code == GIT_ENOTFOUND)
        return CARNET_OK;
    code = code ? code : git_tag_lookup(out, repo, &id);
    return code ? git_fail(code, name, git_repository_path(repo)) : CARNET_OK;
}

static bool says_the_same(git_tag *tag, git_commit *commit, const git_signature *tagger, const char *message)
{
    const git_signature *was = git_tag_tagger(tag);
    return git_oid_equal(git_tag_target_id(tag), git_commit_id(commit)) && was && strcmp(was->name, tagger->name) == 0 &&
           strcmp(was->email, tagger->email) == 0 && was->when.time == tagger->when.time &&
           strcmp(git_tag_message(tag) ? git_tag_message(tag) : "", message) == 0;
}

/* A tag beside tags below it ("submission" and "submission/1") has no place in git. */
static carnet_err check_room(git_repository *repo, const struct vault_tag *tag)
{
    git_strarray names = { 0 };
    int code = git_tag_list(&names, repo);
    bool taken = false;
    for (size_t i = 0; !code && !taken && i < names.count; i++) {
        size_t a = strlen(names.strings[i]), b = strlen(tag->name), least = a < b ? a : b;
        const char *longer = a < b ? tag->name : names.strings[i];
        taken = strncmp(names.strings[i], tag->name, least) == 0 && longer[least] == '/';
    }
    git_strarray_dispose(&names);
    if (code)
        return git_fail(code, "tags", tag->dir);
    return taken ? err_set(CARNET_CONFLICT, "vault.tag_taken", "%s %.100s", tag->dir, tag->name) : CARNET_OK;
}

static carnet_err write_tag(git_repository *repo, const struct vault_tag *tag, git_commit *commit,
                            const git_signature *tagger, const char *message)
{
    git_tag *old = NULL;
    TRY(find(&old, repo, tag->name));
    if (old) {
        bool same = says_the_same(old, commit, tagger, message);
        git_tag_free(old);
        return same ? CARNET_OK : err_set(CARNET_CONFLICT, "vault.tag_taken", "%s %.100s", tag->dir, tag->name);
    }
    TRY(check_room(repo, tag));
    git_oid id;
    int code = git_tag_create(&id, repo, tag->name, (const git_object *)commit, tagger, message, 0);
    return code ? git_fail(code, tag->name, tag->dir) : CARNET_OK;
}

carnet_err vault_tag(const struct vault_tag *tag)
{
    git_repository *repo = NULL;
    git_commit *commit = NULL;
    git_signature *tagger = NULL;
    TRY(check(tag));
    CLEANUP(mem_free_ptr) char *message = git_message(tag->message);
    carnet_err err = git_open_to_write(&repo, tag->dir);
    err = err ? err : git_sign(&tagger, tag->tagger, tag->at);
    err = err ? err : git_find_commit(&commit, repo, tag->commit);
    err = err ? err : write_tag(repo, tag, commit, tagger, message);
    git_commit_free(commit);
    git_signature_free(tagger);
    git_repository_free(repo);
    return err;
}

/* ---- the list ------------------------------------------------------------------------------------------------------- */

static void fill(struct vault_tag_entry *out, struct arena *arena, const char *name, git_tag *tag)
{
    const git_signature *tagger = git_tag_tagger(tag);
    const char *message = git_tag_message(tag) ? git_tag_message(tag) : "";
    size_t len = strlen(message);
    while (len && message[len - 1] == '\n')
        len--;
    *out = (struct vault_tag_entry){ .name = arena_text(arena, name), .message = arena_span(arena, message, len) };
    git_oid_tostr(out->commit, VAULT_ID, git_tag_target_id(tag));
    if (tagger) {
        out->tagger = (struct vault_person){ arena_text(arena, tagger->name), arena_text(arena, tagger->email) };
        out->at = (int64_t)tagger->when.time * 1000;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct vault_tag_entry *)a)->name, ((const struct vault_tag_entry *)b)->name);
}

static carnet_err list(struct vault_tags *out, struct arena *arena, git_repository *repo)
{
    git_strarray names = { 0 };
    int code = git_tag_list(&names, repo);
    if (code)
        return git_fail(code, "tags", git_repository_path(repo));
    out->entries = arena_alloc(arena, names.count * sizeof *out->entries + 1);
    carnet_err err = CARNET_OK;
    for (size_t i = 0; !err && i < names.count; i++) {
        git_tag *tag = NULL;
        err = find(&tag, repo, names.strings[i]);
        if (tag)
            fill(&out->entries[out->count++], arena, names.strings[i], tag);
        git_tag_free(tag);
    }
    git_strarray_dispose(&names);
    if (out->count)
        qsort(out->entries, out->count, sizeof *out->entries, by_name);
    return err;
}

carnet_err vault_tags(struct vault_tags *out, struct arena *arena, const char *dir)
{
    git_repository *repo = NULL;
    *out = (struct vault_tags){ 0 };
    TRY(git_open(&repo, dir));
    carnet_err err = list(out, arena, repo);
    git_repository_free(repo);
    return err;
}
