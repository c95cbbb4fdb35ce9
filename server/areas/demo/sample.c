/* Front matter is the little of YAML that the samples use: "key: value", quoted or not, and "[a, b]". */
#include "areas/demo/sample.h"

#include <assert.h>
#include <string.h>

#include <sample.h> /* made from demo/sample/ */

bytes sample_file(const char *name)
{
    for (size_t i = 0; FILES[i].name; i++)
        if (strcmp(FILES[i].name, name) == 0)
            return (bytes){ FILES[i].data, FILES[i].len };
    assert(!"a file of the sample is missing");
    return (bytes){ 0 };
}

static bool starts_with(bytes text, const char *prefix)
{
    size_t len = strlen(prefix);
    return text.len >= len && memcmp(text.ptr, prefix, len) == 0;
}

static bytes take_line(bytes *rest)
{
    const uint8_t *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    bytes line = { rest->ptr, len };
    size_t taken = end ? len + 1 : len;
    *rest = (bytes){ rest->ptr + taken, rest->len - taken };
    return line;
}

static const char *value_of(struct arena *arena, bytes line, size_t from)
{
    const char *start = (const char *)line.ptr + from;
    size_t len = line.len - from;
    while (len && *start == ' ')
        start++, len--;
    if (len >= 2 && start[0] == '"' && start[len - 1] == '"')
        start++, len -= 2;
    return arena_span(arena, start, len);
}

static json_t *list_of(char *text)
{
    json_t *list = json_array();
    for (char *at = strtok(text, "[],"); at; at = strtok(NULL, "[],"))
        json_array_append_new(list, json_string(at + strspn(at, " ")));
    return list;
}

static void take_pair(struct sample_text *out, struct arena *arena, bytes line)
{
    const struct {
        const char *key, **value;
    } wanted[] = { { "author:", &out->author }, { "date:", &out->date },           { "group:", &out->group },
                   { "title:", &out->title },   { "visibility:", &out->visibility } };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (starts_with(line, wanted[i].key))
            *wanted[i].value = value_of(arena, line, strlen(wanted[i].key));
    if (starts_with(line, "tags:") && !out->tags)
        out->tags = list_of(arena_text(arena, value_of(arena, line, strlen("tags:"))));
}

carnet_err sample_text(struct sample_text *out, struct arena *arena, bytes file)
{
    *out = (struct sample_text){ .text = file };
    if (!starts_with(file, "---\n"))
        return CARNET_OK;
    bytes rest = file;
    take_line(&rest);
    for (;;) {
        if (!rest.len)
            return err_set(CARNET_INVALID, "demo.front_matter", "it does not end");
        bytes line = take_line(&rest);
        if (line.len == 3 && starts_with(line, "---"))
            break;
        take_pair(out, arena, line);
    }
    while (rest.len && *rest.ptr == '\n')
        take_line(&rest);
    out->text = rest;
    return CARNET_OK;
}
