/* Connections, statements, migrations. */
#include "store/store_fixture.h"

#include "store/migrate.h"

#include <stdio.h>
#include <sys/stat.h>

TEST(db, values_come_back_as_they_were_bound)
{
    struct db *db;
    struct arena *arena = arena_new();
    CHECK_OK(db_open_memory(&db));
    CHECK_OK(db_exec(db, "CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d BLOB) STRICT"));
    {
        CLEANUP(db_query_end) struct db_query q = db_query(db, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)");
        db_bind_int(&q, 1, INT64_MIN);
        db_bind_text(&q, 2, "Maëlle");
        db_bind_bytes(&q, 3, (bytes){ (const uint8_t *)"a\0b", 3 });
        db_bind_bytes(&q, 4, (bytes){ NULL, 0 });
        CHECK_OK(db_run(&q));
        CHECK_INT(1, db_changes(db));
    }
    {
        CLEANUP(db_query_end) struct db_query q = db_query(db, "SELECT a, b, c, d FROM t");
        CHECK_OK(db_one(&q));
        CHECK(db_int(&q, 0) == INT64_MIN);
        CHECK_TEXT("Maëlle", db_text(&q, 1, arena));
        CHECK(bytes_equal((bytes){ (const uint8_t *)"a\0b", 3 }, db_bytes(&q, 2, arena)));
        CHECK(!db_is_null(&q, 3) && db_bytes(&q, 3, arena).len == 0);
    }
    arena_free(arena);
    db_close(db);
}

static const char SQL_COUNT_TO[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i FROM n";

TEST(db, the_same_sql_can_be_used_inside_itself)
{
    struct db *db;
    int64_t sum = 0;
    bool row, inner;
    CHECK_OK(db_open_memory(&db));
    for (int round = 0; round < 3; round++) {
        CLEANUP(db_query_end) struct db_query q = db_query(db, SQL_COUNT_TO);
        db_bind_int(&q, 1, 4);
        while (db_next(&row, &q) == CARNET_OK && row) {
            CLEANUP(db_query_end) struct db_query r = db_query(db, SQL_COUNT_TO);
            db_bind_int(&r, 1, db_int(&q, 0));
            while (db_next(&inner, &r) == CARNET_OK && inner)
                sum += db_int(&r, 0);
        }
    }
    CHECK_INT(3 * (1 + 3 + 6 + 10), sum);
    db_close(db);
}

TEST(db, errors_say_what_they_mean)
{
    struct db *db;
    CHECK_OK(db_open_memory(&db));
    CHECK_OK(db_exec(db, "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT"));
    CHECK_OK(db_exec(db, "INSERT INTO t VALUES (1)"));
    CHECK_ERR(CARNET_CONFLICT, db_exec(db, "INSERT INTO t VALUES (1)"));
    {
        CLEANUP(db_query_end) struct db_query q = db_query(db, "SELECT a FROM t WHERE a = 2");
        CHECK_ERR(CARNET_MISSING, db_one(&q));
    }
    CHECK_ERR(CARNET_IO, db_exec(db, "SELECT nothing FROM nowhere"));
    CHECK_ERR(CARNET_IO, db_exec(db, "SELECT \"a string in the wrong quotes\""));
    CHECK_INT(DB_SOUND, db_trouble(db));
    db_close(db);
}

TEST(db, a_reader_cannot_write_and_the_file_is_private)
{
    struct store s;
    struct db *reader;
    struct stat facts;
    char path[256];
    store_open(&s, test_folder());
    snprintf(path, sizeof path, "%s/carnet.db", test_folder());
    CHECK_OK(db_open(&reader, path, false));
    CHECK_ERR(CARNET_IO, db_exec(reader, "DELETE FROM document"));
    db_close(reader);
    CHECK(stat(path, &facts) == 0 && (facts.st_mode & 0777) == 0600);
    snprintf(path, sizeof path, "%s/carnet.db-wal", test_folder());
    CHECK(stat(path, &facts) == 0 && (facts.st_mode & 0777) == 0600);
    snprintf(path, sizeof path, "%s/keys.db", test_folder());
    CHECK(stat(path, &facts) == 0 && (facts.st_mode & 0777) == 0600);
    store_close(&s);
}

TEST(db, a_damaged_file_is_refused)
{
    struct db *db;
    char path[256];
    snprintf(path, sizeof path, "%s/carnet.db", test_folder());
    FILE *f = fopen(path, "w");
    fputs("this is not a database, but it is long enough to be looked at as if it were one, is it not? "
          "It needs one hundred octets at least.", f);
    fclose(f);
    CHECK_ERR(CARNET_CORRUPT, db_open(&db, path, true));
}

/* ---- migrations ---- */

static const struct migration ONE[] = { { 1, "CREATE TABLE a (x INTEGER) STRICT;" }, { 0, NULL } };
static const struct migration TWO[] = {
    { 1, "CREATE TABLE a (x INTEGER) STRICT;" },
    { 2, "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO b VALUES (7);" },
    { 0, NULL },
};
static const struct migration TWO_BROKEN[] = {
    { 1, "CREATE TABLE a (x INTEGER) STRICT;" },
    { 2, "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO b VALUES (7); INSERT INTO nowhere VALUES (1);" },
    { 0, NULL },
};
static const struct migration DANGLING[] = {
    { 1, "CREATE TABLE a (x INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (a INTEGER REFERENCES a (x)) STRICT;"
         "INSERT INTO b VALUES (3);" },
    { 0, NULL },
};

static int64_t number(struct db *db, const char *sql)
{
    CLEANUP(db_query_end) struct db_query q = db_query(db, sql);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

static const char SQL_VERSION[] = "PRAGMA user_version";
static const char SQL_TABLES[] = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";

TEST(migrate, runs_what_is_missing_and_nothing_twice)
{
    struct db *db;
    CHECK_OK(db_open_memory(&db));
    CHECK_OK(migrate_run(db, ONE));
    CHECK_INT(1, number(db, SQL_VERSION));
    CHECK_OK(migrate_run(db, TWO));
    CHECK_OK(migrate_run(db, TWO));
    CHECK_INT(2, number(db, SQL_VERSION));
    CHECK_INT(1, number(db, "SELECT count(*) FROM b"));
    db_close(db);
}

TEST(migrate, a_failing_one_leaves_nothing_of_itself)
{
    struct db *db;
    CHECK_OK(db_open_memory(&db));
    CHECK_ERR(CARNET_IO, migrate_run(db, TWO_BROKEN));
    CHECK_INT(1, number(db, SQL_VERSION));
    CHECK_INT(1, number(db, SQL_TABLES));
    CHECK_OK(migrate_run(db, TWO));
    CHECK_INT(2, number(db, SQL_TABLES));
    db_close(db);
}

TEST(migrate, refuses_a_database_newer_than_the_program)
{
    struct db *db;
    CHECK_OK(db_open_memory(&db));
    CHECK_OK(migrate_run(db, TWO));
    CHECK_ERR(CARNET_CONFLICT, migrate_run(db, ONE));
    db_close(db);
}

TEST(migrate, refuses_a_dangling_reference)
{
    struct db *db;
    CHECK_OK(db_open_memory(&db));
    CHECK_ERR(CARNET_CORRUPT, migrate_run(db, DANGLING));
    CHECK_INT(0, number(db, SQL_TABLES));
    CHECK_INT(1, number(db, "PRAGMA foreign_keys"));
    db_close(db);
}
