/* The invariants of live/INTERNALS.md: each test injects the opposite order, or a failure at that point. */
#include "live/rig.h"

#include <string.h>
#include <sys/socket.h>

/* What was sent is taken in: a ping behind it is answered. What came before the answer is read. */
static void arrived(struct peer *peer)
{
    static const uint8_t ping[] = { 0x89, 0x80, 0, 0, 0, 0 };
    peer->pong = false;
    CHECK_INT(sizeof ping, send(peer->fd, ping, sizeof ping, MSG_NOSIGNAL));
    while (!peer->pong)
        CHECK(peer_read(peer, 10000) || peer->pong);
}

TEST(live, nothing_leaves_a_room_before_its_commit)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    peer_join(&b, 2);
    rig_block();
    peer_type(&a, 0, "bonjour");
    peer_step1(&b); /* an answer would contain it */
    arrived(&a);
    arrived(&b);
    CHECK(!peer_read(&b, 300));
    CHECK(!peer_read(&a, 100));
    CHECK_INT(0, a.saved);
    CHECK_INT(0, b.frames);
    CHECK_TEXT("", peer_text(&b));
    rig_unblock();
    peer_until_saved(&a, 1);
    CHECK(peer_read(&b, 5000));
    CHECK_TEXT("bonjour", peer_text(&b));
    CHECK_INT(1, rig_rows());
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}

TEST(live, one_batch_in_flight_and_what_comes_meanwhile_is_one_row)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    peer_join(&b, 2);
    rig_block();
    for (size_t i = 0; i < 10; i++)
        peer_type(&a, i, "x");
    for (size_t i = 0; i < 10; i++)
        peer_type(&b, i, "y");
    arrived(&a);
    arrived(&b);
    rig_unblock();
    peer_until_saved(&a, 10);
    peer_until_saved(&b, 10);
    CHECK_INT(2, rig_rows());
    while (strlen(peer_text(&a)) < 20)
        CHECK(peer_read(&a, 5000));
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}

static int64_t rows_seen;
static carnet_err see_rows(struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT count(*) FROM document_log");
    TRY(db_one(&q));
    rows_seen = db_int(&q, 0);
    return CARNET_OK;
}

TEST(live, a_request_waits_for_the_words_before_it)
{
    struct peer a;
    rig_start();
    peer_join(&a, 1);
    rig_block();
    peer_type(&a, 0, "un ");
    peer_type(&a, 3, "deux");
    arrived(&a);
    rig_begin(see_rows, true); /* the first update is in flight, the second in the open batch */
    rig_unblock();
    CHECK_OK(rig_wait());
    CHECK_INT(2, rows_seen);
    peer_close(&a);
    rig_stop();
}

TEST(live, a_lost_right_closes_the_socket_before_the_answer)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    peer_join(&b, 2);
    rig_rights(2, 0);
    CHECK_OK(rig_run(rule_raise_epoch));
    peer_type(&a, 0, "secret");
    peer_until_saved(&a, 1);
    peer_until_closed(&b, 4403);
    CHECK_INT(0, b.frames);
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}

TEST(live, an_update_over_http_that_waits_is_not_answered_under_rights_from_before)
{
    rig_start();
    rig_rights(2, RIG_READ);
    rig_post_and_stall(2);
    rig_rights(2, 0);
    CHECK_OK(rig_run(rule_raise_epoch));
    rig_unload();
    CHECK_ERR(CARNET_IO, rig_posted());
    rig_stop();
}

static carnet_err rule_sign_out(struct ctx *ctx)
{
    effect_add(ctx, EFFECT_SIGNED_OUT, RIG_SIGN_IN + 2, (bytes){ 0 });
    return CARNET_OK;
}

static carnet_err rule_sign_out_another(struct ctx *ctx)
{
    effect_add(ctx, EFFECT_SIGNED_OUT, RIG_SIGN_IN + 3, (bytes){ 0 });
    return CARNET_OK;
}

static carnet_err rule_close_person(struct ctx *ctx)
{
    effect_add(ctx, EFFECT_CLOSED, 2, (bytes){ 0 });
    return CARNET_OK;
}

static void post_waits_and(carnet_err (*rule)(struct ctx *), carnet_err want)
{
    rig_start();
    rig_rights(2, RIG_READ);
    rig_post_and_stall(2);
    CHECK_OK(rig_run(rule));
    rig_unload();
    carnet_err posted = rig_posted();
    CHECK_INT(want, posted);
    rig_stop();
}

TEST(live, an_update_over_http_that_waits_is_not_answered_after_its_sign_in)
{
    post_waits_and(rule_sign_out, CARNET_IO);
}

TEST(live, an_update_over_http_that_waits_is_not_answered_once_its_account_is_closed)
{
    post_waits_and(rule_close_person, CARNET_IO);
}

TEST(live, an_update_over_http_that_waits_is_answered_whoever_else_signs_out)
{
    post_waits_and(rule_sign_out_another, CARNET_OK);
}

TEST(live, words_under_an_older_epoch_are_refused_and_the_room_starts_again)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    peer_join(&b, 2);
    rig_rights(1, RIG_READ);
    rig_begin(rule_raise_epoch_slowly, false);
    rig_until_blocked(); /* its turn is under way: the append comes in the next */
    peer_type(&a, 0, "trop tard");
    arrived(&a);
    rig_unblock();
    CHECK_OK(rig_wait());
    peer_until_closed(&b, 4503);
    CHECK_INT(0, a.saved);
    CHECK_INT(0, b.frames);
    CHECK_INT(0, rig_rows());
    peer_close(&b);
    peer_join(&b, 2); /* and who may come back does */
    peer_type(&b, 0, "suite");
    peer_until_saved(&b, 1);
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}

TEST(live, somebody_who_joins_does_not_lend_newer_rights_to_the_others)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    rig_rights(1, RIG_READ);
    rig_begin(rule_raise_epoch_slowly, false);
    rig_until_blocked();
    peer_open(&b, 2); /* admitted under the new epoch, before the rights of a are read again */
    arrived(&a);
    rig_stall_readmission();
    rig_unblock();
    rig_until_blocked();
    arrived(&b); /* whose socket is read once it is admitted */
    peer_type(&a, 0, "trop tard");
    peer_until_closed(&a, 4503);
    rig_unblock();
    CHECK_OK(rig_wait());
    CHECK_INT(0, a.saved);
    CHECK_INT(0, rig_rows());
    CHECK_INT(0, b.close_code);
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}

TEST(live, a_reader_who_writes_is_closed_and_nothing_is_applied)
{
    struct peer a;
    rig_start();
    rig_rights(3, RIG_READ);
    peer_join(&a, 3);
    peer_type(&a, 0, "non");
    peer_until_closed(&a, 4403);
    CHECK_INT(0, rig_rows());
    peer_close(&a);
    rig_stop();
}

TEST(live, a_slow_disk_stops_the_reading)
{
    struct peer a;
    rig_start();
    peer_join(&a, 1);
    rig_block();
    char *text = mem_alloc(100001);
    memset(text, 'a', 100000);
    text[100000] = 0;
    size_t sent = 0, count = 0;
    for (; count < 400; count++) { /* 40 MB: far more than 4 MB and what sockets hold */
        CLEANUP(buf_clear) struct buf update = { 0 };
        CLEANUP(buf_clear) struct buf message = { 0 };
        CHECK_OK(crdt_insert(a.doc, "other", 1, 0, bytes_text(text), &update));
        rig_update(&message, buf_bytes(&update));
        size_t took = peer_try_send(&a, buf_bytes(&message));
        sent += took;
        if (took < message.len)
            break;
    }
    mem_free(text);
    CHECK(count < 400);
    CHECK(sent < (size_t)24 << 20);
    rig_unblock();
    peer_until_saved(&a, 2); /* the first alone, then what was open: reading goes on */
    peer_close(&a);
    rig_stop();
}

TEST(live, answers_that_wait_for_a_commit_are_bounded)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    peer_join(&b, 2);
    rig_block();
    peer_type(&a, 0, "bonjour");
    arrived(&a);
    for (int i = 0; i < 300; i++)
        peer_step1(&b);
    peer_until_closed(&b, 1013);
    rig_unblock();
    peer_until_saved(&a, 1);
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}

static void send_awareness(struct peer *peer, uint64_t count, uint64_t clock)
{
    CLEANUP(buf_clear) struct buf payload = { 0 };
    CLEANUP(buf_clear) struct buf message = { 0 };
    buf_put_varint(&payload, count);
    for (uint64_t i = 0; i < count; i++) {
        buf_put_varint(&payload, 7);
        buf_put_varint(&payload, clock);
        buf_put_sized(&payload, bytes_text("{}"));
    }
    buf_put_byte(&message, 1);
    buf_put_sized(&message, buf_bytes(&payload));
    peer_send(peer, buf_bytes(&message));
}

TEST(live, awareness_has_a_last_clock_and_a_largest_message)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    peer_join(&b, 2);
    send_awareness(&a, 1, ((uint64_t)1 << 53) - 1);
    peer_until_closed(&a, 4400);
    send_awareness(&b, 5000, 1);
    peer_until_closed(&b, 4400);
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}

TEST(live, folding_while_people_write_loses_nothing)
{
    struct peer a, b;
    rig_start();
    peer_join(&a, 1);
    for (uint64_t i = 1; i <= 1200; i++) {
        peer_type(&a, i - 1, "é");
        peer_until_saved(&a, i);
    }
    CHECK(rig_rows() < 1200);
    peer_join(&b, 2);
    CHECK_TEXT(peer_text(&a), peer_text(&b));
    peer_close(&a);
    peer_close(&b);
    rig_stop();
}
