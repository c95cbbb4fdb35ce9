#pragma once
/* What a reader's browser may be given, stated without looking at the renderer: every "<" opens a known tag with known,
 * quoted attributes, tags nest and close, and every address is one of ours, http(s) or mailto. NULL, or what is wrong. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static inline bool html_word_in(const char *list, const char *word, size_t len) /* list: " a b c " */
{
    for (const char *at = list; (at = strchr(at, ' ')) && at[1]; at++)
        if (strncmp(at + 1, word, len) == 0 && at[1 + len] == ' ')
            return true;
    return false;
}

static inline bool html_address_ok(const char *url, size_t len)
{
    size_t scheme = 0;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)url[i] <= ' ' || url[i] == '\\' || url[i] == '<' || url[i] == '>')
            return false;
    while (scheme < len && !strchr(":/?#&", url[scheme]))
        scheme++;
    if (scheme < len && url[scheme] == ':')
        return (scheme == 4 && strncasecmp(url, "http", 4) == 0) || (scheme == 5 && strncasecmp(url, "https", 5) == 0) ||
               (scheme == 6 && strncasecmp(url, "mailto", 6) == 0);
    return !(len >= 2 && url[0] == '/' && url[1] == '/') && len > 0;
}

static inline const char *html_attribute(const char **at, bool *image, const char *tag, size_t tag_len)
{
    static const char plain[] = " disabled checked ";
    static const char valued[] = " id class href src alt title rel role scope start type aria-labelledby loading ";
    const char *name = *at, *p = *at;
    while (islower((unsigned char)*p) || *p == '-')
        p++;
    size_t len = (size_t)(p - name);
    *at = p;
    if (*p != '=')
        return html_word_in(plain, name, len) ? NULL : "an attribute without a value";
    if (!html_word_in(valued, name, len))
        return "an unknown attribute";
    if (p[1] != '"')
        return "an unquoted attribute";
    const char *value = p + 2, *end = strchr(value, '"');
    if (!end)
        return "an open attribute";
    size_t size = (size_t)(end - value);
    *at = end + 1;
    if (memchr(value, '<', size) || memchr(value, '>', size))
        return "an unescaped value";
    bool address = (len == 4 && strncmp(name, "href", 4) == 0) || (len == 3 && strncmp(name, "src", 3) == 0);
    if (address && !html_address_ok(value, size))
        return "a refused address";
    *image = tag_len == 3 && strncmp(tag, "img", 3) == 0;
    if (*image && len == 3 && strncmp(name, "src", 3) == 0 && memchr(value, ':', size))
        return "an image from elsewhere";
    return NULL;
}

static inline const char *html_wrong(const char *html)
{
    static const char tags[] = " p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code hr table thead tbody tr th td section"
                               " em strong del a img br sup span input ";
    static const char alone[] = " hr img br input ";
    static char open[1 << 16]; /* the names of the open tags, each after a space */
    static char note[160];
    size_t depth = 0;
    for (const char *p = html; *p;) {
        if (*p == '>')
            return "a stray >";
        if (*p++ != '<')
            continue;
        bool closing = *p == '/';
        const char *name = p + closing, *end = name;
        while (isalnum((unsigned char)*end))
            end++;
        size_t len = (size_t)(end - name);
        if (!html_word_in(tags, name, len)) {
            snprintf(note, sizeof note, "an unknown tag: %.60s", p);
            return note;
        }
        bool image = false;
        while (!closing && *end == ' ') {
            end++;
            const char *wrong = html_attribute(&end, &image, name, len);
            if (wrong) {
                snprintf(note, sizeof note, "%s: %.60s", wrong, p);
                return note;
            }
        }
        if (*end != '>')
            return "a tag that does not end";
        if (closing) {
            if (depth < len + 1 || open[depth - len - 1] != ' ' || strncmp(open + depth - len, name, len) != 0) {
                snprintf(note, sizeof note, "closed but not open: %.40s", p);
                return note;
            }
            depth -= len + 1;
        } else if (!html_word_in(alone, name, len)) {
            if (depth + len + 1 > sizeof open)
                return NULL; /* deeper than we care to follow */
            open[depth++] = ' ';
            memcpy(open + depth, name, len);
            depth += len;
        }
        p = end + 1;
    }
    return depth ? "a tag that is never closed" : NULL;
}
