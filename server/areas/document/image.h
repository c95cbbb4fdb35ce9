#pragma once
/* Images of texts: whoever may write the text adds them, whoever may read it sees them. A text names one by "images/<id>", an address relative
 * to its own; the id was made by the device, so that a text written without network names it already and a second try adds nothing.
 *
 * As with files of groups: image_take on a worker (right, kind and space judged, metadata taken off, content on the disk), then image_add on
 * the database thread (asked again, the row). An image of a journal's entry is sealed with the journal's key before it touches the disk. */
#include "areas/document/document.h"
#include "areas/event/rows.h"
#include "base/picture.h"

enum {
    IMAGE_LARGEST = 4 << 20,            /* octets of a picture; our page makes them smaller before they leave */
    IMAGE_LONGEST = 6000,               /* points on a side: every reader's device must draw it */
    IMAGES_MOST = 100 << 20,            /* octets per text, those it no longer names included */
};

struct image_upload {
    const char *document, *image; /* ids */
    bytes picture, thumbnail;     /* thumbnail of no octets: the picture is small itself */
};
struct image {
    int64_t document;
    const char *uid, *content, *thumbnail; /* hashes; thumbnail NULL: none */
    int64_t size;
    struct picture picture;
    bool sealed;
};
/* INVALID "image.type" (415): neither JPEG, PNG nor WebP to its end, or too many points; LIMIT "image.large", "image.quota". */
MUST_CHECK carnet_err image_take(struct image *out, struct ctx *ctx, const struct image_upload *upload);
/* made false: the document had one of this id before, and keeps that. */
MUST_CHECK carnet_err image_add(bool *made, struct ctx *ctx, const char *document, const struct image *image);

/* content in the arena. MISSING "image.missing". */
MUST_CHECK carnet_err image_read(bytes *content, struct picture *what, struct ctx *ctx, const struct document *document,
                                 const char *image, bool small); /* asks no right: document_find, or a guest's link, did */
/* One after the other: the id of the one behind *after (0: the first), which moves on; NULL when there is no further. */
MUST_CHECK carnet_err image_next(const char **image, struct ctx *ctx, const struct document *document, int64_t *after);
/* Everything of a sealed document, for its erasure: content, then rows. Again is harmless. */
MUST_CHECK carnet_err image_forget_all(struct ctx *ctx, int64_t document);
/* The hash of every image and thumbnail, once for each row. Any thread. */
MUST_CHECK carnet_err image_contents(struct ctx *ctx, rows_text_fn *fn, void *self);
/* Every image is there and opens; faults in plain words. */
typedef void image_say_fn(void *self, const char *line);
MUST_CHECK carnet_err image_check(struct ctx *ctx, image_say_fn *say, void *self);

extern const struct route image_routes[]; /* /api/documents/:document/images/:image */
carnet_err image_reply(struct reply *reply, const struct picture *what, bytes content);
