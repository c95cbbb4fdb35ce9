/* Figures of the engine on one recorded history (PREFIX.yupd, .mergedlog, .state, .ops, .txt; tests/bench/crdt/README.md
 * says what is in them). CPU time of the process, median of five runs after one to warm up, one JSON line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "crdt/tool/tool.h"

enum { RUNS = 5, COPIES = 20, TEXTS = 20 };

struct files {
    struct buf updates, log, state, ops, text;
    bool has_updates, has_log, has_state, has_ops, has_text;
};

struct bench {
    struct files f;
    const char *root;
    struct buf out;
    bool mismatch, failed, first;
};

static bool read_path(struct buf *out, const char *prefix, const char *suffix)
{
    char path[1024];
    snprintf(path, sizeof path, "%s%s", prefix, suffix);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t got;
    do {
        buf_reserve(out, 1u << 20);
        got = fread(out->ptr + out->len, 1, 1u << 20, file);
        out->len += got;
    } while (got);
    fclose(file);
    return true;
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint32_t take_u32(struct reader *r)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < 4; i++) {
        uint8_t byte = 0;
        if (reader_byte(&byte, r))
            break;
        value |= (uint32_t)byte << 8 * i;
    }
    return value;
}

static void check_text(struct bench *b, const struct crdt_doc *doc)
{
    b->out.len = 0;
    crdt_text(&b->out, doc, b->root);
    if (b->f.has_text && !bytes_equal(buf_bytes(&b->out), buf_bytes(&b->f.text)))
        b->mismatch = true;
}

static void apply(struct bench *b, struct crdt_doc *doc, bytes update)
{
    if (crdt_apply_bytes(doc, update, NULL))
        b->failed = true;
}

/* ---- what is measured: each makes a document and leaves its time in *ms ---- */

typedef struct crdt_doc *run_fn(struct bench *b, double *ms);

static struct crdt_doc *unlimited(void)
{
    struct crdt_doc *doc = crdt_doc_new();
    crdt_doc_limit(doc, &(struct crdt_limits){ SIZE_MAX / 2, SIZE_MAX / 2, SIZE_MAX / 2, SIZE_MAX / 2 });
    return doc;
}

static struct crdt_doc *run_local(struct bench *b, double *ms)
{
    struct reader r = reader_of(buf_bytes(&b->f.ops));
    struct buf update = { 0 };
    double from = cpu_ms();
    struct crdt_doc *doc = unlimited();
    for (uint32_t left = take_u32(&r); left; left--) {
        uint32_t at = take_u32(&r), deleted = take_u32(&r), size = take_u32(&r);
        bytes text = { 0 };
        carnet_err err = reader_span(&text, &r, size);
        update.len = 0;
        if (!err && deleted)
            err = crdt_delete(doc, b->root, 1, at, deleted, &update);
        update.len = 0;
        if (!err && text.len)
            err = crdt_insert(doc, b->root, 1, at, text, &update);
        if (err)
            b->failed = true;
    }
    *ms = cpu_ms() - from;
    buf_clear(&update);
    return doc;
}

static struct crdt_doc *run_remote(struct bench *b, double *ms)
{
    struct reader r = reader_of(buf_bytes(&b->f.updates));
    double from = cpu_ms();
    struct crdt_doc *doc = unlimited();
    bytes update;
    while (reader_left(&r) >= 4 && reader_span(&update, &r, take_u32(&r)) == CARNET_OK)
        apply(b, doc, update);
    *ms = cpu_ms() - from;
    return doc;
}

static struct crdt_doc *run_whole(struct bench *b, double *ms, bytes update)
{
    double from = cpu_ms();
    struct crdt_doc *doc = unlimited();
    apply(b, doc, update);
    *ms = cpu_ms() - from;
    return doc;
}

static struct crdt_doc *run_log(struct bench *b, double *ms)
{
    return run_whole(b, ms, buf_bytes(&b->f.log));
}

static struct crdt_doc *run_load(struct bench *b, double *ms)
{
    return run_whole(b, ms, buf_bytes(&b->f.state));
}

static struct crdt_doc *run_loadtext(struct bench *b, double *ms)
{
    double from = cpu_ms();
    struct crdt_doc *doc = unlimited();
    apply(b, doc, buf_bytes(&b->f.state));
    b->out.len = 0;
    crdt_text(&b->out, doc, b->root);
    *ms = cpu_ms() - from;
    return doc;
}

static struct crdt_doc *run_text(struct bench *b, double *ms)
{
    struct crdt_doc *doc = run_load(b, ms);
    double from = cpu_ms();
    for (int i = 0; i < TEXTS; i++) {
        b->out.len = 0;
        crdt_text(&b->out, doc, b->root);
    }
    *ms = (cpu_ms() - from) / TEXTS;
    return doc;
}

static struct crdt_doc *run_encode(struct bench *b, double *ms)
{
    struct crdt_doc *doc = run_load(b, ms);
    double from = cpu_ms();
    for (int i = 0; i < TEXTS; i++) {
        b->out.len = 0;
        crdt_encode_state(&b->out, doc);
    }
    *ms = (cpu_ms() - from) / TEXTS;
    return doc;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void print_key(struct bench *b, const char *key)
{
    printf("%s\"%s\": ", b->first ? "{" : ", ", key);
    b->first = false;
}

/* The median; *least gets the smallest. */
static void measure(struct bench *b, const char *key, run_fn *run, double *least)
{
    double ms[RUNS];
    for (int i = -1; i < RUNS; i++) {
        double one;
        struct crdt_doc *doc = run(b, &one);
        if (i >= 0)
            ms[i] = one;
        else
            check_text(b, doc);
        crdt_doc_free(doc);
    }
    qsort(ms, RUNS, sizeof *ms, ascending);
    print_key(b, key);
    printf("%.4f", ms[RUNS / 2]);
    if (least)
        *least = ms[0];
}

static long resident_kb(void)
{
    char line[128] = "", *at;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file)
        return 0;
    if (!fgets(line, sizeof line, file))
        line[0] = 0;
    fclose(file);
    (void)strtol(line, &at, 10); /* all pages, then those in memory */
    long resident = strtol(at, NULL, 10);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void measure_memory(struct bench *b)
{
    struct crdt_doc *docs[COPIES];
    double ms;
    long before = resident_kb();
    for (int i = 0; i < COPIES; i++)
        docs[i] = run_load(b, &ms);
    print_key(b, "mem_rss_kb");
    printf("%.1f", (double)(resident_kb() - before) / COPIES);
    for (int i = 0; i < COPIES; i++)
        crdt_doc_free(docs[i]);
}

static void measure_state(struct bench *b)
{
    double least, ms;
    measure_memory(b); /* first: afterwards the heap has room to give again */
    measure(b, "load_cpu_ms", run_load, &least);
    print_key(b, "load_min_ms");
    printf("%.4f", least);
    measure(b, "loadtext_cpu_ms", run_loadtext, NULL);
    measure(b, "text_cpu_ms", run_text, NULL);
    measure(b, "encode_cpu_ms", run_encode, NULL);
    struct crdt_doc *doc = run_load(b, &ms);
    b->out.len = 0;
    crdt_encode_state(&b->out, doc);
    crdt_doc_free(doc);
    print_key(b, "encoded_bytes");
    printf("%zu", b->out.len);
    print_key(b, "encoded_identical");
    fputs(bytes_equal(buf_bytes(&b->out), buf_bytes(&b->f.state)) ? "true" : "false", stdout);
}

int tool_bench(const char *prefix, const char *root)
{
    struct bench b = { .root = root, .first = true };
    b.f.has_updates = read_path(&b.f.updates, prefix, ".yupd");
    b.f.has_log = read_path(&b.f.log, prefix, ".mergedlog");
    b.f.has_state = read_path(&b.f.state, prefix, ".state");
    b.f.has_ops = read_path(&b.f.ops, prefix, ".ops");
    b.f.has_text = read_path(&b.f.text, prefix, ".txt");
    if (!b.f.has_updates && !b.f.has_log && !b.f.has_state && !b.f.has_ops) {
        fprintf(stderr, "carnet-crdt: no file %s.yupd, .mergedlog, .state or .ops\n", prefix);
        return 1;
    }
    if (b.f.has_state)
        measure_state(&b);
    if (b.f.has_ops)
        measure(&b, "local_cpu_ms", run_local, NULL);
    if (b.f.has_updates)
        measure(&b, "remote_cpu_ms", run_remote, NULL);
    if (b.f.has_log)
        measure(&b, "mergedlog_cpu_ms", run_log, NULL);
    if (b.mismatch || b.failed) {
        print_key(&b, "mismatch");
        fputs("true", stdout);
    }
    puts("}");
    buf_clear(&b.f.updates);
    buf_clear(&b.f.log);
    buf_clear(&b.f.state);
    buf_clear(&b.f.ops);
    buf_clear(&b.f.text);
    buf_clear(&b.out);
    return b.failed || b.mismatch;
}
