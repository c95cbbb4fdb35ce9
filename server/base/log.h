#pragma once
/* One line per fact on standard error: time, level, area: what, then key=value. Any thread.
 * Never the content of a journal, a name or a token. Control characters in values are replaced. */
#include "base/err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_level_set(enum log_level level); /* LOG_INFO at first */
void log_line(enum log_level level, const char *area, const char *what, const char *format, ...) PRINTF_LIKE(4, 5);
void log_note(enum log_level level, const char *area, const char *what, const struct err_note *note);

#define log_error(area, what, ...) log_line(LOG_ERROR, area, what, __VA_ARGS__)
#define log_warn(area, what, ...) log_line(LOG_WARN, area, what, __VA_ARGS__)
#define log_info(area, what, ...) log_line(LOG_INFO, area, what, __VA_ARGS__)
#define log_debug(area, what, ...) log_line(LOG_DEBUG, area, what, __VA_ARGS__)
