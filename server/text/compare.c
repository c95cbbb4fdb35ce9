/* Lines, then words, then what a reader sees: changes told as one when little keeps them apart, and the lines they stand in. */
#include "text/compare.h"

#include <string.h>

#include "base/utf.h"
#include "text/script.h"

enum { STEPS_MOST = 40 * 1000 * 1000 };

/* ---- tokens ---- */

static size_t character_size(uint8_t lead)
{
    return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

static bool is_letter(bytes text, size_t at)
{
    return utf_is_letter(utf8_point_at(text, at));
}

static size_t word_end(bytes text, size_t at)
{
    bool letters = is_letter(text, at);
    do
        at += character_size(text.ptr[at]);
    while (letters && at < text.len && is_letter(text, at));
    return at < text.len ? at : text.len;
}

static void cut_words(struct tokens *out, bytes text, size_t from, size_t to)
{
    bytes part = { text.ptr, to };
    out->text = text.ptr;
    for (size_t at = from, end; at < to; at = end) {
        end = word_end(part, at);
        tokens_add(out, at, end);
    }
}

/* A line with the empty lines behind it. */
static void cut_lines(struct tokens *out, bytes text)
{
    out->text = text.ptr;
    for (size_t at = 0, end; at < text.len; at = end) {
        const uint8_t *newline = memchr(text.ptr + at, '\n', text.len - at);
        end = newline ? (size_t)(newline - text.ptr) + 1 : text.len;
        while (end < text.len && text.ptr[end] == '\n')
            end++;
        tokens_add(out, at, end);
    }
}

/* ---- hunks ---- */

static bool starts_line(bytes text, size_t at)
{
    return at == 0 || text.ptr[at - 1] == '\n';
}

static void refine(struct script *words, struct hunk hunk, bytes from, bytes to)
{
    struct tokens a = { 0 }, b = { 0 };
    cut_words(&a, from, hunk.a, hunk.a_end);
    cut_words(&b, to, hunk.b, hunk.b_end);
    if (!a.count || !b.count)
        script_add(words, hunk); /* tokens of an empty stretch do not know where it stands */
    else
        script_compare(words, &a, &b);
    tokens_clear(&a);
    tokens_clear(&b);
}

static size_t larger(const struct hunk *hunk)
{
    size_t removed = hunk->a_end - hunk->a, added = hunk->b_end - hunk->b;
    return removed > added ? removed : added;
}

static bool replaces(const struct hunk *hunk)
{
    return hunk->a < hunk->a_end && hunk->b < hunk->b_end;
}

static size_t count_words(bytes text, size_t from, size_t to)
{
    size_t words = 0;
    bytes part = { text.ptr, to };
    for (size_t at = from; at < to; at = word_end(part, at))
        words += is_letter(part, at);
    return words;
}

/* Between two changes, in one line: no more than each of them changes, and a word only where both replace words. */
static bool is_weak(bytes from, bytes to, const struct hunk *before, const struct hunk *after)
{
    size_t gap = after->a - before->a_end;
    bool line = starts_line(from, before->a_end) || starts_line(to, before->b_end);
    if (line || gap > larger(before) || gap > larger(after) || memchr(from.ptr + before->a_end, '\n', gap))
        return false;
    return (replaces(before) && replaces(after)) || !count_words(from, before->a_end, after->a);
}

static void join_weak(struct script *script, bytes from, bytes to)
{
    size_t kept = 0;
    for (size_t i = 0; i < script->count; i++) {
        struct hunk hunk = script->list[i];
        while (kept && is_weak(from, to, &script->list[kept - 1], &hunk)) {
            kept--;
            hunk.a = script->list[kept].a;
            hunk.b = script->list[kept].b;
        }
        script->list[kept++] = hunk;
    }
    script->count = kept;
}

/* Words put in or taken out can often be said to stand in two places: « un\n[deux\n] » or « un[\ndeux]\n ». Whole lines are easier to read. */
static size_t steps_to_line(bytes text, size_t from, size_t to, size_t least, size_t most, bool forth)
{
    for (size_t k = 0;; k++) {
        size_t at = forth ? from + k : from - k;
        if (starts_line(text, at))
            return k;
        bool can = forth ? to + k < most && text.ptr[from + k] == text.ptr[to + k] : at > least && text.ptr[at - 1] == text.ptr[to - k - 1];
        if (!can)
            return SIZE_MAX;
    }
}

static void move_to_line(struct script *script, size_t i, bytes from, bytes to)
{
    struct hunk *hunk = &script->list[i];
    bool added = hunk->a == hunk->a_end;
    if (!added && hunk->b < hunk->b_end)
        return;
    bytes text = added ? to : from;
    size_t first = added ? hunk->b : hunk->a, end = added ? hunk->b_end : hunk->a_end;
    size_t least = !i ? 0 : added ? script->list[i - 1].b_end : script->list[i - 1].a_end;
    size_t most = i + 1 == script->count ? text.len : added ? script->list[i + 1].b : script->list[i + 1].a;
    size_t forth = steps_to_line(text, first, end, least, most, true), back = steps_to_line(text, first, end, least, most, false);
    size_t by = forth <= back ? forth : 0 - back;
    if (forth == SIZE_MAX && back == SIZE_MAX)
        return;
    hunk->a += by;
    hunk->a_end += by;
    hunk->b += by;
    hunk->b_end += by;
}

static void find_hunks(struct script *out, bytes from, bytes to)
{
    struct tokens a = { 0 }, b = { 0 };
    struct script lines = { .budget = STEPS_MOST };
    cut_lines(&a, from);
    cut_lines(&b, to);
    script_compare(&lines, &a, &b);
    out->budget = lines.budget;
    for (size_t i = 0; i < lines.count; i++)
        refine(out, lines.list[i], from, to);
    for (size_t i = 0; i < out->count; i++)
        move_to_line(out, i, from, to);
    join_weak(out, from, to);
    script_clear(&lines);
    tokens_clear(&a);
    tokens_clear(&b);
}

/* ---- words that are read ---- */

/* A text read from its beginning, never twice: whether a place lies in an address depends on what stands before. */
struct reading {
    bytes text;
    size_t at;
};

/* "[x]" behind the sign of an item. */
static bool is_tick(bytes text, size_t at)
{
    return at > 1 && at + 2 < text.len && text.ptr[at] == '[' && (text.ptr[at + 1] | 0x20) == 'x' && text.ptr[at + 2] == ']' &&
           text.ptr[at - 1] == ' ' && text.ptr[at - 2] && strchr("-*+.)", text.ptr[at - 2]);
}

/* A tick; an address of a link or an image, or the name of a note: signs without a space up to what closes them. */
static size_t unread_end(bytes text, size_t at)
{
    if (is_tick(text, at))
        return at + 2;
    bool address = at && text.ptr[at - 1] == ']' && text.ptr[at] == '(', note = at + 1 < text.len && text.ptr[at] == '[' && text.ptr[at + 1] == '^';
    if (!address && !note)
        return at;
    while (at < text.len && text.ptr[at] > ' ' && text.ptr[at] != (address ? ')' : ']'))
        at++;
    return at;
}

static size_t read_words(struct reading *r, size_t from, size_t to)
{
    size_t words = 0;
    while (r->at < to) {
        bytes part = { r->text.ptr, r->at < from ? from : to };
        size_t after = unread_end(r->text, r->at);
        if (after > r->at) {
            r->at = after;
            continue;
        }
        words += r->at >= from && is_letter(part, r->at);
        r->at = word_end(part, r->at);
    }
    return words;
}

/* ---- runs and passages ---- */

struct build {
    struct comparison *out;
    bytes from, to;
    struct reading before, after;
};

static void add_run(struct build *build, enum compare_kind kind, bytes text, size_t from, size_t to)
{
    if (from < to)
        build->out->runs[build->out->run_count++] = (struct compare_run){ kind, { text.ptr + from, to - from } };
}

static void add_hunk(struct build *build, const struct hunk *hunk)
{
    add_run(build, COMPARE_REMOVED, build->from, hunk->a, hunk->a_end);
    add_run(build, COMPARE_ADDED, build->to, hunk->b, hunk->b_end);
    build->out->words_removed += read_words(&build->before, hunk->a, hunk->a_end);
    build->out->words_added += read_words(&build->after, hunk->b, hunk->b_end);
}

/* After the change a line begins in both texts, and the change is of whole lines. */
static bool ends_line(const struct build *build, const struct hunk *hunk)
{
    return starts_line(build->from, hunk->a_end) && starts_line(build->to, hunk->b_end) && (replaces(hunk) || starts_line(build->from, hunk->a));
}

static uint64_t mix(uint64_t hash, bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ text.ptr[i]) * UINT64_C(1099511628211);
    return hash;
}

static uint64_t key_of(const struct comparison *c, const struct compare_passage *passage)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int side = COMPARE_REMOVED; side <= COMPARE_ADDED; side++) {
        for (size_t i = passage->first; i < passage->end; i++)
            if (c->runs[i].kind == COMPARE_SAME || c->runs[i].kind == (enum compare_kind)side)
                hash = mix(hash, c->runs[i].text);
        hash = mix(hash, (bytes){ (const uint8_t *)"", 1 });
    }
    return hash;
}

static void end_passage(struct build *build)
{
    struct comparison *c = build->out;
    struct compare_passage *passage = &c->passages[c->passage_count++];
    passage->end = c->run_count;
    passage->key = key_of(c, passage);
}

static void begin_passage(struct build *build)
{
    build->out->passages[build->out->passage_count].first = build->out->run_count;
}

/* What stays between two changes: the end of the lines of the first, what belongs to neither, the beginning of the lines of the second. */
static void add_gap(struct build *build, const struct hunk *before, const struct hunk *after)
{
    bytes text = build->from;
    size_t from = before->a_end, to = after->a, close = from, open = to;
    if (!ends_line(build, before)) {
        const uint8_t *newline = memchr(text.ptr + from, '\n', to - from);
        if (!newline) {
            add_run(build, COMPARE_SAME, text, from, to);
            return;
        }
        close = (size_t)(newline - text.ptr) + 1;
    }
    while (open > close && text.ptr[open - 1] != '\n')
        open--;
    add_run(build, COMPARE_SAME, text, from, close);
    end_passage(build);
    add_run(build, COMPARE_SAME, text, close, open);
    begin_passage(build);
    add_run(build, COMPARE_SAME, text, open, to);
}

static void add_beginning(struct build *build, size_t to)
{
    size_t open = to;
    while (!starts_line(build->from, open))
        open--;
    add_run(build, COMPARE_SAME, build->from, 0, open);
    begin_passage(build);
    add_run(build, COMPARE_SAME, build->from, open, to);
}

static void add_end(struct build *build, const struct hunk *last)
{
    bytes text = build->from;
    size_t close = last->a_end;
    if (!ends_line(build, last))
        while (close < text.len && (close == last->a_end || text.ptr[close - 1] != '\n'))
            close++;
    add_run(build, COMPARE_SAME, text, last->a_end, close);
    end_passage(build);
    add_run(build, COMPARE_SAME, text, close, text.len);
}

static void build_runs(struct build *build, const struct script *script)
{
    if (!script->count) {
        add_run(build, COMPARE_SAME, build->from, 0, build->from.len);
        return;
    }
    add_beginning(build, script->list[0].a);
    for (size_t i = 0; i < script->count; i++) {
        add_hunk(build, &script->list[i]);
        if (i + 1 < script->count)
            add_gap(build, &script->list[i], &script->list[i + 1]);
    }
    add_end(build, &script->list[script->count - 1]);
}

carnet_err compare_texts(struct comparison *out, struct arena *arena, bytes from, bytes to)
{
    *out = (struct comparison){ 0 };
    if (from.len > COMPARE_LONGEST || to.len > COMPARE_LONGEST)
        return err_set(CARNET_LIMIT, "text.too_long", "%zu and %zu bytes to compare", from.len, to.len);
    CLEANUP(script_clear) struct script script = { 0 };
    find_hunks(&script, from, to);
    out->runs = arena_alloc(arena, (5 * script.count + 2) * sizeof *out->runs);
    out->passages = arena_alloc(arena, (script.count + 1) * sizeof *out->passages);
    build_runs(&(struct build){ out, from, to, { from, 0 }, { to, 0 } }, &script);
    return CARNET_OK;
}

void compare_take_back(struct buf *out, const struct comparison *comparison, size_t passage)
{
    const struct compare_passage *wanted = &comparison->passages[passage];
    for (size_t i = 0; i < comparison->run_count; i++) {
        enum compare_kind leaves = i >= wanted->first && i < wanted->end ? COMPARE_ADDED : COMPARE_REMOVED;
        if (comparison->runs[i].kind != leaves)
            buf_put(out, comparison->runs[i].text);
    }
}

void compare_take_back_all(struct buf *out, const struct comparison *comparison, const bool *taken)
{
    size_t passage = 0;
    for (size_t i = 0; i < comparison->run_count; i++) {
        while (passage < comparison->passage_count && comparison->passages[passage].end <= i)
            passage++;
        bool back = passage < comparison->passage_count && comparison->passages[passage].first <= i && taken[passage];
        if (comparison->runs[i].kind != (back ? COMPARE_ADDED : COMPARE_REMOVED))
            buf_put(out, comparison->runs[i].text);
    }
}
