/* Applying: clients with higher ids first, each client's structs in order of clock. A struct that depends on another
 * client's lets that one go first; when what is needed is not in the update, all that wait for it stay behind as pending.
 * Then deletions, then what was pending and has become ready. */
#include "crdt/apply.h"

#include "crdt/check.h"

enum { MANY = 256 };

/* What a struct needs, and the state that keeps it waiting: any progress is worth another try, as in Yjs. */
struct missing {
    uint64_t client;
    uint32_t clock, state;
};

/* A section that waits until `need` is known. */
struct waiting {
    uint32_t section;
    struct missing need;
};

struct applying {
    struct crdt_doc *doc;
    struct crdt_update *update;
    bool dry;   /* only to know whether something will wait: the document stays as it is */
    bool waits;
    VEC(struct waiting) stack;
    VEC(struct missing) missing; /* what the stalled sections wait for */
};

/* ---- dependencies ---- */

static uint32_t state_of(const struct applying *a, uint64_t client)
{
    uint32_t end = client_end(a->doc, client_find(a->doc, client));
    const struct section *s = a->dry ? update_section(a->update, client) : NULL;
    return s && s->reached > end ? s->reached : end;
}

/* Whether the clock of a client is known; *number is that client here, in a dry run perhaps none. */
static bool known(uint32_t *number, struct missing *out, const struct applying *a, struct ref ref)
{
    *number = client_find(a->doc, ref.client);
    uint32_t state = a->dry ? state_of(a, ref.client) : client_end(a->doc, *number);
    *out = (struct missing){ ref.client, ref.clock, state };
    return ref.clock < state;
}

/* The id here, if it is known. Of its own client a struct names earlier clocks only: that was checked. */
static inline bool find_id(struct id *id, struct missing *out, const struct applying *a, struct ref ref,
                           const struct section *self)
{
    uint32_t number = self->number;
    if (ref.client != self->client && !known(&number, out, a, ref))
        return false;
    *id = id_of(number, ref.clock);
    return true;
}

/* Whether all that the struct names is known; if not, *out is the first that is not. */
static inline bool ready(struct named *named, struct missing *out, const struct applying *a, const struct wire *s,
                         const struct section *self)
{
    named->origin = named->right_origin = named->parent = id_of(NO_CLIENT, 0);
    return (!(s->info & INFO_ORIGIN) || find_id(&named->origin, out, a, s->origin, self)) &&
           (!(s->info & INFO_RIGHT_ORIGIN) || find_id(&named->right_origin, out, a, s->right_origin, self)) &&
           (!s->has_parent || s->parent_is_root || find_id(&named->parent, out, a, s->parent, self));
}

static void stall(struct applying *a, uint32_t section, struct missing missing)
{
    a->waits = true;
    VEC_PUSH(&a->missing, missing);
    a->update->sections[section].stalled = true;
    while (a->stack.count) {
        struct section *s = &a->update->sections[a->stack.at[--a->stack.count].section];
        s->waiting = false;
        s->stalled = true;
    }
}

/* Integrates the structs of a section until its end, or until one needs another section (then *next is that), or until it
 * reaches `goal`. */
static bool run_section(struct applying *a, uint32_t number, uint32_t goal, uint32_t *next)
{
    struct section *s = &a->update->sections[number];
    struct crdt_doc *doc = a->doc;
    if (s->number == NO_CLIENT)
        s->number = client_find(doc, s->client);
    while (s->left) {
        struct wire w;
        uint32_t at = s->at;
        section_read(&w, a->update, &at);
        if (w.kind != CONTENT_SKIP) {
            uint32_t end = a->dry ? state_of(a, s->client) : client_end(doc, s->number);
            struct missing missing;
            struct named named;
            if (s->now > end) {
                stall(a, number, (struct missing){ s->client, s->now, s->now - 1 });
                return true;
            }
            if (!ready(&named, &missing, a, &w, s)) {
                struct section *other = update_section(a->update, missing.client);
                if (!other || !other->left || other->stalled || other->waiting) {
                    stall(a, number, missing);
                    return true;
                }
                s->waiting = true;
                VEC_PUSH(&a->stack, (struct waiting){ number, missing });
                *next = (uint32_t)(other - a->update->sections);
                return false;
            }
            if (a->dry) {
                s->reached = s->now + w.length;
            } else if (s->now + w.length > end) {
                if (s->number == NO_CLIENT) {
                    s->number = client_add(doc, s->client);
                    store_reserve(doc, s->number, s->left);
                }
                integrate(doc, s->number, &w, &named, end - s->now);
            }
        }
        s->at = at;
        s->now += w.length;
        s->left--;
        if (s->now > goal)
            break;
    }
    return true;
}

static void apply_sections(struct applying *a)
{
    for (uint32_t i = 0; i < a->update->section_count; i++) {
        struct section *s = &a->update->sections[i];
        s->now = s->clock;
        s->left = s->count;
        s->at = s->offset;
        s->number = NO_CLIENT;
        s->reached = 0;
        s->waiting = s->stalled = false;
    }
    for (uint32_t i = 0; i < a->update->section_count; i++) {
        uint32_t section = i, goal = UINT32_MAX, next;
        while (a->update->sections[section].left && !a->update->sections[section].stalled) {
            if (!run_section(a, section, goal, &next)) {
                goal = a->stack.at[a->stack.count - 1].need.clock;
                section = next;
            } else if (a->stack.count) { /* back to the one that waited */
                section = a->stack.at[--a->stack.count].section;
                a->update->sections[section].waiting = false;
                goal = a->stack.count ? a->stack.at[a->stack.count - 1].need.clock : UINT32_MAX;
            } else if (a->update->sections[section].stalled || section == i) {
                break;
            } else {
                section = i;
            }
        }
    }
}

/* ---- deletions ---- */

/* Deletes what is known of the range; the rest waits. */
static void apply_delete(struct crdt_doc *doc, uint64_t id, uint32_t clock, uint32_t end)
{
    uint32_t client = client_find(doc, id), state = client_end(doc, client);
    if (end > state)
        pending_keep_delete(doc, id, clock > state ? clock : state, end);
    if (clock >= state)
        return;
    struct client *c = &doc->clients.at[client];
    struct place at = store_find(c, clock);
    bool first = true;
    do {
        doc_reserve(doc, 4);
        struct slot slot = *store_slot(c, at);
        if (slot.clock >= end)
            break;
        if (slot.item && !item_deleted(item_at(doc, slot.item))) {
            if (first && slot.clock < clock) {
                slot.item = item_split(doc, at, slot.item, clock - slot.clock);
                at = store_find(c, clock);
            }
            const struct item *it = item_at(doc, slot.item);
            if (end < it->clock + it->length) {
                item_split(doc, at, slot.item, end - it->clock);
                at = store_find(c, item_at(doc, slot.item)->clock);
            }
            item_delete(doc, slot.item);
        }
        first = false;
    } while (store_next(c, &at));
}

static void apply_deletes(struct crdt_doc *doc, const struct crdt_update *update)
{
    struct delete_walk walk = delete_walk(update);
    while (delete_next(&walk))
        apply_delete(doc, walk.client, walk.clock, walk.clock + walk.length);
}

/* Deletions that waited for clocks that are now there. */
static void apply_pending_deletes(struct crdt_doc *doc)
{
    struct ranges *waiting = &doc->pending.deletes;
    if (!waiting->list.count)
        return;
    ranges_sort(waiting);
    for (uint32_t i = 0; waiting->list.count && i < doc->touched.count; i++) {
        uint64_t id = doc->clients.at[doc->touched.at[i]].id;
        for (;;) {
            uint32_t end = doc->clients.at[doc->touched.at[i]].end, at = ranges_find(waiting, id, 0);
            if (at == waiting->list.count || waiting->list.at[at].from >= end)
                break;
            struct clock_range r = waiting->list.at[at];
            if (r.to <= end)
                ranges_remove(waiting, at, 1);
            else
                waiting->list.at[at].from = end;
            apply_delete(doc, id, r.from, r.to < end ? r.to : end);
        }
    }
}

/* ---- all ---- */

/* Room for a whole state at once; small updates grow things by half as usual. */
static void reserve(struct crdt_doc *doc, const struct crdt_update *update)
{
    uint32_t structs = 0;
    for (uint32_t i = 0; i < update->section_count; i++)
        structs += update->sections[i].count;
    if (structs < MANY || doc->item_count > structs / 2)
        return;
    VEC_RESERVE(&doc->items, structs + structs / 32);
    VEC_RESERVE(&doc->text, (uint32_t)update->text_bytes);
}

static void applying_clear(struct applying *a)
{
    VEC_CLEAR(&a->stack);
    VEC_CLEAR(&a->missing);
}

/* Whether what waited before is to be tried again: what has begun to wait only now counts at the next update, as in Yjs. */
static bool apply_structs(struct crdt_doc *doc, struct crdt_update *update)
{
    reserve(doc, update);
    struct applying a = { .doc = doc, .update = update };
    apply_sections(&a);
    bool ready = pending_ready(doc);
    for (uint32_t i = 0; i < a.missing.count; i++)
        pending_wait(doc, a.missing.at[i].client, a.missing.at[i].state);
    if (a.waits)
        pending_keep(doc, update);
    applying_clear(&a);
    return ready;
}

/* Bytes of the section that would have to wait and do not yet. */
static size_t section_waiting(const struct crdt_doc *doc, const struct crdt_update *update, const struct section *s)
{
    size_t size = 0;
    uint32_t at = s->at, clock = s->now;
    for (uint32_t n = s->left; n; n--) {
        struct wire w;
        uint32_t from = at;
        section_read(&w, update, &at);
        if (w.kind != CONTENT_SKIP && !ranges_cover(&doc->pending.structs, s->client, clock, clock + w.length))
            size += at - from;
        clock += w.length;
    }
    return size;
}

/* How much of it would have to wait and does not yet, as pending_bytes counts. */
static size_t update_waiting(struct crdt_doc *doc, struct crdt_update *update)
{
    struct applying a = { .doc = doc, .update = update, .dry = true };
    size_t size = 0;
    apply_sections(&a);
    applying_clear(&a);
    for (uint32_t i = 0; i < update->section_count; i++)
        if (update->sections[i].stalled)
            size += section_waiting(doc, update, &update->sections[i]);
    struct delete_walk walk = delete_walk(update);
    while (delete_next(&walk)) {
        uint32_t state = state_of(&a, walk.client), end = walk.clock + walk.length;
        if (end > state && !ranges_cover(&doc->pending.deletes, walk.client, walk.clock > state ? walk.clock : state, end))
            size += sizeof(struct clock_range);
    }
    return size;
}

void update_apply(struct crdt_doc *doc, struct crdt_update *update, bool settle)
{
    transaction_begin(doc);
    bool again = apply_structs(doc, update);
    if (update->has_deletes)
        apply_deletes(doc, update);
    apply_pending_deletes(doc);
    if (again || (settle && doc->pending.updates.count && doc->touched.count)) {
        struct buf taken = pending_take(doc);
        struct crdt_update retry;
        if (update_open(&retry, buf_bytes(&taken)) == CARNET_OK) {
            apply_structs(doc, &retry);
            apply_pending_deletes(doc);
            update_clear(&retry);
        }
        buf_clear(&taken);
    }
    ranges_sort(&doc->pending.deletes);
    ranges_sort(&doc->pending.missing);
    transaction_end(doc);
    check_sometimes(doc);
}

carnet_err limits_check(const struct crdt_doc *doc, size_t text_bytes, size_t added, size_t clients)
{
    const struct crdt_limits *l = &doc->limits;
    if (text_bytes && doc->live_string + text_bytes > l->text_bytes)
        return err_set(CARNET_LIMIT, "crdt.text_bytes", "%zu and %zu more", doc->live_string, text_bytes);
    if (added && crdt_encoded_size(doc) + added > l->encoded_bytes)
        return err_set(CARNET_LIMIT, "crdt.encoded_bytes", "%zu and %zu more", crdt_encoded_size(doc), added);
    if (clients && (doc->clients.count + clients > l->clients || doc->clients.count + clients > CLIENTS_MAX))
        return err_set(CARNET_LIMIT, "crdt.clients", "%u and %zu more", doc->clients.count, clients);
    return CARNET_OK;
}

static size_t new_clients(const struct crdt_doc *doc, const struct crdt_update *update)
{
    size_t count = 0;
    for (uint32_t i = 0; i < update->section_count; i++)
        count += client_find_const(doc, update->sections[i].client) == NO_CLIENT;
    return count;
}

/* Limits on what is new of it: a client may well send again what is known. */
static carnet_err check_limits(const struct crdt_doc *doc, struct crdt_update *update)
{
    if (limits_check(doc, update->text_bytes, update->data.len, update->section_count) == CARNET_OK)
        return CARNET_OK;
    size_t clients = new_clients(doc, update), text = 0, added = update->data.len - update->deletes;
    for (uint32_t i = 0; i < update->section_count; i++) {
        const struct section *s = &update->sections[i];
        uint32_t state = client_end(doc, client_find_const(doc, s->client)), at = s->offset, clock = s->clock;
        for (uint32_t left = s->count; left; left--) {
            struct wire w;
            uint32_t from = at;
            section_read(&w, update, &at);
            clock += w.length;
            if (clock <= state)
                continue;
            added += at - from;
            text += w.kind == CONTENT_STRING ? w.content.len : 0;
        }
    }
    struct crdt_news news;
    news_find(&news, doc, update, NULL);
    return news.structs || news.deletes ? limits_check(doc, text, news.structs ? added : 0, clients) : CARNET_OK;
}

/* Only what would wait counts: a whole state may come with one struct in it that has to. */
static carnet_err check_pending(struct crdt_doc *doc, struct crdt_update *update)
{
    size_t held = pending_bytes(doc), most = doc->limits.pending_bytes;
    if (held + update->data.len <= most)
        return CARNET_OK;
    size_t more = update_waiting(doc, update);
    if (!more || held + more <= most)
        return CARNET_OK;
    return err_set(CARNET_LIMIT, "crdt.pending_bytes", "%zu and %zu more", held, more);
}

/* What a log holds was accepted once, row by row, and may be more together than would be accepted at once: it loads all the
 * same. Only what could not be numbered is refused. */
static carnet_err load(struct crdt_doc *doc, struct crdt_update *update)
{
    size_t clients = new_clients(doc, update);
    if (doc->clients.count + clients > CLIENTS_MAX)
        return err_set(CARNET_LIMIT, "crdt.clients", "%u and %zu more", doc->clients.count, clients);
    update_apply(doc, update, true);
    return CARNET_OK;
}

carnet_err crdt_apply(struct crdt_doc *doc, struct crdt_update *update, struct buf *fresh)
{
    if (!fresh)
        return load(doc, update);
    TRY(check_limits(doc, update));
    TRY(check_pending(doc, update));
    struct crdt_news news;
    news_find(&news, doc, update, fresh);
    if (news.structs || news.deletes || crdt_has_pending(doc))
        update_apply(doc, update, false);
    return CARNET_OK;
}

carnet_err crdt_apply_bytes(struct crdt_doc *doc, bytes data, struct buf *fresh)
{
    struct crdt_update update;
    TRY(update_open(&update, data));
    carnet_err err = crdt_apply(doc, &update, fresh);
    update_clear(&update);
    return err;
}
