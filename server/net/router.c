/* Routes as tables. A ":name" in a path takes one segment of [a-z0-9-]{1,64}; what follows a dot in it ("/git/:work.git/info/refs")
 * must be there to the letter. Tables are small: a walk over them costs less than a lookup would. */
#include <stdio.h>
#include <string.h>

#include "net/inner.h"

bool id_is_valid(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!(text[i] >= 'a' && text[i] <= 'z') && !(text[i] >= '0' && text[i] <= '9') && text[i] != '-')
            return false;
    return len >= 1 && len <= 64;
}

/* One segment; at points behind its '/'. */
static bool segment_fits(const char *pattern, size_t pattern_len, const char *text, size_t len)
{
    if (pattern[0] != ':')
        return pattern_len == len && memcmp(pattern, text, len) == 0;
    size_t name = 1;
    while (name < pattern_len && pattern[name] != '.')
        name++;
    size_t tail = pattern_len - name;
    return len > tail && memcmp(pattern + name, text + len - tail, tail) == 0 && id_is_valid(text, len - tail);
}

static bool path_fits(const char *pattern, const char *path)
{
    while (*pattern == '/' && *path == '/') {
        pattern++;
        path++;
        size_t pattern_len = strcspn(pattern, "/"), len = strcspn(path, "/");
        if (!segment_fits(pattern, pattern_len, path, len))
            return false;
        pattern += pattern_len;
        path += len;
    }
    return !*pattern && !*path;
}

/* The path fits; the values are kept as spans of it: names end at '/', '.' or the end. */
static void take_params(struct matched *out, const char *pattern, const char *path)
{
    int count = 0;
    for (; *pattern && count < PARAMS; pattern += strcspn(pattern, "/"), path += strcspn(path, "/")) {
        pattern++;
        path++;
        if (*pattern == ':')
            out->params[count++] = (struct param){ pattern + 1, path };
    }
}

static void allow(struct matched *out, const char *method)
{
    size_t len = strlen(out->allow);
    if (!strstr(out->allow, method) && len + 16 < sizeof out->allow)
        snprintf(out->allow + len, sizeof out->allow - len, "%s%s%s", len ? ", " : "", method,
                 strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

/* True when this is the route; a fitting path with another method is remembered for Allow. */
static bool route_fits(struct matched *out, const struct route *route, const char *method, const char *path)
{
    if (!path_fits(route->path, path))
        return false;
    if (strcmp(route->method, method) != 0) {
        allow(out, route->method);
        return false;
    }
    out->route = route;
    take_params(out, route->path, path);
    return true;
}

enum match route_match(struct matched *out, const struct net *net, const char *method, const char *path)
{
    *out = (struct matched){ .route = NULL };
    if (strcmp(method, "HEAD") == 0)
        method = "GET";
    for (const struct route *const *table = net->options.routes; table && *table; table++)
        for (const struct route *route = *table; route->method; route++)
            if (route_fits(out, route, method, path))
                return MATCH_ROUTE;
    return out->allow[0] ? MATCH_METHOD : MATCH_NONE;
}

bool path_is_reserved(const char *path)
{
    static const char *const roots[] = { "/api", "/live", "/git", "/ical", "/lecture", "/healthz", "/metrics" };
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t len = strlen(roots[i]);
        if (strncmp(path, roots[i], len) == 0 && (!path[len] || path[len] == '/'))
            return true;
    }
    return false;
}
