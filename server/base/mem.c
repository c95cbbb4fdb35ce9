/* malloc that cannot fail, and a chunked arena: 4 kB chunks, larger requests get a chunk of their own. */
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *alive(void *ptr)
{
    if (!ptr) {
        fputs("carnet: out of memory\n", stderr);
        abort();
    }
    return ptr;
}

void *mem_alloc(size_t size)
{
    return alive(malloc(size ? size : 1));
}

void *mem_zero(size_t count, size_t size)
{
    return alive(calloc(count ? count : 1, size ? size : 1));
}

void *mem_grow(void *ptr, size_t size)
{
    return alive(realloc(ptr, size ? size : 1));
}

void *mem_copy(const void *ptr, size_t size)
{
    return size ? memcpy(mem_alloc(size), ptr, size) : NULL;
}

char *mem_text(const char *text)
{
    return text ? mem_copy(text, strlen(text) + 1) : NULL;
}

void mem_free(void *ptr)
{
    free(ptr);
}

void mem_free_ptr(void *ptr_to_ptr)
{
    free(*(void **)ptr_to_ptr);
}

enum { CHUNK = 4096, ALIGN = 16 };

struct chunk {
    struct chunk *next;
    size_t used, size; /* of data */
    _Alignas(ALIGN) unsigned char data[];
};

struct arena {
    struct chunk *chunk;
};

struct arena *arena_new(void)
{
    return mem_zero(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct chunk *c = arena->chunk, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t need = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (need < size)
        alive(NULL);
    struct chunk *c = arena->chunk;
    if (!c || c->size - c->used < need) {
        size_t room = need > CHUNK - sizeof *c ? need : CHUNK - sizeof *c;
        c = mem_alloc(sizeof *c + room);
        c->used = 0;
        c->size = room;
        if (need > CHUNK / 2 && arena->chunk) { /* keep filling the chunk at hand */
            c->next = arena->chunk->next;
            arena->chunk->next = c;
        } else {
            c->next = arena->chunk;
            arena->chunk = c;
        }
    }
    void *ptr = c->data + c->used;
    c->used += need;
    return memset(ptr, 0, size);
}

void *arena_copy(struct arena *arena, const void *ptr, size_t size)
{
    void *copy = arena_alloc(arena, size);
    return size ? memcpy(copy, ptr, size) : copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text, strlen(text) + 1) : NULL;
}

char *arena_span(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);
    if (len)
        memcpy(copy, text, len);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, (size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}
