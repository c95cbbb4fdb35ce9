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

bool link_is_own_image(const char *url)
{
    static const char folder[] = "images/", of_ids[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (strncmp(url, folder, strlen(folder)) != 0)
        return false;
    size_t len = strlen(url) - strlen(folder);
    return len >= 1 && len <= 64 && strspn(url + strlen(folder), of_ids) == len;
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
