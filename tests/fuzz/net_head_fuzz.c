/* Everything net/ reads by hand: cookies, credentials, forwarded addresses, lists of encodings and tags, routes, and JSON before
 * and inside jansson. The first octet chooses; what comes back must be well-formed. */
#include <arpa/inet.h>

#include <stdlib.h>
#include <string.h>

#include "net/inner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static carnet_err handle(struct req *req, struct reply *reply)
{
    (void)req, (void)reply;
    return CARNET_OK;
}

static const struct route routes[] = {
    { "GET", "/api/a", handle, 0, NULL },
    { "GET", "/api/:document/b/:other", handle, 0, NULL },
    { "POST", "/api/:document", handle, 0, NULL },
    { "GET", "/git/:work.git/info/refs", handle, 0, NULL },
    { 0 },
};

static void expect(bool ok)
{
    if (!ok)
        abort();
}

static void credentials(const char *text)
{
    struct credential found;
    char token[128];
    if (cookie_find(token, text, "carnet_session"))
        expect(strlen(token) < sizeof token && !strpbrk(token, "; \t,\"\r\n"));
    for (int i = 0; i < 4; i++) {
        credential_parse(&found, text, text, i & 1, i & 2);
        expect(memchr(found.token, 0, sizeof found.token) != NULL);
        expect(found.kind != CREDENTIAL_NONE || !found.token[0]);
    }
}

static void addresses(const char *text)
{
    unsigned char binary[16];
    char client[INET6_ADDRSTRLEN] = "192.0.2.1";
    char **words = words_split(text), *proxies[] = { "10.0.0.1", "::1", NULL };
    for (char **word = words; *word; word++)
        expect(**word && !strpbrk(*word, " \t,") && word_listed(words, *word));
    words_free(words);
    forwarded_client(client, text, proxies);
    expect(inet_pton(strchr(client, ':') ? AF_INET6 : AF_INET, client, binary) == 1);
}

static void route(const char *text)
{
    static const struct route *const tables[] = { routes, NULL };
    struct net net = { .options = { .routes = tables } };
    struct matched matched;
    if (route_match(&matched, &net, "GET", text) == MATCH_ROUTE)
        for (int i = 0; i < PARAMS && matched.params[i].name; i++)
            expect(id_is_valid(matched.params[i].value, strcspn(matched.params[i].value, "/.")));
    path_is_reserved(text);
}

static void json(bytes text)
{
    json_t *parsed;
    if (json_parse(&parsed, text) == CARNET_OK)
        expect(json_is_object(parsed));
    json_decref(parsed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    if (!len)
        return 0;
    char *text = mem_zero(1, len);
    memcpy(text, data + 1, len - 1);
    switch (data[0] % 5) {
    case 0: credentials(text); break;
    case 1: addresses(text); break;
    case 2: route(text); break;
    case 3: json((bytes){ data + 1, len - 1 }); break;
    case 4:
        encoding_accepted(text, "gzip");
        etag_listed(text, "\"0123\"");
        break;
    }
    mem_free(text);
    return 0;
}
