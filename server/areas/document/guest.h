#pragma once
/* Guests: somebody without an account who reads one page of a team, as it is when they come, by a link that a member made for them until a
 * day (DOMAIN §6.10, §7.2). The link is a secret of 130 bits, shown once, kept as a hash. It opens nothing in the inner folder or in the
 * trash, and nothing once no member is left who could take it back; a page that comes back from the trash is open again.
 * Calls that write are for the database thread. */
#include "areas/document/document.h"
#include "guard/token.h"

enum { GUEST_DAYS_MOST = 90 };

/* A group's page, for who may share it; DENIED for those who read it only, and for other texts. As document_find otherwise. *open: guests may
 * be let in. */
MUST_CHECK carnet_err guest_page_find(struct document *out, bool *open, struct ctx *ctx, const char *uid);

struct guest_link {
    const char *uid, *guest, *until, *opened; /* days; opened NULL: never */
    int64_t made_at;
    struct person made_by;
};
/* Those that have not ended, newest first. Asks no right. */
MUST_CHECK carnet_err guest_list(struct guest_link **out, size_t *count, struct ctx *ctx, int64_t document);

struct guest_link_new {
    const char *guest, *until; /* as typed */
};
/* DENIED where no guest is let in; INVALID "guest.name", "guest.until"; CONFLICT "guest.full" when the page has too many. path: the only time it is seen. */
MUST_CHECK carnet_err guest_make(const char **path, struct ctx *ctx, const char *uid, const struct guest_link_new *typed);
MUST_CHECK carnet_err guest_end(struct ctx *ctx, const char *uid, const char *link); /* MISSING "guest.missing" */

/* ---- for who has the link ---- */

struct guest_page {
    int64_t link, document;
    const char *title, *until;
};
/* MISSING "guest.none": it never was, has ended or was taken back, or the page is not there for guests any more. */
MUST_CHECK carnet_err guest_open(struct guest_page *out, struct ctx *ctx, const char *secret);
MUST_CHECK carnet_err guest_opened(struct ctx *ctx, int64_t link);
/* A machine that tries many links waits; *seconds 0: it need not. */
MUST_CHECK carnet_err guest_wait(long *seconds, struct ctx *ctx, const char *address);
MUST_CHECK carnet_err guest_failed(struct ctx *ctx, const char *address);

MUST_CHECK carnet_err guest_beat(struct ctx *ctx); /* what has ended is forgotten */

extern const struct route guest_routes[]; /* /api/documents/:document/guest-links, /lecture/:secret */
