/* What no row names goes, in two steps, and what a row names never does: rows of every kind, an upload under way, a database that was the wrong one. */
#include "harness/test.h"

#include "areas/document/image.h"
#include "areas/group/file.h"
#include "store/content.h"
#include "store/db.h"
#include "upkeep/sweep.h"

#include <stdio.h>
#include <sys/stat.h>

#define DAY (INT64_C(86400000))
static const int64_t START = INT64_C(1781247600000);

static struct folder_of_test {
    struct db *db;
    struct ctx ctx;
    bool stop;
} fx;

static bool stops(struct upkeep *upkeep)
{
    (void)upkeep;
    return fx.stop;
}

static void begin(void)
{
    char path[300];
    const char *folder = test_folder();
    static const char *const parts[] = { "files", "tmp" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        CHECK(mkdir(path, 0700) == 0);
    }
    snprintf(path, sizeof path, "%s/carnet.db", folder);
    fx = (struct folder_of_test){ 0 };
    CHECK_OK(db_open(&fx.db, path, true));
    CHECK_OK(db_migrate(fx.db));
    CHECK_OK(db_exec(fx.db, "PRAGMA foreign_keys = OFF")); /* rows without their groups and people */
    fx.ctx = (struct ctx){ .db = fx.db, .arena = arena_new(), .now = START };
}

static void end(void)
{
    arena_free(fx.ctx.arena);
    db_close(fx.db);
}

/* 64 times the same digit: a name of content. */
static const char *hash(char digit)
{
    char *name = arena_alloc(fx.ctx.arena, 65);
    memset(name, digit, 64);
    name[64] = 0;
    return name;
}

static void keep(char digit)
{
    CHECK_OK(content_keep(fx.db, hash(digit), "test", bytes_text("des octets")));
}

static bool is_there(char digit)
{
    struct err_note note;
    carnet_err err = content_is_there(fx.db, hash(digit));
    err_take(&note);
    return err == CARNET_OK;
}

/* trashed_at 0: it is not in the trash. */
static void add_file(char digit, int64_t trashed_at)
{
    static const char SQL[] = "INSERT INTO group_file (uid, \"group\", name, type, size, sha256, uploaded_by, at, trashed_at)"
                              " VALUES (hex(randomblob(8)), 1, 'a.txt', 'text/plain', 10, ?1, 1, 1, nullif(?2, 0))";
    CLEANUP(db_query_end) struct db_query q = db_query(fx.db, SQL);
    db_bind_text(&q, 1, hash(digit));
    db_bind_int(&q, 2, trashed_at);
    CHECK_OK(db_run(&q));
}

static void add_image(char content, char thumbnail)
{
    static const char SQL[] = "INSERT INTO document_image (document, uid, content, thumbnail, size, added_by, at)"
                              " VALUES (1, hex(randomblob(8)), ?1, ?2, 10, 1, 1)";
    CLEANUP(db_query_end) struct db_query q = db_query(fx.db, SQL);
    db_bind_text(&q, 1, hash(content));
    db_bind_text(&q, 2, thumbnail ? hash(thumbnail) : NULL);
    CHECK_OK(db_run(&q));
}

static struct sweep look(void)
{
    struct sweep sweep;
    struct upkeep upkeep = { .stop = stops };
    CHECK_OK(sweep_look(&sweep, &fx.ctx, &upkeep));
    return sweep;
}

static size_t forget(struct sweep *sweep)
{
    size_t count;
    CHECK_OK(sweep_forget(&count, &fx.ctx, sweep));
    sweep_clear(sweep);
    return count;
}

/* One whole sweep, so many days after the start; how many were forgotten. */
static size_t sweep_on(int64_t day)
{
    fx.ctx.now = START + day * DAY;
    struct sweep sweep = look();
    return forget(&sweep);
}

TEST(sweep, forgets_what_no_row_names_a_week_after_it_was_first_seen_so)
{
    begin();
    keep('a');
    CHECK_INT(0, sweep_on(0));
    CHECK_INT(0, sweep_on(6));
    CHECK(is_there('a'));
    CHECK_INT(1, sweep_on(7));
    CHECK(!is_there('a'));
    CHECK_INT(0, sweep_on(8));
    end();
}

TEST(sweep, leaves_what_any_row_names_of_files_their_trash_images_and_thumbnails)
{
    begin();
    for (char c = 'a'; c <= 'e'; c++)
        keep(c);
    add_file('a', 0);
    add_file('b', START);
    add_image('c', 'd');
    add_image('e', 0);
    for (int64_t day = 0; day <= 40; day += 10)
        CHECK_INT(0, sweep_on(day));
    for (char c = 'a'; c <= 'e'; c++)
        CHECK(is_there(c));
    end();
}

TEST(sweep, knows_every_table_that_names_content)
{
    begin();
    CLEANUP(db_query_end) struct db_query q = db_query(fx.db, /* another one must be asked too: each_named in sweep.c */
        "SELECT count(*), (SELECT count(*) FROM sqlite_master WHERE sql LIKE '%sha256%' AND type = 'table') FROM sqlite_master"
        " WHERE type = 'table' AND sql LIKE '%= 64)%'");
    CHECK_OK(db_one(&q));
    CHECK_INT(2, db_int(&q, 0));
    CHECK_INT(1, db_int(&q, 1));
    db_query_end(&q);
    end();
}

TEST(sweep, takes_the_content_of_an_erased_file_with_the_last_row_that_names_it)
{
    begin();
    keep('a');
    keep('b');
    keep('c');
    add_file('a', START);
    add_file('b', START);
    add_file('b', 0); /* in another group */
    add_file('c', START);
    add_image('f', 'c');
    fx.ctx.now = START + 30 * DAY - 1; /* it can come back still */
    CHECK_OK(file_beat(&fx.ctx));
    CHECK_INT(0, sweep_on(29));
    CHECK_INT(0, sweep_on(37));
    fx.ctx.now = START + 30 * DAY;
    CHECK_OK(file_beat(&fx.ctx));
    CHECK_INT(0, sweep_on(38));
    CHECK_INT(1, sweep_on(45));
    CHECK(!is_there('a'));
    CHECK(is_there('b'));
    CHECK(is_there('c'));
    end();
}

TEST(sweep, comes_too_late_for_an_upload_that_kept_the_same_content_again_or_has_its_row)
{
    begin();
    keep('a');
    keep('b');
    CHECK_INT(0, sweep_on(0));
    fx.ctx.now = START + 7 * DAY;
    struct sweep sweep = look();
    CHECK_INT(2, sweep.due.count);
    keep('a');        /* an upload is between its two steps */
    add_file('b', 0); /* and another behind both */
    CHECK_INT(0, forget(&sweep));
    CHECK(is_there('a'));
    CHECK(is_there('b'));
    CHECK_INT(0, sweep_on(8)); /* as seen for the first time */
    CHECK_INT(0, sweep_on(14));
    CHECK_INT(1, sweep_on(15));
    CHECK(!is_there('a'));
    end();
}

TEST(sweep, takes_nothing_for_a_database_that_was_another_one_for_some_days)
{
    begin();
    keep('a');
    CHECK_INT(0, sweep_on(0));
    CHECK_INT(0, sweep_on(6));
    add_file('a', 0); /* the right one is back */
    CHECK_INT(0, sweep_on(7));
    CHECK_OK(db_exec(fx.db, "DELETE FROM group_file"));
    CHECK_INT(0, sweep_on(8)); /* the mark was taken away with the row */
    CHECK(is_there('a'));
    end();
}

TEST(sweep, that_was_stopped_or_cut_off_is_made_again)
{
    begin();
    struct sweep sweep;
    struct upkeep upkeep = { .stop = stops };
    keep('a');
    fx.stop = true;
    CHECK_ERR(CARNET_IO, sweep_look(&sweep, &fx.ctx, &upkeep));
    CHECK_INT(0, sweep.marked + sweep.due.count);
    fx.stop = false;
    CHECK_INT(0, sweep_on(20));
    fx.ctx.now = START + 27 * DAY;
    sweep = look(); /* and no more: the process ended */
    sweep_clear(&sweep);
    CHECK(is_there('a'));
    CHECK_INT(1, sweep_on(28));
    CHECK_INT(0, sweep_on(29));
    end();
}
