/* Names, types and the entries of maps. Names are kept once each; an entry is found by (type, key) in one hash. */
#include "crdt/type.h"

#include <string.h>

/* ---- names ---- */

static uint32_t text_hash(const struct crdt_doc *doc, bytes text)
{
    uint64_t h = doc->seed;
    for (size_t i = 0; i < text.len; i++)
        h = doc_hash(doc, h ^ text.ptr[i]);
    return (uint32_t)h;
}

bytes name_text(const struct crdt_doc *doc, uint32_t name)
{
    const struct name *n = &doc->names.list.at[name];
    return (bytes){ doc->names.text.at + n->at, n->len };
}

static uint32_t name_search(const struct crdt_doc *doc, bytes text, uint32_t hash)
{
    const struct names *names = &doc->names;
    if (!names->heads.count)
        return NONE;
    uint32_t at = names->heads.at[hash & (names->heads.count - 1)];
    while (at && !(names->list.at[at].hash == hash && bytes_equal(name_text(doc, at), text)))
        at = names->list.at[at].chain;
    return at;
}

uint32_t name_find(const struct crdt_doc *doc, bytes text)
{
    return name_search(doc, text, text_hash(doc, text));
}

static void names_rehash(struct names *names)
{
    uint32_t size = names->heads.count ? names->heads.count * 2 : 8;
    VEC_RESERVE(&names->heads, size - names->heads.count);
    names->heads.count = size;
    memset(names->heads.at, 0, size * sizeof *names->heads.at);
    for (uint32_t i = 1; i < names->list.count; i++) {
        uint32_t *head = &names->heads.at[names->list.at[i].hash & (size - 1)];
        names->list.at[i].chain = *head;
        *head = i;
    }
}

uint32_t name_add(struct crdt_doc *doc, bytes text)
{
    struct names *names = &doc->names;
    uint32_t hash = text_hash(doc, text), found = name_search(doc, text, hash);
    if (found)
        return found;
    if (!names->list.count)
        VEC_PUSH(&names->list, (struct name){ 0 });
    VEC_RESERVE(&names->text, (uint32_t)text.len + 1); /* never NULL */
    if (text.len)
        memcpy(names->text.at + names->text.count, text.ptr, text.len);
    VEC_PUSH(&names->list, (struct name){ .at = names->text.count, .len = (uint32_t)text.len, .hash = hash });
    names->text.count += (uint32_t)text.len;
    found = names->list.count - 1;
    if (names->list.count > names->heads.count) {
        names_rehash(names);
    } else {
        uint32_t *head = &names->heads.at[hash & (names->heads.count - 1)];
        names->list.at[found].chain = *head;
        *head = found;
    }
    return found;
}

/* ---- types ---- */

uint32_t type_new(struct crdt_doc *doc, uint32_t item)
{
    uint32_t type = doc->free_type;
    if (type) {
        doc->free_type = doc->types.at[type].start;
    } else {
        if (!doc->types.count)
            VEC_PUSH(&doc->types, (struct type){ 0 });
        type = doc->types.count;
        VEC_PUSH(&doc->types, (struct type){ 0 });
    }
    doc->types.at[type] = (struct type){ .item = item };
    return type;
}

uint32_t type_root(struct crdt_doc *doc, bytes text)
{
    uint32_t name = name_add(doc, text);
    uint32_t type = doc->names.list.at[name].root;
    if (!type) {
        type = type_new(doc, NONE);
        doc->types.at[type].name = name;
        doc->names.list.at[name].root = type;
    }
    return type;
}

/* Nearly always the one that was asked for before. */
uint32_t type_find_root(struct crdt_doc *doc, const char *text)
{
    bytes wanted = bytes_text(text);
    if (doc->last_root && bytes_equal(name_text(doc, doc->last_root), wanted))
        return doc->names.list.at[doc->last_root].root;
    doc->last_root = name_find(doc, wanted);
    return doc->last_root ? doc->names.list.at[doc->last_root].root : NONE;
}

bool type_deleted(const struct crdt_doc *doc, uint32_t type)
{
    uint32_t item = doc->types.at[type].item;
    return item && item_deleted(item_at(doc, item));
}

/* ---- entries ---- */

static uint32_t *entry_head(const struct crdt_doc *doc, uint32_t type, uint32_t key)
{
    return &doc->entry_heads.at[doc_hash(doc, (uint64_t)type << 32 | key) & (doc->entry_heads.count - 1)];
}

uint32_t entry_find(const struct crdt_doc *doc, uint32_t type, uint32_t key)
{
    if (!doc->entry_heads.count)
        return NONE;
    uint32_t at = *entry_head(doc, type, key);
    while (at && (doc->entries.at[at].type != type || doc->entries.at[at].key != key))
        at = doc->entries.at[at].chain;
    return at;
}

static void entries_rehash(struct crdt_doc *doc)
{
    uint32_t size = doc->entry_heads.count ? doc->entry_heads.count * 2 : 8;
    VEC_RESERVE(&doc->entry_heads, size - doc->entry_heads.count);
    doc->entry_heads.count = size;
    memset(doc->entry_heads.at, 0, size * sizeof *doc->entry_heads.at);
    for (uint32_t i = 1; i < doc->entries.count; i++) {
        struct entry *e = &doc->entries.at[i];
        if (!e->type)
            continue;
        uint32_t *head = entry_head(doc, e->type, e->key);
        e->chain = *head;
        *head = i;
    }
}

uint32_t entry_add(struct crdt_doc *doc, uint32_t type, uint32_t key)
{
    uint32_t at = entry_find(doc, type, key);
    if (at)
        return at;
    if (doc->entry_count >= doc->entry_heads.count)
        entries_rehash(doc);
    at = doc->free_entry;
    if (at) {
        doc->free_entry = doc->entries.at[at].next;
    } else {
        if (!doc->entries.count)
            VEC_PUSH(&doc->entries, (struct entry){ 0 });
        at = doc->entries.count;
        VEC_PUSH(&doc->entries, (struct entry){ 0 });
    }
    uint32_t *head = entry_head(doc, type, key);
    doc->entries.at[at] = (struct entry){ .type = type, .key = key, .chain = *head };
    *head = at;
    doc->entry_count++;
    struct type *t = &doc->types.at[type];
    if (t->last_entry)
        doc->entries.at[t->last_entry].next = at;
    else
        t->first_entry = at;
    t->last_entry = at;
    return at;
}

static void entry_unlink(struct crdt_doc *doc, uint32_t at)
{
    struct entry *e = &doc->entries.at[at];
    uint32_t *link = entry_head(doc, e->type, e->key);
    while (*link != at)
        link = &doc->entries.at[*link].chain;
    *link = e->chain;
    *e = (struct entry){ .next = doc->free_entry };
    doc->free_entry = at;
    doc->entry_count--;
}

void type_free(struct crdt_doc *doc, uint32_t type)
{
    uint32_t at = doc->types.at[type].first_entry;
    while (at) {
        uint32_t next = doc->entries.at[at].next;
        entry_unlink(doc, at);
        at = next;
    }
    doc->types.at[type] = (struct type){ .start = doc->free_type };
    doc->free_type = type;
}
