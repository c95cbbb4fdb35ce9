/* How a passage is found again in a text that has changed. */
#include "areas/areas_fixture.h"

#include <string.h>

#include "areas/comment/anchor.h"

static struct anchor_text plain(const char *text)
{
    struct anchor_text out;
    anchor_text_init(&out, sample()->arena, bytes_text(text), NULL, "content");
    return out;
}

static struct anchor quote(const char *exact, const char *prefix, const char *suffix, const char *section)
{
    return (struct anchor){ .exact = exact, .prefix = prefix, .suffix = suffix, .section = section };
}

static void check_span(const char *want, enum anchor_state state, struct anchor_text *text, struct anchor anchor)
{
    struct anchor_span span = anchor_find(text, &anchor);
    CHECK_INT(state, span.state);
    if (span.state == state && state != ANCHOR_DETACHED)
        CHECK(bytes_equal(bytes_text(want), (bytes){ text->text.ptr + span.from, span.to - span.from }));
}

TEST(anchor, of_two_same_quotes_the_one_with_its_context_is_meant)
{
    struct anchor_text text = plain("Un pain. Deux pains. Un pain.\n");
    struct anchor_span span = anchor_find(&text, &(struct anchor){ "Un pain.", "pains. ", "\n", "", { 0 }, { 0 }, false });
    CHECK_INT(ANCHOR_PLACED, span.state);
    CHECK_INT(21, span.from);
}

TEST(anchor, a_quote_that_is_there_once_needs_no_context)
{
    struct anchor_text text = plain("Avant.\n\nLe camion passe le mardi.\n");
    check_span("Le camion passe", ANCHOR_PLACED, &text, quote("Le camion passe", "autre chose", "encore", ""));
}

TEST(anchor, whole_words_are_not_found_inside_other_words)
{
    struct anchor_text text = plain("Il m'a dit que la maison est belle.\n");
    check_span("", ANCHOR_DETACHED, &text, quote("ma", "Il ", " dit que la maison est belle.\n", ""));
    check_span("ai", ANCHOR_PLACED, &text, quote("ai", "Une m", "rie", "")); /* what was chosen inside a word is */
    text = plain("Ma maison, ma cour.\n");
    check_span("ma", ANCHOR_PLACED, &text, quote("ma", "Voici ", " ville", ""));
    text = plain("Le camion passera devant les écoles du bourg.\n");
    check_span("Le camion passera devant les écoles", ANCHOR_CHANGED, &text, quote("Le camion passera devant les école", "", " ", ""));
}

TEST(anchor, a_place_is_sure_by_its_only_context_and_not_by_words_alone)
{
    struct anchor_text text = plain("Un pain. Deux pains. Un pain.\n");
    CHECK(anchor_find(&text, &(struct anchor){ "Un pain", "pains. ", ".\n", "", { 0 }, { 0 }, false }).sure);
    CHECK(!anchor_find(&text, &(struct anchor){ "Un pain", "", ".", "", { 0 }, { 0 }, false }).sure); /* there twice */
    CHECK(anchor_find(&text, &(struct anchor){ "Deux pains", "", "", "", { 0 }, { 0 }, false }).sure);
    struct anchor_span elsewhere = anchor_find(&text, &(struct anchor){ "Deux pains", "Voici ", ".", "", { 0 }, { 0 }, false });
    CHECK_INT(ANCHOR_PLACED, elsewhere.state);
    CHECK(!elsewhere.sure);
}

TEST(anchor, nearly_the_same_words_count_in_the_same_section_only)
{
    const char *exact = "Le camion passe le mardi devant l'école du bourg";
    struct anchor_text text = plain("# Un\n\nRien ici.\n\n# Deux\n\nLe camion passe chaque mardi devant l'école du bourg.\n");
    check_span("Le camion passe chaque mardi devant l'école du bourg", ANCHOR_CHANGED, &text, quote(exact, "", "", "Deux"));
    check_span("", ANCHOR_DETACHED, &text, quote(exact, "", "", "Un"));
}

TEST(anchor, a_section_ends_before_the_next_and_one_that_is_gone_with_the_text)
{
    struct anchor_text text = plain("Avant.\n# Un\n\nDes mots.\n# Deux\nÀ l'été");
    CHECK_INT(6, anchor_section_end(&text, ""));
    CHECK_INT(22, anchor_section_end(&text, "Un"));
    CHECK_INT(text.text.len, anchor_section_end(&text, "Deux"));
    CHECK_INT(text.text.len, anchor_section_end(&text, "Trois"));
    struct anchor_text empty = plain("");
    CHECK_INT(0, anchor_section_end(&empty, ""));
}

TEST(anchor, likeness_ends_at_fifteen_changes_in_a_hundred)
{
    char exact[101], text[140];
    for (int changed = 14; changed <= 16; changed++) {
        for (int i = 0; i < 100; i++)
            exact[i] = (char)('a' + i % 23);
        exact[100] = 0;
        snprintf(text, sizeof text, "%s", exact);
        for (int i = 0; i < changed; i++)
            text[6 * i] = '?';
        struct anchor_text in = plain(text);
        check_span(text, changed <= 15 ? ANCHOR_CHANGED : ANCHOR_DETACHED, &in, quote(exact, "", "", ""));
    }
}

TEST(anchor, characters_beyond_the_first_plane_count_two_units)
{
    struct anchor_text text = plain("🍞 é pain");
    CHECK_INT(2, anchor_units(&text, 4));
    CHECK_INT(4, anchor_offset(&text, 2));
    CHECK_INT(5, anchor_units(&text, 8));
    CHECK_INT(8, anchor_offset(&text, 5));
}

TEST(anchor, counts_hold_beyond_one_stretch)
{
    struct arena *arena = sample()->arena;
    char *long_text = arena_alloc(arena, 20001);
    for (int i = 0; i < 10000; i++)
        memcpy(long_text + 2 * i, "é", 2);
    struct anchor_text text;
    anchor_text_init(&text, arena, (bytes){ (const uint8_t *)long_text, 20000 }, NULL, "content");
    CHECK_INT(10000, anchor_units(&text, 20000));
    CHECK_INT(5000, anchor_units(&text, 10000));
    CHECK_INT(8194, anchor_offset(&text, 4097));
    CHECK_INT(20000, anchor_offset(&text, 10000));
}
