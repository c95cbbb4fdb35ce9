/* One pass over the text, and one over the words. */
#include "areas/document/filled.h"

#include <assert.h>
#include <string.h>

static void put_escaped(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        switch (text[i]) {
        case '&': buf_put_text(out, "&amp;"); break;
        case '<': buf_put_text(out, "&lt;"); break;
        case '>': buf_put_text(out, "&gt;"); break;
        case '"': buf_put_text(out, "&quot;"); break;
        default: buf_put_byte(out, (uint8_t)text[i]);
        }
}

const char *filled_html(struct arena *arena, const char *text, size_t len)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    put_escaped(&out, text, len);
    return arena_span(arena, buf_text(&out), out.len);
}

static const char *word_text(const struct word *words, const char *name, size_t len)
{
    for (; words->name; words++)
        if (strlen(words->name) == len && memcmp(words->name, name, len) == 0)
            return words->text;
    assert(!"a place of the text has no word");
    return "";
}

const char *filled(struct arena *arena, const char *text, const struct word *words)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    for (const char *open; (open = strstr(text, "{{"));) {
        const char *close = strstr(open, "}}");
        assert(close);
        buf_put(&out, (bytes){ (const uint8_t *)text, (size_t)(open - text) });
        buf_put_text(&out, word_text(words, open + 2, (size_t)(close - open - 2)));
        text = close + 2;
    }
    buf_put_text(&out, text);
    return arena_span(arena, buf_text(&out), out.len);
}
