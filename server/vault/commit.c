/* Blobs, a tree made from the tip's, one commit on main. libgit2 moves main only if the tip is still the parent. */
#include "vault/commit.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf.h"
#include "vault/git.h"

struct work {
    const struct vault_commit *asked;
    git_repository *repo;
    git_commit *tip; /* NULL before the first commit */
    git_tree *base;
    git_signature *author;
    char *message;
    git_oid tree;
};

static void work_clear(struct work *w)
{
    mem_free(w->message);
    git_signature_free(w->author);
    git_tree_free(w->base);
    git_commit_free(w->tip);
    git_repository_free(w->repo);
}

static carnet_err fail(struct work *w, int code, const char *what)
{
    return git_fail(code, what, w->asked->dir);
}

static bool overlap(const char *a, const char *b) /* the same, or one below the other */
{
    size_t la = strlen(a), lb = strlen(b), least = la < lb ? la : lb;
    const char *longer = la < lb ? b : a;
    return strncmp(a, b, least) == 0 && (la == lb || longer[least] == '/');
}

static carnet_err check(const struct vault_commit *asked)
{
    for (size_t i = 0; i < asked->change_count; i++) {
        TRY(path_check(asked->changes[i].path));
        for (size_t j = 0; j < i; j++)
            if (overlap(asked->changes[i].path, asked->changes[j].path))
                return err_set(CARNET_INVALID, "vault.path", "twice: %.100s", asked->changes[i].path);
    }
    if (asked->message && !utf8_valid(bytes_text(asked->message)))
        return err_set(CARNET_INVALID, "vault.message", "not UTF-8");
    return CARNET_OK;
}

/* ---- the message ---------------------------------------------------------------------------------------------------- */

static carnet_err put_trailer(struct buf *out, const struct work *w, struct vault_person person)
{
    git_signature *who = NULL;
    TRY(git_sign(&who, person, w->asked->at));
    CLEANUP(buf_clear) struct buf line = { 0 };
    buf_printf(&line, VAULT_TRAILER "%s <%s>\n", who->name, who->email);
    bool is_author = strcmp(who->name, w->author->name) == 0 && strcmp(who->email, w->author->email) == 0;
    git_signature_free(who);
    if (!is_author && !(out->ptr && strstr(buf_text(out), buf_text(&line))))
        buf_put(out, buf_bytes(&line));
    return CARNET_OK;
}

static carnet_err make_message(struct work *w)
{
    CLEANUP(buf_clear) struct buf trailers = { 0 };
    for (size_t i = 0; i < w->asked->coauthor_count; i++)
        TRY(put_trailer(&trailers, w, w->asked->coauthors[i]));
    w->message = git_message(w->asked->message);
    if (trailers.len) {
        struct buf whole = { 0 };
        buf_printf(&whole, "%s\n%s", w->message, buf_text(&trailers));
        mem_free(w->message);
        w->message = (char *)buf_take(&whole);
    }
    return CARNET_OK;
}

/* ---- the tree ------------------------------------------------------------------------------------------------------- */

static carnet_err find_base(struct work *w)
{
    TRY(git_tip(&w->tip, w->repo));
    if (w->tip) {
        int code = git_commit_tree(&w->base, w->tip);
        return code ? fail(w, code, "tree of the tip") : CARNET_OK;
    }
    git_treebuilder *empty = NULL;
    git_oid id;
    int code = git_treebuilder_new(&empty, w->repo, NULL);
    code = code ? code : git_treebuilder_write(&id, empty);
    code = code ? code : git_tree_lookup(&w->base, w->repo, &id);
    git_treebuilder_free(empty);
    return code ? fail(w, code, "empty tree") : CARNET_OK;
}

/* What the tip has at path: GIT_OBJECT_BLOB, GIT_OBJECT_TREE, or GIT_OBJECT_INVALID for nothing. */
static carnet_err kind_at(git_object_t *out, struct work *w, const char *path)
{
    git_tree_entry *entry = NULL;
    int code = git_tree_entry_bypath(&entry, w->base, path);
    *out = code ? GIT_OBJECT_INVALID : git_tree_entry_type(entry);
    git_tree_entry_free(entry);
    return code && code != GIT_ENOTFOUND ? fail(w, code, path) : CARNET_OK;
}

/* A file may not stand where a folder is, nor below another file. */
static carnet_err check_room(struct work *w, const char *path)
{
    CLEANUP(mem_free_ptr) char *part = mem_text(path);
    git_object_t kind;
    TRY(kind_at(&kind, w, path));
    bool taken = kind == GIT_OBJECT_TREE;
    for (char *slash; !taken && (slash = strrchr(part, '/'));) {
        *slash = 0;
        TRY(kind_at(&kind, w, part));
        taken = kind == GIT_OBJECT_BLOB;
    }
    return taken ? err_set(CARNET_CONFLICT, "vault.path_taken", "%s: %.150s", w->asked->dir, path) : CARNET_OK;
}

/* Fills *out for one change; *needed is false for the removal of what is no file there. */
static carnet_err make_update(git_tree_update *out, bool *needed, struct work *w, const struct vault_change *change)
{
    *needed = true;
    *out = (git_tree_update){ .path = change->path, .filemode = GIT_FILEMODE_BLOB };
    if (change->remove) {
        git_object_t kind;
        out->action = GIT_TREE_UPDATE_REMOVE;
        TRY(kind_at(&kind, w, change->path));
        *needed = kind == GIT_OBJECT_BLOB;
        return CARNET_OK;
    }
    TRY(check_room(w, change->path));
    out->action = GIT_TREE_UPDATE_UPSERT;
    const void *content = change->content.len ? (const void *)change->content.ptr : "";
    int code = git_blob_create_from_buffer(&out->id, w->repo, content, change->content.len);
    return code ? fail(w, code, change->path) : CARNET_OK;
}

static carnet_err make_tree(struct work *w)
{
    CLEANUP(mem_free_ptr) git_tree_update *updates = mem_zero(w->asked->change_count + 1, sizeof *updates);
    size_t count = 0;
    for (size_t i = 0; i < w->asked->change_count; i++) {
        bool needed;
        TRY(make_update(&updates[count], &needed, w, &w->asked->changes[i]));
        count += needed;
    }
    if (!count) {
        w->tree = *git_tree_id(w->base);
        return CARNET_OK;
    }
    int code = git_tree_create_updated(&w->tree, w->repo, w->base, count, updates);
    return code ? fail(w, code, "tree") : CARNET_OK;
}

/* ---- the commit ----------------------------------------------------------------------------------------------------- */

static bool same_person(const git_signature *a, const git_signature *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->email, b->email) == 0 && a->when.time == b->when.time &&
           a->when.offset == b->when.offset;
}

static bool is_tip_again(struct work *w)
{
    return w->tip && git_oid_equal(git_commit_tree_id(w->tip), &w->tree) &&
           same_person(git_commit_author(w->tip), w->author) && strcmp(git_commit_message_raw(w->tip), w->message) == 0;
}

static carnet_err write_commit(char id[VAULT_ID], struct work *w)
{
    git_oid oid;
    git_tree *tree = NULL;
    const git_commit *parents[] = { w->tip };
    int code = git_tree_lookup(&tree, w->repo, &w->tree);
    code = code ? code
                : git_commit_create(&oid, w->repo, "refs/heads/main", w->author, w->author, NULL, w->message, tree,
                                    w->tip ? 1 : 0, parents);
    git_tree_free(tree);
    if (code)
        return fail(w, code, "commit");
    git_oid_tostr(id, VAULT_ID, &oid);
    return CARNET_OK;
}

carnet_err vault_commit(struct vault_commit_result *out, const struct vault_commit *commit)
{
    *out = (struct vault_commit_result){ .outcome = VAULT_UNCHANGED };
    CLEANUP(work_clear) struct work w = { .asked = commit };
    TRY(check(commit));
    TRY(git_open_to_write(&w.repo, commit->dir));
    TRY(git_sign(&w.author, commit->author, commit->at));
    TRY(make_message(&w));
    TRY(find_base(&w));
    TRY(make_tree(&w));
    bool again = is_tip_again(&w), same = git_oid_equal(&w.tree, git_tree_id(w.base));
    if (!again && !(same && !commit->even_if_same)) {
        out->outcome = VAULT_WRITTEN;
        return write_commit(out->id, &w);
    }
    out->outcome = again ? VAULT_REPEATED : VAULT_UNCHANGED;
    if (w.tip)
        git_oid_tostr(out->id, VAULT_ID, git_commit_id(w.tip));
    return CARNET_OK;
}
