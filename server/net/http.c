/* The head of a request, judged in full before anything else happens, and the events of its body. Here the traps of
 * libwebsockets' HTTP/1 server are closed:
 *   a body of unknown length is taken for 100 MB      → 411; a length that is not digits, or with Transfer-Encoding → 400
 *   BODY_COMPLETION repeats while an answer is due    → ignored unless the body is awaited; reading stops meanwhile
 *   a request with a body that was read before the answer to the one before it left makes libwebsockets take its head for its
 *   body, and then loop for ever                      → such a connection is closed instead
 *   reading stopped also stops HTTP_WRITEABLE         → it is resumed before a write is asked for (answer.c)
 *   %0a in the path begins a header                   → the version is then missing → 400
 *   an unknown header whose name begins a known one's ("X-A:") swallows the line after it, maybe a Content-Length, and what follows
 *   would be a request that a proxy in front took for a body → no second request on a proxy's connection
 *   the path is decoded, %00 included                 → refused
 *   CONNECT and unknown methods turn raw              → 405 and closed
 *   slow bodies and readers live for ever             → deadlines of our own (net.c)
 *   an answer may find its peer gone                  → exchanges hold a number, not a socket (exchange.c) */
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/utf.h"
#include "net/inner.h"

struct head {
    const char *method, *path;
    size_t length; /* of the body */
    struct credential credential;
    char address[INET6_ADDRSTRLEN];
    bool forwarded, head;
};

static bool header_present(struct lws *wsi, enum lws_token_indexes token)
{
    return lws_hdr_total_length(wsi, token) > 0;
}

/* False when absent, too long, or with a zero inside. */
static bool header_text(char *out, size_t size, struct lws *wsi, enum lws_token_indexes token)
{
    int len = header_present(wsi, token) ? lws_hdr_copy(wsi, out, (int)size, token) : -1;
    return len > 0 && strlen(out) == (size_t)len;
}

/* Before an upgrade: a version, and nothing but a websocket. The header table may be gone, then nothing is present. */
bool head_is_whole(struct lws *wsi)
{
    char text[32];
    return header_text(text, sizeof text, wsi, WSI_TOKEN_UPGRADE) && strcasecmp(text, "websocket") == 0 &&
           header_text(text, sizeof text, wsi, WSI_TOKEN_HTTP) && strcmp(text, "HTTP/1.1") == 0 &&
           header_present(wsi, WSI_TOKEN_GET_URI) && header_present(wsi, WSI_TOKEN_HOST) &&
           !header_present(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) && !header_present(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING);
}

/* The request line and what frames the message. 0, or the status to refuse with. */
static int judge_framing(struct head *h, struct conn *conn, const char *uri, size_t len, const char **key)
{
    static const char *const methods[] = { "GET", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", NULL, "HEAD" };
    char version[16], text[64];
    struct lws *wsi = conn->wsi;
    char *same;
    int same_len, method = lws_http_get_uri_and_method(wsi, &same, &same_len);
    *key = "request.line";
    if (!header_text(version, sizeof version, wsi, WSI_TOKEN_HTTP) ||
        (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0))
        return 400;
    if (method < 0 || method > 7 || !methods[method] || memchr(uri, 0, len) || len > 4096)
        return 400;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)uri[i] < 0x20 || uri[i] == 0x7f)
            return 400;
    /* a %00 behind a slash at the end is not in len; libwebsockets keeps the version right behind the path's end */
    if (!header_present(wsi, WSI_TOKEN_HTTP_URI_ARGS) && strncmp(uri + len + 1, "HTTP/1.", 7) != 0)
        return 400;
    h->method = methods[method];
    h->head = method == 7;
    bool one = strcmp(version, "HTTP/1.1") == 0, has = header_text(text, sizeof text, wsi, WSI_TOKEN_CONNECTION);
    conn->chunks = one;
    conn->keep = one ? !(has && strcasecmp(text, "close") == 0) : has && strcasecmp(text, "keep-alive") == 0;
    *key = "request.host";
    if (!header_present(wsi, WSI_TOKEN_HOST))
        return 400;
    bool lengthy = header_present(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH);
    *key = "request.length";
    if (header_present(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING))
        return lengthy ? 400 : 411;
    bool may = strcmp(h->method, "GET") != 0 && strcmp(h->method, "OPTIONS") != 0 && !h->head;
    if (!lengthy)
        return may && strcmp(h->method, "DELETE") != 0 ? 411 : 0;
    if (!header_text(text, sizeof text, wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) || strlen(text) > 10 ||
        strspn(text, "0123456789") != strlen(text))
        return 400;
    h->length = (size_t)strtoull(text, NULL, 10);
    return h->length && !may ? 400 : 0;
}

/* What cannot be an id is no person's. */
static void name_person(struct credential *out, const char *id, int len)
{
    bool fits = len > 0 && id_is_valid(id, (size_t)len);
    if (len > 0)
        snprintf(out->as, sizeof out->as, "%.*s", fits ? len : 1, fits ? id : "?");
}

/* Who asks, and from where. */
static void read_asker(struct head *h, struct conn *conn)
{
    struct net *net = conn->net;
    char *text = mem_alloc(HEAD_MAX), authorization[512];
    const char *direct = peer_address(conn->peer);
    snprintf(h->address, sizeof h->address, "%s", direct);
    h->forwarded = header_text(text, HEAD_MAX, conn->wsi, WSI_TOKEN_X_FORWARDED_FOR);
    conn->secure = net->tls || config_on("secure-cookies");
    conn->end = h->forwarded || header_present(conn->wsi, WSI_TOKEN_HTTP_VIA) || word_listed(net->proxies, direct);
    if (word_listed(net->proxies, direct)) {
        if (h->forwarded)
            forwarded_client(h->address, text, net->proxies);
        int len = lws_hdr_custom_copy(conn->wsi, text, 64, "x-forwarded-proto:", 18);
        if (len == 5 && memcmp(text, "https", 5) == 0)
            conn->secure = true;
        h->forwarded = false;
    }
    bool authorized = header_text(authorization, sizeof authorization, conn->wsi, WSI_TOKEN_HTTP_AUTHORIZATION);
    bool cookies = header_text(text, HEAD_MAX, conn->wsi, WSI_TOKEN_HTTP_COOKIE);
    credential_parse(&h->credential, authorized ? authorization : NULL, cookies ? text : NULL, conn->secure,
                     strncmp(h->path, "/git/", 5) == 0);
    name_person(&h->credential, text, lws_hdr_custom_copy(conn->wsi, text, HEAD_MAX, "carnet-person:", 14));
    mem_free(text);
}

/* A browser's websocket has no headers of ours: ?as=<person> */
static void read_person_of_query(struct head *h, struct lws *wsi)
{
    char *text = mem_alloc(HEAD_MAX);
    int len;
    for (int i = 0; (len = lws_hdr_copy_fragment(wsi, text, HEAD_MAX, WSI_TOKEN_HTTP_URI_ARGS, i)) >= 0; i++)
        if (len > 3 && memcmp(text, "as=", 3) == 0)
            name_person(&h->credential, text + 3, len - 3);
    mem_free(text);
}

static bool origin_is_fine(struct conn *conn, enum credential_kind kind)
{
    char origin[256];
    bool present = header_present(conn->wsi, WSI_TOKEN_ORIGIN);
    if (present && !header_text(origin, sizeof origin, conn->wsi, WSI_TOKEN_ORIGIN))
        return false;
    return origin_allowed(conn->net, present ? origin : NULL, kind);
}

/* Headers that handlers may read, and the query, copied while libwebsockets still has them. */
static void keep_header(struct exchange *x, const char *name, const char *value, int len)
{
    struct header *header = arena_alloc(x->arena, sizeof *header);
    *header = (struct header){ name, arena_span(x->arena, value, (size_t)len), x->headers };
    x->headers = header;
}

static void read_headers(struct exchange *x, struct lws *wsi)
{
    static const struct {
        const char *name;
        int token; /* -1: not one that libwebsockets knows */
    } readable[] = {
        { "content-type", WSI_TOKEN_HTTP_CONTENT_TYPE }, { "accept", WSI_TOKEN_HTTP_ACCEPT },
        { "accept-language", WSI_TOKEN_HTTP_ACCEPT_LANGUAGE }, { "if-none-match", WSI_TOKEN_HTTP_IF_NONE_MATCH },
        { "user-agent", WSI_TOKEN_HTTP_USER_AGENT }, { "content-encoding", WSI_TOKEN_HTTP_CONTENT_ENCODING },
        { "content-disposition", WSI_TOKEN_HTTP_CONTENT_DISPOSITION }, { "origin", WSI_TOKEN_ORIGIN },
        { "carnet-state-vector", -1 }, { "git-protocol", -1 }, { "if-match", WSI_TOKEN_HTTP_IF_MATCH },
    };
    char *text = mem_alloc(HEAD_MAX);
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        char name[40];
        int len, name_len = snprintf(name, sizeof name, "%s:", readable[i].name);
        if (readable[i].token < 0)
            len = lws_hdr_custom_copy(wsi, text, HEAD_MAX, name, name_len);
        else
            len = header_text(text, HEAD_MAX, wsi, (enum lws_token_indexes)readable[i].token) ? (int)strlen(text) : -1;
        if (len > 0)
            keep_header(x, readable[i].name, text, len);
    }
    mem_free(text);
}

static bool read_query(struct exchange *x, struct lws *wsi)
{
    char *text = mem_alloc(HEAD_MAX);
    bool fine = true;
    int len;
    for (int i = 0; fine && (len = lws_hdr_copy_fragment(wsi, text, HEAD_MAX, WSI_TOKEN_HTTP_URI_ARGS, i)) >= 0; i++) {
        fine = !memchr(text, 0, (size_t)len) && utf8_valid((bytes){ (const uint8_t *)text, (size_t)len });
        if (!len || !fine)
            continue;
        struct header *pair = arena_alloc(x->arena, sizeof *pair);
        char *name = arena_span(x->arena, text, (size_t)len), *equals = strchr(name, '=');
        if (equals)
            *equals = 0;
        *pair = (struct header){ name, equals ? equals + 1 : "", x->query };
        x->query = pair;
    }
    mem_free(text);
    return fine;
}

static bool type_is(struct lws *wsi, const char *wanted)
{
    char type[128];
    if (!header_text(type, sizeof type, wsi, WSI_TOKEN_HTTP_CONTENT_TYPE))
        return false;
    type[strcspn(type, "; \t")] = 0;
    return strcasecmp(type, wanted) == 0;
}

static bool body_fits(struct lws *wsi, unsigned flags)
{
    if (flags & ROUTE_UPLOAD)
        return true;
    if (flags & ROUTE_FORM)
        return type_is(wsi, "application/x-www-form-urlencoded") || type_is(wsi, "multipart/form-data");
    return type_is(wsi, flags & ROUTE_BINARY ? "application/octet-stream" : "application/json");
}

/* 0, or the status to refuse with: everything that can be said before the body comes. */
static int judge_request(const struct head *h, struct conn *conn, const struct route *route, const char **key)
{
    bool reads = strcmp(h->method, "GET") == 0 || h->head;
    *key = "request.missing";
    if ((route->flags & ROUTE_LOOPBACK) && (!address_is_loopback(h->address) || h->forwarded))
        return 404;
    *key = "origin.foreign";
    if (!reads && !origin_is_fine(conn, h->credential.kind))
        return 403;
    *key = "session.none";
    if (!(route->flags & ROUTE_PUBLIC) && h->credential.kind == CREDENTIAL_NONE)
        return 401;
    size_t cap = route->flags & ROUTE_UPLOAD   ? (size_t)config_number("uploads-limit-mb") << 20
                 : route->flags & ROUTE_BINARY ? BODY_BINARY
                                               : BODY_JSON;
    *key = "request.too_big";
    if (h->length > cap)
        return 413;
    *key = "request.type";
    if (h->length && !body_fits(conn->wsi, route->flags))
        return 415;
    return 0;
}

static struct exchange *make_exchange(struct conn *conn, const struct head *h, const struct matched *matched)
{
    struct exchange *x = exchange_new(conn);
    x->req.method = h->method;
    x->req.path = arena_text(x->arena, h->path);
    x->req.route = matched->route;
    x->req.address = arena_text(x->arena, h->address);
    x->req.credential = h->credential;
    x->head = h->head;
    x->secure = conn->secure;
    x->chunks = conn->chunks;
    x->expected = h->length;
    for (int i = 0; i < PARAMS && matched->params[i].name; i++)
        x->params[i] = (struct param){
            arena_span(x->arena, matched->params[i].name, strcspn(matched->params[i].name, "/.")),
            arena_span(x->arena, matched->params[i].value,
                       strcspn(matched->params[i].value, "/.")),
        };
    read_headers(x, conn->wsi);
    return x;
}

/* A small body is read first and forgotten, so that the connection stays usable; a large one is not waited for. */
static int refuse(struct conn *conn, const struct head *h, int status, const char *key, const char *headers)
{
    if (h->length > BODY_JSON)
        return problem_and_close(conn, status, key, headers, h->head);
    conn->skipping = h->length > 0;
    if (conn->skipping)
        conn->deadline = loop_now(conn->net->options.loop) + net_patience.discard;
    problem_later(conn, status, key, headers, h->head);
    return 0;
}

void body_awaited(struct conn *conn)
{
    conn->deadline = loop_now(conn->net->options.loop) + net_patience.body;
}

/* What comes buys the time it takes at BODY_RATE, and never more than a whole patience ahead: a slow line may take as long as it
 * takes, one that drips or stands still uses up the patience it began with. */
static void body_came(struct conn *conn, size_t len)
{
    uint64_t most = loop_now(conn->net->options.loop) + net_patience.body, bought = conn->deadline + len * 1000 / BODY_RATE;
    if (conn->deadline)
        conn->deadline = bought < most ? bought : most;
}

static int take_exchange(struct conn *conn, const struct head *h, const struct matched *matched)
{
    struct exchange *x = make_exchange(conn, h, matched);
    if (!read_query(x, conn->wsi)) {
        exchange_free(x);
        return refuse(conn, h, 400, "request.query", NULL);
    }
    conn->exchange = x;
    body_awaited(conn);
    carnet_err err = body_begin(x);
    if (err)
        exchange_fail(x, err);
    else if (!h->length)
        body_end(x);
    return 0;
}

int http_request(struct conn *conn, const char *uri, size_t len)
{
    struct head h = { .path = uri };
    struct matched matched;
    const char *key;
    if (conn->lingering || conn->exchange || conn->later)
        return -1;
    conn->deadline = 0;
    conn->end = false;
    int status = judge_framing(&h, conn, uri, len, &key);
    conn->unread = h.length > 0 || status != 0;
    if (conn->unread && was_pipelined(conn))
        return -1;
    if (status)
        return problem_and_close(conn, status, key, NULL, h.head);
    if (conn->net->closing)
        return problem_and_close(conn, 503, "net.stopping", NULL, h.head);
    read_asker(&h, conn);
    bool page = !path_is_reserved(uri);
    if (page && (strcmp(h.method, "GET") == 0 || h.head)) {
        files_answer(conn, uri, h.head);
        return 0;
    }
    enum match match = route_match(&matched, conn->net, h.method, uri);
    if (page && match != MATCH_ROUTE)
        return refuse(conn, &h, 405, "request.method", "allow: GET, HEAD\r\n");
    if (match == MATCH_NONE)
        return refuse(conn, &h, 404, "request.missing", NULL);
    if (match == MATCH_METHOD) {
        char headers[96];
        snprintf(headers, sizeof headers, "allow: %s\r\n", matched.allow);
        return refuse(conn, &h, 405, "request.method", headers);
    }
    status = judge_request(&h, conn, matched.route, &key);
    if (status)
        return refuse(conn, &h, status, key,
                      status == 401 && strncmp(uri, "/git/", 5) == 0 ? "www-authenticate: Basic realm=\"Carnet\"\r\n" : NULL);
    return take_exchange(conn, &h, &matched);
}

int http_body(struct conn *conn, bytes piece)
{
    struct exchange *x = conn->exchange;
    if (!x || x->state != EXCHANGE_BODY || !piece.len)
        return 0;
    body_came(conn, piece.len);
    carnet_err err = body_put(x, piece);
    if (err)
        exchange_fail(x, err);
    return 0;
}

int http_body_end(struct conn *conn)
{
    struct exchange *x = conn->exchange;
    if (conn->lingering)
        return -1;
    if (conn->skipping) {
        conn->skipping = conn->unread = false;
        conn->deadline = 0;
        lws_callback_on_writable(conn->wsi);
    } else if (x && x->state == EXCHANGE_BODY) {
        conn->deadline = 0;
        conn->unread = false;
        body_end(x);
    } else if (conn->sending) {
        conn->talked = true;
    }
    return 0;
}

void http_gone(struct conn *conn)
{
    struct exchange *x = conn->exchange;
    conn->exchange = NULL;
    later_free(conn);
    if (x && x->state != EXCHANGE_HANDLING)
        exchange_free(x);
}

/* CONNECT, TRACE and what is no HTTP at all end here. */
int http_raw(struct lws *wsi, struct net *net)
{
    bytes answer = answer_raw(net, 405, "request.method", "allow: GET, HEAD, POST, PUT, PATCH, DELETE\r\n");
    (void)!lws_write(wsi, (uint8_t *)answer.ptr, answer.len, LWS_WRITE_RAW);
    return -1;
}

/* An upgrade is judged like a request; only a foreign Origin is refused here, the hooks do the rest with close codes. */
int ws_upgrade(struct conn *conn)
{
    char *uri = NULL;
    int len = 0;
    struct head h = { .path = "" };
    if (!head_is_whole(conn->wsi) || was_pipelined(conn) || lws_http_get_uri_and_method(conn->wsi, &uri, &len) != 0 || conn->net->closing)
        return -1;
    read_asker(&h, conn);
    read_person_of_query(&h, conn->wsi);
    if (!origin_is_fine(conn, h.credential.kind))
        return answer_upgrade_refused(conn, 403, "origin.foreign");
    struct ws *ws = conn->ws = mem_zero(1, sizeof *ws);
    struct ws_request *request = ws->request = mem_zero(1, sizeof *request);
    const char *id = len > 6 && strncmp(uri, "/live/", 6) == 0 ? uri + 6 : "";
    size_t id_len = *id ? (size_t)len - 6 : 0;
    char *document = mem_zero(1, 65);
    if (id_is_valid(id, id_len))
        memcpy(document, id, id_len);
    ws->conn = conn;
    *request = (struct ws_request){
        .document = document, .credential = h.credential, .address = mem_text(h.address),
        .carnet = strcmp(lws_get_protocol(conn->wsi)->name, "carnet") == 0,
    };
    return 0;
}
