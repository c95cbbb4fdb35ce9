/* A document, edits and relative positions: any bytes as a position give an index inside the text or an error; what we
 * encode resolves to the index it came from; edits keep the invariants. */
#include <stdlib.h>
#include <string.h>

#include "crdt/crdt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void expect(bool ok)
{
    if (!ok)
        abort();
}

static void round_trip(struct crdt_doc *doc, size_t index, int assoc)
{
    CLEANUP(buf_clear) struct buf position = { 0 };
    size_t back;
    expect(crdt_position_encode(&position, doc, "content", index, assoc) == CARNET_OK);
    expect(crdt_position_resolve(&back, doc, "content", buf_bytes(&position)) == CARNET_OK);
    expect(back == index);
}

static void edit(struct crdt_doc *doc, struct reader *r)
{
    CLEANUP(buf_clear) struct buf update = { 0 };
    uint8_t op, at, size;
    if (reader_byte(&op, r) || reader_byte(&at, r) || reader_byte(&size, r))
        return;
    size_t length = crdt_text_length(doc, "content"), index = length ? at % (length + 1) : 0;
    carnet_err err;
    if (op % 3 == 0)
        err = crdt_insert(doc, "content", op, index, (bytes){ r->at, size < reader_left(r) ? size : reader_left(r) }, &update);
    else if (op % 3 == 1)
        err = crdt_delete(doc, "content", op, index, index + size <= length ? size : length - index, &update);
    else
        err = crdt_edit(doc, "content", op, (bytes){ r->at, size < reader_left(r) ? size : reader_left(r) }, &update);
    struct crdt_update *decoded;
    if (err == CARNET_OK && update.len) {
        expect(crdt_update_decode(&decoded, buf_bytes(&update)) == CARNET_OK);
        crdt_update_free(decoded);
    }
    expect(crdt_check(doc) == CARNET_OK);
    round_trip(doc, index <= crdt_text_length(doc, "content") ? index : 0, (op & 64u) ? -1 : 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct reader r = reader_of((bytes){ data, len });
    struct crdt_update *update;
    bytes first, position;
    if (reader_sized(&first, &r) || reader_sized(&position, &r))
        return 0;
    struct crdt_doc *doc = crdt_doc_new();
    if (crdt_update_decode(&update, first) == CARNET_OK) {
        expect(crdt_apply(doc, update, NULL) == CARNET_OK);
        crdt_update_free(update);
    }
    size_t index;
    if (crdt_position_resolve(&index, doc, "content", position) == CARNET_OK)
        expect(index <= crdt_text_length(doc, "content"));
    for (unsigned i = 0; i < 32 && reader_left(&r); i++)
        edit(doc, &r);
    crdt_doc_free(doc);
    return 0;
}
