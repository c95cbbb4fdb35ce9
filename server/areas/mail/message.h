#pragma once
/* A letter as it goes over the wire: RFC 5322 headers, RFC 2047 words for what is not ASCII, quoted-printable. Whatever the texts hold,
 * no header ends early and none is added. Any thread. */
#include "base/bytes.h"

struct message_parts {
    const char *from_name, *from, *to_name, *to; /* names "" for none; addresses are valid ones */
    const char *subject, *body;
    const char *id;          /* the left part of the Message-ID; the right one is from's domain */
    const char *unsubscribe; /* absolute address; NULL: none */
    int64_t date;
};
void message_write(struct buf *out, const struct message_parts *parts);
