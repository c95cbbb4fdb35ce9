/* What is kept of uploads: whole under its name, and the mark of what no row names. */
#include "harness/test.h"

#include "store/content.h"
#include "store/db.h"

#include <stdio.h>
#include <sys/stat.h>

static const char A[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char B[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

static struct db *open_folder(void)
{
    struct db *db;
    char path[300];
    const char *folder = test_folder();
    static const char *const parts[] = { "files", "tmp" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        CHECK(mkdir(path, 0700) == 0);
    }
    snprintf(path, sizeof path, "%s/files/notes.txt", folder);
    FILE *stray = fopen(path, "w"); /* by no name of content: nobody's business here */
    CHECK(stray && fclose(stray) == 0);
    snprintf(path, sizeof path, "%s/carnet.db", folder);
    CHECK_OK(db_open(&db, path, true));
    return db;
}

struct seen {
    int count;
    int64_t a, b;
};

static carnet_err see(void *self, const char *hash, int64_t since)
{
    struct seen *seen = self;
    seen->count++;
    *(strcmp(hash, A) == 0 ? &seen->a : &seen->b) = since;
    return CARNET_OK;
}

static struct seen look(struct db *db)
{
    struct seen seen = { .a = -1, .b = -1 };
    CHECK_OK(content_each(db, see, &seen));
    return seen;
}

TEST(content, is_listed_with_the_moment_it_was_marked_and_read_all_the_same)
{
    struct db *db = open_folder();
    CLEANUP(buf_clear) struct buf body = { 0 };
    CHECK_OK(content_keep(db, A, "one", bytes_text("un")));
    CHECK_OK(content_keep(db, B, "two", bytes_text("deux")));
    CHECK_OK(content_mark(db, A, 1750000000123));
    struct seen seen = look(db);
    CHECK_INT(2, seen.count);
    CHECK_INT(1750000000123, seen.a);
    CHECK_INT(0, seen.b);
    CHECK_OK(content_read(&body, db, A));
    CHECK(bytes_equal(bytes_text("un"), buf_bytes(&body)));
    CHECK_OK(content_mark(db, A, 0));
    CHECK_INT(0, look(db).a);
    db_close(db);
}

TEST(content, is_forgotten_only_when_it_was_marked_long_ago_and_not_kept_again)
{
    struct db *db = open_folder();
    bool gone;
    CHECK_OK(content_keep(db, A, "one", bytes_text("un")));
    CHECK_OK(content_forget_marked(&gone, db, A, INT64_MAX)); /* no mark */
    CHECK(!gone);
    CHECK_OK(content_mark(db, A, 1000));
    CHECK_OK(content_forget_marked(&gone, db, A, 999));
    CHECK(!gone);
    CHECK_OK(content_keep(db, A, "two", bytes_text("un")));
    CHECK_OK(content_forget_marked(&gone, db, A, INT64_MAX));
    CHECK(!gone);
    CHECK_OK(content_is_there(db, A));
    CHECK_OK(content_mark(db, A, 1000));
    CHECK_OK(content_forget_marked(&gone, db, A, 1000));
    CHECK(gone);
    CHECK_ERR(CARNET_IO, content_is_there(db, A));
    CHECK_OK(content_forget_marked(&gone, db, A, 1000)); /* again */
    CHECK(!gone);
    CHECK_OK(content_mark(db, A, 1000));
    CHECK_INT(0, look(db).count);
    db_close(db);
}
