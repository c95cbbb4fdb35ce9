/* Filling the pages. */
#include "areas/document/guest_page.h"

#include "areas/document/filled.h"

#include <assert.h>
#include <string.h>

#include <pages.h> /* made from areas/document/pages/ */

static const char *file_text(struct arena *arena, const char *name)
{
    for (size_t i = 0; FILES[i].name; i++)
        if (strcmp(FILES[i].name, name) == 0)
            return arena_span(arena, (const char *)FILES[i].data, FILES[i].len);
    assert(!"there is no page of this name");
    return "";
}

static const char *fill(struct arena *arena, const char *name, const struct word *words)
{
    return filled(arena, file_text(arena, name), words);
}

const char *guest_contact_html(struct arena *arena, const char *contact)
{
    const char *open = strchr(contact, '<'), *close = open ? strchr(open, '>') : NULL;
    if (!close)
        return filled_html(arena, contact, strlen(contact));
    size_t name = (size_t)(open - contact);
    while (name && contact[name - 1] == ' ')
        name--;
    return fill(arena, "contact.html", (const struct word[]){
        { "name", filled_html(arena, contact, name) },
        { "address", filled_html(arena, open + 1, (size_t)(close - open - 1)) },
        { NULL, NULL } });
}

static const char *table_opens(struct arena *arena, int number)
{
    const struct word words[] = { { "number", arena_printf(arena, "%d", number) }, { NULL, NULL } };
    return fill(arena, "table.html", words);
}

/* As web/src/editor/readable.ts: the fragment's own first rank steps down below the title, tables scroll by themselves, images have their
 * address. Its text is escaped, so what looks like a tag is one. */
static const char *readable(struct arena *arena, const char *path, bytes html)
{
    const struct {
        const char *tag, *becomes;
    } TAGS[] = { { "<h1", "<h2 class=\"first-rank\"" }, { "</h1", "</h2" }, { "</table>", "</table></div>" },
                 { "<img src=\"images/", arena_printf(arena, "<img src=\"%s/images/", path) }, { "<", "<" } };
    CLEANUP(buf_clear) struct buf out = { 0 };
    const char *text = arena_span(arena, (const char *)html.ptr, html.len);
    int tables = 0;
    for (const char *tag; (tag = strchr(text, '<'));) {
        size_t i = 0;
        buf_put(&out, (bytes){ (const uint8_t *)text, (size_t)(tag - text) });
        if (strncmp(tag, "<table", 6) == 0)
            buf_put_text(&out, table_opens(arena, ++tables));
        while (strncmp(tag, TAGS[i].tag, strlen(TAGS[i].tag)) != 0)
            i++;
        buf_put_text(&out, TAGS[i].becomes);
        text = tag + strlen(TAGS[i].tag);
    }
    buf_put_text(&out, text);
    return arena_span(arena, buf_text(&out), out.len);
}

/* "12/02/2027" */
static const char *day_words(struct arena *arena, const char *day)
{
    return arena_printf(arena, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
}

const char *guest_page_html(struct arena *arena, const struct guest_page *page, const char *path, const char *contact, bytes html)
{
    return fill(arena, "page.html", (const struct word[]){
        { "title", filled_html(arena, page->title, strlen(page->title)) },
        { "text", readable(arena, path, html) },
        { "day", day_words(arena, page->until) },
        { "until", page->until },
        { "contact", guest_contact_html(arena, contact) },
        { NULL, NULL } });
}

static const char *words_to_contact(struct arena *arena, const char *name, const char *contact)
{
    return fill(arena, name, (const struct word[]){ { "contact", guest_contact_html(arena, contact) }, { NULL, NULL } });
}

const char *guest_closed_html(struct arena *arena, const char *contact)
{
    return words_to_contact(arena, "closed.html", contact);
}

const char *guest_busy_html(struct arena *arena, const char *contact)
{
    return words_to_contact(arena, "busy.html", contact);
}
