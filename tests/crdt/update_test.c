/* Updates from strangers: what is refused, what refusing costs, and that it changes nothing. */
#include "harness/test.h"

#include "crdt/crdt.h"

static carnet_err decode(bytes data)
{
    struct crdt_update *update;
    carnet_err err = crdt_update_decode(&update, data);
    if (!err)
        crdt_update_free(update);
    return err;
}

static void put_nines(struct buf *b, unsigned count, uint8_t last)
{
    while (count--)
        buf_put_byte(b, 0xff);
    buf_put_byte(b, last);
}

/* A claimed number in every place a number stands. */
static void claim(struct buf *out, unsigned place, const struct buf *number)
{
    static const uint8_t plain[] = { 1, 1, 1, 0, 4, 1, 1, 'c', 1, 'x', 1, 1, 1, 0, 1 };
    /* clients, structs, client, clock, info, parent, name length, name, text length, text, deletions… */
    static const uint8_t places[] = { 0, 1, 2, 3, 6, 8, 10, 11, 12, 13, 14 };
    out->len = 0;
    for (size_t i = 0; i < sizeof plain; i++) {
        if (i == places[place])
            buf_put(out, buf_bytes(number));
        else
            buf_put_byte(out, plain[i]);
    }
}

TEST(update, accepts_a_plain_one)
{
    static const uint8_t plain[] = { 1, 1, 1, 0, 4, 1, 1, 'c', 1, 'x', 1, 1, 1, 0, 1 };
    CHECK_OK(decode((bytes){ plain, sizeof plain }));
    static const uint8_t nothing[] = { 0, 0 };
    CHECK_OK(decode((bytes){ nothing, 2 }));
}

TEST(update, refuses_an_empty_one_and_every_beginning)
{
    static const uint8_t plain[] = { 1, 1, 1, 0, 4, 1, 1, 'c', 1, 'x', 1, 1, 1, 0, 1, 0 };
    for (size_t len = 0; len < sizeof plain - 1; len++)
        CHECK_ERR(CARNET_INVALID, decode((bytes){ plain, len }));
    CHECK_ERR(CARNET_INVALID, decode((bytes){ plain, sizeof plain }));
}

TEST(update, refuses_huge_claims_wherever_a_number_stands)
{
    CLEANUP(buf_clear) struct buf number = { 0 };
    CLEANUP(buf_clear) struct buf data = { 0 };
    for (unsigned size = 0; size < 4; size++) {
        number.len = 0;
        if (size == 0)
            put_nines(&number, 4, 0x07); /* 2^31 - 1 */
        else if (size == 1)
            put_nines(&number, 7, 0x0f); /* 2^53 - 1 */
        else if (size == 2)
            put_nines(&number, 9, 0x01); /* 2^64 - 1 */
        else
            put_nines(&number, 40, 0x7f);
        for (unsigned place = 0; place < 11; place++) {
            claim(&data, place, &number);
            carnet_err err = decode(buf_bytes(&data));
            bool is_id = place == 2 || place == 7, is_clock = place == 3 || place == 9 || place == 10;
            if (size > 1 || (size == 1 && !is_id) || (size == 0 && !is_id && !is_clock))
                CHECK(err == CARNET_INVALID || err == CARNET_LIMIT);
        }
    }
}

TEST(update, accepts_client_ids_up_to_2_to_the_53)
{
    CLEANUP(buf_clear) struct buf data = { 0 };
    CLEANUP(buf_clear) struct buf state = { 0 };
    uint64_t ids[] = { 0xffffffffu, 0x100000000u, (1ull << 53) - 1 };
    for (unsigned i = 0; i < 3; i++) {
        struct crdt_doc *doc = crdt_doc_new();
        struct crdt_update *update;
        data.len = state.len = 0;
        buf_put_varint(&data, 1);
        buf_put_varint(&data, 1);
        buf_put_varint(&data, ids[i]);
        static const uint8_t rest[] = { 0, 4, 1, 1, 'c', 1, 'x', 0 };
        buf_put(&data, (bytes){ rest, sizeof rest });
        CHECK_OK(crdt_update_decode(&update, buf_bytes(&data)));
        CHECK_OK(crdt_apply(doc, update, NULL));
        crdt_encode_state(&state, doc);
        CHECK(bytes_equal(buf_bytes(&state), buf_bytes(&data)));
        crdt_update_free(update);
        crdt_doc_free(doc);
    }
}

/* Contents, behind the info byte, a parent "c" and no key. */
static carnet_err decode_content(uint8_t kind, bytes content)
{
    CLEANUP(buf_clear) struct buf data = { 0 };
    uint8_t head[] = { 1, 1, 1, 0, kind, 1, 1, 'c' };
    buf_put(&data, (bytes){ head, sizeof head });
    buf_put(&data, content);
    buf_put_byte(&data, 0);
    return decode(buf_bytes(&data));
}
#define CONTENT(kind, ...) decode_content(kind, (bytes){ (const uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }) })

TEST(update, refuses_what_a_yjs_client_could_not_read)
{
    CHECK_ERR(CARNET_INVALID, CONTENT(4, 2, 0xc3, 0x28));            /* not UTF-8 */
    CHECK_ERR(CARNET_INVALID, CONTENT(4, 3, 0xed, 0xa0, 0x80));      /* a lone surrogate */
    CHECK_ERR(CARNET_INVALID, CONTENT(4, 0));                        /* a text of length 0 */
    CHECK_ERR(CARNET_INVALID, CONTENT(1, 0));                        /* nothing deleted */
    CHECK_ERR(CARNET_INVALID, CONTENT(5, 1, '{'));                   /* JSON cut short */
    CHECK_ERR(CARNET_INVALID, CONTENT(5, 4, '{', '1', ':', '}'));    /* not a key */
    CHECK_ERR(CARNET_INVALID, CONTENT(5, 2, '0', '1'));              /* not a number */
    CHECK_ERR(CARNET_INVALID, CONTENT(6, 1, 'b', 1, '!'));           /* a format that is not JSON */
    CHECK_ERR(CARNET_INVALID, CONTENT(7, 9));                        /* an unknown type */
    CHECK_ERR(CARNET_INVALID, CONTENT(8, 1, 12));                    /* an unknown kind of value */
    CHECK_ERR(CARNET_INVALID, CONTENT(9, 1, 'g', 127));              /* a sub-document without options */
    CHECK_ERR(CARNET_INVALID, CONTENT(11, 1));                       /* an unknown content */
    CHECK_OK(CONTENT(4, 4, 'a', 0, 'b', 'c'));                       /* a zero in a text */
    CHECK_OK(CONTENT(5, 11, '{', '"', 'a', '"', ':', '[', '1', ',', '2', ']', '}'));
    CHECK_OK(CONTENT(2, 2, 9, 'u', 'n', 'd', 'e', 'f', 'i', 'n', 'e', 'd', 4, 'n', 'u', 'l', 'l'));
    CHECK_OK(CONTENT(9, 1, 'g', 118, 1, 2, 'g', 'c', 121));
    CHECK_OK(CONTENT(8, 3, 125, 0x41, 124, 0, 0, 0, 0, 116, 2, 0, 255));
}

TEST(update, refuses_structs_that_depend_on_later_ones)
{
    static const uint8_t self[] = { 1, 1, 1, 0, 0x84, 1, 0, 1, 'x', 0 };       /* 1:0 after 1:0 */
    static const uint8_t later[] = { 1, 1, 1, 0, 0x44, 1, 9, 1, 'x', 0 };      /* 1:0 before 1:9 */
    static const uint8_t inside[] = { 1, 1, 1, 0, 4, 0, 1, 3, 1, 'x', 0 };     /* 1:0 in 1:3 */
    static const uint8_t twice[] = { 2, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0 };     /* client 1, client 1 */
    CHECK_ERR(CARNET_INVALID, decode((bytes){ self, sizeof self }));
    CHECK_ERR(CARNET_INVALID, decode((bytes){ later, sizeof later }));
    CHECK_ERR(CARNET_INVALID, decode((bytes){ inside, sizeof inside }));
    CHECK_ERR(CARNET_INVALID, decode((bytes){ twice, sizeof twice }));
}

TEST(update, nesting_is_bounded_and_never_recurses)
{
    CLEANUP(buf_clear) struct buf data = { 0 };
    static const uint8_t head[] = { 1, 1, 1, 0, 8, 1, 1, 'c', 1 };
    buf_put(&data, (bytes){ head, sizeof head });
    for (unsigned i = 0; i < 60000; i += 2) {
        buf_put_byte(&data, 117);
        buf_put_byte(&data, 1);
    }
    CHECK_ERR(CARNET_LIMIT, decode(buf_bytes(&data)));
    data.len = 0;
    static const uint8_t json[] = { 1, 1, 1, 0, 5, 1, 1, 'c' };
    buf_put(&data, (bytes){ json, sizeof json });
    buf_put_varint(&data, 60000);
    for (unsigned i = 0; i < 60000; i++)
        buf_put_byte(&data, '[');
    CHECK_ERR(CARNET_LIMIT, decode(buf_bytes(&data)));
}

TEST(update, types_nested_ten_thousand_deep_are_deleted_and_collected)
{
    CLEANUP(buf_clear) struct buf data = { 0 };
    struct crdt_doc *doc = crdt_doc_new();
    struct crdt_update *update;
    enum { DEEP = 10000 };
    buf_put_varint(&data, 1);
    buf_put_varint(&data, DEEP);
    static const uint8_t first[] = { 7, 0, 7, 1, 1, 'c', 0 };
    buf_put(&data, (bytes){ first, sizeof first });
    for (unsigned i = 1; i < DEEP; i++) {
        buf_put(&data, (bytes){ (const uint8_t[]){ 7, 0, 7 }, 3 });
        buf_put_varint(&data, i - 1);
        buf_put_byte(&data, 0);
    }
    buf_put(&data, (bytes){ (const uint8_t[]){ 1, 7, 1, 0, 1 }, 5 }); /* the outermost is deleted */
    CHECK_OK(crdt_update_decode(&update, buf_bytes(&data)));
    CHECK_OK(crdt_apply(doc, update, NULL));
    CHECK_OK(crdt_check(doc));
    data.len = 0;
    crdt_encode_state(&data, doc);
    CHECK_INT(4 + 5 + 3 + 6, data.len); /* one deleted item, one run of garbage */
    crdt_update_free(update);
    crdt_doc_free(doc);
}

TEST(update, a_root_may_have_no_name)
{
    static const uint8_t unnamed[] = { 1, 1, 32, 0, 4, 1, 0, 1, 'x', 0 };
    CLEANUP(buf_clear) struct buf state = { 0 };
    struct crdt_doc *doc = crdt_doc_new();
    CHECK_OK(crdt_apply_bytes(doc, (bytes){ unnamed, sizeof unnamed }, NULL));
    CHECK_INT(1, crdt_text_length(doc, ""));
    crdt_encode_state(&state, doc);
    CHECK(bytes_equal(buf_bytes(&state), (bytes){ unnamed, sizeof unnamed }));
    crdt_doc_free(doc);
}

TEST(update, random_changes_of_a_real_one_never_change_a_document_when_refused)
{
    struct crdt_doc *doc = crdt_doc_new();
    CLEANUP(buf_clear) struct buf good = { 0 };
    CLEANUP(buf_clear) struct buf bad = { 0 };
    CLEANUP(buf_clear) struct buf before = { 0 };
    CLEANUP(buf_clear) struct buf after = { 0 };
    CHECK_OK(crdt_insert(doc, "content", 7, 0, bytes_text("Bonjour, tout le monde"), NULL));
    CHECK_OK(crdt_delete(doc, "content", 7, 3, 4, NULL));
    CHECK_OK(crdt_insert(doc, "content", 1ull << 40, 5, bytes_text("é😀"), NULL));
    crdt_encode_state(&good, doc);
    uint32_t seed = 1;
    for (unsigned i = 0; i < 20000; i++) {
        bad.len = before.len = after.len = 0;
        buf_put(&bad, buf_bytes(&good));
        for (unsigned n = 0; n < 1 + i % 3; n++) {
            seed = seed * 1664525u + 1013904223u;
            bad.ptr[(seed >> 8) % bad.len] = (uint8_t)(seed >> 24);
        }
        struct crdt_update *update;
        if (crdt_update_decode(&update, buf_bytes(&bad)))
            continue;
        crdt_encode_state(&before, doc);
        if (crdt_apply(doc, update, NULL)) {
            crdt_encode_state(&after, doc);
            CHECK(bytes_equal(buf_bytes(&before), buf_bytes(&after)));
        } else {
            CHECK_OK(crdt_check(doc));
        }
        crdt_update_free(update);
        if (i % 64 == 0) {
            struct crdt_update *whole;
            crdt_doc_free(doc);
            doc = crdt_doc_new();
            CHECK_OK(crdt_update_decode(&whole, buf_bytes(&good)));
            CHECK_OK(crdt_apply(doc, whole, NULL));
            crdt_update_free(whole);
        }
    }
    crdt_doc_free(doc);
}
