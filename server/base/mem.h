#pragma once
/* Memory with two lifetimes: objects (mem_alloc … mem_free, one owner each) and arenas (freed all at once).
 * Out of memory aborts, so every size that comes from outside is capped before it is allocated. */
#include <stddef.h>

#include "base/err.h"

void *mem_alloc(size_t size);                 /* uninitialised */
void *mem_zero(size_t count, size_t size);    /* zeroed; the product is checked */
void *mem_grow(void *ptr, size_t size);       /* realloc */
void *mem_copy(const void *ptr, size_t size); /* NULL when size is 0 */
char *mem_text(const char *text);             /* strdup; NULL stays NULL */
void mem_free(void *ptr);
void mem_free_ptr(void *ptr_to_ptr); /* for CLEANUP on a local pointer */

/* An arena belongs to one request or job and to the thread that runs it. */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */
void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned to 16 */
void *arena_copy(struct arena *arena, const void *ptr, size_t size);
char *arena_text(struct arena *arena, const char *text); /* NULL stays NULL */
char *arena_span(struct arena *arena, const char *text, size_t len); /* terminated copy */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
