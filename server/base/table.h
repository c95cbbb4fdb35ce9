#pragma once
/* Two hash tables, open addressing: table (64-bit key → pointer) and names (text → pointer, keys copied).
 * One thread at a time. Values are borrowed; NULL values cannot be stored. Keys from outside are hashed with a
 * per-process secret (table_seed), so nobody can aim at one bucket. */
#include <stddef.h>
#include <stdint.h>

struct table_slot;
struct table {
    struct table_slot *slots;
    size_t count, used, size;
};
void table_seed(uint64_t secret); /* once, at start */
void table_clear(struct table *t); /* frees the slots, not the values */
void *table_get(const struct table *t, uint64_t key);
void table_put(struct table *t, uint64_t key, void *value); /* replaces */
void *table_remove(struct table *t, uint64_t key);          /* the value that was there, or NULL */
/* Walk: size_t at = 0; while ((value = table_next(t, &at, &key))) …; removing the current key is allowed. */
void *table_next(const struct table *t, size_t *at, uint64_t *key);

struct names_slot;
struct names {
    struct names_slot *slots;
    size_t count, used, size;
};
void names_clear(struct names *n);
void *names_get(const struct names *n, const char *key);
void names_put(struct names *n, const char *key, void *value);
void *names_remove(struct names *n, const char *key);
void *names_next(const struct names *n, size_t *at, const char **key);
