/* Locks left behind, damaged files, and being killed at any moment. */
#include "vault_help.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *in(const char *dir, const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static void put_file(const char *path, const char *content)
{
    chmod(path, 0600); /* git's objects are read-only */
    FILE *f = fopen(path, "wb");
    CHECK(f);
    fputs(content, f);
    fclose(f);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void make_old(const char *path)
{
    struct timespec times[2] = { { .tv_sec = 1700000000 }, { .tv_sec = 1700000000 } };
    CHECK_INT(0, utimensat(AT_FDCWD, path, times, 0));
}

static carnet_err try_commit(const char *dir, const char *content)
{
    struct vault_change change = { .path = "a", .content = bytes_text(content) };
    struct vault_commit commit = { .dir = dir, .changes = &change, .change_count = 1, .at = T0, .message = "-",
                                   .author = { "p", "p@x" } };
    struct vault_commit_result got;
    return vault_commit(&got, &commit);
}

TEST(lock, older_than_this_process_is_removed)
{
    const char *dir = help_dir();
    static const char *const locks[] = { "refs/heads/main.lock", "HEAD.lock", "config.lock", "packed-refs.lock" };
    help_commit(dir, "a", "1", T0);
    for (size_t i = 0; i < 4; i++) {
        put_file(in(dir, locks[i]), "");
        make_old(in(dir, locks[i]));
    }
    CHECK_OK(try_commit(dir, "2"));
    for (size_t i = 0; i < 4; i++)
        CHECK(!exists(in(dir, locks[i])));
    put_file(in(dir, "refs/heads/main.lock"), "");
    make_old(in(dir, "refs/heads/main.lock"));
    CHECK_OK(vault_create(dir));
    CHECK(!exists(in(dir, "refs/heads/main.lock")));
    help_fsck(dir);
}

TEST(lock, of_a_living_process_stops_the_commit_with_a_note)
{
    const char *dir = help_dir();
    struct err_note note;
    help_commit(dir, "a", "1", T0);
    put_file(in(dir, "refs/heads/main.lock"), "");
    CHECK_ERR(CARNET_IO, try_commit(dir, "2"));
    err_take(&note);
    CHECK_TEXT("vault.locked", note.key);
    CHECK(exists(in(dir, "refs/heads/main.lock")));
    CHECK_INT(0, remove(in(dir, "refs/heads/main.lock")));
    CHECK_OK(try_commit(dir, "2"));
    help_fsck(dir);
}

/* The object file of a revision's name, as git tells it. */
static const char *object(const char *dir, const char *name)
{
    char id[VAULT_ID], below[64];
    snprintf(id, sizeof id, "%.40s", help_git(dir, "rev-parse %s", name));
    snprintf(below, sizeof below, "objects/%.2s/%s", id, id + 2);
    return in(dir, below);
}

static void check_damaged(carnet_err got)
{
    struct err_note note;
    CHECK_ERR(CARNET_CORRUPT, got);
    err_take(&note);
    CHECK_TEXT("vault.damaged", note.key);
}

TEST(damage, of_any_object_is_corruption)
{
    static const char *const names[] = { "main", "main^{tree}", "main:a" };
    static const char *const how[] = { "", "garbage", NULL };
    for (size_t n = 0; n < 3; n++) {
        for (size_t h = 0; h < 3; h++) {
            char dir[128];
            CLEANUP(buf_clear) struct buf out = { 0 };
            snprintf(dir, sizeof dir, "%s/d%zu%zu.git", test_folder(), n, h);
            CHECK_OK(vault_create(dir));
            help_commit(dir, "a", "1", T0);
            const char *file = object(dir, names[n]);
            if (how[h])
                put_file(file, how[h]);
            else
                CHECK_INT(0, remove(file));
            check_damaged(vault_read(&out, dir, NULL, "a"));
            if (n < 2)
                check_damaged(vault_create(dir));
            if (n < 2)
                check_damaged(try_commit(dir, "2"));
        }
    }
}

TEST(damage, of_references_is_corruption)
{
    const char *dir = help_dir();
    help_commit(dir, "a", "1", T0);
    put_file(in(dir, "refs/heads/main"), "not an id\n");
    check_damaged(vault_create(dir));
    check_damaged(try_commit(dir, "2"));
    put_file(in(dir, "refs/heads/main"), "0123456789012345678901234567890123456789\n");
    check_damaged(vault_create(dir));
    check_damaged(try_commit(dir, "2"));
}

TEST(damage, a_repository_without_its_head_is_not_made_anew)
{
    const char *dir = help_dir();
    help_commit(dir, "a", "1", T0);
    CHECK_INT(0, remove(in(dir, "HEAD")));
    check_damaged(vault_create(dir));
    put_file(in(dir, "HEAD"), "ref: refs/heads/other\n");
    check_damaged(vault_create(dir));
    put_file(in(dir, "HEAD"), "ref: refs/heads/main\n");
    CHECK_OK(vault_create(dir));
}

TEST(damage, a_folder_of_something_else_is_not_taken)
{
    char dir[128];
    snprintf(dir, sizeof dir, "%s/photos", test_folder());
    CHECK_INT(0, mkdir(dir, 0700));
    put_file(in(dir, "plage.jpg"), "x");
    check_damaged(vault_create(dir));
    CHECK(!exists(in(dir, "HEAD")));
    CHECK(vault_create(in(dir, "plage.jpg")) != CARNET_OK);
    CHECK(vault_create(in(dir, "plage.jpg/x.git")) != CARNET_OK);
}

TEST(damage, an_interrupted_creation_is_completed)
{
    static const char *const parts[] = { "", "objects", "objects/pack", "objects/info", "refs", "refs/heads", "refs/tags" };
    for (size_t n = 1; n <= 7; n++) {
        char dir[128];
        snprintf(dir, sizeof dir, "%s/p%zu.git", test_folder(), n);
        for (size_t i = 0; i < n; i++)
            CHECK_INT(0, mkdir(in(dir, parts[i]), 0700));
        CHECK_OK(vault_create(dir));
        help_commit(dir, "a", "1", T0);
        help_fsck(dir);
    }
}

/* The child commits numbers and tells each id only when vault_commit came back. */
static void commit_for_ever(const char *dir, int to)
{
    for (int i = 0;; i++) {
        char content[16];
        snprintf(content, sizeof content, "%d", i);
        const char *id = help_commit(dir, "n", content, T0 + i * 1000);
        if (write(to, id, VAULT_ID - 1) != VAULT_ID - 1)
            _exit(0);
    }
}

TEST(commit, what_came_back_survives_a_kill_at_any_moment)
{
    const char *dir = help_dir();
    int rounds = test_long() ? 100 : 12;
    for (int round = 0; round < rounds; round++) {
        int ends[2];
        CHECK_INT(0, pipe(ends));
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0)
            commit_for_ever(dir, ends[1]);
        close(ends[1]);
        char last[VAULT_ID] = "";
        if (round == 0) /* git has nothing to check before there is a commit */
            CHECK_INT(VAULT_ID - 1, read(ends[0], last, VAULT_ID - 1));
        usleep(20000 + (useconds_t)round * 3100);
        kill(pid, SIGKILL);
        CHECK_INT(pid, waitpid(pid, NULL, 0));
        for (char id[VAULT_ID] = ""; read(ends[0], id, VAULT_ID - 1) == VAULT_ID - 1;)
            memcpy(last, id, sizeof last);
        close(ends[0]);
        static const char *const locks[] = { "refs/heads/main.lock", "HEAD.lock" };
        for (size_t i = 0; i < 2; i++)
            if (exists(in(dir, locks[i]))) /* the next server starts later than this */
                make_old(in(dir, locks[i]));
        CHECK_OK(vault_create(dir));
        help_fsck(dir);
        if (*last) {
            help_git(dir, "merge-base --is-ancestor %s main", last);
            CHECK_INT(0, help_git_status());
        }
        help_commit(dir, "other", round % 2 ? "1" : "2", T0);
    }
}
