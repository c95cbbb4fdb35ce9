/* Several updates merged: what comes out is an update, merging it with its parts adds no clock, and a document that gets
 * the parts in order ends where one that gets the whole does. */
#include <stdio.h>
#include <stdlib.h>

#include "crdt/crdt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { MOST = 8 };

static bool apply(struct crdt_doc *doc, bytes data)
{
    struct crdt_update *update;
    if (crdt_update_decode(&update, data))
        return false;
    bool ok = crdt_apply(doc, update, NULL) == CARNET_OK;
    crdt_update_free(update);
    return ok;
}

static void expect(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct reader r = reader_of((bytes){ data, len });
    CLEANUP(buf_clear) struct buf merged = { 0 };
    CLEANUP(buf_clear) struct buf whole = { 0 };
    CLEANUP(buf_clear) struct buf parts = { 0 };
    bytes updates[MOST];
    size_t count = 0;
    while (count < MOST && reader_left(&r) && reader_sized(&updates[count], &r) == CARNET_OK)
        count++;
    if (crdt_merge(&merged, updates, count) != CARNET_OK)
        return 0;
    struct crdt_doc *a = crdt_doc_new(), *b = crdt_doc_new();
    bool fits = true;
    for (size_t i = 0; i < count && fits; i++)
        fits = apply(a, updates[i]);
    if (fits && count) {
        expect(apply(b, buf_bytes(&merged)), "the merged update is refused");
        expect(crdt_check(b) == CARNET_OK, "check");
        crdt_state_vector(&whole, b);
        crdt_state_vector(&parts, a);
        if (!crdt_has_pending(a) && !crdt_has_pending(b))
            expect(bytes_equal(buf_bytes(&whole), buf_bytes(&parts)), "state vectors differ");
    }
    crdt_doc_free(a);
    crdt_doc_free(b);
    return 0;
}
