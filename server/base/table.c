/* Linear probing, at most 3/4 full, tombstones swept when the table is rebuilt. */
#include "base/table.h"

#include <string.h>

#include "base/mem.h"

static uint64_t seed = 0x9e3779b97f4a7c15u;

void table_seed(uint64_t secret)
{
    seed ^= secret;
}

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t hash_text(const char *text)
{
    uint64_t h = seed;
    for (; *text; text++)
        h = (h ^ (uint8_t)*text) * 0x100000001b3u;
    return mix(h);
}

/* A slot is free (value NULL, not dead), dead (value NULL, dead) or taken. */
struct table_slot {
    uint64_t key;
    void *value;
    int dead;
};

struct names_slot {
    char *key;
    void *value;
    uint64_t hash;
    int dead;
};

static struct table_slot *table_find(const struct table *t, uint64_t key)
{
    if (!t->size)
        return NULL;
    for (size_t i = mix(key ^ seed) & (t->size - 1);; i = (i + 1) & (t->size - 1)) {
        struct table_slot *s = &t->slots[i];
        if (s->value ? s->key == key : !s->dead)
            return s->value ? s : NULL;
    }
}

static void table_insert(struct table *t, uint64_t key, void *value)
{
    size_t i = mix(key ^ seed) & (t->size - 1);
    while (t->slots[i].value)
        i = (i + 1) & (t->size - 1);
    t->used += !t->slots[i].dead;
    t->slots[i] = (struct table_slot){ key, value, 0 };
    t->count++;
}

static void table_rebuild(struct table *t)
{
    struct table old = *t;
    size_t size = 16;
    while (size < old.count * 2 + 2)
        size *= 2;
    *t = (struct table){ mem_zero(size, sizeof *t->slots), 0, 0, size };
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].value)
            table_insert(t, old.slots[i].key, old.slots[i].value);
    mem_free(old.slots);
}

void table_clear(struct table *t)
{
    mem_free(t->slots);
    *t = (struct table){ 0 };
}

void *table_get(const struct table *t, uint64_t key)
{
    struct table_slot *s = table_find(t, key);
    return s ? s->value : NULL;
}

void table_put(struct table *t, uint64_t key, void *value)
{
    struct table_slot *s = table_find(t, key);
    if (s) {
        s->value = value;
        return;
    }
    if ((t->used + 1) * 4 > t->size * 3)
        table_rebuild(t);
    table_insert(t, key, value);
}

void *table_remove(struct table *t, uint64_t key)
{
    struct table_slot *s = table_find(t, key);
    if (!s)
        return NULL;
    void *value = s->value;
    *s = (struct table_slot){ .dead = 1 };
    t->count--;
    return value;
}

void *table_next(const struct table *t, size_t *at, uint64_t *key)
{
    for (; *at < t->size; ++*at)
        if (t->slots[*at].value) {
            if (key)
                *key = t->slots[*at].key;
            return t->slots[(*at)++].value;
        }
    return NULL;
}

static struct names_slot *names_find(const struct names *n, const char *key, uint64_t hash)
{
    if (!n->size)
        return NULL;
    for (size_t i = hash & (n->size - 1);; i = (i + 1) & (n->size - 1)) {
        struct names_slot *s = &n->slots[i];
        if (s->value ? s->hash == hash && strcmp(s->key, key) == 0 : !s->dead)
            return s->value ? s : NULL;
    }
}

static void names_insert(struct names *n, char *key, uint64_t hash, void *value)
{
    size_t i = hash & (n->size - 1);
    while (n->slots[i].value)
        i = (i + 1) & (n->size - 1);
    n->used += !n->slots[i].dead;
    n->slots[i] = (struct names_slot){ key, value, hash, 0 };
    n->count++;
}

static void names_rebuild(struct names *n)
{
    struct names old = *n;
    size_t size = 16;
    while (size < old.count * 2 + 2)
        size *= 2;
    *n = (struct names){ mem_zero(size, sizeof *n->slots), 0, 0, size };
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].value)
            names_insert(n, old.slots[i].key, old.slots[i].hash, old.slots[i].value);
    mem_free(old.slots);
}

void names_clear(struct names *n)
{
    for (size_t i = 0; i < n->size; i++)
        if (n->slots[i].value)
            mem_free(n->slots[i].key);
    mem_free(n->slots);
    *n = (struct names){ 0 };
}

void *names_get(const struct names *n, const char *key)
{
    struct names_slot *s = names_find(n, key, hash_text(key));
    return s ? s->value : NULL;
}

void names_put(struct names *n, const char *key, void *value)
{
    uint64_t hash = hash_text(key);
    struct names_slot *s = names_find(n, key, hash);
    if (s) {
        s->value = value;
        return;
    }
    if ((n->used + 1) * 4 > n->size * 3)
        names_rebuild(n);
    names_insert(n, mem_text(key), hash, value);
}

void *names_remove(struct names *n, const char *key)
{
    struct names_slot *s = names_find(n, key, hash_text(key));
    if (!s)
        return NULL;
    void *value = s->value;
    mem_free(s->key);
    *s = (struct names_slot){ .dead = 1 };
    n->count--;
    return value;
}

void *names_next(const struct names *n, size_t *at, const char **key)
{
    for (; *at < n->size; ++*at)
        if (n->slots[*at].value) {
            if (key)
                *key = n->slots[*at].key;
            return n->slots[(*at)++].value;
        }
    return NULL;
}
