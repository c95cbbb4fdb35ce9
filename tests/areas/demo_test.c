/* The sample cohort as it is loaded: its dates, its texts, and what of it can be read in the files. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "areas/areas_fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "areas/calendar/holiday.h"
#include "areas/demo/dates.h"
#include "areas/demo/demo.h"
#include "areas/demo/sample.h"
#include "vault/history.h"

TEST(demo, the_whole_cohort_is_there)
{
    sample();
    CHECK_INT(33, one_int("SELECT count(*) FROM person"));
    CHECK_INT(31, one_int("SELECT count(*) FROM person WHERE password_hash LIKE '$argon2id$%'"));
    CHECK_INT(31, one_int("SELECT count(DISTINCT password_hash) FROM person WHERE password_hash IS NOT NULL"));
    CHECK_INT(14, one_int("SELECT count(*) FROM enrolment"));
    CHECK_INT(4, one_int("SELECT count(*) FROM \"group\" WHERE kind = 'team'"));
    CHECK_INT(1, one_int("SELECT count(*) FROM \"group\" WHERE kind = 'commons'"));
    CHECK_INT(40, one_int("SELECT count(*) FROM work"));
    CHECK_INT(6, one_int("SELECT count(*) FROM journal_entry"));
    CHECK_INT(6, one_int("SELECT count(*) FROM session"));
    CHECK_INT(7, one_int("SELECT count(*) FROM milestone"));
    CHECK_INT(47, one_int("SELECT count(*) FROM document"));
}

TEST(demo, texts_are_the_samples_without_their_head)
{
    struct ctx *ctx = sample();
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct sample_text want;
    CHECK_OK(sample_text(&want, ctx->arena, sample_file("groupe-b.md")));
    CHECK_OK(document_text(&text, ctx, document_id(page_of("grp-b"))));
    CHECK(bytes_equal(want.text, buf_bytes(&text)));
    CHECK(memcmp(want.text.ptr, "# Les Rallongeurs\n", 18) == 0);
    buf_clear(&text);
    CHECK_OK(sample_text(&want, ctx->arena, sample_file("note-synthetique-stg-02.md")));
    CHECK_OK(document_text(&text, ctx, document_id(work_of("stg-02", "note_synthetique"))));
    CHECK(bytes_equal(want.text, buf_bytes(&text)));
}

TEST(demo, front_matter_is_read_and_taken_off)
{
    struct ctx *ctx = sample();
    struct sample_text text;
    CHECK_OK(sample_text(&text, ctx->arena,
                         bytes_text("---\nid: x\nauthor: stg-01\ntags: [a b, c]\ntitle: \"Un : « deux »\"\n---\n\n# Titre\n")));
    CHECK_TEXT("stg-01", text.author);
    CHECK_TEXT("Un : « deux »", text.title);
    CHECK_INT(2, json_array_size(text.tags));
    CHECK_TEXT("a b", json_string_value(json_array_get(text.tags, 0)));
    json_decref(text.tags);
    CHECK(bytes_equal(text.text, bytes_text("# Titre\n")));
    CHECK_OK(sample_text(&text, ctx->arena, bytes_text("# Sans tête\n")));
    CHECK(bytes_equal(text.text, bytes_text("# Sans tête\n")));
    CHECK_ERR(CARNET_INVALID, sample_text(&text, ctx->arena, bytes_text("---\nid: x\n")));
}

TEST(demo, a_second_load_is_refused)
{
    struct ctx *ctx = sample();
    struct demo_options options = { 0 };
    CHECK_ERR(CARNET_CONFLICT, demo_load(ctx, &options));
    CHECK_INT(33, one_int("SELECT count(*) FROM person"));
}

TEST(holiday, the_eleven_of_2026)
{
    static const char *const DAYS[] = { "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25",
                                        "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25" };
    int found = 0;
    for (int64_t day = clock_days(2026, 1, 1); day < clock_days(2027, 1, 1); day++)
        found += holiday_on(day);
    CHECK_INT(11, found);
    for (int i = 0; i < 11; i++) {
        int64_t day;
        CHECK_OK(clock_parse_day(&day, DAYS[i]));
        CHECK(holiday_on(day));
    }
    CHECK(holiday_on(clock_days(2027, 3, 29)) && holiday_on(clock_days(2024, 4, 1)) && holiday_on(clock_days(2038, 4, 26)));
}

static json_t *sessions(void)
{
    return json_pack("[{s:s,s:s},{s:s,s:s}]", "from", "2025-12-08", "to", "2025-12-12", "from", "2026-06-22", "to", "2026-06-26");
}

TEST(demo, dates_move_by_whole_weeks_and_keep_the_time_of_day_in_paris)
{
    struct ctx *ctx = sample();
    json_auto_t *list = sessions();
    struct dates dates;
    int64_t now, due, want;
    CHECK_OK(clock_parse(&now, "2026-11-25T10:00:00+01:00")); /* a Wednesday, in winter time */
    CHECK_OK(dates_init(&dates, now, false, SNAPSHOT, list));
    CHECK_INT(24 * 7, dates.days);
    CHECK_OK(dates_moment(&due, &dates, "2026-06-15T23:59:00+02:00"));
    CHECK_OK(clock_parse(&want, "2026-11-30T23:59:00+01:00"));
    CHECK_INT(want, due);
    CHECK_OK(dates_past(&due, &dates, "2026-06-11T18:30:00+02:00")); /* Thursday: not yet */
    CHECK_INT(now, due);
    const char *day;
    CHECK_OK(dates_day(&day, &dates, ctx, "2026-06-12"));
    CHECK_TEXT("2026-11-27", day);
    CHECK_OK(dates_init(&dates, now, true, SNAPSHOT, list));
    CHECK_INT(0, dates.days);
}

TEST(demo, a_session_never_falls_on_a_public_holiday)
{
    struct ctx *ctx = sample();
    bytes file = sample_file("cohort.json");
    json_auto_t *cohort = json_loadb((const char *)file.ptr, file.len, 0, NULL);
    const json_t *list = json_object_get(cohort, "sessions");
    for (int week = 0; week < 530; week++) { /* ten years of Mondays */
        struct dates dates;
        int64_t now;
        CHECK_OK(clock_parse(&now, "2026-06-08T08:00:00+02:00"));
        CHECK_OK(dates_init(&dates, now + week * 7 * INT64_C(86400000), false, SNAPSHOT, list));
        size_t i;
        json_t *one;
        int64_t end_before = 0;
        json_array_foreach(list, i, one) {
            const char *from, *to;
            int64_t first, last;
            CHECK_OK(dates_session_day(&from, &dates, ctx, json_string_value(json_object_get(one, "from"))));
            CHECK_OK(dates_session_day(&to, &dates, ctx, json_string_value(json_object_get(one, "to"))));
            CHECK_OK(clock_parse_day(&first, from));
            CHECK_OK(clock_parse_day(&last, to));
            CHECK_INT(4, last - first);
            CHECK(first > end_before);
            end_before = last;
            for (int64_t day = first; day <= last; day++)
                CHECK(!holiday_on(day));
        }
    }
}

/* ---- on disk ---- */

static const char *const SECRETS[] = {
    "Recevoir deux lectures",
    "refermé l'ordinateur",
    "Elle a raison, et c'est pour cela",
    "Un encadré, c'est une vitrine",
    "journal-04",
    "On a confondu coopérer avec être d'accord", /* of journal-03 */
};
static int leaks, files;

static int search_file(const char *path, const struct stat *s, int type, struct FTW *at)
{
    (void)at;
    if (type != FTW_F)
        return 0;
    files++;
    FILE *f = fopen(path, "rb");
    uint8_t *data = mem_alloc((size_t)s->st_size + 1);
    size_t len = f ? fread(data, 1, (size_t)s->st_size, f) : 0;
    for (size_t i = 0; i < sizeof SECRETS / sizeof *SECRETS; i++) {
        size_t want = strlen(SECRETS[i]);
        for (size_t from = 0; from + want <= len; from++)
            if (memcmp(data + from, SECRETS[i], want) == 0) {
                printf("# %s holds \"%s\"\n", path, SECRETS[i]);
                leaks++;
                break;
            }
    }
    mem_free(data);
    if (f)
        fclose(f);
    return 0;
}

static void search(const char *folder)
{
    leaks = files = 0;
    CHECK(nftw(folder, search_file, 16, FTW_PHYS) == 0);
    CHECK(files > 10);
    CHECK_INT(0, leaks);
}

static void load_folder(const char *folder)
{
    struct db *db;
    struct keys *keys;
    struct ctx ctx;
    struct effects effects;
    struct demo_options options = { .folder = folder };
    char path[256];
    install_seals();
    snprintf(path, sizeof path, "%s/carnet.db", folder);
    CHECK_OK(db_open(&db, path, true));
    CHECK_OK(db_migrate(db));
    snprintf(path, sizeof path, "%s/keys.db", folder);
    CHECK_OK(keys_open(&keys, path));
    open_ctx(&ctx, &effects, db, keys);
    CHECK_OK(demo_load(&ctx, &options));
    CLEANUP(db_query_end) struct db_query q = db_query(db, "SELECT \"group\".uid FROM \"group\" WHERE slug = 'grp-b'");
    CHECK_OK(db_one(&q));
    struct vault_log log;
    const char *repository = arena_printf(ctx.arena, "%s/groups/%s.git", folder, db_text(&q, 0, ctx.arena));
    CHECK_OK(vault_log(&log, ctx.arena, repository, NULL, NULL, 10));
    CHECK_INT(4, log.count);
    CHECK_INT(1, log.entries[0].author_count);
    CHECK(strncmp(log.entries[0].authors[0].name, "p-", 2) == 0);
    db_query_end(&q);
    close_ctx(&ctx);
    search(folder); /* with the write-ahead log */
    db_close(db);
    keys_close(keys);
}

TEST(demo, nothing_of_a_journal_can_be_read_in_any_file)
{
    const char *folder = test_folder();
    load_folder(folder);
    search(folder);
}
