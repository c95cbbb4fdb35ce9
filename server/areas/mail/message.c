/* Writing messages. Every header value passes through put_text_value or is made here. */
#include "areas/mail/message.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"

enum { LINE_MOST = 76, WORD_MOST = 64 /* a line that holds one is at most 76 long */ };

static const char HEX[] = "0123456789ABCDEF";

static bool is_plain(const char *text)
{
    for (const char *at = text; *at; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') || *at == ' ' || *at == '-'))
            return false;
    return strlen(text) <= 60;
}

static void put_escaped(struct buf *out, unsigned char c)
{
    buf_put_byte(out, '=');
    buf_put_byte(out, (uint8_t)HEX[c >> 4]);
    buf_put_byte(out, (uint8_t)HEX[c & 15]);
}

static size_t sequence_length(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* RFC 2047, the Q encoding, which suits mostly Latin text; a word never parts a character. */
static void put_encoded(struct buf *out, const char *text)
{
    size_t room = 0;
    for (const char *at = text; *at;) {
        size_t len = sequence_length((unsigned char)*at);
        if (room < 3 * len) {
            buf_put_text(out, room || at != text ? "?=\r\n =?UTF-8?Q?" : "=?UTF-8?Q?");
            room = WORD_MOST - (sizeof "=?UTF-8?Q?" - 1) - (sizeof "?=" - 1);
        }
        for (size_t i = 0; i < len && *at; i++, at++) {
            unsigned char c = (unsigned char)*at;
            bool bare = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (bare || c == ' ')
                buf_put_byte(out, c == ' ' ? '_' : c);
            else
                put_escaped(out, c);
            room -= bare || c == ' ' ? 1 : 3;
        }
    }
    buf_put_text(out, "?=");
}

static void put_text_value(struct buf *out, const char *text)
{
    if (is_plain(text))
        buf_put_text(out, text);
    else
        put_encoded(out, text);
}

static void put_mailbox(struct buf *out, const char *header, const char *name, const char *address)
{
    buf_printf(out, "%s: ", header);
    if (*name) {
        put_text_value(out, name);
        buf_put_text(out, "\r\n ");
    }
    buf_printf(out, "<%s>\r\n", address);
}

static void put_date(struct buf *out, int64_t at)
{
    static const char *const DAYS[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" }; /* 1970 began on a Thursday */
    static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int64_t seconds = at / 1000, days = seconds / 86400, of_day = seconds % 86400;
    int year, month, day;
    clock_date(&year, &month, &day, days);
    buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", DAYS[days % 7], day, MONTHS[month - 1], year,
               (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
}

static bool at_line_end(const char *at)
{
    return at[0] == '\n' || at[0] == 0 || (at[0] == '\r' && at[1] == '\n');
}

/* RFC 2045 §6.7. A lone carriage return is escaped like any other control character. */
static void put_quoted_printable(struct buf *out, const char *text)
{
    size_t column = 0;
    for (const char *at = text; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (c == '\r' && at[1] == '\n')
            continue;
        if (c == '\n') {
            buf_put_text(out, "\r\n");
            column = 0;
            continue;
        }
        bool bare = (c > ' ' && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !at_line_end(at + 1));
        size_t width = bare ? 1 : 3;
        if (column + width > LINE_MOST - 1) {
            buf_put_text(out, "=\r\n");
            column = 0;
        }
        if (bare)
            buf_put_byte(out, c);
        else
            put_escaped(out, c);
        column += width;
    }
    if (column)
        buf_put_text(out, "\r\n");
}

void message_write(struct buf *out, const struct message_parts *parts)
{
    put_date(out, parts->date);
    put_mailbox(out, "From", parts->from_name, parts->from);
    put_mailbox(out, "To", parts->to_name, parts->to);
    buf_printf(out, "Message-ID: <%s%s>\r\n", parts->id, strrchr(parts->from, '@'));
    buf_put_text(out, "Subject: ");
    put_text_value(out, parts->subject);
    buf_put_text(out, "\r\nMIME-Version: 1.0\r\n"
                      "Content-Type: text/plain; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: quoted-printable\r\n"
                      "Content-Language: fr\r\n"
                      "Auto-Submitted: auto-generated\r\n");
    if (parts->unsubscribe)
        buf_printf(out, "List-Unsubscribe: <%s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", parts->unsubscribe);
    buf_put_text(out, "\r\n");
    put_quoted_printable(out, parts->body);
}
