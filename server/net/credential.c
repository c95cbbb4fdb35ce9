/* What is read by hand from request headers: the sign-in cookie, bearer tokens, the addresses a proxy forwards, and the Origin.
 * Plain text in, plain text out; anything odd is as if absent. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "guard/random.h"
#include "net/inner.h"

enum { TOKEN = sizeof((struct credential){ 0 }.token) };

const char *cookie_name(bool secure)
{
    return secure ? "__Host-carnet_session" : "carnet_session";
}

/* The first cookie of this name. libwebsockets joins several Cookie headers with spaces, so both ';' and ' ' separate.
 * True with an empty text when the value cannot be one of ours: the request still came with a cookie. */
bool cookie_find(char out[TOKEN], const char *cookies, const char *name)
{
    size_t name_len = strlen(name);
    for (const char *at = cookies; *at;) {
        at += strspn(at, "; \t,");
        size_t len = strcspn(at, "; \t,");
        if (len > name_len && at[name_len] == '=' && memcmp(at, name, name_len) == 0) {
            const char *value = at + name_len + 1;
            size_t value_len = len - name_len - 1;
            bool fits = value_len < TOKEN;
            for (size_t i = 0; fits && i < value_len; i++)
                fits = isalnum((unsigned char)value[i]) || value[i] == '-' || value[i] == '_' || value[i] == '.';
            snprintf(out, TOKEN, "%.*s", fits ? (int)value_len : 0, value);
            return true;
        }
        at += len;
    }
    return false;
}

static bool bearer_find(char out[TOKEN], const char *authorization)
{
    if (strncasecmp(authorization, "bearer ", 7) != 0)
        return false;
    const char *token = authorization + 7 + strspn(authorization + 7, " ");
    size_t len = strcspn(token, " \t");
    snprintf(out, TOKEN, "%.*s", len < TOKEN && !token[len] ? (int)len : 0, token);
    return true;
}

/* git sends Basic; the password is the token, the name does not matter. Its alphabet differs in two letters and the padding from
 * the one we decode. */
static bool basic_find(char out[TOKEN], const char *authorization)
{
    char coded[344];
    CLEANUP(buf_clear) struct buf plain = { 0 };
    if (strncasecmp(authorization, "basic ", 6) != 0)
        return false;
    authorization += 6 + strspn(authorization + 6, " ");
    size_t len = strcspn(authorization, "= ");
    out[0] = 0;
    if (len >= sizeof coded)
        return true;
    for (size_t i = 0; i < len; i++)
        coded[i] = authorization[i] == '+' ? '-' : authorization[i] == '/' ? '_' : authorization[i];
    if (base64url_decode(&plain, (bytes){ (const uint8_t *)coded, len }) == CARNET_OK) {
        const char *text = buf_text(&plain), *colon = strchr(text, ':');
        if (colon && strlen(text) == plain.len && strlen(colon + 1) < TOKEN)
            snprintf(out, TOKEN, "%s", colon + 1);
    }
    if (plain.ptr)
        guard_wipe(plain.ptr, plain.cap);
    return true;
}

void credential_parse(struct credential *out, const char *authorization, const char *cookies, bool secure, bool basic)
{
    *out = (struct credential){ .kind = CREDENTIAL_NONE };
    if (authorization && (bearer_find(out->token, authorization) || (basic && basic_find(out->token, authorization))))
        out->kind = CREDENTIAL_BEARER;
    else if (cookies && cookie_find(out->token, cookies, cookie_name(secure)))
        out->kind = CREDENTIAL_COOKIE;
}

/* X-Forwarded-For, read from its end: each address was added by the one after it, so the first that is no proxy of ours is the
 * client. What cannot be read ends the search. */
void forwarded_client(char out[INET6_ADDRSTRLEN], const char *header, char *const *proxies)
{
    size_t end = strlen(header);
    while (end) {
        while (end && strchr(", \t", header[end - 1]))
            end--;
        size_t start = end;
        while (start && !strchr(", \t", header[start - 1]))
            start--;
        char word[INET6_ADDRSTRLEN], plain[INET6_ADDRSTRLEN];
        unsigned char binary[sizeof(struct in6_addr)];
        if (start == end || end - start >= sizeof word)
            return;
        memcpy(word, header + start, end - start);
        word[end - start] = 0;
        int family = strchr(word, ':') ? AF_INET6 : AF_INET;
        if (inet_pton(family, word, binary) != 1 || !inet_ntop(family, binary, plain, sizeof plain))
            return;
        memcpy(out, plain, sizeof plain);
        if (!word_listed(proxies, plain))
            return;
        end = start;
    }
}

/* For what changes something, and for websockets. A cookie travels without its owner's knowledge, so it needs a page of ours
 * behind it; a token does not, but a foreign page has no business with it either. */
bool origin_allowed(const struct net *net, const char *origin, enum credential_kind kind)
{
    if (!origin)
        return kind != CREDENTIAL_COOKIE;
    return word_listed(net->origins, origin);
}

bool word_listed(char *const *list, const char *word)
{
    for (; list && *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

char **words_split(const char *text)
{
    size_t count = 0;
    char **words = mem_zero(strlen(text) / 2 + 2, sizeof *words);
    for (const char *at = text + strspn(text, " \t,"); *at; at += strspn(at, " \t,")) {
        size_t len = strcspn(at, " \t,");
        char *word = mem_alloc(len + 1);
        memcpy(word, at, len);
        word[len] = 0;
        words[count++] = word;
        at += len;
    }
    return words;
}

void words_free(char **words)
{
    for (char **at = words; at && *at; at++)
        mem_free(*at);
    mem_free(words);
}
