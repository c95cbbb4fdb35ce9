#pragma once
/* Which addresses a text may point to. An allow-list: what is not recognised is refused. */
#include <stdbool.h>

#include "base/bytes.h"

enum link_kind {
    LINK_REFUSED, /* javascript:, data:, file:, //host, control characters, anything odd */
    LINK_WEB,     /* http:// or https:// */
    LINK_MAIL,    /* mailto: */
    LINK_OWN,     /* a path or a fragment on our own server */
};

enum link_kind link_kind(const char *url);
bool link_is_own_image(const char *url);           /* "images/<id>", an address below the text's own */
void link_put(struct buf *out, const char *url); /* percent-encoded and escaped for an attribute */
