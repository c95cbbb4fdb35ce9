/* Reading back: beside real git on random histories, and page by page. */
#include "vault_help.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t seed;

static uint32_t dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % sides;
}

static const char *const PATHS[] = { "a.md", "b.md", "files/x", "files/deep/y", "é.md" };
enum { PATHS_COUNT = 5, COMMITS = 60 };

/* One random commit of up to three changes. */
static void random_commit(const char *dir, int n)
{
    static const struct vault_person people[] = { { "p-1", "p-1@x" }, { "p-2", "p-2@x" }, { "p-3", "p-3@x" } };
    char contents[3][32];
    struct vault_change changes[3];
    size_t count = 0;
    for (size_t i = 0, first = dice(PATHS_COUNT); i < 1 + dice(3); i++) {
        snprintf(contents[i], sizeof contents[i], "%u\n", dice(3));
        changes[count++] = (struct vault_change){ .path = PATHS[(first + i) % PATHS_COUNT], .remove = dice(4) == 0,
                                                  .content = bytes_text(contents[i]) };
        if (count == 3)
            break;
    }
    struct vault_commit commit = { .dir = dir, .changes = changes, .change_count = count, .author = people[dice(3)],
                                   .coauthors = people, .coauthor_count = dice(4), .at = T0 + n * 1000, .message = "n" };
    struct vault_commit_result got;
    CHECK_OK(vault_commit(&got, &commit));
    char head[VAULT_ID];
    CHECK_OK(vault_head(head, dir));
    CHECK_TEXT(head, got.id);
}

static void put_entry(struct buf *out, const struct vault_entry *e)
{
    buf_printf(out, "%s %lld", e->id, (long long)e->at / 1000);
    for (size_t i = 0; i < e->author_count; i++)
        buf_printf(out, " %s <%s>", e->authors[i].name, e->authors[i].email);
    buf_put_text(out, "\n");
}

static void compare_log(const char *dir, const char *path)
{
    struct arena *arena = arena_new();
    struct vault_log log;
    CLEANUP(buf_clear) struct buf ours = { 0 };
    CHECK_OK(vault_log(&log, arena, dir, path, NULL, 1000));
    for (size_t i = 0; i < log.count; i++)
        put_entry(&ours, &log.entries[i]);
    arena_free(arena);
    CHECK_TEXT(help_git(dir, "log --format='%%H %%at %%an <%%ae>%%(trailers:key=Co-authored-by,valueonly,separator=)' main %s%s"
                             " | sed 's/>p/> p/g'", path ? "-- " : "", path ? path : ""), buf_text(&ours));
}

static void compare_files(const char *dir)
{
    for (size_t i = 0; i < PATHS_COUNT; i++) {
        CLEANUP(buf_clear) struct buf ours = { 0 };
        carnet_err err = vault_read(&ours, dir, NULL, PATHS[i]);
        const char *theirs = help_git(dir, "show 'main:%s'", PATHS[i]);
        CHECK_ERR(help_git_status() == 0 ? CARNET_OK : CARNET_MISSING, err);
        if (!err)
            CHECK_TEXT(theirs, buf_text(&ours));
    }
}

TEST(history, agrees_with_git_on_random_commits)
{
    for (uint32_t round = 1; round <= 3; round++) {
        char dir[128];
        snprintf(dir, sizeof dir, "%s/h%u.git", test_folder(), round);
        CHECK_OK(vault_create(dir));
        seed = round * 77;
        printf("# seed %u\n", seed);
        for (int n = 0; n < COMMITS; n++) {
            random_commit(dir, n);
            if (n % 10 == 0)
                compare_files(dir);
        }
        compare_log(dir, NULL);
        for (size_t i = 0; i < PATHS_COUNT; i++)
            compare_log(dir, PATHS[i]);
        help_fsck(dir);
        help_git(dir, "gc --quiet");
        compare_log(dir, PATHS[0]);
        random_commit(dir, COMMITS + 1);
        compare_files(dir);
        help_fsck(dir);
    }
}

TEST(history, is_read_page_by_page)
{
    const char *dir = help_dir();
    char ids[6][VAULT_ID];
    for (int i = 0; i < 6; i++) {
        char content[16];
        snprintf(content, sizeof content, "%d", i);
        strcpy(ids[i], help_commit(dir, i % 2 ? "b" : "a", content, T0 + i * 1000));
    }
    struct arena *arena = arena_new();
    struct vault_log log;
    CHECK_OK(vault_log(&log, arena, dir, "a", NULL, 2));
    CHECK_INT(2, log.count);
    CHECK_TEXT(ids[4], log.entries[0].id);
    CHECK_TEXT(ids[2], log.entries[1].id);
    CHECK_TEXT("Page", log.entries[0].message);
    CHECK_INT(T0 + 4000, log.entries[0].at);
    CHECK_OK(vault_log(&log, arena, dir, "a", ids[2], 2));
    CHECK_INT(1, log.count);
    CHECK_TEXT(ids[0], log.entries[0].id);
    CHECK_OK(vault_log(&log, arena, dir, "a", ids[0], 2));
    CHECK_INT(0, log.count);
    CHECK_OK(vault_log(&log, arena, dir, "never.md", NULL, 10));
    CHECK_INT(0, log.count);
    CHECK_ERR(CARNET_MISSING, vault_log(&log, arena, dir, NULL, "12", 2));
    arena_free(arena);
}

TEST(history, of_an_empty_repository_is_empty)
{
    const char *dir = help_dir();
    struct arena *arena = arena_new();
    struct vault_log log;
    CLEANUP(buf_clear) struct buf out = { 0 };
    CHECK_OK(vault_log(&log, arena, dir, NULL, NULL, 10));
    CHECK_INT(0, log.count);
    CHECK_ERR(CARNET_MISSING, vault_read(&out, dir, NULL, "a"));
    arena_free(arena);
}

TEST(history, an_old_version_is_read_by_its_commit)
{
    const char *dir = help_dir();
    char first[VAULT_ID];
    CLEANUP(buf_clear) struct buf out = { 0 };
    strcpy(first, help_commit(dir, "d/a.md", "un", T0));
    help_commit(dir, "d/a.md", "deux", T0);
    CHECK_OK(vault_read(&out, dir, first, "d/a.md"));
    CHECK_TEXT("un", buf_text(&out));
    CHECK_ERR(CARNET_MISSING, vault_read(&out, dir, first, "d"));
    CHECK_ERR(CARNET_MISSING, vault_read(&out, dir, first, "d/b.md"));
    CHECK_ERR(CARNET_MISSING, vault_read(&out, dir, "main", "d/a.md"));
    CHECK_ERR(CARNET_MISSING, vault_read(&out, dir, "0123456789012345678901234567890123456789", "d/a.md"));
    CHECK_TEXT("un", buf_text(&out));
}

struct shared {
    char dir[128];
    bool failed;
};

static void *write_many(void *arg)
{
    struct shared *s = arg;
    for (int i = 0; i < 60 && !s->failed; i++) {
        char content[16];
        snprintf(content, sizeof content, "%d", i);
        struct vault_change change = { .path = "a", .content = bytes_text(content) };
        struct vault_commit commit = { .dir = s->dir, .changes = &change, .change_count = 1, .at = T0 + i * 1000,
                                       .message = "-", .author = { "p", "p@x" } };
        struct vault_commit_result got;
        s->failed = vault_commit(&got, &commit) != CARNET_OK || got.outcome != VAULT_WRITTEN;
    }
    return NULL;
}

static void *read_many(void *arg)
{
    struct shared *s = arg;
    for (int i = 0, last = 0; i < 150 && !s->failed; i++) {
        CLEANUP(buf_clear) struct buf out = { 0 };
        carnet_err err = vault_read(&out, s->dir, NULL, "a");
        int now = atoi(buf_text(&out));
        s->failed = (err && err != CARNET_MISSING) || now < last;
        last = now;
    }
    return NULL;
}

TEST(history, is_read_by_one_thread_while_others_write)
{
    struct shared one = { 0 }, two = { 0 }, reader;
    snprintf(one.dir, sizeof one.dir, "%s/one.git", test_folder());
    snprintf(two.dir, sizeof two.dir, "%s/two.git", test_folder());
    CHECK_OK(vault_create(one.dir));
    CHECK_OK(vault_create(two.dir));
    reader = one;
    pthread_t threads[3];
    CHECK_INT(0, pthread_create(&threads[0], NULL, write_many, &one));
    CHECK_INT(0, pthread_create(&threads[1], NULL, write_many, &two));
    CHECK_INT(0, pthread_create(&threads[2], NULL, read_many, &reader));
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    CHECK(!one.failed && !two.failed && !reader.failed);
    help_fsck(one.dir);
    help_fsck(two.dir);
}
