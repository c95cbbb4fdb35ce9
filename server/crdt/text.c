/* Reading a text. */
#include "crdt/crdt.h"

#include "crdt/item.h"
#include "crdt/type.h"

#include <string.h>

void crdt_text(struct buf *out, const struct crdt_doc *doc, const char *root)
{
    uint32_t type = type_find_root((struct crdt_doc *)doc, root);
    if (!type)
        return;
    buf_reserve(out, doc->live_string + SHORT);
    uint8_t *p = out->ptr + out->len;
    const uint8_t *text = doc->text.at;
    for (uint32_t item = doc->types.at[type].start; item; item = item_at(doc, item)->right) {
        const struct item *it = item_at(doc, item);
        bool visible = it->kind == CONTENT_STRING; /* a deleted item is none */
        const uint8_t *from = text + (visible ? it->at : 0);
        uint32_t size = visible ? it->size : 0;
        memcpy(p, from, SHORT); /* what is too much is written over next */
        if (size > SHORT)
            memcpy(p, from, size);
        p += size;
    }
    *p = 0;
    out->len = (size_t)(p - out->ptr);
}

size_t crdt_text_length(const struct crdt_doc *doc, const char *root)
{
    uint32_t type = type_find_root((struct crdt_doc *)doc, root);
    return type ? doc->types.at[type].length : 0;
}

struct crdt_run *crdt_runs(size_t *count, const struct crdt_doc *doc, const char *root)
{
    VEC(struct crdt_run) runs = { 0 };
    uint32_t type = type_find_root((struct crdt_doc *)doc, root);
    for (uint32_t item = type ? doc->types.at[type].start : NONE; item; item = item_at(doc, item)->right) {
        const struct item *it = item_at(doc, item);
        if (!item_width(it))
            continue;
        uint64_t client = doc->clients.at[it->client].id;
        if (runs.count && runs.at[runs.count - 1].client == client)
            runs.at[runs.count - 1].length += it->length;
        else
            VEC_PUSH(&runs, (struct crdt_run){ client, it->length });
    }
    *count = runs.count;
    return runs.at;
}
