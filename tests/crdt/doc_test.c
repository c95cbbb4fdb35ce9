/* Documents: edits, what is new, what waits, limits, positions, authors. */
#include "harness/test.h"

#include "crdt/crdt.h"

static carnet_err apply(struct crdt_doc *doc, bytes data, struct buf *fresh)
{
    struct crdt_update *update;
    TRY(crdt_update_decode(&update, data));
    carnet_err err = crdt_apply(doc, update, fresh);
    crdt_update_free(update);
    return err;
}

/* As from somebody who writes: the limits count. */
static carnet_err receive(struct crdt_doc *doc, bytes data)
{
    CLEANUP(buf_clear) struct buf fresh = { 0 };
    return apply(doc, data, &fresh);
}

static const char *text_of(struct buf *out, const struct crdt_doc *doc)
{
    out->len = 0;
    buf_put_text(out, "");
    crdt_text(out, doc, "content");
    return buf_text(out);
}

static struct crdt_news news_of(const struct crdt_doc *doc, bytes data)
{
    struct crdt_update *update;
    struct crdt_news news = { 0 };
    if (crdt_update_decode(&update, data) == CARNET_OK) {
        crdt_update_news(&news, doc, update);
        crdt_update_free(update);
        news.clients = NULL;
    }
    return news;
}

static carnet_err insert(struct crdt_doc *doc, uint64_t client, size_t index, const char *text, struct buf *update)
{
    return crdt_insert(doc, "content", client, index, bytes_text(text), update);
}

TEST(doc, edits_travel_as_updates)
{
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new();
    CLEANUP(buf_clear) struct buf update = { 0 };
    CLEANUP(buf_clear) struct buf text = { 0 };
    CHECK_OK(insert(a, 1, 0, "Bonjour", &update));
    CHECK_OK(apply(b, buf_bytes(&update), NULL));
    update.len = 0;
    CHECK_OK(insert(b, 2, 7, " à tous", &update));
    CHECK_OK(apply(a, buf_bytes(&update), NULL));
    update.len = 0;
    CHECK_OK(crdt_delete(a, "content", 1, 3, 4, &update));
    CHECK_OK(apply(b, buf_bytes(&update), NULL));
    CHECK_TEXT("Bon à tous", text_of(&text, a));
    CHECK_TEXT("Bon à tous", text_of(&text, b));
    CHECK_INT(10, crdt_text_length(a, "content"));
    CHECK_INT(0, crdt_text_length(a, "other"));
    CHECK_OK(crdt_check(a));
    crdt_doc_free(a);
    crdt_doc_free(b);
}

TEST(doc, an_index_inside_a_pair_or_past_the_end_is_refused)
{
    struct crdt_doc *doc = crdt_doc_new();
    CLEANUP(buf_clear) struct buf text = { 0 };
    CHECK_OK(insert(doc, 1, 0, "a😀b", NULL));
    CHECK_ERR(CARNET_INVALID, insert(doc, 1, 2, "x", NULL));
    CHECK_ERR(CARNET_INVALID, insert(doc, 1, 5, "x", NULL));
    CHECK_ERR(CARNET_INVALID, crdt_delete(doc, "content", 1, 1, 1, NULL));
    CHECK_ERR(CARNET_INVALID, crdt_delete(doc, "content", 1, 2, 1, NULL));
    CHECK_ERR(CARNET_INVALID, crdt_delete(doc, "content", 1, 3, 2, NULL));
    CHECK_ERR(CARNET_INVALID, crdt_delete(doc, "content", 1, 1, SIZE_MAX, NULL));
    CHECK_ERR(CARNET_INVALID, insert(doc, 1, 0, "\xff", NULL));
    CHECK_ERR(CARNET_INVALID, insert(doc, 1ull << 53, 0, "x", NULL));
    CHECK_TEXT("a😀b", text_of(&text, doc));
    CHECK_OK(crdt_delete(doc, "content", 1, 1, 2, NULL));
    CHECK_TEXT("ab", text_of(&text, doc));
    crdt_doc_free(doc);
}

TEST(doc, an_edit_keeps_the_words_that_stay)
{
    struct crdt_doc *doc = crdt_doc_new(), *other = crdt_doc_new();
    CLEANUP(buf_clear) struct buf update = { 0 };
    CLEANUP(buf_clear) struct buf position = { 0 };
    CLEANUP(buf_clear) struct buf text = { 0 };
    size_t index, count;
    CHECK_OK(insert(doc, 1, 0, "Le chat noir dort sur le grand tapis.", &update));
    CHECK_OK(apply(other, buf_bytes(&update), NULL));
    CHECK_OK(crdt_position_encode(&position, doc, "content", 13, 0)); /* before "dort" */
    update.len = 0;
    const char *wanted = "Le petit chat noir dort très bien sur le tapis.";
    CHECK_OK(crdt_edit(doc, "content", 2, bytes_text(wanted), &update));
    CHECK_TEXT(wanted, text_of(&text, doc));
    CHECK_OK(apply(other, buf_bytes(&update), NULL));
    CHECK_TEXT(wanted, text_of(&text, other));
    CHECK_OK(crdt_position_resolve(&index, doc, "content", buf_bytes(&position)));
    CHECK_INT(19, index);
    struct crdt_run *runs = crdt_runs(&count, doc, "content");
    CHECK(count == 5 && runs[0].client == 1 && runs[1].client == 2 && runs[1].length == 6);
    mem_free(runs);
    update.len = 0;
    CHECK_OK(crdt_edit(doc, "content", 2, bytes_text(wanted), &update));
    CHECK_INT(0, update.len);
    CHECK_OK(crdt_edit(doc, "content", 3, bytes_text(""), &update));
    CHECK_TEXT("", text_of(&text, doc));
    CHECK_INT(2, crdt_client_count(doc)); /* deleting makes nobody an author */
    crdt_doc_free(doc);
    crdt_doc_free(other);
}

TEST(doc, random_edits_reach_the_text_that_was_asked_for)
{
    static const char *const words[] = { "un ", "deux", " trois", "\n", "é", "😀", "mot", ". ", "un ", "mot" };
    struct crdt_doc *doc = crdt_doc_new(), *other = crdt_doc_new();
    CLEANUP(buf_clear) struct buf wanted = { 0 };
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf update = { 0 };
    uint32_t seed = 5;
    for (unsigned i = 0; i < 300; i++) {
        wanted.len = update.len = 0;
        buf_put_text(&wanted, "");
        for (unsigned n = 0; n < i % 40; n++) {
            seed = seed * 1664525u + 1013904223u;
            buf_put_text(&wanted, words[(seed >> 16) % 10]);
        }
        CHECK_OK(crdt_edit(doc, "content", 1 + i % 3, buf_bytes(&wanted), &update));
        CHECK_TEXT(buf_text(&wanted), text_of(&text, doc));
        if (update.len)
            CHECK_OK(apply(other, buf_bytes(&update), NULL));
        CHECK_TEXT(buf_text(&wanted), text_of(&text, other));
        CHECK_OK(crdt_check(doc));
    }
    crdt_doc_free(doc);
    crdt_doc_free(other);
}

TEST(doc, news_are_what_the_document_does_not_have)
{
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new();
    CLEANUP(buf_clear) struct buf first = { 0 };
    CLEANUP(buf_clear) struct buf second = { 0 };
    CLEANUP(buf_clear) struct buf erase = { 0 };
    CLEANUP(buf_clear) struct buf fresh = { 0 };
    CLEANUP(buf_clear) struct buf state = { 0 };
    CHECK_OK(insert(a, 9, 0, "ab", &first));
    CHECK_OK(insert(a, 9, 2, "cd", &second));
    CHECK_OK(crdt_delete(a, "content", 9, 1, 2, &erase));

    CHECK(news_of(b, buf_bytes(&second)).structs);
    CHECK_OK(apply(b, buf_bytes(&second), &fresh)); /* it waits for the first */
    CHECK(bytes_equal(buf_bytes(&fresh), buf_bytes(&second)));
    CHECK(crdt_has_pending(b) && crdt_text_length(b, "content") == 0);
    CHECK(!news_of(b, buf_bytes(&second)).structs); /* pending is known */
    fresh.len = 0;
    CHECK_OK(apply(b, buf_bytes(&second), &fresh));
    CHECK_INT(0, fresh.len);

    CHECK(news_of(b, buf_bytes(&erase)).deletes && !news_of(b, buf_bytes(&erase)).structs);
    CHECK_OK(apply(b, buf_bytes(&erase), &fresh));
    CHECK(!news_of(b, buf_bytes(&erase)).deletes);
    CHECK(fresh.len > 0);

    fresh.len = 0;
    CHECK_OK(apply(b, buf_bytes(&first), &fresh));
    CHECK(!crdt_has_pending(b) && crdt_text_length(b, "content") == 2);
    crdt_encode_state(&state, a);
    struct crdt_news nothing = news_of(b, buf_bytes(&state));
    CHECK(!nothing.structs && !nothing.deletes);
    CHECK_OK(crdt_check(b));
    crdt_doc_free(a);
    crdt_doc_free(b);
}

TEST(doc, fresh_is_cut_to_what_is_new)
{
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new(), *c = crdt_doc_new();
    CLEANUP(buf_clear) struct buf first = { 0 };
    CLEANUP(buf_clear) struct buf all = { 0 };
    CLEANUP(buf_clear) struct buf fresh = { 0 };
    CLEANUP(buf_clear) struct buf x = { 0 };
    CLEANUP(buf_clear) struct buf y = { 0 };
    CHECK_OK(insert(a, 9, 0, "un deux", &first));
    CHECK_OK(apply(b, buf_bytes(&first), NULL));
    CHECK_OK(apply(c, buf_bytes(&first), NULL));
    CHECK_OK(insert(a, 9, 7, " trois", NULL));
    CHECK_OK(crdt_delete(a, "content", 9, 0, 1, NULL));
    crdt_encode_state(&all, a);
    CHECK_OK(apply(b, buf_bytes(&all), &fresh));
    CHECK(fresh.len < all.len);
    CHECK_OK(apply(c, buf_bytes(&fresh), NULL));
    crdt_encode_state(&x, b);
    crdt_encode_state(&y, c);
    CHECK(bytes_equal(buf_bytes(&x), buf_bytes(&y)) && bytes_equal(buf_bytes(&x), buf_bytes(&all)));
    crdt_doc_free(a);
    crdt_doc_free(b);
    crdt_doc_free(c);
}

TEST(doc, limits_refuse_before_anything_changes)
{
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new();
    CLEANUP(buf_clear) struct buf big = { 0 };
    CLEANUP(buf_clear) struct buf small = { 0 };
    CLEANUP(buf_clear) struct buf state = { 0 };
    static char long_text[4001];
    memset(long_text, 'a', 4000);
    CHECK_OK(insert(a, 1, 0, long_text, &big));
    CHECK_OK(insert(a, 2, 4000, "b", &small));
    crdt_doc_limit(b, &(struct crdt_limits){ 1000, 1u << 20, 100, 1000 });
    CHECK_ERR(CARNET_LIMIT, receive(b, buf_bytes(&big)));
    CHECK_ERR(CARNET_LIMIT, insert(b, 1, 0, long_text, NULL));
    CHECK_OK(receive(b, buf_bytes(&small))); /* waits */
    crdt_doc_limit(b, &(struct crdt_limits){ 1000, 1u << 20, 100, 16 });
    CHECK_OK(receive(b, buf_bytes(&small))); /* known: nothing more waits */
    crdt_doc_limit(b, &(struct crdt_limits){ 10000, 1u << 20, 0, 16 });
    CHECK_ERR(CARNET_LIMIT, receive(b, buf_bytes(&big)));
    crdt_doc_limit(b, &(struct crdt_limits){ 10000, 1000, 9, 16 });
    CHECK_ERR(CARNET_LIMIT, receive(b, buf_bytes(&big)));
    crdt_doc_limit(b, &(struct crdt_limits){ 10000, 100000, 9, 16 });
    CHECK_OK(receive(b, buf_bytes(&big)));
    CHECK_INT(4001, crdt_text_length(b, "content"));
    crdt_doc_limit(b, &(struct crdt_limits){ 4500, 4500, 9, 16 });
    CHECK_OK(receive(b, buf_bytes(&big))); /* known already */
    CHECK_ERR(CARNET_LIMIT, insert(b, 1, 0, long_text, NULL));
    crdt_encode_state(&state, b);
    CHECK(state.len <= crdt_encoded_size(b));
    CHECK(crdt_memory(b) >= 4001);
    crdt_doc_free(a);
    crdt_doc_free(b);
}

TEST(doc, what_waits_is_bounded)
{
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new();
    CLEANUP(buf_clear) struct buf update = { 0 };
    crdt_doc_limit(b, &(struct crdt_limits){ 1u << 20, 1u << 20, 100, 500 });
    CHECK_OK(insert(a, 1, 0, "x", NULL));
    unsigned refused = 0;
    for (unsigned i = 1; i < 200; i++) {
        update.len = 0;
        CHECK_OK(insert(a, 1, i, "x", &update));
        refused += receive(b, buf_bytes(&update)) == CARNET_LIMIT;
    }
    CHECK(refused > 100 && crdt_memory(b) < 20000);
    update.len = 0;
    CHECK_OK(insert(a, 2, 0, "y", &update)); /* depends on 1:0 */
    CHECK_ERR(CARNET_LIMIT, receive(b, buf_bytes(&update)));
    update.len = 0;
    crdt_encode_state(&update, a);
    CHECK_OK(receive(b, buf_bytes(&update))); /* nothing of it has to wait */
    CHECK(!crdt_has_pending(b));
    crdt_doc_free(a);
    crdt_doc_free(b);
}

TEST(doc, only_what_would_wait_counts_not_the_state_it_comes_in)
{
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new(), *c = crdt_doc_new();
    CLEANUP(buf_clear) struct buf big = { 0 };
    CLEANUP(buf_clear) struct buf more = { 0 };
    CLEANUP(buf_clear) struct buf gone = { 0 };
    CLEANUP(buf_clear) struct buf state = { 0 };
    static char long_text[4001];
    memset(long_text, 'a', 4000);
    struct crdt_limits limits = { 1u << 20, 1u << 20, 100, 500 };
    crdt_doc_limit(b, &limits);
    crdt_doc_limit(c, &limits);
    CHECK_OK(insert(a, 1, 0, long_text, &big));
    CHECK_OK(insert(a, 2, 4000, "not there yet", NULL));
    CHECK_OK(insert(a, 3, 4005, "waits", &more));
    CHECK_OK(crdt_delete(a, "content", 2, 4000, 2, &gone));
    CHECK_OK(receive(b, buf_bytes(&big)));
    CHECK_OK(receive(b, buf_bytes(&more)));
    CHECK_OK(receive(b, buf_bytes(&gone)));
    CHECK(crdt_has_pending(b));
    crdt_encode_state(&state, b);
    CHECK_OK(receive(c, buf_bytes(&state)));
    CHECK(crdt_has_pending(c));
    limits.pending_bytes = 16;
    crdt_doc_limit(c, &limits);
    CHECK_OK(receive(c, buf_bytes(&state))); /* what waits already does not count again */
    state.len = 0;
    crdt_encode_state(&state, a);
    CHECK_OK(receive(c, buf_bytes(&state)));
    CHECK(!crdt_has_pending(c));
    crdt_doc_free(a);
    crdt_doc_free(b);
    crdt_doc_free(c);
}

TEST(doc, what_was_accepted_apart_loads_together_and_can_be_made_shorter)
{
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new(), *both = crdt_doc_new();
    CLEANUP(buf_clear) struct buf one = { 0 };
    CLEANUP(buf_clear) struct buf other = { 0 };
    CLEANUP(buf_clear) struct buf gone = { 0 };
    CLEANUP(buf_clear) struct buf late = { 0 };
    static char text[601];
    memset(text, 'a', 600);
    struct crdt_limits limits = { 1000, 1000, 1, 20 };
    crdt_doc_limit(a, &limits);
    crdt_doc_limit(b, &limits);
    crdt_doc_limit(both, &limits);
    CHECK_OK(insert(a, 1, 0, text, &one));
    CHECK_OK(insert(b, 2, 0, text, &other));
    CHECK_OK(insert(b, 2, 600, "not there yet", NULL));
    CHECK_OK(insert(b, 2, 613, "waits with more than twenty octets", &late));
    CHECK_OK(apply(both, buf_bytes(&one), NULL));
    CHECK_OK(apply(both, buf_bytes(&other), NULL));
    CHECK_OK(apply(both, buf_bytes(&late), NULL));
    CHECK_INT(1200, crdt_text_length(both, "content"));
    CHECK(crdt_has_pending(both));
    crdt_doc_limit(both, &(struct crdt_limits){ 1000, 10000, 1, 20 });
    CHECK_ERR(CARNET_LIMIT, insert(both, 1, 0, "b", NULL));
    CHECK_OK(crdt_delete(a, "content", 1, 0, 500, &gone));
    CHECK_OK(receive(both, buf_bytes(&gone)));
    CHECK_INT(700, crdt_text_length(both, "content"));
    CHECK_OK(insert(both, 1, 0, "b", NULL));
    CHECK_ERR(CARNET_LIMIT, insert(both, 3, 0, "b", NULL));
    crdt_doc_free(a);
    crdt_doc_free(b);
    crdt_doc_free(both);
}

TEST(doc, positions_stay_with_their_character)
{
    struct crdt_doc *doc = crdt_doc_new();
    CLEANUP(buf_clear) struct buf right = { 0 };
    CLEANUP(buf_clear) struct buf left = { 0 };
    CLEANUP(buf_clear) struct buf end = { 0 };
    size_t index;
    CHECK_OK(insert(doc, 1, 0, "abcdef", NULL));
    CHECK_OK(crdt_position_encode(&right, doc, "content", 3, 0));
    CHECK_OK(crdt_position_encode(&left, doc, "content", 3, -1));
    CHECK_OK(crdt_position_encode(&end, doc, "content", 6, 0));
    CHECK_OK(insert(doc, 2, 3, "XY", NULL));
    CHECK_OK(crdt_position_resolve(&index, doc, "content", buf_bytes(&right)));
    CHECK_INT(5, index);
    CHECK_OK(crdt_position_resolve(&index, doc, "content", buf_bytes(&left)));
    CHECK_INT(3, index);
    CHECK_OK(crdt_position_resolve(&index, doc, "content", buf_bytes(&end)));
    CHECK_INT(8, index);
    CHECK_OK(crdt_delete(doc, "content", 1, 0, 8, NULL));
    CHECK_OK(crdt_position_resolve(&index, doc, "content", buf_bytes(&right)));
    CHECK_INT(0, index);
    CHECK_ERR(CARNET_MISSING, crdt_position_resolve(&index, doc, "other", buf_bytes(&right)));
    CHECK_ERR(CARNET_INVALID, crdt_position_encode(&right, doc, "content", 1, 0));
    static const uint8_t unknown[] = { 0, 99, 0, 0 }, cut[] = { 0, 1 }, kind[] = { 7, 1, 1, 0 };
    CHECK_ERR(CARNET_MISSING, crdt_position_resolve(&index, doc, "content", (bytes){ unknown, sizeof unknown }));
    CHECK_ERR(CARNET_INVALID, crdt_position_resolve(&index, doc, "content", (bytes){ cut, sizeof cut }));
    CHECK_ERR(CARNET_INVALID, crdt_position_resolve(&index, doc, "content", (bytes){ kind, sizeof kind }));
    crdt_doc_free(doc);
}

TEST(doc, a_state_vector_may_claim_anything)
{
    struct crdt_doc *doc = crdt_doc_new();
    CLEANUP(buf_clear) struct buf out = { 0 };
    CHECK_OK(insert(doc, 1, 0, "abc", NULL));
    static const uint8_t beyond[] = { 2, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f, 9, 3 };
    CHECK_OK(crdt_encode_diff(&out, doc, (bytes){ beyond, sizeof beyond }));
    CHECK_INT(2, out.len);
    CHECK_ERR(CARNET_INVALID, crdt_encode_diff(&out, doc, (bytes){ beyond, 3 }));
    CHECK_ERR(CARNET_INVALID, crdt_encode_diff(&out, doc, (bytes){ 0 }));
    static const uint8_t many[] = { 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1 };
    CHECK_ERR(CARNET_INVALID, crdt_encode_diff(&out, doc, (bytes){ many, sizeof many }));
    crdt_doc_free(doc);
}

/* Ten thousand edits at random places, then one character at a time from many hands: the invariants hold and memory
 * follows the text, not the history. */
TEST(doc, a_long_history_stays_in_order)
{
    struct crdt_doc *doc = crdt_doc_new(), *mirror = crdt_doc_new();
    CLEANUP(buf_clear) struct buf update = { 0 };
    CLEANUP(buf_clear) struct buf x = { 0 };
    CLEANUP(buf_clear) struct buf y = { 0 };
    uint32_t seed = 3;
    for (unsigned i = 0; i < 10000; i++) {
        size_t length = crdt_text_length(doc, "content");
        update.len = 0;
        seed = seed * 1664525u + 1013904223u;
        if (length > 500 && seed >> 30)
            CHECK_OK(crdt_delete(doc, "content", 1, (seed >> 8) % (length - 3), 1 + (seed >> 4) % 3, &update));
        else
            CHECK_OK(insert(doc, 1 + (seed >> 20) % 5, (seed >> 8) % (length + 1), i % 7 ? "ab" : "mots ", &update));
        CHECK_OK(apply(mirror, buf_bytes(&update), NULL));
    }
    CHECK_OK(crdt_check(doc));
    CHECK_OK(crdt_check(mirror));
    crdt_encode_state(&x, doc);
    crdt_encode_state(&y, mirror);
    CHECK(bytes_equal(buf_bytes(&x), buf_bytes(&y)));
    crdt_doc_free(doc);
    crdt_doc_free(mirror);
}
