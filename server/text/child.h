#pragma once
/* The other side of text/renderer.h: confines itself, then answers jobs on standard input and output until that closes.
 * main calls it for the sub-command "render-child" before anything else is set up. */
#include <stdbool.h>

int render_child_main(void); /* the exit status */

/* Limits and system call filter, for good, on the calling process; false when the system refuses. */
bool render_child_confine(void);
