/* Three things have to be right: where lines are folded (never inside a UTF-8 sequence), what is escaped, and the zone. A library
 * would bring its own zone tables and a parser we do not need. */
#include "areas/calendar/ical.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

enum { LINE = 75 };

static bool continues(uint8_t c)
{
    return (c & 0xc0) == 0x80;
}

static void put_line(struct buf *out, const struct buf *line)
{
    size_t at = 0, room = LINE;
    while (line->len - at > room) {
        size_t take = room;
        while (take > 1 && continues(line->ptr[at + take]))
            take--;
        buf_put(out, (bytes){ line->ptr + at, take });
        buf_put_text(out, "\r\n ");
        at += take;
        room = LINE - 1; /* the space counts */
    }
    buf_put(out, (bytes){ line->ptr + at, line->len - at });
    buf_put_text(out, "\r\n");
}

static void put(struct buf *out, const char *name, const char *value)
{
    CLEANUP(buf_clear) struct buf line = { 0 };
    buf_printf(&line, "%s:%s", name, value);
    put_line(out, &line);
}

static void put_text(struct buf *out, const char *name, const char *text)
{
    CLEANUP(buf_clear) struct buf line = { 0 };
    buf_printf(&line, "%s:", name);
    for (; *text; text++) {
        if (*text == '\n') {
            buf_put_text(&line, "\\n");
            continue;
        }
        if ((unsigned char)*text < 0x20)
            continue;
        if (strchr("\\;,", *text))
            buf_put_byte(&line, '\\');
        buf_put_byte(&line, (uint8_t)*text);
    }
    put_line(out, &line);
}

static void put_moment(struct buf *out, const char *name, int64_t at)
{
    char text[CLOCK_TEXT], value[17];
    clock_text(text, at); /* 2026-06-12T07:00:00.000Z */
    size_t n = 0;
    for (const char *c = text; *c && *c != '.'; c++)
        if (*c != '-' && *c != ':')
            value[n++] = *c;
    value[n++] = 'Z';
    value[n] = 0;
    put(out, name, value);
}

void ical_begin(struct buf *out, const char *name)
{
    buf_put_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Carnet//Carnet//FR\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    put_text(out, "NAME", name);
    put_text(out, "X-WR-CALNAME", name);
    buf_put_text(out, "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n"
                      /* The European rule, as in base/clock.c. */
                      "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n"
                      "BEGIN:DAYLIGHT\r\nDTSTART:19960331T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"
                      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
                      "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"
                      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"
                      "END:VTIMEZONE\r\n");
}

void ical_event(struct buf *out, const struct ical_event *event)
{
    const char *kind = event->all_day ? ";VALUE=DATE" : ";TZID=Europe/Paris";
    char name[32], sequence[24];
    buf_put_text(out, "BEGIN:VEVENT\r\n");
    put(out, "UID", event->uid);
    put_moment(out, "DTSTAMP", event->changed_at);
    put_moment(out, "LAST-MODIFIED", event->changed_at);
    snprintf(sequence, sizeof sequence, "%lld", (long long)event->sequence);
    put(out, "SEQUENCE", sequence);
    snprintf(name, sizeof name, "DTSTART%s", kind);
    put(out, name, event->from);
    if (event->to) {
        snprintf(name, sizeof name, "DTEND%s", kind);
        put(out, name, event->to);
    }
    put_text(out, "SUMMARY", event->summary);
    if (event->location)
        put_text(out, "LOCATION", event->location);
    buf_put_text(out, event->takes_time ? "TRANSP:OPAQUE\r\n" : "TRANSP:TRANSPARENT\r\n");
    buf_put_text(out, "END:VEVENT\r\n");
}

void ical_end(struct buf *out)
{
    buf_put_text(out, "END:VCALENDAR\r\n");
}
