/* Two texts compared in words. Changes are written [-removed-]{+added+}, passages between | |. */
#include "text_help.h"

#include <stdio.h>
#include <stdlib.h>

#include "comparison_check.h"

static struct arena *arena;

static struct comparison compare(bytes from, bytes to)
{
    struct comparison c;
    arena_free(arena);
    arena = arena_new();
    CHECK_OK(compare_texts(&c, arena, from, to));
    const char *wrong = comparison_wrong(&c, from, to);
    if (wrong)
        test_fail(__FILE__, __LINE__, "%s", wrong);
    return c;
}

static const char *told(const char *from, const char *to)
{
    static struct buf out;
    static const char *const OPEN[] = { "", "[-", "{+" }, *const CLOSE[] = { "", "-]", "+}" };
    struct comparison c = compare(bytes_text(from), bytes_text(to));
    buf_clear(&out);
    for (size_t i = 0, p = 0; i <= c.run_count; i++) {
        if (p < c.passage_count && c.passages[p].end == i && c.passages[p].first < i) {
            buf_put_text(&out, "|");
            p++;
        }
        if (p < c.passage_count && c.passages[p].first == i)
            buf_put_text(&out, "|");
        if (i == c.run_count)
            break;
        buf_put_text(&out, OPEN[c.runs[i].kind]);
        buf_put(&out, c.runs[i].text);
        buf_put_text(&out, CLOSE[c.runs[i].kind]);
    }
    return buf_text(&out);
}

TEST(compare, says_changes_in_words)
{
    CHECK_TEXT("Pareil.\n", told("Pareil.\n", "Pareil.\n"));
    CHECK_TEXT("", told("", ""));
    CHECK_TEXT("|{+Un.\n+}|", told("", "Un.\n"));
    CHECK_TEXT("|[-Un.\n-]|", told("Un.\n", ""));
    CHECK_TEXT("|Le pain est [-bonne-]{+bon+}.\n|", told("Le pain est bonne.\n", "Le pain est bon.\n"));
    CHECK_TEXT("|L’idée de [-départ-]{+l’été+} était simple|", told("L’idée de départ était simple", "L’idée de l’été était simple"));
}

TEST(compare, never_cuts_an_accented_word_or_a_joined_ending)
{
    CHECK_TEXT("|Des [-habitantes-]{+habitant·e·s+} élus|", told("Des habitantes élus", "Des habitant·e·s élus"));
    CHECK_TEXT("|«\u00a0[-Été-]{+Éte+}\u00a0»|", told("«\u00a0Été\u00a0»", "«\u00a0Éte\u00a0»"));
}

TEST(compare, tells_as_one_what_little_keeps_apart)
{
    CHECK_TEXT("|Elle a [-aussi aidé les gens-]{+enfin protégé celles-là+} qui parlent peu.\n|",
               told("Elle a aussi aidé les gens qui parlent peu.\n", "Elle a enfin protégé celles-là qui parlent peu.\n"));
}

TEST(compare, keeps_a_word_between_two_that_were_put_in)
{
    CHECK_TEXT("|Le pain est {+très +}bon{+, dit-on+}.\n|", told("Le pain est bon.\n", "Le pain est très bon, dit-on.\n"));
}

TEST(compare, passages_are_whole_lines_that_changed_together)
{
    CHECK_TEXT("# Titre\n\n|Un [-deux-]{+trois+}.\n|\nPareil.\n\n|[-Fin-]{+Suite+}.\n|",
               told("# Titre\n\nUn deux.\n\nPareil.\n\nFin.\n", "# Titre\n\nUn trois.\n\nPareil.\n\nSuite.\n"));
    CHECK_TEXT("- un\n|{+- deux\n+}|- trois\n", told("- un\n- trois\n", "- un\n- deux\n- trois\n"));
    CHECK_TEXT("- un\n|[-- deux\n-]|- trois\n", told("- un\n- deux\n- trois\n", "- un\n- trois\n"));
    CHECK_TEXT("|Un [-deux-]{+quatre+} fois.\n||{+\nEncore.\n+}|", told("Un deux fois.\n", "Un quatre fois.\n\nEncore.\n"));
    CHECK_TEXT("A.\n\n|{+Nouveau.\n\n+}|B.\n", told("A.\n\nB.\n", "A.\n\nNouveau.\n\nB.\n"));
}

TEST(compare, counts_words_and_not_marks)
{
    const char *from = "Un, deux.\n", *to = "Un — **trois** quatre.\n";
    struct comparison c = compare(bytes_text(from), bytes_text(to));
    CHECK_INT(2, c.words_added);
    CHECK_INT(1, c.words_removed);
}

TEST(compare, addresses_and_names_of_notes_are_not_words)
{
    const char *from = "[Brest](https://a.fr/le-port).\n\nUn mot.\n", *to = "[Brest](https://b.org/la-gare).\n\nUn mot[^12].\n";
    struct comparison c = compare(bytes_text(from), bytes_text(to));
    CHECK_INT(0, c.words_added);
    CHECK_INT(0, c.words_removed);
    c = compare(bytes_text("Un (mot).\n"), bytes_text("Un (mot), ![le port](images/3f2a \"Le soir\").\n"));
    CHECK_INT(4, c.words_added);
    c = compare(bytes_text("Un [mot](u) ici.\n"), bytes_text("Un mot ici.\n"));
    CHECK_INT(0, c.words_removed);
}

TEST(compare, a_tick_is_not_a_word)
{
    struct comparison c = compare(bytes_text("- [ ] Le pain\n1. [ ] Le vin\n"), bytes_text("- [x] Le pain\n1. [X] Le vin\n"));
    CHECK_INT(0, c.words_added);
    c = compare(bytes_text("Les axes y.\n"), bytes_text("Les axes [x] y.\n"));
    CHECK_INT(1, c.words_added);
}

TEST(compare, a_passage_can_be_taken_back_and_the_rest_stays)
{
    const char *from = "Un.\n\nDeux.\n\nTrois.\n", *to = "Un.\n\nDeux !\n\nTrois !\n";
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct comparison c = compare(bytes_text(from), bytes_text(to));
    CHECK_INT(2, c.passage_count);
    compare_take_back(&text, &c, 0);
    CHECK_TEXT("Un.\n\nDeux.\n\nTrois !\n", buf_text(&text));
    CHECK(c.passages[0].key != c.passages[1].key);
}

TEST(compare, the_key_of_a_passage_is_that_of_its_words)
{
    const char *from = "Un.\n\nDeux.\n", *to = "Un.\n\nDeux !\n", *later = "Un, et plus.\n\nDeux !\n";
    uint64_t key = compare(bytes_text(from), bytes_text(to)).passages[0].key;
    struct comparison c = compare(bytes_text(from), bytes_text(later));
    CHECK_INT(2, c.passage_count);
    CHECK(c.passages[1].key == key);
}

/* ---- random texts ---- */

static uint64_t seed = 88172645463325252u;
static size_t random_below(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed % n);
}

static void put_random(struct buf *out, size_t words)
{
    static const char *const WORDS[] = { "le ", "la ", "marché ", "de ", "l’été", " ", ", ", "\n", "\n\n", "# ", "- ", "🍞", "\u00a0", "ça", ".", "**" };
    for (size_t i = 0; i < words; i++)
        buf_put_text(out, WORDS[random_below(sizeof WORDS / sizeof *WORDS)]);
}

static void put_changed(struct buf *out, bytes text)
{
    for (size_t at = 0; at < text.len;) {
        size_t len = 1 + random_below(60);
        len = len < text.len - at ? len : text.len - at;
        switch (random_below(4)) {
        case 0: put_random(out, 1 + random_below(8)); break;
        case 1: break;
        default: buf_put(out, (bytes){ text.ptr + at, len });
        }
        at += len;
    }
}

/* Passages taken back one after the other lead to the first text. */
static void take_all_back(bytes from, bytes to)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    buf_put(&text, to);
    for (int left = 1000; left; left--) {
        CLEANUP(buf_clear) struct buf next = { 0 };
        struct comparison c = compare(from, buf_bytes(&text));
        if (!c.passage_count)
            break;
        compare_take_back(&next, &c, random_below(c.passage_count));
        text.len = 0;
        buf_put(&text, buf_bytes(&next));
    }
    CHECK(bytes_equal(from, buf_bytes(&text)));
}

TEST(compare, gives_both_texts_back_and_every_passage_can_be_taken_back)
{
    for (int round = 0; round < 400; round++) {
        CLEANUP(buf_clear) struct buf from = { 0 };
        CLEANUP(buf_clear) struct buf to = { 0 };
        put_random(&from, random_below(200));
        put_changed(&to, buf_bytes(&from));
        take_all_back(buf_bytes(&from), buf_bytes(&to));
    }
}

/* ---- the largest ---- */

static void compare_large(size_t lines, size_t words, bool shuffled)
{
    CLEANUP(buf_clear) struct buf from = { 0 };
    CLEANUP(buf_clear) struct buf to = { 0 };
    for (size_t i = 0; i < lines; i++)
        for (size_t j = 0; j <= words && from.len < COMPARE_LONGEST - 16 && to.len < COMPARE_LONGEST - 16; j++) {
            buf_printf(&from, j < words ? "%zu " : "\n", i * 31 + j);
            buf_printf(&to, j < words ? "%zu " : "\n", shuffled ? random_below(99999) : i * 17 + j * 3);
        }
    compare(buf_bytes(&from), buf_bytes(&to));
}

TEST(compare, two_large_texts_with_little_in_common_are_compared_within_the_budget)
{
    compare_large(1, 200000, true);
    compare_large(150000, 1, true);
    compare_large(3000, 60, false);
}

TEST(compare, refuses_what_is_too_long)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct comparison c;
    buf_reserve(&text, COMPARE_LONGEST + 2);
    for (size_t i = 0; i <= COMPARE_LONGEST; i++)
        buf_put_byte(&text, 'a');
    CHECK_ERR(CARNET_LIMIT, compare_texts(&c, arena, buf_bytes(&text), bytes_text("")));
}
