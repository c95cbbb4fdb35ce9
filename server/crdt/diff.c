/* Making a text become another with few edits, word by word, so that cursors and anchors in what stays survive.
 * Myers' algorithm (An O(ND) Difference Algorithm, 1986) on words, bounded: beyond MAX_EDITS differences the middle part
 * is replaced as a whole. */
#include "crdt/edit.h"

#include "crdt/index.h"
#include "crdt/type.h"

#include <string.h>

enum { MAX_EDITS = 1500 };

struct word {
    uint32_t at, size; /* bytes */
    uint32_t units;
    uint32_t hash;
};

struct words {
    const uint8_t *text;
    VEC(struct word) list;
};

/* Letters, digits and everything beyond ASCII hold together; every other character is alone. */
static bool in_word(uint8_t c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void words_cut(struct words *out, bytes text)
{
    out->text = text.ptr;
    for (size_t i = 0, from; i < text.len;) {
        uint32_t hash = 2166136261u;
        from = i;
        do
            hash = (hash ^ text.ptr[i]) * 16777619u;
        while (in_word(text.ptr[i++]) && i < text.len && in_word(text.ptr[i]));
        uint32_t units = text_units((bytes){ text.ptr + from, i - from });
        VEC_PUSH(&out->list, (struct word){ (uint32_t)from, (uint32_t)(i - from), units, hash });
    }
}

static bool word_equal(const struct words *a, uint32_t i, const struct words *b, uint32_t j)
{
    const struct word *x = &a->list.at[i], *y = &b->list.at[j];
    return x->hash == y->hash && x->size == y->size && memcmp(a->text + x->at, b->text + y->at, x->size) == 0;
}

/* Old words [a, a_end) become new words [b, b_end). */
struct hunk {
    uint32_t a, a_end, b, b_end;
};

struct script {
    VEC(struct hunk) list; /* from the end to the beginning */
};

/* Grows the hunk before it if they touch. */
static void script_add(struct script *s, struct hunk h)
{
    if (s->list.count) {
        struct hunk *last = &s->list.at[s->list.count - 1];
        if (last->a == h.a_end && last->b == h.b_end) {
            last->a = h.a;
            last->b = h.b;
            return;
        }
    }
    VEC_PUSH(&s->list, h);
}

/* frontier[k + max] is how far along the old words one gets on diagonal k with d edits; each round is kept. */
static bool myers(struct script *out, const struct words *a, struct hunk h, const struct words *b)
{
    int32_t n = (int32_t)(h.a_end - h.a), m = (int32_t)(h.b_end - h.b), max = n + m < MAX_EDITS ? n + m : MAX_EDITS;
    int32_t *frontier = mem_zero(2 * (size_t)max + 3, sizeof *frontier);
    VEC(int32_t) rounds = { 0 };
    int32_t *v = frontier + max + 1, d, x = 0, y = 0;
    bool found = false;
    for (d = 0; d <= max && !found; d++) {
        uint32_t size = 2 * (uint32_t)d + 3;
        VEC_RESERVE(&rounds, size);
        memcpy(rounds.at + rounds.count, v - d - 1, size * sizeof *v);
        rounds.count += size;
        for (int32_t k = -d; k <= d && !found; k += 2) {
            x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
            y = x - k;
            while (x < n && y < m && word_equal(a, h.a + (uint32_t)x, b, h.b + (uint32_t)y))
                x++, y++;
            v[k] = x;
            found = x >= n && y >= m;
        }
    }
    uint32_t end = rounds.count;
    for (d--; found && d > 0; d--) { /* back along the rounds */
        end -= 2 * (uint32_t)d + 3;
        const int32_t *w = rounds.at + end + d + 1;
        int32_t k = x - y, from = k == -d || (k != d && w[k - 1] < w[k + 1]) ? k + 1 : k - 1;
        int32_t px = w[from], py = px - from;
        while (x > px && y > py && !(x == px + (from < k) && y == py + (from > k)))
            x--, y--;
        script_add(out, (struct hunk){ h.a + (uint32_t)px, h.a + (uint32_t)x, h.b + (uint32_t)py, h.b + (uint32_t)y });
        x = px;
        y = py;
    }
    mem_free(frontier);
    VEC_CLEAR(&rounds);
    return found;
}

static void compare(struct script *out, const struct words *a, const struct words *b)
{
    struct hunk h = { 0, a->list.count, 0, b->list.count };
    while (h.a < h.a_end && h.b < h.b_end && word_equal(a, h.a, b, h.b))
        h.a++, h.b++;
    while (h.a < h.a_end && h.b < h.b_end && word_equal(a, h.a_end - 1, b, h.b_end - 1))
        h.a_end--, h.b_end--;
    if (h.a == h.a_end && h.b == h.b_end)
        return;
    if (h.a == h.a_end || h.b == h.b_end || !myers(out, a, h, b)) {
        out->list.count = 0;
        script_add(out, h);
    }
}

/* Units of index taken by what is not text, up to a text position: embeds count but are not in the text. */
struct embed {
    uint32_t text_at; /* units of text before it */
};

struct embeds {
    VEC(struct embed) list;
};

static void embeds_find(struct embeds *out, const struct crdt_doc *doc, uint32_t type)
{
    uint32_t units = 0;
    for (uint32_t item = doc->types.at[type].start; item; item = item_at(doc, item)->right) {
        const struct item *it = item_at(doc, item);
        uint32_t width = item_width(it);
        if (it->kind == CONTENT_STRING)
            units += width;
        else
            for (; width; width--)
                VEC_PUSH(&out->list, (struct embed){ units });
    }
}

static uint32_t embed_at(const struct embeds *embeds, uint32_t embed)
{
    return embeds->list.at ? embeds->list.at[embed].text_at : 0;
}

/* Deletes [from, to) of the text, leaving the embeds in it; *embed counts those before `to`, then before `from`. */
static void delete_text(struct crdt_doc *doc, uint32_t type, const struct embeds *embeds, uint32_t *embed, uint32_t from,
                        uint32_t to)
{
    while (*embed && embed_at(embeds, *embed - 1) >= to)
        --*embed;
    while (from < to) {
        uint32_t cut = from;
        if (*embed && embed_at(embeds, *embed - 1) > from)
            cut = embed_at(embeds, *embed - 1);
        if (cut < to)
            edit_delete(doc, type, cut + *embed, to - cut);
        to = cut;
        while (*embed && embed_at(embeds, *embed - 1) >= to && to > from)
            --*embed;
    }
    while (*embed && embed_at(embeds, *embed - 1) > from)
        --*embed;
}

static uint32_t units_at(const struct words *w, uint32_t word)
{
    return w->list.at ? w->list.at[word].units : 0;
}

static uint32_t units_before(const struct words *w, uint32_t word)
{
    uint32_t units = 0;
    for (uint32_t i = 0; i < word; i++)
        units += units_at(w, i);
    return units;
}

/* From the end to the beginning, so that positions stay good. */
static void script_run(struct crdt_doc *doc, uint32_t type, uint64_t client, const struct script *s, const struct words *a,
                       const struct words *b)
{
    struct embeds embeds = { 0 };
    embeds_find(&embeds, doc, type);
    uint32_t embed = embeds.list.count, at = units_before(a, a->list.count), word = a->list.count;
    for (uint32_t i = 0; i < s->list.count; i++) {
        const struct hunk *h = &s->list.at[i];
        for (; word > h->a_end; word--)
            at -= units_at(a, word - 1);
        uint32_t to = at;
        for (; word > h->a; word--)
            at -= units_at(a, word - 1);
        delete_text(doc, type, &embeds, &embed, at, to);
        while (embed && embed_at(&embeds, embed - 1) >= at && h->a == h->a_end)
            --embed;
        if (b->list.at && h->b < h->b_end) {
            const struct word *first = &b->list.at[h->b], *last = &b->list.at[h->b_end - 1];
            edit_insert(doc, type, client, at + embed, (bytes){ b->text + first->at, last->at + last->size - first->at });
        }
    }
    VEC_CLEAR(&embeds.list);
}

carnet_err crdt_edit(struct crdt_doc *doc, const char *root, uint64_t client, bytes text, struct buf *update)
{
    TRY(edit_check(doc, client, text));
    struct buf present = { 0 };
    struct words a = { 0 }, b = { 0 };
    struct script script = { 0 };
    crdt_text(&present, doc, root);
    words_cut(&a, buf_bytes(&present));
    words_cut(&b, text);
    compare(&script, &a, &b);
    if (script.list.count) {
        uint32_t type = type_root(doc, bytes_text(root));
        index_build(doc, type);
        transaction_begin(doc);
        script_run(doc, type, client, &script, &a, &b);
        edit_finish(doc, client, update);
    }
    VEC_CLEAR(&script.list);
    VEC_CLEAR(&a.list);
    VEC_CLEAR(&b.list);
    buf_clear(&present);
    return CARNET_OK;
}
