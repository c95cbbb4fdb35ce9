/* Any bytes as an update: decoding refuses or accepts, never more; what it accepts can be merged with itself, measured and
 * told news of. */
#include <stdlib.h>

#include "crdt/crdt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct crdt_update *update;
    struct crdt_news news;
    CLEANUP(buf_clear) struct buf out = { 0 };
    bytes input = { data, len };
    carnet_err err = crdt_update_decode(&update, input);
    if (crdt_update_state_vector(&out, input) != err)
        abort();
    if (err)
        return 0;
    struct crdt_doc *doc = crdt_doc_new();
    crdt_update_news(&news, doc, update);
    if (news.structs != (news.client_count > 0))
        abort();
    crdt_update_free(update);
    crdt_doc_free(doc);
    return 0;
}
