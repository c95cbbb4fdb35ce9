/* Filling a letter: one pass over the template, so that what a person typed can never become part of the template. */
#include "areas/mail/letter.h"

#include "base/french.h"

#include <assert.h>
#include <string.h>

#include <letters.h> /* made from areas/<area>/letters/ */

static bytes letter_file(struct arena *arena, const char *name)
{
    const char *file = arena_printf(arena, "%s.txt", name);
    for (size_t i = 0; FILES[i].name; i++)
        if (strcmp(FILES[i].name, file) == 0)
            return (bytes){ FILES[i].data, FILES[i].len };
    assert(!"there is no letter of this name");
    return (bytes){ 0 };
}

static const char *word_value(const char *name, size_t len, const struct mail_word *words)
{
    for (; words && words->name; words++)
        if (strlen(words->name) == len && memcmp(words->name, name, len) == 0)
            return words->value ? words->value : "";
    assert(!"a word of the letter has no value");
    return "";
}

/* « de » becomes « d’ » before a name that begins with a vowel. */
static void put_word(struct buf *out, const char *value)
{
    bool of = out->len >= 4 && memcmp(out->ptr + out->len - 4, " de ", 4) == 0;
    if (of && french_elides(value)) {
        out->len -= 2;
        buf_put_text(out, "’");
    }
    buf_put_text(out, value);
}

static const char *fill(struct arena *arena, const char *text, const struct mail_word *words)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    for (const char *open; (open = strstr(text, "{{"));) {
        const char *close = strstr(open, "}}");
        assert(close);
        buf_put(&out, (bytes){ (const uint8_t *)text, (size_t)(open - text) });
        put_word(&out, word_value(open + 2, (size_t)(close - open - 2), words));
        text = close + 2;
    }
    buf_put_text(&out, text);
    return arena_span(arena, buf_text(&out), out.len);
}

static const char *on_one_line(struct arena *arena, const char *text)
{
    char *line = arena_text(arena, text);
    for (char *at = line; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = ' ';
    return line;
}

void letter_write(struct letter *out, struct arena *arena, const char *name, const struct mail_word *words)
{
    bytes file = letter_file(arena, name);
    char *text = arena_span(arena, (const char *)file.ptr, file.len);
    char *end = strchr(text, '\n');
    assert(end && end[1] == '\n');
    *end = 0;
    *out = (struct letter){
        .subject = on_one_line(arena, fill(arena, text, words)),
        .body = fill(arena, end + 2, words),
    };
}

const char *letter_line(struct arena *arena, const char *name, const char *key, const struct mail_word *words)
{
    bytes file = letter_file(arena, name);
    const char *text = arena_span(arena, (const char *)file.ptr, file.len);
    const char *start = strstr(text, arena_printf(arena, "\n%s: ", key));
    if (!start)
        return NULL;
    start += strlen(key) + 3;
    return on_one_line(arena, fill(arena, arena_span(arena, start, strcspn(start, "\n")), words));
}
