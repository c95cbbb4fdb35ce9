/* Updates are kept as they came, and merged when they have doubled. */
#include "crdt/pending.h"

#include "crdt/merge.h"

enum { EXACT_BYTES = 65536 };

static void merge_kept(struct crdt_doc *doc)
{
    struct pending *p = &doc->pending;
    struct buf merged = { 0 };
    pending_write(&merged, doc);
    for (uint32_t i = 0; i < p->updates.count; i++)
        buf_clear(&p->updates.at[i]);
    p->updates.at[0] = merged;
    p->updates.count = 1;
    p->bytes = p->merged_bytes = merged.len;
}

/* Collects what is left of a section; *more gets the clocks. known: also what waits already. */
static void section_keep(struct section_writer *out, const struct pending *p, struct ranges *more,
                         const struct crdt_update *update, const struct section *s, bool known)
{
    uint32_t at = s->at, clock = s->now;
    for (uint32_t n = s->left; n; n--) {
        struct wire w;
        section_read(&w, update, &at);
        if (w.kind != CONTENT_SKIP && (known || !ranges_cover(&p->structs, s->client, clock, clock + w.length))) {
            section_write_gap(out, s->client, clock);
            section_write(out, &w, s->client, clock, 0);
            ranges_add(more, s->client, clock, clock + w.length);
        }
        clock += w.length;
    }
}

/* What is left of the update, itself an update; empty when nothing is. */
static struct buf stalled_part(const struct pending *p, struct ranges *more, const struct crdt_update *update, bool known)
{
    struct section_writer writer = { 0 };
    struct buf kept = { 0 };
    more->list.count = more->sorted = 0;
    for (uint32_t i = 0; i < update->section_count; i++)
        if (update->sections[i].stalled)
            section_keep(&writer, p, more, update, &update->sections[i], known);
    if (writer.sections.count) {
        section_finish(&writer, &kept);
        buf_put_varint(&kept, 0);
    }
    ranges_sort(more);
    return kept;
}

static bool overlap(const struct ranges *a, const struct ranges *b)
{
    for (uint32_t i = 0; i < a->list.count; i++) {
        const struct clock_range *r = &a->list.at[i];
        uint32_t at = ranges_find(b, r->client, r->from);
        if (at < b->list.count && b->list.at[at].from < r->to)
            return true;
    }
    return false;
}

/* When there are two versions of a struct, which one stays is decided as in Yjs: by merging what waits with what comes,
 * each time. Beyond EXACT_BYTES that would cost too much, and what came first stays. */
void pending_keep(struct crdt_doc *doc, const struct crdt_update *update)
{
    struct pending *p = &doc->pending;
    struct ranges more = { 0 };
    bool exact = p->bytes + update->data.len <= EXACT_BYTES;
    struct buf kept = stalled_part(p, &more, update, exact);
    bool twice = exact && overlap(&more, &p->structs);
    if (kept.len) {
        for (uint32_t i = 0; i < more.list.count; i++)
            ranges_add(&p->structs, more.list.at[i].client, more.list.at[i].from, more.list.at[i].to);
        ranges_sort(&p->structs);
        if (twice && p->updates.count > 1)
            merge_kept(doc);
        p->bytes += kept.len;
        VEC_PUSH(&p->updates, kept);
        if (p->updates.count > 1 && (twice || p->bytes > 2 * p->merged_bytes + 1024))
            merge_kept(doc);
    }
    ranges_clear(&more);
}

void pending_wait(struct crdt_doc *doc, uint64_t client, uint32_t state)
{
    ranges_add(&doc->pending.missing, client, state, state + 1);
    doc->pending.due |= state < client_end(doc, client_find(doc, client)); /* it came while the update was applied */
}

void pending_keep_delete(struct crdt_doc *doc, uint64_t client, uint32_t from, uint32_t to)
{
    ranges_add(&doc->pending.deletes, client, from, to);
}

bool pending_ready(struct crdt_doc *doc)
{
    struct pending *p = &doc->pending;
    if (!p->updates.count || p->due)
        return p->due;
    ranges_sort(&p->missing);
    for (uint32_t i = 0; i < doc->touched.count; i++) {
        const struct client *c = &doc->clients.at[doc->touched.at[i]];
        uint32_t at = ranges_find(&p->missing, c->id, 0);
        if (at < p->missing.list.count && p->missing.list.at[at].from < c->end)
            return true;
    }
    return false;
}

void pending_write(struct buf *out, const struct crdt_doc *doc)
{
    const struct pending *p = &doc->pending;
    bytes *updates = mem_alloc(p->updates.count * sizeof *updates);
    for (uint32_t i = 0; i < p->updates.count; i++)
        updates[i] = buf_bytes(&p->updates.at[i]);
    merge_checked(out, updates, p->updates.count);
    mem_free(updates);
}

struct buf pending_take(struct crdt_doc *doc)
{
    struct pending *p = &doc->pending;
    struct buf all = { 0 };
    pending_write(&all, doc);
    for (uint32_t i = 0; i < p->updates.count; i++)
        buf_clear(&p->updates.at[i]);
    p->updates.count = 0;
    p->bytes = p->merged_bytes = 0;
    p->due = false;
    ranges_clear(&p->structs);
    ranges_clear(&p->missing);
    return all;
}

void pending_clear(struct crdt_doc *doc)
{
    struct pending *p = &doc->pending;
    for (uint32_t i = 0; i < p->updates.count; i++)
        buf_clear(&p->updates.at[i]);
    VEC_CLEAR(&p->updates);
    ranges_clear(&p->structs);
    ranges_clear(&p->missing);
    ranges_clear(&p->deletes);
}

size_t pending_bytes(const struct crdt_doc *doc)
{
    return doc->pending.bytes + doc->pending.deletes.list.count * sizeof(struct clock_range);
}
