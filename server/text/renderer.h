#pragma once
/* Markdown work in a supervised child process: no Markdown is ever parsed in the server itself.
 * One renderer belongs to one worker thread; its calls block until the child answered or its time is over. The child
 * starts with the first call, is confined, lives on, and is replaced after whatever goes wrong: the next call works. */
#include <sys/types.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/mem.h"
#include "text/measure.h"

enum {
    RENDERER_INPUT = 1 << 20,  /* bytes of Markdown; above: LIMIT "text.too_long" */
    RENDERER_OUTPUT = 8 << 20, /* bytes of result; above: LIMIT "text.too_costly", like too much time or memory */
};

struct renderer;

/* program is our own binary ("/proc/self/exe"), run as "program render-child". Starts nothing yet. */
struct renderer *renderer_new(const char *program);
void renderer_free(struct renderer *r); /* ends the child; NULL is fine */

/* INVALID "text.not_utf8", LIMIT as above, IO "text.child" when the child ended by itself twice in a row. */
MUST_CHECK carnet_err renderer_html(struct buf *out, struct renderer *r, bytes markdown); /* appends a safe fragment */
MUST_CHECK carnet_err renderer_measure(struct text_measure *out, struct renderer *r, bytes markdown);
MUST_CHECK carnet_err renderer_outline(struct text_outline *out, struct arena *arena, struct renderer *r,
                                       bytes markdown);

pid_t renderer_pid(const struct renderer *r);            /* 0 while there is no child */
void renderer_set_deadline(struct renderer *r, int ms); /* per call, wall clock; 8 s unless set */
