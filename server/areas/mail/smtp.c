/* What the server says decides: 2xx after the text and the letter is taken; 5xx about the recipient or the text and it is refused; anything
 * else, silence and broken connections included, and it is tried later. A 5xx before the recipient is named (greeting, sign-in,
 * sender) is about us, not about this letter, and someone will repair it. */
#include "areas/mail/smtp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/config.h"

enum { CONNECT_SECONDS = 20, PASSWORD_LEN = 256 };
static char password[PASSWORD_LEN];

struct dialogue {
    bytes left;
    const atomic_bool *stop;
    bool about_letter; /* the last command named the recipient, or was the text */
    bool leaving;      /* we said goodbye: what is said after it decides nothing */
    int code;          /* of the answer to it; 0: none yet */
    char answer[SMTP_ANSWER];
};

carnet_err smtp_start(void)
{
    const char *file = config_text("smtp-password-file");
    snprintf(password, sizeof password, "%s", config_text("smtp-password"));
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(CARNET_IO, "mail.curl", "libcurl does not start");
    if (!*file)
        return CARNET_OK;
    FILE *f = fopen(file, "re");
    if (!f || !fgets(password, sizeof password, f)) {
        int why = errno;
        if (f)
            fclose(f);
        return err_set(CARNET_INVALID, "config.mail", "smtp-password-file %s: %s", file, strerror(why));
    }
    fclose(f);
    password[strcspn(password, "\r\n")] = 0;
    return CARNET_OK;
}

static size_t give_text(char *to, size_t size, size_t count, void *user)
{
    struct dialogue *d = user;
    size_t len = d->left.len < size * count ? d->left.len : size * count;
    if (len)
        memcpy(to, d->left.ptr, len);
    d->left = (bytes){ d->left.ptr + len, d->left.len - len };
    return len;
}

static int go_on(void *user, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t e)
{
    (void)a, (void)b, (void)c, (void)e;
    const struct dialogue *d = user;
    return atomic_load(d->stop);
}

static void keep_answer(struct dialogue *d, const char *line, size_t len)
{
    size_t kept = 0;
    for (; kept < len && kept + 1 < SMTP_ANSWER && line[kept] != '\r' && line[kept] != '\n'; kept++)
        d->answer[kept] = (char)(line[kept] >= ' ' && line[kept] < 0x7f ? line[kept] : '?');
    d->answer[kept] = 0;
    d->code = (int)strtol(d->answer, NULL, 10);
}

/* Hears the dialogue. Of what we say only the first letters are looked at: it may hold the password. */
static int hear(CURL *curl, curl_infotype type, char *line, size_t len, void *user)
{
    (void)curl;
    struct dialogue *d = user;
    if (type == CURLINFO_HEADER_OUT && len >= 4 && memcmp(line, "QUIT", 4) == 0)
        d->leaving = true;
    if (d->leaving)
        return 0;
    if (type == CURLINFO_HEADER_IN) {
        keep_answer(d, line, len);
    } else if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT) {
        d->code = 0;
        d->about_letter = type == CURLINFO_DATA_OUT || (len >= 4 && (memcmp(line, "RCPT", 4) == 0 || memcmp(line, "DATA", 4) == 0));
    }
    return 0;
}

static void set_server(CURL *curl)
{
    long seconds = (long)config_number("smtp-timeout");
    curl_easy_setopt(curl, CURLOPT_URL, config_text("smtp-url"));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(config_on("smtp-tls") ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (config_text("smtp-user")[0]) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, config_text("smtp-user"));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
    }
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, seconds < CONNECT_SECONDS ? seconds : (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
}

static void set_dialogue(CURL *curl, struct dialogue *d)
{
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)d->left.len);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_text);
    curl_easy_setopt(curl, CURLOPT_READDATA, d);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, d);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, d);
}

static enum mail_verdict verdict_of(const struct dialogue *d, CURLcode code)
{
    if (code == CURLE_OK)
        return MAIL_TAKEN;
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return MAIL_NOT_TRIED;
    return d->about_letter && d->code >= 500 && d->code <= 599 ? MAIL_REFUSED : MAIL_LATER;
}

void smtp_send(struct smtp_result *out, const char *from, const char *to, bytes message, const atomic_bool *stop)
{
    struct dialogue d = { .left = message, .stop = stop };
    CURL *curl = curl_easy_init();
    char sender[MAIL_ADDRESS_MAX + 3], recipient[MAIL_ADDRESS_MAX + 3];
    snprintf(sender, sizeof sender, "<%s>", from);
    snprintf(recipient, sizeof recipient, "<%s>", to);
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (curl && recipients) {
        set_server(curl);
        set_dialogue(curl, &d);
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
        code = curl_easy_perform(curl);
    }
    *out = (struct smtp_result){ .verdict = verdict_of(&d, code) };
    snprintf(out->answer, sizeof out->answer, "%s", d.code ? d.answer : curl_easy_strerror(code));
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
}
