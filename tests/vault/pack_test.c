/* Repositories that leave as bytes and come back; history that is taken back to what is known; damage that git finds. */
#include "vault_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "vault/fsck.h"
#include "vault/pack.h"

static carnet_err into_buf(void *self, bytes piece)
{
    buf_put(self, piece);
    return CARNET_OK;
}

static const char *beside(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", test_folder(), name);
    return path;
}

static void tag(const char *dir, const char *name, const char *commit)
{
    CHECK_OK(vault_tag(&(struct vault_tag){ .dir = dir, .name = name, .commit = commit, .message = "a version", .at = T0,
                                            .tagger = { "p-1", "p-1@carnet.invalid" } }));
}

static carnet_err unpack(const char *dir, bytes refs, bytes pack)
{
    CLEANUP(vault_unpack_free) struct vault_unpack *in = NULL;
    TRY(vault_unpack_new(&in, dir));
    for (size_t at = 0; at < pack.len; at += 100)
        TRY(vault_unpack_put(in, (bytes){ pack.ptr + at, pack.len - at < 100 ? pack.len - at : 100 }));
    return vault_unpack_end(in, refs);
}

static void packed(struct buf *refs, struct buf *pack, const char *dir)
{
    CHECK_OK(vault_refs(refs, dir));
    CHECK_OK(vault_pack(dir, buf_bytes(refs), &(struct vault_sink){ .put = into_buf, .self = pack }));
}

static const char *three(char ids[3][VAULT_ID])
{
    const char *dir = help_dir();
    for (int i = 0; i < 3; i++) {
        char text[20];
        snprintf(text, sizeof text, "text %d", i);
        snprintf(ids[i], VAULT_ID, "%s", help_commit(dir, i == 1 ? "files/b.md" : "a.md", text, T0 + i * 60000));
    }
    tag(dir, "submission/1", ids[0]);
    tag(dir, "submission/2", ids[2]);
    return dir;
}

TEST(pack, a_repository_comes_back_with_every_commit_and_tag)
{
    char ids[3][VAULT_ID], head[VAULT_ID];
    CLEANUP(buf_clear) struct buf refs = { 0 }, pack = { 0 };
    char all[2000];
    const char *dir = three(ids);
    snprintf(all, sizeof all, "%s", help_git(dir, "log --format=raw --all"));
    packed(&refs, &pack, dir);
    const char *back = beside("back.git");
    CHECK_OK(unpack(back, buf_bytes(&refs), buf_bytes(&pack)));
    help_fsck(back);
    CHECK_TEXT(all, help_git(back, "log --format=raw --all"));
    CHECK_TEXT("submission/1\nsubmission/2\n", help_git(back, "tag"));
    CHECK_OK(vault_head(head, back));
    CHECK_TEXT(ids[2], head);
    help_commit(back, "a.md", "goes on", T0 + 300000);
    help_fsck(back);
}

TEST(pack, an_empty_repository_has_no_references_and_comes_back_empty)
{
    CLEANUP(buf_clear) struct buf refs = { 0 };
    char head[VAULT_ID];
    CHECK_OK(vault_refs(&refs, help_dir()));
    CHECK_INT(0, refs.len);
    CHECK_OK(unpack(beside("back.git"), buf_bytes(&refs), (bytes){ 0 }));
    CHECK_OK(vault_head(head, beside("back.git")));
    CHECK_TEXT("", head);
}

TEST(pack, what_is_cut_or_refers_to_nothing_is_refused)
{
    char ids[3][VAULT_ID];
    CLEANUP(buf_clear) struct buf refs = { 0 }, pack = { 0 }, bad = { 0 };
    packed(&refs, &pack, three(ids));
    CHECK(unpack(beside("cut.git"), buf_bytes(&refs), (bytes){ pack.ptr, pack.len - 1 }) != CARNET_OK);
    CHECK_ERR(CARNET_CORRUPT, unpack(beside("none.git"), buf_bytes(&refs), (bytes){ 0 }));
    buf_printf(&bad, "%s refs/heads/../../escape\n", ids[0]);
    CHECK_ERR(CARNET_CORRUPT, unpack(beside("bad.git"), buf_bytes(&bad), buf_bytes(&pack)));
    CHECK_ERR(CARNET_CORRUPT, unpack(beside("worse.git"), bytes_text("nonsense"), buf_bytes(&pack)));
}

static carnet_err full(void *self, bytes piece)
{
    (void)self, (void)piece;
    return err_set(CARNET_LIMIT, "test.full", "%s", "");
}

static bool at_once(void *self)
{
    (void)self;
    return true;
}

TEST(pack, ends_with_the_error_of_whoever_takes_it_and_when_asked_to_stop)
{
    char ids[3][VAULT_ID];
    CLEANUP(buf_clear) struct buf refs = { 0 }, pack = { 0 };
    const char *dir = three(ids);
    CHECK_OK(vault_refs(&refs, dir));
    CHECK_ERR(CARNET_LIMIT, vault_pack(dir, buf_bytes(&refs), &(struct vault_sink){ .put = full }));
    CHECK_ERR(CARNET_IO, vault_pack(dir, buf_bytes(&refs), &(struct vault_sink){ into_buf, at_once, &pack }));
}

static void count_lines(void *self, const char *line)
{
    (void)line;
    ++*(int *)self;
}

static carnet_err is_second(void *self, bool *known, const char *id)
{
    *known = strcmp(self, id) == 0;
    return CARNET_OK;
}

TEST(pack, reaches_says_what_is_in_the_history_of_main)
{
    char ids[3][VAULT_ID], at[VAULT_ID];
    bool reached;
    const char *dir = three(ids);
    CHECK_OK(vault_reaches(&reached, dir, ids[0]));
    CHECK(reached);
    CHECK_OK(vault_rewind(at, dir, is_second, ids[1]));
    CHECK_OK(vault_reaches(&reached, dir, ids[1]));
    CHECK(reached);
    CHECK_OK(vault_reaches(&reached, dir, ids[2]));
    CHECK(!reached);
    CHECK_ERR(CARNET_MISSING, vault_reaches(&reached, dir, "0000000000000000000000000000000000000001"));
}

TEST(rewind, takes_main_back_to_the_newest_known_commit_and_drops_the_tags_beyond)
{
    char ids[3][VAULT_ID], at[VAULT_ID];
    int said = 0;
    const char *dir = three(ids);
    CHECK_OK(vault_rewind(at, dir, is_second, ids[1]));
    CHECK_TEXT(ids[1], at);
    CHECK_TEXT("submission/1\n", help_git(dir, "tag"));
    CHECK_OK(vault_head(at, dir));
    CHECK_TEXT(ids[1], at);
    CHECK_TEXT(ids[2], help_commit(dir, "a.md", "text 2", T0 + 2 * 60000)); /* made again, it is the same */
    CHECK_OK(vault_rewind(at, dir, is_second, "none"));
    CHECK_TEXT("", at);
    CHECK_OK(vault_head(at, dir));
    CHECK_TEXT("", at);
    CHECK_TEXT("", help_git(dir, "tag"));
    CHECK_OK(vault_fsck(dir, count_lines, NULL, &said));
    CHECK_INT(0, said);
}

TEST(fsck, is_silent_about_a_sound_repository_and_not_about_a_lost_or_emptied_object)
{
    char ids[3][VAULT_ID], path[400];
    int said = 0;
    const char *dir = three(ids);
    CHECK_OK(vault_fsck(dir, count_lines, NULL, &said));
    CHECK_OK(vault_fsck(help_dir(), count_lines, NULL, &said)); /* no commit yet */
    CHECK_INT(0, said);
    CHECK_ERR(CARNET_IO, vault_fsck(dir, count_lines, at_once, &said));
    snprintf(path, sizeof path, "%s/objects/%.2s/%s", dir, ids[1], ids[1] + 2);
    CHECK_INT(0, unlink(path));
    CHECK_OK(vault_fsck(dir, count_lines, NULL, &said));
    CHECK(said > 0);
    CLEANUP(buf_clear) struct buf refs = { 0 }, pack = { 0 };
    CHECK_OK(vault_refs(&refs, dir));
    CHECK_ERR(CARNET_CORRUPT, vault_pack(dir, buf_bytes(&refs), &(struct vault_sink){ .put = into_buf, .self = &pack }));
}
