/* Reading words one after the other. Only words with other letters than ASCII's go through libunistring. */
#include "areas/search/fold.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <stdlib.h>
#include <string.h>

struct scan {
    bytes text;
    size_t at;
};

/* What ends a masculine and is replaced when the feminine's ending follows a dot: "auteur·rice" is also "autrice". */
static const struct {
    const char *ending, *replaces;
} FEMININES[] = {
    { "rice", "eur" }, { "trice", "teur" }, { "euse", "eur" }, { "euse", "eux" }, { "se", "r" },      { "se", "x" },
    { "ve", "f" },     { "ive", "if" },     { "ere", "er" },   { "iere", "ier" }, { "enne", "en" },   { "ienne", "ien" },
    { "elle", "el" },  { "elle", "eau" },   { "ale", "al" },   { "onne", "on" },  { "esse", "e" },    { "aine", "ain" },
};
enum { ENDING_LONGEST = 3, PARTS = 4 }; /* longer endings are those of the table */

static ucs4_t peek(const struct scan *s, size_t *len)
{
    ucs4_t point = 0;
    size_t left = s->text.len - s->at;
    int took = left ? u8_mbtouc(&point, s->text.ptr + s->at, left) : 0;
    *len = took > 0 ? (size_t)took : 0;
    return point;
}

static bool is_apostrophe(ucs4_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x02bc;
}

static bool is_middle_dot(ucs4_t c)
{
    return c == 0xb7 || c == 0x2022 || c == 0x2027 || c == 0x22c5;
}

/* Not seen, and inside a word: soft hyphens and joiners. */
static bool is_hidden(ucs4_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;
}

static bool is_letter(ucs4_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return c != 0x02bc && c != 0xfffd &&
           uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N);
}

/* ---- folding one run of letters ---- */

static void put_text(char out[FOLD_LONGEST + 1], size_t *len, const char *text, size_t text_len)
{
    if (*len + text_len > FOLD_LONGEST)
        return;
    memcpy(out + *len, text, text_len);
    *len += text_len;
}

static void put_point(char out[FOLD_LONGEST + 1], size_t *len, ucs4_t c)
{
    uint8_t octets[6];
    if (c == 0x153)
        put_text(out, len, "oe", 2);
    else if (c == 0xe6)
        put_text(out, len, "ae", 2);
    else if (is_letter(c) && !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M))
        put_text(out, len, (const char *)octets, (size_t)u8_uctomb(octets, c, sizeof octets));
}

static void fold_run(char out[FOLD_LONGEST + 1], bytes run)
{
    size_t len = 0;
    bool plain = true;
    for (size_t i = 0; i < run.len; i++)
        plain &= run.ptr[i] < 0x80;
    if (plain) {
        for (size_t i = 0; i < run.len && len < FOLD_LONGEST; i++)
            out[len++] = (char)(run.ptr[i] >= 'A' && run.ptr[i] <= 'Z' ? run.ptr[i] + 'a' - 'A' : run.ptr[i]);
        out[len] = 0;
        return;
    }
    size_t size = 0;
    uint8_t *folded = u8_casefold(run.ptr, run.len < FOLD_LONGEST * 4 ? run.len : FOLD_LONGEST * 4, NULL, UNINORM_NFKD, NULL, &size);
    for (size_t i = 0; folded && i < size;) {
        ucs4_t c;
        i += (size_t)u8_mbtouc(&c, folded + i, size - i);
        put_point(out, &len, c);
    }
    free(folded);
    out[len] = 0;
}

static bool ends_with(const char *word, size_t len, const char *end)
{
    size_t end_len = strlen(end);
    return len >= end_len && memcmp(word + len - end_len, end, end_len) == 0;
}

/* "journaux" → "journal", "textes" → "texte", "jeux" → "jeu"; "process", "bus" and what is shorter stay. */
static void to_singular(char word[FOLD_LONGEST + 1])
{
    size_t len = strlen(word);
    if (len > 4 && ends_with(word, len, "aux") && !ends_with(word, len, "eaux"))
        memcpy(word + len - 2, "l", 2);
    else if (len > 3 && (ends_with(word, len, "x") || (ends_with(word, len, "s") && !ends_with(word, len, "ss"))))
        word[len - 1] = 0;
}

static void add_form(struct fold_word *word, const char *form)
{
    if (!*form || word->count == FOLD_FORMS)
        return;
    for (size_t i = 0; i < word->count; i++)
        if (strcmp(word->forms[i], form) == 0)
            return;
    size_t len = 0;
    char *to = word->forms[word->count++];
    put_text(to, &len, form, strlen(form));
    to[len] = 0;
}

static void add_both_numbers(struct fold_word *word, const char *form)
{
    char singular[FOLD_LONGEST + 1];
    memcpy(singular, form, strlen(form) + 1);
    to_singular(singular);
    add_form(word, form);
    add_form(word, singular);
}

static bool is_ending(const char *part)
{
    for (size_t i = 0; i < sizeof FEMININES / sizeof *FEMININES; i++)
        if (strcmp(FEMININES[i].ending, part) == 0)
            return true;
    return strlen(part) <= ENDING_LONGEST;
}

static void add_feminine(struct fold_word *word, const char *base, const char *ending)
{
    char form[FOLD_LONGEST + 1] = "";
    size_t len = 0, keep = strlen(base);
    for (size_t i = 0; i < sizeof FEMININES / sizeof *FEMININES; i++)
        if (strcmp(FEMININES[i].ending, ending) == 0 && ends_with(base, keep, FEMININES[i].replaces)) {
            keep -= strlen(FEMININES[i].replaces);
            break;
        }
    put_text(form, &len, base, keep);
    put_text(form, &len, ending, strlen(ending));
    form[len] = 0;
    add_form(word, form);
}

/* What follows a middle dot: a plural, an ending, or the other word ("ceux·celles"). */
static void add_part(struct fold_word *word, const char *base, const char *part)
{
    char singular[FOLD_LONGEST + 1];
    size_t len = strlen(part);
    memcpy(singular, part, len + 1);
    if (len > 1 && part[len - 1] == 's')
        singular[len - 1] = 0;
    if (!is_ending(singular))
        add_both_numbers(word, part);
    else if (strcmp(singular, "s") != 0 && strcmp(singular, "x") != 0)
        add_feminine(word, base, singular);
}

/* ---- reading ---- */

static bytes read_run(struct scan *s)
{
    size_t from = s->at, len;
    for (;;) {
        ucs4_t c = peek(s, &len);
        if (!len || (!is_letter(c) && !is_hidden(c)))
            return (bytes){ s->text.ptr + from, s->at - from };
        s->at += len;
    }
}

static bool at_letter_behind_dot(struct scan *s)
{
    size_t dot, next;
    struct scan ahead = *s;
    if (!is_middle_dot(peek(s, &dot)) || !dot)
        return false;
    ahead.at += dot;
    if (!is_letter(peek(&ahead, &next)) || !next)
        return false;
    *s = ahead;
    return true;
}

static bool is_elided(const struct scan *s, const char *word)
{
    static const char *const LONGER[] = { "jusqu", "lorsqu", "puisqu", "quoiqu" };
    size_t len;
    if (!is_apostrophe(peek(s, &len)) || !len)
        return false;
    bool elided = strlen(word) <= 2;
    for (size_t i = 0; i < sizeof LONGER / sizeof *LONGER; i++)
        elided |= strcmp(word, LONGER[i]) == 0;
    return elided;
}

static void read_word(struct scan *s, fold_fn *each, void *arg)
{
    struct fold_word word = { .from = s->at };
    char base[FOLD_LONGEST + 1], part[FOLD_LONGEST + 1];
    fold_run(base, read_run(s));
    add_both_numbers(&word, base);
    for (int i = 0; i < PARTS && at_letter_behind_dot(s); i++) {
        fold_run(part, read_run(s));
        add_part(&word, base, part);
    }
    word.to = s->at;
    if (word.count && !is_elided(s, base))
        each(arg, &word);
}

void fold_words(bytes text, fold_fn *each, void *arg)
{
    struct scan s = { text, 0 };
    for (;;) {
        size_t len;
        ucs4_t c = peek(&s, &len);
        if (!len)
            return;
        if (is_letter(c))
            read_word(&s, each, arg);
        else
            s.at += len;
    }
}
