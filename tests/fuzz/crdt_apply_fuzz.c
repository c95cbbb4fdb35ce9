/* Several updates in one input (each behind its length), applied one by one: a refused one changes nothing, the invariants
 * hold after each, the state can be loaded again and says the same, and so do the fresh updates. */
#include <stdio.h>
#include <stdlib.h>

#include "crdt/crdt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void expect(bool ok, const char *what)
{
    if (ok)
        return;
    struct err_note note;
    err_take(&note);
    fprintf(stderr, "%s (%s %s)\n", what, note.key, note.detail);
    abort();
}

static carnet_err apply(struct crdt_doc *doc, bytes data, struct buf *fresh)
{
    struct crdt_update *update;
    TRY(crdt_update_decode(&update, data));
    carnet_err err = crdt_apply(doc, update, fresh);
    crdt_update_free(update);
    return err;
}

static void same_state(const struct crdt_doc *a, const struct crdt_doc *b)
{
    CLEANUP(buf_clear) struct buf x = { 0 };
    CLEANUP(buf_clear) struct buf y = { 0 };
    crdt_state_vector(&x, a);
    crdt_state_vector(&y, b);
    expect(bytes_equal(buf_bytes(&x), buf_bytes(&y)), "state vectors differ");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct reader r = reader_of((bytes){ data, len });
    struct crdt_doc *doc = crdt_doc_new(), *again = crdt_doc_new();
    CLEANUP(buf_clear) struct buf before = { 0 };
    CLEANUP(buf_clear) struct buf after = { 0 };
    CLEANUP(buf_clear) struct buf fresh = { 0 };
    bytes one;
    crdt_doc_limit(doc, &(struct crdt_limits){ 1u << 20, 1u << 20, 1000, 4096 });
    while (reader_left(&r) && reader_sized(&one, &r) == CARNET_OK) {
        before.len = after.len = fresh.len = 0;
        crdt_encode_state(&before, doc);
        if (apply(doc, one, &fresh) == CARNET_OK) {
            if (fresh.len)
                expect(apply(again, buf_bytes(&fresh), NULL) == CARNET_OK, "a fresh update is refused");
        } else {
            crdt_encode_state(&after, doc);
            expect(bytes_equal(buf_bytes(&before), buf_bytes(&after)), "a refused update changed something");
        }
        expect(crdt_check(doc) == CARNET_OK, "check");
    }
    if (!crdt_has_pending(doc) && !crdt_has_pending(again))
        same_state(doc, again);
    expect(crdt_check(again) == CARNET_OK, "check of the fresh updates");
    struct crdt_doc *loaded = crdt_doc_new();
    after.len = 0;
    crdt_encode_state(&after, doc);
    expect(apply(loaded, buf_bytes(&after), NULL) == CARNET_OK, "the state is refused");
    expect(crdt_check(loaded) == CARNET_OK, "check of the loaded state");
    if (!crdt_has_pending(doc)) /* what waits may go in sooner when all of it comes at once */
        same_state(doc, loaded);
    crdt_doc_free(doc);
    crdt_doc_free(again);
    crdt_doc_free(loaded);
    return 0;
}
