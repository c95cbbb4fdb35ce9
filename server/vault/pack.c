/* libgit2's pack builder and indexer. The pack goes out as it is made and comes in as it is read, so no repository is ever whole
 * in memory; a pack that was indexed has been checked object by object. */
#include "vault/pack.h"

#include <string.h>

#include "base/mem.h"
#include "vault/git.h"

static const char MAIN[] = "refs/heads/main";
static const char TAGS[] = "refs/tags/";

/* ---- references as text ---- */

static void put_ref(struct buf *out, const git_oid *id, const char *name)
{
    char text[VAULT_ID];
    git_oid_tostr(text, sizeof text, id);
    buf_printf(out, "%s %s\n", text, name);
}

static int put_tag(const char *name, git_oid *id, void *self)
{
    put_ref(self, id, name);
    return 0;
}

carnet_err vault_refs(struct buf *out, const char *dir)
{
    git_repository *repo = NULL;
    git_oid main;
    TRY(git_open(&repo, dir));
    int code = git_reference_name_to_id(&main, repo, MAIN);
    if (code == 0) {
        put_ref(out, &main, MAIN);
        code = git_tag_foreach(repo, put_tag, out);
    } else if (code == GIT_ENOTFOUND) {
        code = 0;
    }
    carnet_err err = code ? git_fail(code, "references", dir) : CARNET_OK;
    git_repository_free(repo);
    return err;
}

struct ref {
    git_oid id;
    char name[256];
};

/* Takes one line off refs; CORRUPT when it is none of ours. */
static carnet_err next_ref(struct ref *out, bytes *refs)
{
    const uint8_t *end = memchr(refs->ptr, '\n', refs->len);
    size_t len = end ? (size_t)(end - refs->ptr) : 0, name = len > VAULT_ID ? len - VAULT_ID : 0;
    char id[VAULT_ID] = { 0 };
    if (!name || name >= sizeof out->name || refs->ptr[VAULT_ID - 1] != ' ')
        return err_set(CARNET_CORRUPT, "vault.refs", "a line that is no reference");
    memcpy(id, refs->ptr, VAULT_ID - 1);
    memcpy(out->name, refs->ptr + VAULT_ID, name);
    out->name[name] = 0;
    *refs = (bytes){ end + 1, refs->len - len - 1 };
    bool ours = strcmp(out->name, MAIN) == 0 || strncmp(out->name, TAGS, sizeof TAGS - 1) == 0;
    if (git_oid_fromstr(&out->id, id) != 0 || !ours || !git_reference_is_valid_name(out->name))
        return err_set(CARNET_CORRUPT, "vault.refs", "%.100s", out->name);
    return CARNET_OK;
}

/* ---- out ---- */

struct packing {
    const struct vault_sink *sink;
    carnet_err err;
    struct err_note note; /* the sink's, while libgit2 unwinds */
};

static int ended_with(struct packing *packing, carnet_err err)
{
    packing->err = err;
    if (err)
        err_take(&packing->note);
    return err ? -1 : 0;
}

static bool must_stop(const struct vault_sink *sink)
{
    return sink->stop && sink->stop(sink->self);
}

static int put_piece(void *data, size_t len, void *self)
{
    struct packing *packing = self;
    const struct vault_sink *sink = packing->sink;
    return ended_with(packing, must_stop(sink) ? err_set(CARNET_IO, "vault.stopped", "asked to stop")
                                               : sink->put(sink->self, (bytes){ data, len }));
}

/* Not while objects are gathered, which is short: libgit2 1.5 forgets to free a commit when it is interrupted there. */
static int asked(int stage, uint32_t current, uint32_t total, void *self)
{
    struct packing *packing = self;
    (void)current, (void)total;
    if (stage != GIT_PACKBUILDER_DELTAFICATION || !must_stop(packing->sink))
        return 0;
    return ended_with(packing, err_set(CARNET_IO, "vault.stopped", "asked to stop"));
}

static int gather(git_packbuilder *builder, git_revwalk *walk, bytes refs, carnet_err *bad)
{
    int code = 0;
    while (!code && refs.len) {
        struct ref ref;
        if ((*bad = next_ref(&ref, &refs)))
            return -1;
        code = git_packbuilder_insert_recur(builder, &ref.id, NULL); /* a tag brings its commit; the walk brings those before */
        code = code ? code : git_revwalk_push(walk, &ref.id);
    }
    return code ? code : git_packbuilder_insert_walk(builder, walk);
}

carnet_err vault_pack(const char *dir, bytes refs, const struct vault_sink *sink)
{
    git_repository *repo = NULL;
    git_packbuilder *builder = NULL;
    git_revwalk *walk = NULL;
    struct packing packing = { .sink = sink };
    carnet_err bad = CARNET_OK;
    TRY(git_open(&repo, dir));
    int code = git_packbuilder_new(&builder, repo);
    code = code ? code : git_packbuilder_set_callbacks(builder, asked, &packing);
    code = code ? code : git_revwalk_new(&walk, repo);
    if (!code)
        git_packbuilder_set_threads(builder, 1);
    code = code ? code : gather(builder, walk, refs, &bad);
    code = code ? code : git_packbuilder_foreach(builder, put_piece, &packing);
    carnet_err err = packing.err ? err_restore(&packing.note) : bad ? bad : code ? git_fail(code, "pack", dir) : CARNET_OK;
    git_revwalk_free(walk);
    git_packbuilder_free(builder);
    git_repository_free(repo);
    return err;
}

/* ---- in ---- */

struct vault_unpack {
    char *dir;
    git_repository *repo;
    git_odb *odb;
    git_odb_writepack *pack; /* from the first piece on */
    git_indexer_progress progress;
};

carnet_err vault_unpack_new(struct vault_unpack **out, const char *dir)
{
    struct vault_unpack *unpack = *out = mem_zero(1, sizeof *unpack);
    unpack->dir = mem_text(dir);
    TRY(vault_create(dir));
    TRY(git_open(&unpack->repo, dir));
    int code = git_repository_odb(&unpack->odb, unpack->repo);
    return code ? git_fail(code, "objects", dir) : CARNET_OK;
}

carnet_err vault_unpack_put(struct vault_unpack *unpack, bytes piece)
{
    int code = unpack->pack ? 0 : git_odb_write_pack(&unpack->pack, unpack->odb, NULL, NULL);
    code = code ? code : unpack->pack->append(unpack->pack, piece.ptr, piece.len, &unpack->progress);
    return code ? git_fail(code, "unpack", unpack->dir) : CARNET_OK;
}

static carnet_err set_ref(struct vault_unpack *unpack, const struct ref *ref)
{
    git_object *target = NULL;
    git_reference *made = NULL;
    int code = git_object_lookup(&target, unpack->repo, &ref->id, GIT_OBJECT_ANY);
    code = code ? code : git_reference_create(&made, unpack->repo, ref->name, &ref->id, 0, NULL);
    git_reference_free(made);
    git_object_free(target);
    return code ? git_fail(code, ref->name, unpack->dir) : CARNET_OK;
}

carnet_err vault_unpack_end(struct vault_unpack *unpack, bytes refs)
{
    int code = unpack->pack ? unpack->pack->commit(unpack->pack, &unpack->progress) : 0;
    if (code)
        return git_fail(code, "unpack", unpack->dir);
    while (refs.len) {
        struct ref ref;
        TRY(next_ref(&ref, &refs));
        TRY(set_ref(unpack, &ref));
    }
    return CARNET_OK;
}

void vault_unpack_free(struct vault_unpack **unpack)
{
    struct vault_unpack *u = *unpack;
    if (!u)
        return;
    if (u->pack)
        u->pack->free(u->pack);
    git_odb_free(u->odb);
    git_repository_free(u->repo);
    mem_free(u->dir);
    mem_free(u);
    *unpack = NULL;
}

/* ---- back to what is known ---- */

static carnet_err newest_known(git_commit **out, git_commit *tip, vault_known_fn *known, void *self, const char *dir)
{
    git_commit *at = tip;
    for (*out = NULL; at;) {
        char id[VAULT_ID];
        bool is = false;
        git_commit *parent = NULL;
        git_oid_tostr(id, sizeof id, git_commit_id(at));
        carnet_err err = known(self, &is, id);
        if (err == CARNET_OK && is) {
            *out = at;
            return CARNET_OK;
        }
        int code = err ? 0 : git_commit_parent(&parent, at, 0);
        git_commit_free(at);
        at = parent;
        TRY(err);
        if (code && code != GIT_ENOTFOUND)
            return git_fail(code, "history", dir);
    }
    return CARNET_OK;
}

static carnet_err move_main(git_repository *repo, git_commit *to, const char *dir)
{
    git_reference *ref = NULL;
    int code = to ? git_reference_create(&ref, repo, MAIN, git_commit_id(to), 1, NULL) : git_reference_remove(repo, MAIN);
    git_reference_free(ref);
    return code ? git_fail(code, "main", dir) : CARNET_OK;
}

static carnet_err drop_tag(git_repository *repo, const char *tag, const git_oid *main, const char *dir)
{
    git_reference *ref = NULL;
    git_object *target = NULL;
    CLEANUP(buf_clear) struct buf name = { 0 };
    buf_printf(&name, "%s%s", TAGS, tag);
    int code = git_reference_lookup(&ref, repo, buf_text(&name));
    code = code ? code : git_reference_peel(&target, ref, GIT_OBJECT_COMMIT);
    bool kept = !code && main &&
                (git_oid_equal(git_object_id(target), main) || git_graph_descendant_of(repo, main, git_object_id(target)) == 1);
    if (!code && !kept)
        code = git_reference_delete(ref);
    git_object_free(target);
    git_reference_free(ref);
    return code ? git_fail(code, tag, dir) : CARNET_OK;
}

static carnet_err drop_tags(git_repository *repo, const git_oid *main, const char *dir)
{
    git_strarray tags = { 0 };
    int code = git_tag_list(&tags, repo);
    carnet_err err = code ? git_fail(code, "tags", dir) : CARNET_OK;
    for (size_t i = 0; i < tags.count && !err; i++)
        err = drop_tag(repo, tags.strings[i], main, dir);
    git_strarray_dispose(&tags);
    return err;
}

carnet_err vault_rewind(char out[VAULT_ID], const char *dir, vault_known_fn *known, void *self)
{
    git_repository *repo = NULL;
    git_commit *tip = NULL, *to = NULL;
    git_oid was;
    out[0] = 0;
    carnet_err err = git_open_to_write(&repo, dir);
    err = err ? err : git_tip(&tip, repo);
    bool had = tip != NULL;
    if (had)
        was = *git_commit_id(tip);
    err = err ? err : newest_known(&to, tip, known, self, dir); /* frees tip */
    if (to)
        git_oid_tostr(out, VAULT_ID, git_commit_id(to));
    if (!err && had && !(to && git_oid_equal(&was, git_commit_id(to)))) {
        err = move_main(repo, to, dir);
        err = err ? err : drop_tags(repo, to ? git_commit_id(to) : NULL, dir);
    }
    git_commit_free(to);
    git_repository_free(repo);
    return err;
}

carnet_err vault_reaches(bool *out, const char *dir, const char *id)
{
    git_repository *repo = NULL;
    git_commit *tip = NULL, *commit = NULL;
    *out = false;
    carnet_err err = git_open(&repo, dir);
    err = err ? err : git_find_commit(&commit, repo, id);
    err = err ? err : git_tip(&tip, repo);
    if (!err && tip) {
        int code = git_oid_equal(git_commit_id(tip), git_commit_id(commit))
                       ? 1
                       : git_graph_descendant_of(repo, git_commit_id(tip), git_commit_id(commit));
        *out = code == 1;
        err = code < 0 ? git_fail(code, id, dir) : CARNET_OK;
    }
    git_commit_free(tip);
    git_commit_free(commit);
    git_repository_free(repo);
    return err;
}
