/* Each line is built in one buffer and leaves in one write, so that threads do not mix their lines. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

static _Atomic int threshold = LOG_INFO;

void log_level_set(enum log_level level)
{
    threshold = (int)level;
}

void log_line(enum log_level level, const char *area, const char *what, const char *format, ...)
{
    static const char *const names[] = { "error", "warn", "info", "debug" };
    if ((int)level > threshold)
        return;
    char line[1024], at[CLOCK_TEXT];
    clock_text(at, clock_now());
    int len = snprintf(line, sizeof line, "%s %s %s: %s", at, names[level], area, what);
    if (format[0]) {
        line[len++] = ' ';
        va_list args;
        va_start(args, format);
        len += vsnprintf(line + len, sizeof line - (size_t)len - 1, format, args);
        va_end(args);
    }
    if (len > (int)sizeof line - 2)
        len = (int)sizeof line - 2;
    for (int i = 0; i < len; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[len++] = '\n';
    if (write(STDERR_FILENO, line, (size_t)len) < 0)
        return; /* nowhere left to say it */
}

void log_note(enum log_level level, const char *area, const char *what, const struct err_note *note)
{
    log_line(level, area, what, "err=%s key=%s detail=%s", err_name(note->code), note->key ? note->key : "",
             note->detail);
}
