/* Migrations on the rows of an older version. */
#include "areas/areas_fixture.h"

#include "store/migrate.h"

#include <migrations.h> /* made from migrations/ */

static struct db *older(int before)
{
    static struct migration list[sizeof MIGRATIONS / sizeof *MIGRATIONS];
    size_t count = 0;
    for (size_t i = 0; MIGRATIONS[i].number && MIGRATIONS[i].number < before; i++)
        list[count++] = (struct migration){ MIGRATIONS[i].number, MIGRATIONS[i].sql };
    list[count] = (struct migration){ 0 };
    struct db *db;
    CHECK_OK(db_open_memory(&db));
    CHECK_OK(migrate_run(db, list));
    return db;
}

static int64_t number_of(struct db *db, const char *sql)
{
    CLEANUP(db_query_end) struct db_query q = db_query(db, sql);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

TEST(migration, a_cohort_that_was_there_gets_its_half_days)
{
    struct db *db = older(32);
    CHECK_OK(db_exec(db, "INSERT INTO organisation (id, slug, name) VALUES (1, 'o', 'O')"));
    CHECK_OK(db_exec(db, "INSERT INTO programme (id, organisation, slug, title, definition) VALUES (1, 1, 'p', 'P', '{}')"));
    CHECK_OK(db_exec(db, "INSERT INTO cohort (id, organisation, programme, definition, slug, label, start_day, end_day, created_at)"
                         " VALUES (1, 1, 1, '{}', 'c', 'C', '2025-12-08', '2026-07-07', 0)"));
    CHECK_OK(db_exec(db, "INSERT INTO session (cohort, slug, position, from_day, to_day, theme) VALUES"
                         " (1, 'ses-1', 1, '2025-12-29', '2026-01-02', ''), (1, 'ses-2', 2, '2026-02-02', '2026-02-03', '')"));
    CHECK_OK(db_exec(db, "INSERT INTO milestone (cohort, slug, from_day, to_day) VALUES (1, 'final_jury', '2026-07-07', NULL),"
                         " (1, 'orals', '2026-02-02', '2026-02-03')"));
    CHECK_OK(db_migrate(db));
    CHECK_INT(16, number_of(db, "SELECT count(*) FROM half_day"));
    CHECK_INT(1, number_of(db, "SELECT count(*) FROM half_day WHERE slug = 'ses-1-d5-pm' AND day = '2026-01-02' AND starts = '13:30'"));
    CHECK_INT(1, number_of(db, "SELECT count(*) FROM half_day WHERE slug = 'final-jury-d1-am' AND day = '2026-07-07' AND session IS NULL"));
    db_close(db);
}
