/* Guest links on the sample cohort: what they open by day and by who is left in the team, and how many tries a machine has. */
#include "areas/areas_fixture.h"

#include <string.h>

#include "areas/document/guest.h"
#include "areas/document/page.h"

static const char *secret_for(const char *uid, const char *until)
{
    const char *path;
    CHECK_OK(guest_make(&path, as("stg-02"), uid, &(struct guest_link_new){ .guest = "Maison de quartier", .until = until }));
    CHECK(strncmp(path, "/lecture/", 9) == 0);
    return path + 9;
}

static carnet_err opens(const char *secret, const char *moment)
{
    struct guest_page page;
    struct ctx *ctx = as_at("stg-01", moment);
    ctx->actor = 0;
    return guest_open(&page, ctx, secret);
}

TEST(guest, a_link_opens_until_the_end_of_its_day_in_paris)
{
    sample();
    const char *secret = secret_for(page_of("grp-b"), "2026-06-14");
    CHECK_OK(opens(secret, "2026-06-14T23:59:59+02:00"));
    CHECK_ERR(CARNET_MISSING, opens(secret, "2026-06-15T00:00:00+02:00"));
    CHECK_OK(guest_beat(as_at("stg-01", "2026-06-14T23:59:59+02:00")));
    CHECK_INT(1, one_int("SELECT count(*) FROM guest_link"));
    CHECK_OK(guest_beat(as_at("stg-01", "2026-06-15T00:00:00+02:00")));
    CHECK_INT(0, one_int("SELECT count(*) FROM guest_link"));
}

TEST(guest, it_closes_when_nobody_is_left_who_could_take_it_back)
{
    sample();
    const char *secret = secret_for(page_of("grp-b"), "2026-08-01");
    run_sql("UPDATE group_membership SET to_day = '2026-06-20' WHERE \"group\" = (SELECT id FROM \"group\" WHERE slug = 'grp-b')"
            " AND to_day IS NULL AND person = (SELECT id FROM person WHERE slug = 'stg-02')");
    CHECK_OK(opens(secret, "2026-06-21T12:00:00+02:00")); /* the others are there */
    run_sql("UPDATE group_membership SET to_day = '2026-06-20' WHERE \"group\" = (SELECT id FROM \"group\" WHERE slug = 'grp-b')");
    CHECK_OK(opens(secret, "2026-06-20T12:00:00+02:00"));
    CHECK_ERR(CARNET_MISSING, opens(secret, "2026-06-21T12:00:00+02:00"));
}

TEST(guest, a_page_that_came_into_the_inner_folder_or_the_trash_is_closed)
{
    sample();
    const char *uid = page_of("grp-b"), *secret = secret_for(uid, "2026-08-01");
    CHECK_OK(opens(secret, SNAPSHOT));
    run_sql("UPDATE group_page SET inner = 1 WHERE document IN (SELECT document FROM guest_link)");
    CHECK_ERR(CARNET_MISSING, opens(secret, SNAPSHOT));
    run_sql("UPDATE group_page SET inner = 0");
    CHECK_OK(opens(secret, SNAPSHOT));
    CHECK_OK(page_trash(as("stg-06"), uid));
    CHECK_ERR(CARNET_MISSING, opens(secret, SNAPSHOT));
}

TEST(guest, only_the_exact_secret_opens)
{
    sample();
    const char *secret = secret_for(page_of("grp-b"), "2026-08-01");
    char changed[64];
    for (size_t i = 0; i < strlen(secret); i++) {
        snprintf(changed, sizeof changed, "%s", secret);
        changed[i] = changed[i] == 'a' ? 'b' : 'a';
        CHECK_ERR(CARNET_MISSING, opens(changed, SNAPSHOT));
    }
    snprintf(changed, sizeof changed, "%sa", secret);
    CHECK_ERR(CARNET_MISSING, opens(changed, SNAPSHOT));
    snprintf(changed, sizeof changed, "%.25s", secret);
    CHECK_ERR(CARNET_MISSING, opens(changed, SNAPSHOT));
    CHECK_ERR(CARNET_MISSING, opens("", SNAPSHOT));
}

TEST(guest, thirty_tries_that_open_nothing_make_one_machine_wait)
{
    sample();
    long wait;
    for (int i = 0; i < 30; i++) {
        CHECK_OK(guest_wait(&wait, as("stg-01"), "192.0.2.1"));
        CHECK_INT(0, wait);
        CHECK_OK(guest_failed(as("stg-01"), "192.0.2.1"));
    }
    CHECK_OK(guest_wait(&wait, as("stg-01"), "192.0.2.1"));
    CHECK_INT(15 * 60 + 1, wait);
    CHECK_OK(guest_wait(&wait, as("stg-01"), "192.0.2.2"));
    CHECK_INT(0, wait);
    CHECK_OK(guest_wait(&wait, as_at("stg-01", "2026-06-12T09:15:00+02:00"), "192.0.2.1"));
    CHECK_INT(0, wait);
    CHECK_OK(guest_failed(as_at("stg-01", "2026-06-12T09:16:00+02:00"), "192.0.2.3"));
    CHECK_INT(1, one_int("SELECT count(*) FROM guest_failure"));
}
