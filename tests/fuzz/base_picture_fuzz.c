/* Any bytes as a picture: cleaning comes back, and what was cleaned once is not changed by cleaning it again. */
#include <stdint.h>
#include <stdlib.h>

#include "base/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static carnet_err (*const CLEAN[])(struct buf *, bytes) = { picture_clean_jpeg, picture_clean_png, picture_clean_webp };
    for (size_t i = 0; i < sizeof CLEAN / sizeof *CLEAN; i++) {
        CLEANUP(buf_clear) struct buf once = { 0 };
        CLEANUP(buf_clear) struct buf twice = { 0 };
        if (CLEAN[i](&once, (bytes){ data, len }) != CARNET_OK)
            continue;
        if (CLEAN[i](&twice, buf_bytes(&once)) != CARNET_OK || !bytes_equal(buf_bytes(&once), buf_bytes(&twice)))
            abort();
    }
    return 0;
}
