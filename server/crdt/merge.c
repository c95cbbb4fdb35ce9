/* Each update is a stream of structs, highest client first; a heap gives the stream whose next struct comes first, so
 * merging n structs of k updates takes n log k steps. A struct known from another stream is passed over, one known in
 * part is cut, and clocks that nobody has become a Skip. */
#include "crdt/merge.h"

#include <string.h>

enum { FEW = 24 };

struct stream {
    struct crdt_update update;
    uint32_t section, left, at;
    bool done;
    struct wire s; /* the next struct */
    uint64_t client;
    uint32_t clock;
    uint64_t round; /* when it last came first: among equals the latest goes on */
    size_t number;
};

static void stream_next(struct stream *st)
{
    uint32_t end = st->clock + (st->at ? st->s.length : 0);
    do {
        while (!st->left) {
            if (st->section == st->update.section_count) {
                st->done = true;
                return;
            }
            const struct section *s = &st->update.sections[st->section++];
            st->left = s->count;
            st->at = s->offset;
            st->client = s->client;
            end = s->clock;
        }
        st->left--;
        st->clock = end;
        section_read(&st->s, &st->update, &st->at);
        end += st->s.length;
    } while (st->s.kind == CONTENT_SKIP);
}

static uint32_t stream_end(const struct stream *st)
{
    return st->clock + st->s.length;
}

/* ---- which comes first ---- */

static bool comes_first(const struct stream *a, const struct stream *b)
{
    if (a->client != b->client)
        return a->client > b->client;
    if (a->clock != b->clock)
        return a->clock < b->clock;
    return a->round != b->round ? a->round > b->round : a->number < b->number;
}

static void sift_down(struct stream **heap, size_t count, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && comes_first(heap[child + 1], heap[child]))
            child++;
        if (!comes_first(heap[child], heap[at]))
            return;
        struct stream *swap = heap[at];
        heap[at] = heap[child];
        heap[child] = swap;
    }
}

/* Yjs sorts its streams with a comparison that puts garbage before an item of the same clock and that item before the
 * garbage. What comes out then depends on the sort: for few streams this is it, insertion behind a first run. */
static bool sorts_before(const struct stream *a, const struct stream *b)
{
    if (a->client != b->client)
        return a->client > b->client;
    if (a->clock != b->clock)
        return a->clock < b->clock;
    return (a->s.kind == CONTENT_GC) != (b->s.kind == CONTENT_GC);
}

static size_t first_run(struct stream **list, size_t count)
{
    size_t run = 1;
    bool down = count > 1 && sorts_before(list[1], list[0]);
    while (run < count && sorts_before(list[run], list[run - 1]) == down)
        run++;
    for (size_t i = 0; down && i < run / 2; i++) {
        struct stream *swap = list[i];
        list[i] = list[run - 1 - i];
        list[run - 1 - i] = swap;
    }
    return run;
}

static void sort_few(struct stream **list, size_t count)
{
    for (size_t i = count ? first_run(list, count) : 0; i < count; i++) {
        struct stream *pivot = list[i];
        size_t low = 0, high = i;
        while (low < high) {
            size_t mid = low + (high - low) / 2;
            if (sorts_before(pivot, list[mid]))
                high = mid;
            else
                low = mid + 1;
        }
        memmove(&list[low + 1], &list[low], (i - low) * sizeof *list);
        list[low] = pivot;
    }
}

/* ---- writing ---- */

static struct written *current_section(struct section_writer *w, uint64_t client)
{
    struct written *last = w->sections.count ? &w->sections.at[w->sections.count - 1] : NULL;
    return last && last->client == client ? last : NULL;
}

void section_write(struct section_writer *w, const struct wire *s, uint64_t client, uint32_t clock, uint32_t offset)
{
    struct written *section = current_section(w, client);
    if (!section) {
        VEC_PUSH(&w->sections, (struct written){ .client = client, .end = clock + offset, .from = w->body.len });
        section = current_section(w, client);
        buf_put_varint(&w->body, client);
        buf_put_varint(&w->body, clock + offset);
    }
    section->count++;
    section->end = clock + s->length;
    wire_write(&w->body, s, client, clock, offset);
}

void section_write_gap(struct section_writer *w, uint64_t client, uint32_t clock)
{
    const struct written *section = current_section(w, client);
    if (!section || section->end >= clock)
        return;
    struct wire skip = { .info = CONTENT_SKIP, .kind = CONTENT_SKIP, .length = clock - section->end };
    section_write(w, &skip, client, section->end, 0);
}

void section_finish(struct section_writer *w, struct buf *out)
{
    uint32_t count = w->sections.count;
    buf_put_varint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        size_t from = w->sections.at[i].from, to = i + 1 < count ? w->sections.at[i + 1].from : w->body.len;
        buf_put_varint(out, w->sections.at[i].count);
        buf_put(out, (bytes){ w->body.ptr + from, to - from });
    }
    buf_clear(&w->body);
    VEC_CLEAR(&w->sections);
}

/* ---- merging ---- */

struct current { /* the struct about to be written: it may still grow, or be overtaken */
    bool any;
    struct wire s;
    uint64_t client;
    uint32_t clock, offset; /* of s; it is written from the offset on */
};

static uint32_t current_end(const struct current *c)
{
    return c->clock + c->s.length;
}

static void set_current(struct current *c, const struct stream *st, uint32_t offset)
{
    *c = (struct current){ true, st->s, st->client, st->clock, offset };
}

static void flush(struct section_writer *w, const struct current *c)
{
    section_write(w, &c->s, c->client, c->clock, c->offset);
}

/* Writes the next struct of the stream behind the current one, of the same client. */
static void follow(struct section_writer *w, struct current *c, struct stream *st)
{
    uint32_t end = current_end(c);
    if (end < st->clock) {
        flush(w, c);
        *c = (struct current){ true, { .info = CONTENT_SKIP, .kind = CONTENT_SKIP, .length = st->clock - end }, c->client, end, 0 };
        return;
    }
    uint32_t overlap = end - st->clock;
    if (c->s.kind == CONTENT_GC && st->s.kind == CONTENT_GC) {
        c->s.length += st->s.length - overlap;
        return;
    }
    flush(w, c);
    set_current(c, st, overlap);
    stream_next(st);
}

/* One round with the stream that comes first. */
static void merge_round(struct section_writer *w, struct current *c, struct stream *st)
{
    uint64_t client = st->client;
    if (!c->any) {
        set_current(c, st, 0);
        stream_next(st);
    } else {
        bool passed = false;
        while (!st->done && st->client >= c->client && stream_end(st) <= current_end(c)) {
            stream_next(st);
            passed = true;
        }
        if (st->done || st->client != client || (passed && st->clock > current_end(c)))
            return;
        if (client != c->client) {
            flush(w, c);
            set_current(c, st, 0);
            stream_next(st);
        } else {
            follow(w, c, st);
        }
    }
    while (!st->done && st->client == client && st->clock == current_end(c)) {
        flush(w, c);
        set_current(c, st, 0);
        stream_next(st);
    }
}

static void merge_many(struct section_writer *w, struct current *c, struct stream **heap, size_t live)
{
    for (size_t i = live / 2; i--;)
        sift_down(heap, live, i);
    for (uint64_t round = 1; live; round++) {
        struct stream *st = heap[0];
        st->round = round;
        merge_round(w, c, st);
        if (st->done)
            heap[0] = heap[--live];
        sift_down(heap, live, 0);
    }
}

static void merge_few(struct section_writer *w, struct current *c, struct stream **list, size_t live)
{
    while (live) {
        sort_few(list, live);
        merge_round(w, c, list[0]);
        if (list[0]->done)
            memmove(&list[0], &list[1], --live * sizeof *list);
    }
}

static void merge_structs(struct buf *out, struct stream *streams, size_t count)
{
    struct stream **live = mem_alloc(count * sizeof *live);
    struct section_writer w = { 0 };
    struct current c = { 0 };
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (!streams[i].done)
            live[left++] = &streams[i];
    if (left <= FEW)
        merge_few(&w, &c, live, left);
    else
        merge_many(&w, &c, live, left);
    if (c.any)
        flush(&w, &c);
    section_finish(&w, out);
    mem_free(live);
}

static void merge_deletes(struct buf *out, const struct stream *streams, size_t count)
{
    struct ranges set = { 0 };
    for (size_t i = 0; i < count; i++) {
        struct delete_walk walk = delete_walk(&streams[i].update);
        while (delete_next(&walk))
            ranges_add(&set, walk.client, walk.clock, walk.clock + walk.length);
    }
    ranges_sort(&set);
    ranges_write(out, &set);
    ranges_clear(&set);
}

carnet_err crdt_merge(struct buf *out, const bytes *updates, size_t count)
{
    struct stream *streams = mem_zero(count, sizeof *streams);
    carnet_err err = CARNET_OK;
    size_t opened = 0;
    for (; opened < count && !err; opened++) {
        struct stream *st = &streams[opened];
        st->number = opened;
        err = update_open(&st->update, updates[opened]);
        if (!err)
            stream_next(st);
    }
    if (!err && count == 1) {
        buf_put(out, updates[0]);
    } else if (!err) {
        merge_structs(out, streams, count);
        merge_deletes(out, streams, count);
    }
    for (size_t i = 0; i < opened; i++)
        update_clear(&streams[i].update);
    mem_free(streams);
    return err;
}

void merge_checked(struct buf *out, const bytes *updates, size_t count)
{
    carnet_err err = crdt_merge(out, updates, count);
    (void)err;
}

/* ---- diff and state vector of an update ---- */

void update_diff(struct buf *out, const struct crdt_update *update, const struct ranges *known)
{
    struct section_writer w = { 0 };
    for (uint32_t i = 0; i < update->section_count; i++) {
        const struct section *s = &update->sections[i];
        uint32_t at = s->offset, clock = s->clock, state = 0;
        uint32_t found = ranges_find(known, s->client, 0);
        if (found < known->list.count)
            state = known->list.at[found].to;
        bool begun = false;
        for (uint32_t n = s->count; n; n--) {
            struct wire st;
            section_read(&st, update, &at);
            if (begun || (st.kind != CONTENT_SKIP && clock + st.length > state)) {
                section_write(&w, &st, s->client, clock, !begun && state > clock ? state - clock : 0);
                begun = true;
            }
            clock += st.length;
        }
    }
    section_finish(&w, out);
    buf_put(out, (bytes){ update->data.ptr + update->deletes, update->data.len - update->deletes });
}

carnet_err crdt_update_state_vector(struct buf *out, bytes data)
{
    struct crdt_update update;
    TRY(update_open(&update, data));
    struct buf body = { 0 };
    uint32_t count = 0;
    for (uint32_t i = 0; i < update.section_count; i++) {
        const struct section *s = &update.sections[i];
        uint32_t at = s->offset, clock = 0;
        for (uint32_t n = s->clock ? 0 : s->count; n; n--) {
            struct wire st;
            section_read(&st, &update, &at);
            if (st.kind == CONTENT_SKIP)
                break;
            clock += st.length;
        }
        if (clock) {
            count++;
            buf_put_varint(&body, s->client);
            buf_put_varint(&body, clock);
        }
    }
    buf_put_varint(out, count);
    buf_put(out, buf_bytes(&body));
    buf_clear(&body);
    update_clear(&update);
    return CARNET_OK;
}
