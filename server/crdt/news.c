/* What an update would bring. `fresh` is the update without what is known: usually the very bytes that came. */
#include "crdt/apply.h"

#include "crdt/merge.h"

struct news {
    const struct crdt_doc *doc;
    struct crdt_update *update;
    bool keep;                     /* to be written afterwards */
    bool all_structs, all_deletes; /* nothing of it is known */
    bool structs, deletes;
    struct ranges fresh_deletes;
};

/* Whether a struct over [clock, end) reaches beyond what is known. */
static bool struct_is_news(const struct crdt_doc *doc, uint64_t client, uint32_t state, uint32_t clock, uint32_t end)
{
    const struct pending *p = &doc->pending;
    return end > state && !(p->updates.count && ranges_cover(&p->structs, client, clock > state ? clock : state, end));
}

static bool section_is_held(const struct crdt_doc *doc, const struct section *s)
{
    return doc->pending.updates.count &&
           ranges_find(&doc->pending.structs, s->client, s->clock) < doc->pending.structs.list.count;
}

static void section_news(struct news *n, const struct section *s)
{
    uint32_t state = client_end(n->doc, client_find_const(n->doc, s->client));
    bool any = false;
    if (state <= s->clock && !section_is_held(n->doc, s)) {
        any = true;
    } else if (state >= s->end) {
        n->all_structs = false;
    } else {
        uint32_t at = s->offset, clock = s->clock;
        for (uint32_t left = s->count; left; left--) {
            struct wire w;
            section_read(&w, n->update, &at);
            bool news = w.kind != CONTENT_SKIP && struct_is_news(n->doc, s->client, state, clock, clock + w.length);
            any = any || news;
            if (w.kind != CONTENT_SKIP && (!news || clock < state))
                n->all_structs = false;
            clock += w.length;
        }
    }
    if (any)
        VEC_PUSH(&n->update->news, s->client);
    n->structs = n->structs || any;
}

/* Structs that wait already are written again: which of two versions counts must not depend on what was left out. */
static void section_write_news(struct section_writer *out, const struct news *n, const struct section *s)
{
    uint32_t state = client_end(n->doc, client_find_const(n->doc, s->client));
    uint32_t at = s->offset, clock = s->clock;
    for (uint32_t left = s->count; left; left--) {
        struct wire w;
        section_read(&w, n->update, &at);
        if (w.kind != CONTENT_SKIP && clock + w.length > state) {
            section_write_gap(out, s->client, clock);
            section_write(out, &w, s->client, clock, clock < state ? state - clock : 0);
        }
        clock += w.length;
    }
}

static void delete_news(struct news *n, uint64_t id, uint32_t from, uint32_t to)
{
    const struct crdt_doc *doc = n->doc;
    uint32_t client = client_find_const(doc, id), state = client_end(doc, client);
    while (from < to) {
        uint32_t end = to;
        bool known;
        if (from < state) {
            const struct client *c = &doc->clients.at[client];
            struct place at = store_find_const(c, from);
            uint32_t item = store_slot(c, at)->item;
            end = store_slot(c, at)->clock + store_length(c, at);
            known = !item || item_deleted(item_at(doc, item));
        } else {
            const struct ranges *waiting = &doc->pending.deletes;
            uint32_t at = ranges_find(waiting, id, from);
            known = false;
            if (at < waiting->list.count) {
                known = waiting->list.at[at].from <= from;
                end = known ? waiting->list.at[at].to : waiting->list.at[at].from;
            }
        }
        if (end > to)
            end = to;
        if (known)
            n->all_deletes = false;
        else if (n->keep)
            ranges_add(&n->fresh_deletes, id, from, end);
        n->deletes = n->deletes || !known;
        from = end;
    }
}

static void write_fresh(struct news *n, struct buf *fresh)
{
    if (n->all_structs && n->all_deletes) {
        buf_put(fresh, n->update->data);
        return;
    }
    struct section_writer writer = { 0 };
    for (uint32_t i = 0; i < n->update->section_count; i++)
        section_write_news(&writer, n, &n->update->sections[i]);
    section_finish(&writer, fresh);
    ranges_sort(&n->fresh_deletes);
    ranges_write(fresh, &n->fresh_deletes);
}

void news_find(struct crdt_news *out, const struct crdt_doc *doc, struct crdt_update *update, struct buf *fresh)
{
    struct news n = { .doc = doc, .update = update, .keep = fresh, .all_structs = true, .all_deletes = true };
    update->news.count = 0;
    for (uint32_t i = 0; i < update->section_count; i++)
        section_news(&n, &update->sections[i]);
    struct delete_walk walk = delete_walk(update);
    while (delete_next(&walk))
        delete_news(&n, walk.client, walk.clock, walk.clock + walk.length);
    if (fresh && (n.structs || n.deletes))
        write_fresh(&n, fresh);
    ranges_clear(&n.fresh_deletes);
    uint64_t *ids = update->news.at;
    uint32_t count = update->news.count;
    for (uint32_t i = 0; i < count / 2; i++) { /* sections come highest first */
        uint64_t swap = ids[i];
        ids[i] = ids[count - 1 - i];
        ids[count - 1 - i] = swap;
    }
    *out = (struct crdt_news){ n.structs, n.deletes, ids, count };
}

void crdt_update_news(struct crdt_news *out, const struct crdt_doc *doc, struct crdt_update *update)
{
    news_find(out, doc, update, NULL);
}
