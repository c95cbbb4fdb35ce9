/* Nodes are named by number. A leaf's children are items, an inner node's are nodes; an item knows its leaf, a node its
 * parent. A full node is split in half; an empty one goes. */
#include "crdt/index.h"

#include <string.h>

enum { FANOUT = 32, BUILD_FILL = 24 };

struct node {
    uint32_t parent;
    uint16_t count;
    bool leaf;
    uint32_t child[FANOUT];
    uint32_t width[FANOUT];
};

static struct node *node_at(const struct crdt_doc *doc, uint32_t node)
{
    return &doc->nodes.at[node];
}

static uint32_t node_new(struct crdt_doc *doc, bool leaf)
{
    uint32_t node = doc->free_node;
    if (node) {
        doc->free_node = node_at(doc, node)->parent;
    } else {
        if (!doc->nodes.count)
            VEC_PUSH(&doc->nodes, (struct node){ 0 });
        VEC_RESERVE(&doc->nodes, 1u);
        node = doc->nodes.count++;
    }
    struct node *n = node_at(doc, node);
    n->parent = NONE;
    n->count = 0;
    n->leaf = leaf;
    return node;
}

static void node_free(struct crdt_doc *doc, uint32_t node)
{
    node_at(doc, node)->parent = doc->free_node;
    doc->free_node = node;
}

static unsigned child_slot(const struct node *n, uint32_t child)
{
    unsigned i = 0;
    while (n->child[i] != child)
        i++;
    return i;
}

static uint32_t node_width(const struct node *n)
{
    uint32_t width = 0;
    for (unsigned i = 0; i < n->count; i++)
        width += n->width[i];
    return width;
}

/* Of the items that are not in an index some may be beyond the end of the list. */
static uint32_t leaf_of(const struct crdt_doc *doc, uint32_t item)
{
    return item < doc->leaves.count ? doc->leaves.at[item] : NONE;
}

static void leaf_set(struct crdt_doc *doc, uint32_t item, uint32_t leaf)
{
    if (item >= doc->leaves.count) {
        uint32_t more = doc->items.room - doc->leaves.count;
        VEC_RESERVE(&doc->leaves, more);
        memset(doc->leaves.at + doc->leaves.count, 0, more * sizeof *doc->leaves.at);
        doc->leaves.count += more;
    }
    doc->leaves.at[item] = leaf;
}

static void adopt(struct crdt_doc *doc, uint32_t node, uint32_t child)
{
    if (node_at(doc, node)->leaf)
        leaf_set(doc, child, node);
    else
        node_at(doc, child)->parent = node;
}

static void widen_above(struct crdt_doc *doc, uint32_t node, int64_t units)
{
    for (uint32_t parent = node_at(doc, node)->parent; parent; node = parent, parent = node_at(doc, node)->parent) {
        struct node *p = node_at(doc, parent);
        p->width[child_slot(p, node)] += (uint32_t)units;
    }
}

static void put_child(struct crdt_doc *doc, uint32_t type, uint32_t node, unsigned slot, uint32_t child, uint32_t width);

/* Moves the upper half to a new node beside it, which the parent gets to know. */
static uint32_t split_node(struct crdt_doc *doc, uint32_t type, uint32_t node)
{
    uint32_t upper = node_new(doc, node_at(doc, node)->leaf);
    uint32_t root = NONE;
    if (!node_at(doc, node)->parent)
        root = node_new(doc, false);
    struct node *n = node_at(doc, node), *u = node_at(doc, upper);
    u->count = FANOUT / 2;
    n->count = FANOUT - FANOUT / 2;
    memcpy(u->child, n->child + n->count, u->count * sizeof *u->child);
    memcpy(u->width, n->width + n->count, u->count * sizeof *u->width);
    for (unsigned i = 0; i < u->count; i++)
        adopt(doc, upper, u->child[i]);
    uint32_t moved = node_width(u);
    if (root) {
        struct node *r = node_at(doc, root);
        r->count = 1;
        r->child[0] = node;
        r->width[0] = node_width(n);
        n->parent = root;
        doc->types.at[type].index = root;
    } else {
        widen_above(doc, node, -(int64_t)moved);
    }
    uint32_t parent = n->parent;
    put_child(doc, type, parent, child_slot(node_at(doc, parent), node) + 1, upper, moved);
    widen_above(doc, node_at(doc, upper)->parent, moved);
    return upper;
}

/* Those above do not count the units of the new child yet: the caller tells them afterwards. */
static void put_child(struct crdt_doc *doc, uint32_t type, uint32_t node, unsigned slot, uint32_t child, uint32_t width)
{
    if (node_at(doc, node)->count == FANOUT) {
        uint32_t upper = split_node(doc, type, node);
        unsigned kept = node_at(doc, node)->count;
        if (slot > kept) {
            slot -= kept;
            node = upper;
        }
    }
    struct node *n = node_at(doc, node);
    memmove(n->child + slot + 1, n->child + slot, (n->count - slot) * sizeof *n->child);
    memmove(n->width + slot + 1, n->width + slot, (n->count - slot) * sizeof *n->width);
    n->child[slot] = child;
    n->width[slot] = width;
    n->count++;
    adopt(doc, node, child);
}

void index_insert(struct crdt_doc *doc, uint32_t item)
{
    const struct item *it = item_at(doc, item);
    uint32_t type = it->parent, node = doc->types.at[type].index, width = item_width(it);
    if (!node)
        return;
    unsigned slot = 0;
    if (it->left) {
        node = leaf_of(doc, it->left);
        slot = child_slot(node_at(doc, node), it->left) + 1;
    } else {
        while (!node_at(doc, node)->leaf)
            node = node_at(doc, node)->child[0];
    }
    put_child(doc, type, node, slot, item, width);
    if (width)
        widen_above(doc, leaf_of(doc, item), width);
}

void index_remove(struct crdt_doc *doc, uint32_t item)
{
    uint32_t node = leaf_of(doc, item), child = item, type = item_at(doc, item)->parent;
    if (!node)
        return;
    leaf_set(doc, item, NONE);
    struct node *n = node_at(doc, node);
    uint32_t width = n->width[child_slot(n, child)];
    if (width)
        widen_above(doc, node, -(int64_t)width);
    for (;;) {
        n = node_at(doc, node);
        unsigned slot = child_slot(n, child);
        n->count--;
        memmove(n->child + slot, n->child + slot + 1, (n->count - slot) * sizeof *n->child);
        memmove(n->width + slot, n->width + slot + 1, (n->count - slot) * sizeof *n->width);
        if (n->count)
            return;
        child = node;
        node = n->parent;
        if (!node) { /* the tree is empty */
            n->leaf = true;
            doc->types.at[type].index = child;
            return;
        }
        node_free(doc, child);
    }
}

void index_widen(struct crdt_doc *doc, uint32_t item, int64_t units)
{
    uint32_t leaf = leaf_of(doc, item);
    if (!leaf || !units)
        return;
    struct node *n = node_at(doc, leaf);
    n->width[child_slot(n, item)] += (uint32_t)units;
    widen_above(doc, leaf, units);
}

/* ---- building ---- */

void index_build(struct crdt_doc *doc, uint32_t type)
{
    if (doc->types.at[type].index)
        return;
    uint32_t leaf = node_new(doc, true);
    doc->types.at[type].index = leaf;
    for (uint32_t item = doc->types.at[type].start; item; item = item_at(doc, item)->right) {
        uint32_t node = leaf;
        if (node_at(doc, node)->count == BUILD_FILL) { /* a new leaf at the end of the parent */
            uint32_t next = node_new(doc, true);
            if (!node_at(doc, leaf)->parent) {
                uint32_t root = node_new(doc, false);
                struct node *r = node_at(doc, root);
                r->count = 1;
                r->child[0] = leaf;
                r->width[0] = node_width(node_at(doc, leaf));
                node_at(doc, leaf)->parent = root;
                doc->types.at[type].index = root;
            }
            uint32_t parent = node_at(doc, leaf)->parent;
            put_child(doc, type, parent, node_at(doc, parent)->count, next, 0);
            leaf = node = next;
        }
        struct node *n = node_at(doc, node);
        uint32_t width = item_width(item_at(doc, item));
        n->child[n->count] = item;
        n->width[n->count++] = width;
        leaf_set(doc, item, node);
        if (width)
            widen_above(doc, node, width);
    }
}

void index_drop(struct crdt_doc *doc, uint32_t type)
{
    uint32_t node = doc->types.at[type].index;
    doc->types.at[type].index = NONE;
    while (node) { /* walks down to a leaf, frees it, and takes it off its parent */
        struct node *n = node_at(doc, node);
        if (!n->leaf && n->count) {
            node = n->child[n->count - 1u];
            continue;
        }
        if (n->leaf)
            for (unsigned i = 0; i < n->count; i++)
                leaf_set(doc, n->child[i], NONE);
        uint32_t parent = n->parent;
        if (parent)
            node_at(doc, parent)->count--;
        node_free(doc, node);
        node = parent;
    }
}

void index_clear(struct crdt_doc *doc)
{
    VEC_CLEAR(&doc->nodes);
}

/* ---- asking ---- */

uint32_t index_find(const struct crdt_doc *doc, uint32_t type, uint32_t at, uint32_t *offset)
{
    uint32_t node = doc->types.at[type].index;
    for (;;) {
        const struct node *n = node_at(doc, node);
        unsigned i = 0;
        while (at >= n->width[i])
            at -= n->width[i++];
        node = n->child[i];
        if (n->leaf) {
            *offset = at;
            return node;
        }
    }
}

uint32_t index_last(const struct crdt_doc *doc, uint32_t type)
{
    const struct node *n = node_at(doc, doc->types.at[type].index);
    while (!n->leaf)
        n = node_at(doc, n->child[n->count - 1u]);
    return n->count ? n->child[n->count - 1u] : NONE;
}

uint32_t index_rank(const struct crdt_doc *doc, uint32_t item)
{
    uint32_t rank = 0, child = item;
    for (uint32_t node = leaf_of(doc, item); node; child = node, node = node_at(doc, node)->parent) {
        const struct node *n = node_at(doc, node);
        for (unsigned i = 0; n->child[i] != child; i++)
            rank += n->width[i];
    }
    return rank;
}

size_t index_bytes(const struct crdt_doc *doc)
{
    return VEC_BYTES(&doc->nodes);
}

carnet_err index_check(const struct crdt_doc *doc, uint32_t type)
{
    uint32_t node = doc->types.at[type].index, item = doc->types.at[type].start;
    if (!node)
        return CARNET_OK;
    while (!node_at(doc, node)->leaf)
        node = node_at(doc, node)->child[0];
    while (node) {
        const struct node *n = node_at(doc, node);
        for (unsigned i = 0; i < n->count; i++, item = item_at(doc, item)->right)
            if (!item || n->child[i] != item || leaf_of(doc, item) != node ||
                n->width[i] != item_width(item_at(doc, item)))
                return err_set(CARNET_CORRUPT, "crdt.check", "leaf %u is not the sequence at item %u", node, item);
        uint32_t child = node; /* up while it is the last child, then down again */
        for (node = n->parent; node; child = node, node = n->parent) {
            n = node_at(doc, node);
            unsigned slot = child_slot(n, child);
            if (n->width[slot] != node_width(node_at(doc, child)))
                return err_set(CARNET_CORRUPT, "crdt.check", "node %u has a wrong width", child);
            if (slot + 1u < n->count) {
                node = n->child[slot + 1];
                while (!node_at(doc, node)->leaf)
                    node = node_at(doc, node)->child[0];
                break;
            }
        }
    }
    return item ? err_set(CARNET_CORRUPT, "crdt.check", "item %u is not in the index", item) : CARNET_OK;
}
