/* What refusing costs: time like that of accepting as many bytes, memory of at most 16 times the input, and nothing is left
 * behind. Memory is what the sanitizer's allocator gave out, at its highest. */
#include "harness/test.h"

#include <time.h>

#include "crdt/crdt.h"

/* Of the sanitizer's allocator; gcc has no header for them. */
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *ptr);

enum { INPUT_MAX = 64000, OVERHEAD = 4096 };

static size_t held, highest;

static void on_malloc(const volatile void *ptr, size_t size)
{
    (void)ptr;
    held += size;
    highest = held > highest ? held : highest;
}

static void on_free(const volatile void *ptr)
{
    size_t size = ptr ? __sanitizer_get_allocated_size(ptr) : 0;
    held -= size < held ? size : held;
}

static void count_memory(void)
{
    static bool counting;
    if (!counting)
        CHECK(__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0);
    counting = true;
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Applies it, fresh asked for; checks what it cost when it was refused. */
static carnet_err apply(struct crdt_doc *doc, bytes data)
{
    CLEANUP(buf_clear) struct buf fresh = { 0 };
    size_t before = highest = held;
    carnet_err err = crdt_apply_bytes(doc, data, &fresh);
    if (err) {
        CHECK(highest - before <= 16 * data.len + OVERHEAD);
        CHECK_INT((long long)before, (long long)held);
    }
    return err;
}

/* A text by three authors, with deletions, as one update. */
static void history(struct buf *out, unsigned edits)
{
    struct crdt_doc *doc = crdt_doc_new();
    uint32_t seed = 5;
    for (unsigned i = 0; i < edits; i++) {
        seed = seed * 1664525u + 1013904223u;
        size_t length = crdt_text_length(doc, "content"), at = (seed >> 8) % (length + 1);
        if (length > 9 && i % 4 == 0)
            CHECK_OK(crdt_delete(doc, "content", 1, at > 3 ? at - 3 : 0, 2, NULL));
        else
            CHECK_OK(crdt_insert(doc, "content", 3000000000u + i % 3, at, bytes_text(i % 7 ? "mot " : "été"), NULL));
    }
    crdt_encode_state(out, doc);
    crdt_doc_free(doc);
}

/* Updates of nothing but the smallest of something. */
static void many_structs(struct buf *out, uint8_t kind)
{
    buf_put_varint(out, 1);
    buf_put_varint(out, 30000);
    buf_put(out, (bytes){ (const uint8_t[]){ 1, 0 }, 2 });
    while (out->len < INPUT_MAX)
        buf_put(out, (bytes){ (const uint8_t[]){ kind, 1 }, 2 });
}

static void many_clients(struct buf *out, bool whole)
{
    unsigned count = INPUT_MAX / 6;
    buf_put_varint(out, count + !whole);
    for (unsigned i = 0; i < count; i++) {
        buf_put(out, (bytes){ (const uint8_t[]){ 1 }, 1 });
        buf_put_varint(out, 0x3fff - i % 0x3f00);
        buf_put(out, (bytes){ (const uint8_t[]){ 0, 0, 1 }, 3 });
    }
    buf_put_byte(out, 0);
}

static void many_deletions(struct buf *out)
{
    buf_put(out, (bytes){ (const uint8_t[]){ 0, 1, 1 }, 3 });
    buf_put_varint(out, INPUT_MAX / 3);
    for (unsigned clock = 0; clock < INPUT_MAX / 3; clock++) {
        buf_put_varint(out, 128 + clock * 2 % 16000);
        buf_put_byte(out, 1);
    }
}

TEST(refusal, takes_memory_in_proportion_whatever_there_is_much_of)
{
    count_memory();
    CLEANUP(buf_clear) struct buf data = { 0 };
    struct crdt_doc *doc = crdt_doc_new();
    for (unsigned kind = 0; kind < 12; kind++) {
        data.len = 0;
        many_structs(&data, (uint8_t)kind);
        CHECK(apply(doc, buf_bytes(&data)) != CARNET_OK);
    }
    data.len = 0;
    many_clients(&data, false);
    CHECK(apply(doc, buf_bytes(&data)) != CARNET_OK);
    crdt_doc_limit(doc, &(struct crdt_limits){ 100, 100, 10, 100 });
    data.len = 0;
    many_clients(&data, true);
    CHECK(apply(doc, buf_bytes(&data)) != CARNET_OK);
    data.len = 0;
    many_deletions(&data);
    CHECK_ERR(CARNET_LIMIT, apply(doc, buf_bytes(&data)));
    data.len = 0;
    history(&data, 6000);
    CHECK(data.len > INPUT_MAX / 3);
    CHECK_ERR(CARNET_LIMIT, apply(doc, buf_bytes(&data)));
    crdt_doc_free(doc);
}

static double time_of(bytes data, bool accepted)
{
    double least = 1e9;
    for (unsigned i = 0; i < 5; i++) {
        struct crdt_doc *doc = crdt_doc_new();
        double from = cpu_ms();
        CHECK_INT(accepted, apply(doc, data) == CARNET_OK);
        double ms = cpu_ms() - from;
        least = ms < least ? ms : least;
        crdt_doc_free(doc);
    }
    return least;
}

TEST(refusal, takes_no_longer_than_accepting_as_many_bytes)
{
    CLEANUP(buf_clear) struct buf good = { 0 };
    CLEANUP(buf_clear) struct buf bad = { 0 };
    history(&good, 6000);
    double per_byte = time_of(buf_bytes(&good), true) / (double)good.len;
    for (unsigned kind = 0; kind < 12; kind++) {
        bad.len = 0;
        many_structs(&bad, (uint8_t)kind);
        CHECK(time_of(buf_bytes(&bad), false) < 2 * per_byte * (double)bad.len);
    }
    bad.len = 0;
    many_clients(&bad, false);
    CHECK(time_of(buf_bytes(&bad), false) < 2 * per_byte * (double)bad.len);
    good.ptr[good.len - 1] ^= 0xff; /* wrong at the very end */
    CHECK(time_of(buf_bytes(&good), false) < 2 * per_byte * (double)good.len);
}

/* Octets changed, ranges doubled, taken out or put elsewhere. */
static void mutate(struct buf *data, uint32_t *seed)
{
    for (unsigned n = 1 + (*seed >> 8) % 3; n; n--) {
        *seed = *seed * 1664525u + 1013904223u;
        size_t at = (*seed >> 8) % data->len, left = data->len - at, size = 1 + (*seed >> 4) % 12;
        size = size < left ? size : left;
        uint8_t piece[16];
        memcpy(piece, data->ptr + at, size);
        switch (*seed % 5) {
        case 0:
            data->ptr[at] = (uint8_t)(*seed >> 24);
            break;
        case 1:
            data->ptr[at] ^= (uint8_t)(1u << (*seed >> 24) % 8);
            break;
        case 2:
            if (data->len > size + 1) {
                memmove(data->ptr + at, data->ptr + at + size, left - size);
                data->len -= size;
            }
            break;
        case 3:
            buf_reserve(data, size);
            memmove(data->ptr + at + size, data->ptr + at, left);
            data->len += size;
            break;
        default:
            memcpy(data->ptr + (*seed >> 12) % (data->len - size + 1), piece, size);
        }
    }
}

TEST(refusal, of_mutated_updates_costs_little_and_changes_nothing)
{
    count_memory();
    CLEANUP(buf_clear) struct buf bad = { 0 };
    CLEANUP(buf_clear) struct buf state = { 0 };
    CLEANUP(buf_clear) struct buf after = { 0 };
    struct buf seeds[3] = { 0 };
    history(&seeds[0], 6);
    history(&seeds[1], 60);
    history(&seeds[2], 6000);
    struct crdt_doc *doc = crdt_doc_new();
    uint32_t seed = 1;
    unsigned count = test_long() ? 10000000 : 40000, refused = 0;
    for (unsigned i = 0; i < count; i++) {
        bad.len = 0;
        buf_put(&bad, buf_bytes(&seeds[i % 1000 == 0 ? 2 : i % 4 == 0]));
        mutate(&bad, &seed);
        if (apply(doc, buf_bytes(&bad)) == CARNET_OK) {
            CHECK_OK(crdt_check(doc));
            state.len = 0;
            crdt_encode_state(&state, doc);
        } else if (refused++ % 16 == 0) {
            after.len = 0;
            crdt_encode_state(&after, doc);
            CHECK(!state.len || bytes_equal(buf_bytes(&state), buf_bytes(&after)));
        }
        if (state.len > 20000) {
            crdt_doc_free(doc);
            doc = crdt_doc_new();
            state.len = 0;
        }
    }
    CHECK(refused > count / 4);
    crdt_doc_free(doc);
    for (unsigned i = 0; i < 3; i++)
        buf_clear(&seeds[i]);
}
