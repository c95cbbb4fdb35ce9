/* What handlers answer, and the one table from errors to HTTP statuses. Only the key of an error leaves; its detail is for the log. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "net/inner.h"

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

int status_of(const struct err_note *note)
{
    static const struct {
        const char *key;
        int status;
    } special[] = {
        { "session.none", 401 },  { "session.other", 401 }, { "session.wrong", 401 }, { "session.code", 401 }, { "session.code_wrong", 401 }, { "request.type", 415 }, { "image.type", 415 }, { "request.length", 411 },
        { "reply.json", 500 },    { "reply.none", 500 },    { "store.full", 503 },   { "jobs.full", 503 },
    };
    const char *key = note->key ? note->key : "";
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (strcmp(key, special[i].key) == 0)
            return special[i].status;
    switch (note->code) {
    case CARNET_OK:       break;
    case CARNET_INVALID:  return 400;
    case CARNET_DENIED:   return 403;
    case CARNET_MISSING:  return 404;
    case CARNET_CONFLICT: return 409;
    case CARNET_LIMIT:    return ends_with(key, ".too_many") ? 429 : 413;
    case CARNET_CORRUPT:  return 500;
    case CARNET_IO:       return 503;
    }
    return 500;
}

const char *status_title(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default:  return "Status";
    }
}

void problem_body(struct buf *out, int status, const char *key)
{
    buf_printf(out, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}", status_title(status), status,
               key && *key ? key : "error");
}

static void clear_body(struct reply *reply)
{
    buf_clear(&reply->body);
    reply->type = NULL;
}

static int put_json(const char *text, size_t len, void *out)
{
    buf_put(out, (bytes){ (const uint8_t *)text, len });
    return 0;
}

carnet_err reply_json(struct reply *reply, int status, json_t *json)
{
    if (!json)
        return err_set(CARNET_INVALID, "reply.json", "the answer could not be built");
    clear_body(reply);
    int failed = json_dump_callback(json, put_json, &reply->body, JSON_COMPACT | JSON_ENCODE_ANY);
    json_decref(json);
    if (failed)
        return err_set(CARNET_INVALID, "reply.json", "the answer could not be written");
    reply->status = status;
    reply->type = "application/json";
    return CARNET_OK;
}

carnet_err reply_bytes(struct reply *reply, int status, const char *type, bytes body)
{
    struct exchange *x = (struct exchange *)((char *)reply - offsetof(struct exchange, reply));
    clear_body(reply);
    buf_put(&reply->body, body);
    reply->status = status;
    reply->type = arena_text(x->arena, type);
    return CARNET_OK;
}

carnet_err reply_stream(struct reply *reply, const char *type, reply_more_fn *more, reply_drop_fn *drop, void *self)
{
    TRY(reply_bytes(reply, 200, type, (bytes){ NULL, 0 }));
    reply->more = more;
    reply->drop = drop;
    reply->stream = self;
    return CARNET_OK;
}

carnet_err reply_empty(struct reply *reply, int status)
{
    clear_body(reply);
    reply->status = status;
    return CARNET_OK;
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
    buf_printf(&reply->headers, "%s: ", name);
    for (; *value; value++)
        buf_put_byte(&reply->headers, (unsigned char)*value < 0x20 || *value == 0x7f ? ' ' : (uint8_t)*value);
    buf_put_text(&reply->headers, "\r\n");
}

void reply_cookie(struct reply *reply, const char *token, long seconds)
{
    struct exchange *x = (struct exchange *)((char *)reply - offsetof(struct exchange, reply));
    char age[48] = "", value[320];
    if (seconds)
        snprintf(age, sizeof age, "; Max-Age=%ld", seconds < 0 ? 0 : seconds);
    snprintf(value, sizeof value, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(x->secure), seconds < 0 ? "" : token,
             x->secure ? "; Secure" : "", age);
    reply_header(reply, "set-cookie", value);
}

void reply_then(struct reply *reply, reply_then_fn *then, void *data)
{
    reply->then = then;
    reply->then_data = data;
}

/* The answer becomes this thread's note. Headers that the handler set stay (Retry-After). */
void reply_fail(struct reply *reply, const char *path)
{
    struct err_note note;
    err_take(&note);
    int status = status_of(&note);
    if (status >= 500)
        log_note(LOG_ERROR, "net", "a request failed", &note);
    else
        log_note(LOG_DEBUG, "net", "a request was refused", &note);
    clear_body(reply);
    problem_body(&reply->body, status, note.key);
    reply->status = status;
    reply->type = "application/problem+json";
    bool again = status == 429 || status == 503;
    if (again && !strstr(buf_text(&reply->headers), "retry-after:"))
        reply_header(reply, "retry-after", status == 429 ? "60" : "5");
    if (status == 401 && strncmp(path, "/git/", 5) == 0)
        reply_header(reply, "www-authenticate", "Basic realm=\"Carnet\"");
}
