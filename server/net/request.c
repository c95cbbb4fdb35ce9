/* What handlers ask of a request. Everything was copied out of libwebsockets before the handler began. */
#include "net/request.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "net/inner.h"

const char *req_id(const struct req *req, const char *name)
{
    const struct param *params = req->exchange->params;
    for (int i = 0; i < PARAMS && params[i].name; i++)
        if (strcmp(params[i].name, name) == 0)
            return params[i].value;
    assert(!"the route has no such name");
    return "";
}

static const char *find(const struct header *list, const char *name)
{
    for (; list; list = list->next)
        if (strcmp(list->name, name) == 0)
            return list->value;
    return NULL;
}

const char *req_query(const struct req *req, const char *name)
{
    return find(req->exchange->query, name);
}

const char *req_header(const struct req *req, const char *name)
{
    return find(req->exchange->headers, name);
}

/* jansson recurses on what it reads: the depth is checked before. */
bool json_depth_is_fine(bytes text, int limit)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        if (quoted) {
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > limit)
                return false;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return true;
}

carnet_err json_parse(json_t **out, bytes text)
{
    json_error_t where;
    *out = NULL;
    if (!json_depth_is_fine(text, 32))
        return err_set(CARNET_INVALID, "request.json", "nested too deep");
    json_t *json = json_loadb((const char *)text.ptr, text.len, JSON_REJECT_DUPLICATES, &where);
    if (!json)
        return err_set(CARNET_INVALID, "request.json", "line %d: %s", where.line, where.text);
    if (!json_is_object(json)) {
        json_decref(json);
        return err_set(CARNET_INVALID, "request.json", "not an object");
    }
    *out = json;
    return CARNET_OK;
}

carnet_err req_json(struct req *req, const char *format, ...)
{
    struct exchange *x = req->exchange;
    if (!x->json)
        TRY(json_parse(&x->json, req->body));
    json_error_t where;
    va_list args;
    va_start(args, format);
    int failed = json_vunpack_ex(x->json, &where, JSON_STRICT, format, args);
    va_end(args);
    return failed ? err_set(CARNET_INVALID, "request.json", "%s", where.text) : CARNET_OK;
}
