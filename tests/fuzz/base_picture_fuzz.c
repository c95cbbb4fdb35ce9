/* Any bytes as a picture: cleaning comes back, and what was cleaned once is not changed by cleaning it again
 * and still says how large it is. */
#include <stdint.h>
#include <stdlib.h>

#include "base/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static carnet_err (*const CLEAN[])(struct buf *, bytes) = { picture_clean_jpeg, picture_clean_png, picture_clean_webp };
    struct picture what;
    CLEANUP(buf_clear) struct buf any = { 0 };
    if (picture_clean(&any, &what, (bytes){ data, len }) == CARNET_OK &&
        (picture_look(&what, buf_bytes(&any)) != CARNET_OK || (uint64_t)what.width * what.height > PICTURE_POINTS))
        abort();
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
