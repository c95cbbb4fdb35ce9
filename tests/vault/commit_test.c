/* Commits: one tip, the same bytes for the same description, and git itself agrees. */
#include "vault_help.h"

#include <stdio.h>
#include <sys/stat.h>

static const struct vault_person LEA = { "p-7f3a", "p-7f3a@carnet.invalid" }, TOM = { "p-0b21", "p-0b21@carnet.invalid" };

static struct vault_commit one(const char *dir, struct vault_change *change, const char *path, const char *content)
{
    *change = (struct vault_change){ .path = path, .content = bytes_text(content) };
    return (struct vault_commit){ .dir = dir, .changes = change, .change_count = 1, .author = LEA, .at = T0,
                                  .message = "Une page" };
}

TEST(repo, is_bare_with_main_as_its_branch_and_can_be_made_twice)
{
    const char *dir = help_dir();
    char head[VAULT_ID] = "x";
    CHECK_OK(vault_create(dir));
    CHECK_TEXT("refs/heads/main\n", help_git(dir, "symbolic-ref HEAD"));
    CHECK_TEXT("true\n", help_git(dir, "rev-parse --is-bare-repository"));
    CHECK_OK(vault_head(head, dir));
    CHECK_TEXT("", head);
    CHECK_ERR(CARNET_MISSING, vault_head(head, "/nonexistent/x.git"));
}

TEST(commit, writes_what_git_shows)
{
    const char *dir = help_dir();
    struct vault_change changes[] = { { .path = "note.md", .content = bytes_text("# Été\n") },
                                      { .path = "files/plan.png", .content = { (const uint8_t *)"\0\1\2", 3 } },
                                      { .path = "vide.md" } };
    struct vault_person with[] = { TOM, TOM, LEA };
    struct vault_commit commit = { .dir = dir, .changes = changes, .change_count = 3, .author = LEA, .coauthors = with,
                                   .coauthor_count = 3, .at = T0, .message = "Séance du 1er juin\n\nDeux mots." };
    struct vault_commit_result got;
    CHECK_OK(vault_commit(&got, &commit));
    CHECK_INT(VAULT_WRITTEN, got.outcome);
    help_fsck(dir);
    char want[512];
    snprintf(want, sizeof want, "%s|p-7f3a|p-7f3a@carnet.invalid|2026-06-01T11:00:00+02:00|p-7f3a|Séance du 1er juin\n\n"
             "Deux mots.\n\nCo-authored-by: p-0b21 <p-0b21@carnet.invalid>\n\n", got.id);
    CHECK_TEXT(want, help_git(dir, "log --format='%%H|%%an|%%ae|%%aI|%%cn|%%B' main"));
    CHECK_TEXT("files/plan.png\nnote.md\nvide.md\n", help_git(dir, "ls-tree -r --name-only main"));
    CHECK_TEXT("# Été\n", help_git(dir, "show main:note.md"));
    CHECK_TEXT("p-0b21 <p-0b21@carnet.invalid>\n\n", help_git(dir, "log --format='%%(trailers:key=Co-authored-by,valueonly)'"));
}

TEST(commit, the_same_description_on_the_same_parent_is_the_same_commit)
{
    char first[VAULT_ID];
    for (int round = 0; round < 2; round++) {
        char dir[128];
        snprintf(dir, sizeof dir, "%s/r%d.git", test_folder(), round);
        CHECK_OK(vault_create(dir));
        help_commit(dir, "a.md", "un", T0);
        const char *id = help_commit(dir, "a.md", "deux", T0 + 61000);
        if (round)
            CHECK_TEXT(first, id);
        strcpy(first, id);
    }
}

TEST(commit, repeated_at_the_tip_is_not_written_again)
{
    const char *dir = help_dir();
    struct vault_change change;
    struct vault_commit commit = one(dir, &change, "a.md", "un");
    struct vault_commit_result first, again;
    CHECK_OK(vault_commit(&first, &commit));
    CHECK_OK(vault_commit(&again, &commit));
    CHECK_INT(VAULT_REPEATED, again.outcome);
    CHECK_TEXT(first.id, again.id);
    commit.even_if_same = true;
    CHECK_OK(vault_commit(&again, &commit));
    CHECK_INT(VAULT_REPEATED, again.outcome);
    CHECK_TEXT("1\n", help_git(dir, "rev-list --count main"));
}

TEST(commit, an_unchanged_tree_is_committed_only_when_asked)
{
    const char *dir = help_dir();
    struct vault_change change;
    struct vault_commit commit = one(dir, &change, "a.md", "un");
    struct vault_commit_result first, again;
    CHECK_OK(vault_commit(&first, &commit));
    commit.at += 5000;
    CHECK_OK(vault_commit(&again, &commit));
    CHECK_INT(VAULT_UNCHANGED, again.outcome);
    CHECK_TEXT(first.id, again.id);
    commit.even_if_same = true;
    CHECK_OK(vault_commit(&again, &commit));
    CHECK_INT(VAULT_WRITTEN, again.outcome);
    CHECK_TEXT("2\n", help_git(dir, "rev-list --count main"));
    help_fsck(dir);
}

TEST(commit, removes_files_and_the_folders_they_leave_empty)
{
    const char *dir = help_dir();
    help_commit(dir, "files/deep/a.png", "a", T0);
    help_commit(dir, "page.md", "b", T0);
    struct vault_change changes[] = { { .path = "files/deep/a.png", .remove = true }, { .path = "absent.md", .remove = true } };
    struct vault_commit commit = { .dir = dir, .changes = changes, .change_count = 2, .author = LEA, .at = T0, .message = "-" };
    struct vault_commit_result got;
    CHECK_OK(vault_commit(&got, &commit));
    CHECK_INT(VAULT_WRITTEN, got.outcome);
    CHECK_TEXT("page.md\n", help_git(dir, "ls-tree -rt --name-only main"));
    commit.changes = changes + 1;
    commit.change_count = 1;
    commit.at += 1000;
    CHECK_OK(vault_commit(&got, &commit));
    CHECK_INT(VAULT_UNCHANGED, got.outcome);
    help_commit(dir, "files/b", "b", T0);
    changes[1].path = "files"; /* a folder is not a file to remove */
    CHECK_OK(vault_commit(&got, &commit));
    CHECK_INT(VAULT_UNCHANGED, got.outcome);
    help_fsck(dir);
}

TEST(commit, nothing_in_an_empty_repository_writes_nothing)
{
    const char *dir = help_dir();
    struct vault_commit commit = { .dir = dir, .author = LEA, .at = T0, .message = "-" };
    struct vault_commit_result got;
    CHECK_OK(vault_commit(&got, &commit));
    CHECK_INT(VAULT_UNCHANGED, got.outcome);
    CHECK_TEXT("", got.id);
}

TEST(commit, a_file_cannot_be_a_folder_too)
{
    const char *dir = help_dir();
    struct vault_change change;
    struct vault_commit_result got;
    help_commit(dir, "a", "x", T0);
    help_commit(dir, "b/c", "x", T0);
    struct vault_commit commit = one(dir, &change, "a/b", "x");
    CHECK_ERR(CARNET_CONFLICT, vault_commit(&got, &commit));
    commit = one(dir, &change, "a/b/c/d", "x");
    CHECK_ERR(CARNET_CONFLICT, vault_commit(&got, &commit));
    commit = one(dir, &change, "b", "x");
    CHECK_ERR(CARNET_CONFLICT, vault_commit(&got, &commit));
    help_fsck(dir);
}

TEST(commit, refuses_paths_that_climb_or_belong_to_git)
{
    const char *dir = help_dir();
    static const char *const paths[] = {
        "", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", ".git", ".GIT/config", "a/.git", ".git/hooks/x",
        ".gitmodules", ".gitattributes", "git~1", "a/GIT~1/b", ".g\xe2\x80\x8cit", "\xef\xbb\xbf.git", ".git.", ".git ",
        ".git::$INDEX", "a\\b", "a\nb", "a\x7f", "\xff", ".GiT\xe2\x80\x8d" };
    struct vault_change change;
    struct vault_commit_result got;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct vault_commit commit = one(dir, &change, paths[i], "x");
        if (vault_commit(&got, &commit) != CARNET_INVALID)
            test_fail(__FILE__, __LINE__, "let through: %s", paths[i]);
        CLEANUP(buf_clear) struct buf out = { 0 };
        CHECK_ERR(CARNET_INVALID, vault_read(&out, dir, NULL, paths[i]));
    }
    struct vault_change twice[] = { { .path = "a" }, { .path = "a", .remove = true } };
    struct vault_commit commit = { .dir = dir, .changes = twice, .change_count = 2, .author = LEA, .at = T0, .message = "-" };
    CHECK_ERR(CARNET_INVALID, vault_commit(&got, &commit));
    twice[1].path = "a/b";
    CHECK_ERR(CARNET_INVALID, vault_commit(&got, &commit));
    CHECK_TEXT("", help_git(dir, "for-each-ref"));
}

TEST(commit, names_addresses_and_messages_are_cleaned)
{
    const char *dir = help_dir();
    struct vault_change change;
    struct vault_commit commit = one(dir, &change, "a", "x");
    struct vault_person odd[] = { { "", "" }, { NULL, NULL } };
    struct vault_commit_result got;
    commit.author = (struct vault_person){ " .Léa <x>\ntree 0000\n", "a<b>c\r\n@x" };
    commit.coauthors = odd;
    commit.coauthor_count = 2;
    commit.message = "un\r\nCo-authored-by: eve <eve@x>\n\ndeux\x01\n\nco-authored-by: eve <eve@x>\n\n  ";
    CHECK_OK(vault_commit(&got, &commit));
    help_fsck(dir);
    CHECK_TEXT("Léa xtree 0000|abc@x|un\n Co-authored-by: eve <eve@x>\n\ndeux\n\n co-authored-by: eve <eve@x>\n\n"
               "Co-authored-by: unknown <unknown@carnet.invalid>\n\n",
               help_git(dir, "log --format='%%an|%%ae|%%B'"));
    commit.message = "\xff";
    CHECK_ERR(CARNET_INVALID, vault_commit(&got, &commit));
}

TEST(commit, times_are_those_of_paris_in_winter_and_summer)
{
    const char *dir = help_dir();
    help_commit(dir, "a", "1", 1768467600999);
    CHECK_TEXT("2026-01-15T10:00:00+01:00\n", help_git(dir, "log -1 --format=%%aI"));
    help_commit(dir, "a", "2", T0);
    CHECK_TEXT("2026-06-01T11:00:00+02:00\n", help_git(dir, "log -1 --format=%%aI"));
}

TEST(commit, is_missing_without_a_repository)
{
    struct vault_change change;
    struct vault_commit commit = one("/nonexistent/x.git", &change, "a", "x");
    struct vault_commit_result got;
    CHECK_ERR(CARNET_MISSING, vault_commit(&got, &commit));
}

TEST(tag, is_annotated_repeatable_and_never_moves)
{
    const char *dir = help_dir();
    char first[VAULT_ID];
    strcpy(first, help_commit(dir, "a", "1", T0));
    char second[VAULT_ID];
    strcpy(second, help_commit(dir, "a", "2", T0));
    struct vault_tag tag = { .dir = dir, .name = "submission/1", .commit = first, .tagger = LEA, .at = T0 + 1000,
                             .message = "{\"sha256\":\"é\"}" };
    CHECK_OK(vault_tag(&tag));
    CHECK_OK(vault_tag(&tag));
    help_fsck(dir);
    char want[256];
    snprintf(want, sizeof want, "tag %s p-7f3a 2026-06-01 11:00:01 +0200 {\"sha256\":\"é\"}\n", first);
    CHECK_TEXT(want, help_git(dir, "for-each-ref --format='%%(objecttype) %%(*objectname) %%(taggername) %%(taggerdate:iso) "
                                   "%%(contents:subject)' refs/tags"));
    tag.commit = second;
    CHECK_ERR(CARNET_CONFLICT, vault_tag(&tag));
    tag.name = "submission";
    CHECK_ERR(CARNET_CONFLICT, vault_tag(&tag));
    tag.name = "submission/1/x";
    CHECK_ERR(CARNET_CONFLICT, vault_tag(&tag));
    tag.name = "a b";
    CHECK_ERR(CARNET_INVALID, vault_tag(&tag));
    tag.name = "../main";
    CHECK_ERR(CARNET_INVALID, vault_tag(&tag));
    tag.name = "version du soir é"; /* spaces are not for references */
    CHECK_ERR(CARNET_INVALID, vault_tag(&tag));
    tag.name = "ok";
    tag.commit = "0000000000000000000000000000000000000000";
    CHECK_ERR(CARNET_MISSING, vault_tag(&tag));
}

TEST(tag, are_listed_by_name_with_what_they_say)
{
    const char *dir = help_dir();
    struct arena *arena = arena_new();
    struct vault_tags got;
    CHECK_OK(vault_tags(&got, arena, dir));
    CHECK_INT(0, got.count);
    char id[VAULT_ID];
    strcpy(id, help_commit(dir, "a", "1", T0));
    struct vault_tag tag = { .dir = dir, .name = "v2", .commit = id, .tagger = LEA, .at = T0, .message = "Deux\n" };
    CHECK_OK(vault_tag(&tag));
    tag.name = "submission/1";
    tag.message = "Un\n\nlong";
    CHECK_OK(vault_tag(&tag));
    CHECK_OK(vault_tags(&got, arena, dir));
    CHECK_INT(2, got.count);
    CHECK_TEXT("submission/1", got.entries[0].name);
    CHECK_TEXT("Un\n\nlong", got.entries[0].message);
    CHECK_TEXT("v2", got.entries[1].name);
    CHECK_TEXT(id, got.entries[1].commit);
    CHECK_TEXT("p-7f3a", got.entries[1].tagger.name);
    CHECK_INT(T0, got.entries[1].at);
    arena_free(arena);
}
