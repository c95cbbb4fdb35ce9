/* Files of groups and their trash, by the clock; pages beside them stay. */
#include "areas/areas_fixture.h"

#include "areas/document/history.h"
#include "areas/document/page.h"
#include "areas/group/file.h"
#include "areas/group/tree.h"

#define FILES "SELECT count(*) FROM group_file"
static const char ABSENT[] = "0000000000000000000000000000000000000000000000000000000000000000";

static void add(const char *uid, const char *trashed_at)
{
    struct ctx *ctx = as("stg-02");
    static const char SQL[] = "INSERT INTO group_file (uid, \"group\", name, type, size, sha256, uploaded_by, at, trashed_at)"
                              " VALUES (?1, (SELECT id FROM \"group\" WHERE slug = 'grp-b'), 'notes.txt', 'text/plain', 9, ?2, ?3, 1, ?4)";
    int64_t at;
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_text(&q, 1, uid);
    db_bind_text(&q, 2, ABSENT);
    db_bind_int(&q, 3, ctx->actor);
    if (trashed_at) {
        CHECK_OK(clock_parse(&at, trashed_at));
        db_bind_int(&q, 4, at);
    }
    CHECK_OK(db_run(&q));
}

TEST(file, is_erased_by_the_clock_when_nobody_can_take_it_back_and_not_before)
{
    sample();
    add("there", NULL);
    add("thrown-away", "2026-06-01T10:00:00+02:00");
    CHECK_OK(areas_beat(as_at("stg-02", "2026-07-01T09:59:59+02:00")));
    CHECK_INT(2, one_int(FILES));
    CHECK_OK(file_trash(as("stg-02"), "grp-b", "thrown-away", false)); /* in the last second */
    CHECK_OK(file_trash(as("stg-02"), "grp-b", "thrown-away", true));
    CHECK_OK(areas_beat(as_at("stg-02", "2026-07-31T09:59:58+02:00")));
    CHECK_INT(2, one_int(FILES));
    CHECK_ERR(CARNET_MISSING, file_trash(as_at("stg-02", "2026-07-31T09:59:59+02:00"), "grp-b", "thrown-away", false));
    CHECK_OK(areas_beat(as("stg-02")));
    CHECK_INT(1, one_int(FILES));
    CHECK_INT(1, one_int(FILES " WHERE uid = 'there'"));
    CHECK_OK(areas_beat(as("stg-02")));
    CHECK_INT(1, one_int(FILES));
}

TEST(file, has_no_row_without_its_content)
{
    sample();
    struct group_file file = { .name = "notes.txt", .sha256 = ABSENT, .size = 9, .type = file_type_named("text/plain") };
    CHECK(file.type);
    CHECK_ERR(CARNET_IO, file_add(as("stg-02"), "grp-b", &file));
    CHECK_INT(0, one_int(FILES));
}

TEST(trash, keeps_the_text_the_history_and_the_comments_of_a_page_that_can_come_back_no_more)
{
    sample();
    static const char KEPT[] = "SELECT (SELECT count(*) FROM group_page) + (SELECT count(*) FROM document) + (SELECT count(*) FROM document_log)"
                               " + (SELECT count(*) FROM document_snapshot) + (SELECT count(*) FROM revision) + (SELECT count(*) FROM comment)";
    struct document document;
    const char *page = page_of("grp-b");
    int64_t kept = one_int(KEPT);
    CHECK_OK(page_trash(as("stg-02"), page));
    CHECK_OK(areas_beat(as_at("stg-02", "2026-08-30T10:00:00+02:00")));
    CHECK_INT(kept, one_int(KEPT));
    CHECK_ERR(CARNET_MISSING, page_restore(&document, as("stg-02"), "grp-b", page));
    CHECK_INT(0, verbs_of(as("stg-02"), page));
    CHECK_OK(document_by_uid(&document, as("stg-02"), page)); /* where an opening finds it */
}
