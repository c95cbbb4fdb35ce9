#pragma once
/* One letter to the mail server of the settings, over libcurl. Blocks: a thread of its own. */
#include <stdatomic.h>

#include "areas/mail/mail.h"

enum { SMTP_ANSWER = 200 };
struct smtp_result {
    enum mail_verdict verdict;
    char answer[SMTP_ANSWER]; /* what the server last said, or what went wrong; printable ASCII */
};
MUST_CHECK carnet_err smtp_start(void); /* once, before threads: libcurl, and the password's file */
/* Gives up within a second once *stop is set. */
void smtp_send(struct smtp_result *out, const char *from, const char *to, bytes message, const atomic_bool *stop);
