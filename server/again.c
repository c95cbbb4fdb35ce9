#define _GNU_SOURCE /* close_range */
/* Starting again in place: whoever watches over this process (systemd, `make run`) notices nothing. */
#include "app.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A clock that was set goes on from here. */
static void keep_clock(void)
{
    const char *set = getenv("CARNET_NOW");
    char now[CLOCK_TEXT];
    clock_text(now, clock_now());
    if (set && *set && setenv("CARNET_NOW", now, 1) != 0)
        log_warn("app", "the clock that was set starts over", "%s", "");
}

/* The words, with the port that was found where any would do. */
static char **same_words(char **words, char *listen)
{
    size_t count = 0;
    while (words[count])
        count++;
    char **same = mem_zero(count + 1, sizeof *same);
    for (size_t i = 0; i < count; i++)
        same[i] = i && strcmp(words[i - 1], "--listen") == 0 ? listen : words[i];
    return same;
}

void again(const struct app_options *options, int port)
{
    char self[4096], listen[300];
    int host = (int)(strrchr(options->listen, ':') - options->listen);
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = 0;
    snprintf(listen, sizeof listen, "%.*s:%d", host, options->listen, port);
    char **words = same_words(options->words, listen);
    keep_clock();
    log_info("app", "starting again", "%s", "");
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    execv(self, words);             /* by its name, so that it keeps it */
    execv("/proc/self/exe", words); /* another one has its place by now */
    log_error("app", "not started again", "why=%s", strerror(errno));
    mem_free(words);
}
