#pragma once
/* Mail: a rule writes a letter inside its transaction, so the letter exists exactly when what it tells of does. It leaves later
 * (server/mailer.c), in order, one at a time, and is tried for three days.
 *
 * What is guaranteed: at least once. A letter is given to the mail server again only when Carnet could not keep the answer "taken":
 * the process was killed, or the connection broke, between the last line of the letter and that answer. It then goes out with the same
 * Message-ID and the same bytes, by which the receiving side recognises it. Nothing is lost: a letter leaves the outbox only
 * with that answer, with a refusal, with the end of its link, or with its person's account.
 *
 * Rules run on the database thread. */
#include "net/net.h"

struct mail_word {
    const char *name, *value; /* {{name}} in the letter */
};
struct mail_new {
    int64_t person;      /* 0: somebody without a person of their own */
    const char *address; /* NULL: the person's, as it will be when the letter leaves */
    const char *letter;  /* a file of letters/, without .txt; it is also the kind */
    const struct mail_word *words; /* ended by {0} */
    const char *unsubscribe;       /* path of the page where this kind can be stopped; NULL: a letter one cannot refuse */
    int64_t expires_at;            /* not sent any more from then on; 0: always worth sending */
    bool secret;                   /* it holds a link that opens something: its body does not stay */
};
MUST_CHECK carnet_err mail_add(struct ctx *ctx, const struct mail_new *mail);

/* A person's address was corrected: what failed, or left for the old one meanwhile, goes to the new one. Nothing more goes to the old. */
MUST_CHECK carnet_err mail_address_changed(struct ctx *ctx, int64_t person);
/* Letters of this kind to this person that have not left are not needed any more: their link was replaced or used. */
MUST_CHECK carnet_err mail_withdraw(struct ctx *ctx, int64_t person, const char *letter);

enum { MAIL_ADDRESS_MAX = 254 };
bool mail_address_valid(const char *address); /* one plain ASCII address, that no header or dialogue can misread */
const char *mail_link(struct ctx *ctx, const char *path); /* "/mot-de-passe#…" as an address to click on */
void mail_base_default(const char *origin); /* where the page is if no setting says so; copied; before the loop runs */
MUST_CHECK carnet_err mail_settings_check(void); /* at start: INVALID "config.mail" */
bool mail_can_leave(void); /* a mail server is set */

/* ---- the mailer's ---- */

struct mail_out { /* in the arena */
    int64_t id;
    const char *from, *to; /* bare addresses, of the dialogue */
    bytes message;         /* RFC 5322, lines ended by CRLF */
};
enum mail_verdict {
    MAIL_TAKEN,     /* the mail server answers for it now */
    MAIL_LATER,     /* not now */
    MAIL_REFUSED,   /* never, it says */
    MAIL_NOT_TRIED, /* Carnet is stopping */
};
/* The next letter that is due, which is then being sent; or none, and when the next one will be (0: none waits). */
MUST_CHECK carnet_err mail_claim(bool *found, struct mail_out *out, int64_t *next_at, struct ctx *ctx);
MUST_CHECK carnet_err mail_settle(struct ctx *ctx, int64_t id, enum mail_verdict verdict, const char *answer);
MUST_CHECK carnet_err mail_resume(struct ctx *ctx); /* at start: what was being sent when the process ended waits again */
MUST_CHECK carnet_err mail_tidy(struct ctx *ctx);   /* now and then: links that ended, bodies after 30 days, rows after a year */

extern const struct route mail_routes[]; /* /api/mail */
