/* A document and a state vector: the difference is an update that brings a document of that state to ours; the state
 * vector may be anything. */
#include <stdlib.h>

#include "crdt/crdt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct reader r = reader_of((bytes){ data, len });
    struct crdt_update *update;
    CLEANUP(buf_clear) struct buf out = { 0 };
    bytes first;
    if (reader_sized(&first, &r))
        return 0;
    struct crdt_doc *doc = crdt_doc_new();
    if (crdt_update_decode(&update, first) == CARNET_OK) {
        if (crdt_apply(doc, update, NULL) != CARNET_OK)
            abort();
        crdt_update_free(update);
    }
    if (crdt_encode_diff(&out, doc, (bytes){ r.at, reader_left(&r) }) == CARNET_OK) {
        if (crdt_update_decode(&update, buf_bytes(&out)) != CARNET_OK)
            abort();
        crdt_update_free(update);
    } else if (out.len) {
        abort();
    }
    crdt_doc_free(doc);
    return 0;
}
