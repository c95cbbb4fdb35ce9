/* Myers' algorithm. A round d knows how far one gets along each diagonal with d differences; every round is kept, so that the way can
 * be walked back. */
#include "text/script.h"

#include <string.h>

enum { DIFFERENCES_MOST = 3000, STEP = 32 /* bytes compared in one step */ };

void tokens_add(struct tokens *tokens, size_t from, size_t to)
{
    uint32_t hash = 2166136261u;
    for (size_t i = from; i < to; i++)
        hash = (hash ^ tokens->text[i]) * 16777619u;
    if (tokens->count == tokens->cap) {
        tokens->cap = tokens->cap ? tokens->cap * 2 : 64;
        tokens->list = mem_grow(tokens->list, tokens->cap * sizeof *tokens->list);
    }
    tokens->list[tokens->count++] = (struct token){ (uint32_t)from, (uint32_t)(to - from), hash };
}

void tokens_clear(struct tokens *tokens)
{
    mem_free(tokens->list);
    *tokens = (struct tokens){ 0 };
}

void script_add(struct script *script, struct hunk hunk)
{
    if (script->count == script->cap) {
        script->cap = script->cap ? script->cap * 2 : 64;
        script->list = mem_grow(script->list, script->cap * sizeof *script->list);
    }
    script->list[script->count++] = hunk;
}

void script_clear(struct script *script)
{
    mem_free(script->list);
    *script = (struct script){ 0 };
}

/* What is left of both lists once their common beginning and end are gone. */
struct middle {
    const struct tokens *a, *b;
    size_t a_from, a_to, b_from, b_to;
};

static bool token_equal(struct script *script, const struct tokens *a, size_t i, const struct tokens *b, size_t j)
{
    const struct token *x = &a->list[i], *y = &b->list[j];
    script->budget--;
    if (x->hash != y->hash || x->size != y->size)
        return false;
    script->budget -= x->size / STEP;
    return memcmp(a->text + x->at, b->text + y->at, x->size) == 0;
}

static struct middle trim(struct script *script, const struct tokens *a, const struct tokens *b)
{
    struct middle m = { a, b, 0, a->count, 0, b->count };
    while (m.a_from < m.a_to && m.b_from < m.b_to && token_equal(script, a, m.a_from, b, m.b_from))
        m.a_from++, m.b_from++;
    while (m.a_from < m.a_to && m.b_from < m.b_to && token_equal(script, a, m.a_to - 1, b, m.b_to - 1))
        m.a_to--, m.b_to--;
    return m;
}

static size_t at_of(const struct tokens *tokens, size_t token)
{
    if (token < tokens->count)
        return tokens->list[token].at;
    return token ? (size_t)tokens->list[token - 1].at + tokens->list[token - 1].size : 0;
}

static struct hunk hunk_of(const struct middle *m, size_t a, size_t a_end, size_t b, size_t b_end)
{
    return (struct hunk){ at_of(m->a, a), at_of(m->a, a_end), at_of(m->b, b), at_of(m->b, b_end) };
}

struct rounds {
    int32_t *kept; /* of round d: 2 d + 3 places, from diagonal -d-1 on */
    size_t count, cap;
    int32_t last, x, y;
};

static void keep_round(struct rounds *rounds, const int32_t *v, int32_t d)
{
    size_t size = 2 * (size_t)d + 3;
    if (rounds->count + size > rounds->cap) {
        rounds->cap = 2 * (rounds->count + size);
        rounds->kept = mem_grow(rounds->kept, rounds->cap * sizeof *rounds->kept);
    }
    memcpy(rounds->kept + rounds->count, v - d - 1, size * sizeof *v);
    rounds->count += size;
}

static bool comes_down(const int32_t *v, int32_t k, int32_t d)
{
    return k == -d || (k != d && v[k - 1] < v[k + 1]);
}

static bool forward(struct rounds *rounds, struct script *script, const struct middle *m)
{
    int32_t n = (int32_t)(m->a_to - m->a_from), height = (int32_t)(m->b_to - m->b_from);
    int32_t max = n + height < DIFFERENCES_MOST ? n + height : DIFFERENCES_MOST;
    int32_t *places = mem_zero(2 * (size_t)max + 3, sizeof *places), *v = places + max + 1;
    bool found = false;
    for (int32_t d = 0; d <= max && !found && script->budget > 0; d++) {
        keep_round(rounds, v, d);
        for (int32_t k = -d; k <= d && !found; k += 2) {
            int32_t x = comes_down(v, k, d) ? v[k + 1] : v[k - 1] + 1, y = x - k;
            script->budget--;
            while (x < n && y < height && token_equal(script, m->a, m->a_from + (size_t)x, m->b, m->b_from + (size_t)y))
                x++, y++;
            v[k] = x;
            found = x >= n && y >= height;
            if (found)
                *rounds = (struct rounds){ rounds->kept, rounds->count, rounds->cap, d, x, y };
        }
    }
    mem_free(places);
    return found;
}

/* From the end to the beginning; steps that touch are one hunk. */
static void walk_back(struct script *out, const struct rounds *rounds, const struct middle *m)
{
    size_t end = rounds->count, first = out->count;
    int32_t x = rounds->x, y = rounds->y, open_x = -1, open_y = -1, from_x = 0, from_y = 0;
    for (int32_t d = rounds->last; d > 0; d--) {
        end -= 2 * (size_t)d + 3;
        const int32_t *v = rounds->kept + end + d + 1;
        int32_t k = x - y, from = comes_down(v, k, d) ? k + 1 : k - 1;
        int32_t px = v[from], py = px - from, to_x = px + (from < k), to_y = py + (from > k);
        if (open_x < 0 || from_x != to_x || from_y != to_y) {
            if (open_x >= 0)
                script_add(out, hunk_of(m, m->a_from + (size_t)from_x, m->a_from + (size_t)open_x, m->b_from + (size_t)from_y,
                                        m->b_from + (size_t)open_y));
            open_x = to_x;
            open_y = to_y;
        }
        x = from_x = px;
        y = from_y = py;
    }
    if (open_x >= 0)
        script_add(out, hunk_of(m, m->a_from + (size_t)from_x, m->a_from + (size_t)open_x, m->b_from + (size_t)from_y,
                                m->b_from + (size_t)open_y));
    for (size_t i = first, j = out->count; i + 1 < j; i++) {
        struct hunk swap = out->list[--j];
        out->list[j] = out->list[i];
        out->list[i] = swap;
    }
}

void script_compare(struct script *script, const struct tokens *a, const struct tokens *b)
{
    struct middle m = trim(script, a, b);
    if (m.a_from == m.a_to && m.b_from == m.b_to)
        return;
    struct rounds rounds = { 0 };
    bool one_side = m.a_from == m.a_to || m.b_from == m.b_to;
    if (one_side || !forward(&rounds, script, &m))
        script_add(script, hunk_of(&m, m.a_from, m.a_to, m.b_from, m.b_to));
    else
        walk_back(script, &rounds, &m);
    mem_free(rounds.kept);
}
