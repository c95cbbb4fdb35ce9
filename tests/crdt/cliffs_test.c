/* Costs that must not grow with what they do not depend on. Each was a cliff of some engine. Times are compared with each
 * other, generously, because the machine does other things too. */
#include "harness/test.h"

#include <stdio.h>
#include <time.h>

#include "crdt/crdt.h"

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void fill(struct crdt_doc *doc, unsigned words)
{
    uint32_t seed = 1;
    for (unsigned i = 0; i < words; i++) {
        seed = seed * 1664525u + 1013904223u;
        size_t length = crdt_text_length(doc, "content");
        CHECK_OK(crdt_insert(doc, "content", 1 + i % 3, (seed >> 8) % (length + 1), bytes_text("mot "), NULL));
    }
}

/* Types `count` words at one place, in fractions of the text; the time of one. */
static double type_at(struct crdt_doc *doc, double where, unsigned count)
{
    CLEANUP(buf_clear) struct buf update = { 0 };
    double from = cpu_ms();
    for (unsigned i = 0; i < count; i++) {
        size_t at = (size_t)(where * (double)crdt_text_length(doc, "content"));
        update.len = 0;
        CHECK_OK(crdt_insert(doc, "content", 9, at, bytes_text("ab"), &update));
        CHECK_OK(crdt_delete(doc, "content", 9, at, 1, &update));
    }
    return (cpu_ms() - from) / count;
}

TEST(cliffs, an_edit_costs_the_same_everywhere_and_in_any_length)
{
    struct crdt_doc *small = crdt_doc_new(), *large = crdt_doc_new();
    fill(small, 1000);
    fill(large, 16000);
    type_at(small, 0.5, 200); /* warm */
    double in_small = type_at(small, 0.5, 1500);
    CHECK(type_at(large, 0.0, 1500) < 6 * in_small + 0.02);
    CHECK(type_at(large, 0.5, 1500) < 6 * in_small + 0.02);
    CHECK(type_at(large, 1.0, 1500) < 6 * in_small + 0.02);
    crdt_doc_free(small);
    crdt_doc_free(large);
}

/* Two people type behind a text of `length` each, in turn; the time of one key. */
static double type_in_turn(size_t length)
{
    struct crdt_doc *doc = crdt_doc_new();
    CLEANUP(buf_clear) struct buf text = { 0 };
    while (text.len < length)
        buf_put_text(&text, "mot ");
    size_t first = text.len, second = 2 * text.len;
    enum { KEYS = 3000 };
    CHECK_OK(crdt_insert(doc, "content", 1, 0, buf_bytes(&text), NULL));
    CHECK_OK(crdt_insert(doc, "content", 2, first, buf_bytes(&text), NULL));
    double from = cpu_ms();
    for (unsigned i = 0; i < KEYS / 2; i++) {
        CHECK_OK(crdt_insert(doc, "content", 1, first++, bytes_text("a"), NULL));
        second++;
        CHECK_OK(crdt_insert(doc, "content", 2, second++, bytes_text("b"), NULL));
    }
    double ms = (cpu_ms() - from) / KEYS;
    crdt_doc_free(doc);
    return ms;
}

TEST(cliffs, typing_in_turn_behind_long_texts_moves_none_of_them)
{
    type_in_turn(100);
    CHECK(type_in_turn(200000) < 6 * type_in_turn(100) + 0.002);
}

/* The updates of a history of n edits in many places, each one behind the other in *log. */
static void history(struct buf *log, bytes *updates, unsigned n)
{
    struct crdt_doc *doc = crdt_doc_new();
    uint32_t seed = 7;
    size_t *ends = mem_zero(n, sizeof *ends);
    for (unsigned i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        size_t length = crdt_text_length(doc, "content"), at = (seed >> 8) % (length + 1);
        if (length > 20 && i % 5 == 0)
            CHECK_OK(crdt_delete(doc, "content", 1, at > 4 ? at - 4 : 0, 3, log));
        else
            CHECK_OK(crdt_insert(doc, "content", 1 + i % 40, at, bytes_text("ab"), log));
        ends[i] = log->len;
    }
    for (unsigned i = 0; i < n; i++)
        updates[i] = (bytes){ log->ptr + (i ? ends[i - 1] : 0), ends[i] - (i ? ends[i - 1] : 0) };
    mem_free(ends);
    crdt_doc_free(doc);
}

static double apply_all(const bytes *updates, size_t count)
{
    struct crdt_doc *doc = crdt_doc_new();
    double from = cpu_ms();
    for (size_t i = 0; i < count; i++)
        CHECK_OK(crdt_apply_bytes(doc, updates[i], NULL));
    double ms = cpu_ms() - from;
    crdt_doc_free(doc);
    return ms;
}

TEST(cliffs, merging_is_not_quadratic_and_a_merged_log_is_no_slower_than_its_parts)
{
    enum { FEW = 1500, MANY = 12000 };
    CLEANUP(buf_clear) struct buf log = { 0 };
    CLEANUP(buf_clear) struct buf few = { 0 };
    CLEANUP(buf_clear) struct buf many = { 0 };
    bytes *updates = mem_zero(MANY, sizeof *updates);
    history(&log, updates, MANY);
    double from = cpu_ms();
    CHECK_OK(crdt_merge(&few, updates, FEW));
    double of_few = cpu_ms() - from;
    from = cpu_ms();
    CHECK_OK(crdt_merge(&many, updates, MANY));
    CHECK(cpu_ms() - from < 4 * MANY / FEW * of_few + 20);
    double parts = apply_all(updates, MANY);
    bytes whole = buf_bytes(&many);
    CHECK(apply_all(&whole, 1) < parts + 20);
    mem_free(updates);
}

TEST(cliffs, history_that_is_gone_costs_nothing)
{
    struct crdt_doc *doc = crdt_doc_new();
    fill(doc, 500);
    type_at(doc, 0.3, 500);
    size_t memory = crdt_memory(doc);
    double early = type_at(doc, 0.3, 1000);
    for (unsigned i = 0; i < 20000; i++) { /* written and erased, over and over */
        CHECK_OK(crdt_insert(doc, "content", 9, 100, bytes_text("encore"), NULL));
        CHECK_OK(crdt_delete(doc, "content", 9, 100, 6, NULL));
    }
    CHECK(crdt_memory(doc) < 2 * memory + 65536);
    CHECK(type_at(doc, 0.3, 1000) < 4 * early + 0.02);
    crdt_doc_free(doc);
}

TEST(cliffs, updates_held_back_are_cheap_to_hold)
{
    enum { HELD = 4000 };
    CLEANUP(buf_clear) struct buf log = { 0 };
    bytes *updates = mem_zero(HELD, sizeof *updates);
    history(&log, updates, HELD);
    struct crdt_doc *doc = crdt_doc_new();
    double from = cpu_ms();
    for (unsigned i = HELD; i--;) /* all wait until the first comes, last */
        CHECK_OK(crdt_apply_bytes(doc, updates[i], NULL));
    CHECK(!crdt_has_pending(doc));
    CHECK(cpu_ms() - from < 4000);
    CHECK_OK(crdt_check(doc));
    crdt_doc_free(doc);
    mem_free(updates);
}
