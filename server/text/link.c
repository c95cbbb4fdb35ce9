/* Addresses are judged as a browser will read them: it drops tabs and line ends inside, takes "\" for "/", and ignores
 * the case of schemes. Nothing here tries to repair an address. */
#include "text/link.h"

#include <string.h>
#include <strings.h>

static bool starts(const char *text, const char *prefix)
{
    return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

static bool odd(const char *url)
{
    for (const char *c = url; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f || *c == '\\')
            return true;
    return !*url || *url == ' ';
}

enum link_kind link_kind(const char *url)
{
    if (odd(url))
        return LINK_REFUSED;
    if (starts(url, "http://") || starts(url, "https://"))
        return LINK_WEB;
    if (starts(url, "mailto:"))
        return LINK_MAIL;
    if (url[strcspn(url, ":/?#")] == ':' || starts(url, "//"))
        return LINK_REFUSED;
    return LINK_OWN;
}

/* A "." part, also written %2e, lets a path climb. */
static bool climbs(const char *url)
{
    for (const char *part = url; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL) {
        size_t len = strcspn(part, "/?#"), dots = 0, i = 0;
        while (i < len && (part[i] == '.' || starts(part + i, "%2e"))) {
            i += part[i] == '.' ? 1 : 3;
            dots++;
        }
        if (dots && i == len)
            return true;
    }
    return false;
}

bool link_is_own_image(const char *url)
{
    if (link_kind(url) != LINK_OWN || climbs(url))
        return false;
    return starts(url, "/api/files/") || !strchr("/?#", *url);
}

void link_put(struct buf *out, const char *url)
{
    for (const char *c = url; *c; c++) {
        switch (*c) {
        case '&':
            buf_put_text(out, "&amp;");
            break;
        case '\'':
            buf_put_text(out, "&#39;");
            break;
        case '"':
        case '<':
        case '>':
        case ' ':
        case '`':
            buf_printf(out, "%%%02X", (unsigned)*c);
            break;
        default:
            if ((unsigned char)*c >= 0x80)
                buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
            else
                buf_put_byte(out, (uint8_t)*c);
        }
    }
}
