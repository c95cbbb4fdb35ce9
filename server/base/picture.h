#pragma once
/* Takes off pictures what the camera wrote beside the picture: place, time, device, comments, thumbnails, whatever follows the end.
 * Only the container is rewritten, the picture itself is copied octet by octet. A JPEG keeps its orientation, or it would lie on
 * its side; colour profiles stay. Hostile input: anything that is not such a container to its end is CARNET_INVALID "file.picture",
 * and so is a picture of more than PICTURE_POINTS. Any thread. */
#include "base/bytes.h"
#include "base/err.h"

enum { PICTURE_POINTS = 100 * 1000 * 1000 };
MUST_CHECK carnet_err picture_clean_jpeg(struct buf *out, bytes jpeg);
MUST_CHECK carnet_err picture_clean_png(struct buf *out, bytes png);
MUST_CHECK carnet_err picture_clean_webp(struct buf *out, bytes webp);

/* What a picture says of itself at its beginning; the rest is not looked at. INVALID "file.picture". */
struct picture {
    const char *type; /* "image/jpeg", "image/png", "image/webp" */
    uint32_t width, height;
};
MUST_CHECK carnet_err picture_look(struct picture *out, bytes data);
MUST_CHECK carnet_err picture_clean(struct buf *out, struct picture *what, bytes data); /* whichever it is */
