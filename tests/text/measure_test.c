/* Counting signes: the school's vectors, the sample texts, and the rules the vectors leave open. */
#include "text_help.h"

#include <jansson.h>

static json_t *load(const char *name)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    help_file(&text, name);
    json_t *root = json_loadb(buf_text(&text), text.len, 0, NULL);
    CHECK(root);
    return root;
}

TEST(measure, every_vector_counts_as_the_school_says)
{
    json_auto_t *root = load("counting-vectors.json");
    size_t i;
    json_t *v;
    json_array_foreach(json_object_get(root, "vectors"), i, v)
    {
        const char *markdown = json_string_value(json_object_get(v, "markdown"));
        int64_t got = help_signes(markdown), want = json_integer_value(json_object_get(v, "signes"));
        if (got != want)
            test_fail(__FILE__, __LINE__, "vector %s: want %lld, got %lld", json_string_value(json_object_get(v, "id")),
                      (long long)want, (long long)got);
    }
    CHECK_INT(22, i);
}

TEST(measure, every_sample_text_counts_as_the_cohort_says)
{
    json_auto_t *root = load("cohort.json");
    size_t i;
    json_t *document;
    json_array_foreach(json_object_get(root, "documents"), i, document)
    {
        CLEANUP(buf_clear) struct buf text = { 0 };
        help_file(&text, json_string_value(json_object_get(document, "file")));
        json_t *want = json_object_get(document, "expected");
        struct text_measure got;
        CHECK_OK(renderer_measure(&got, help_renderer(), buf_bytes(&text)));
        CHECK_INT(json_integer_value(json_object_get(want, "signes")), got.signes);
        CHECK_INT(json_integer_value(json_object_get(want, "signesWithoutFootnotes")), got.signes_without_footnotes);
        CHECK_INT(json_integer_value(json_object_get(want, "estimatedPages")), got.estimated_pages);
    }
    CHECK_INT(9, i);
}

TEST(measure, pages_are_rounded_up)
{
    static char text[3700];
    struct text_measure got;
    memset(text, 'a', sizeof text);
    for (int signes = 1799; signes <= 1801; signes++) {
        CHECK_OK(renderer_measure(&got, help_renderer(), (bytes){ (uint8_t *)text, (size_t)signes }));
        CHECK_INT(signes, got.signes);
        CHECK_INT(signes <= 1800 ? 1 : 2, got.estimated_pages);
    }
    CHECK_OK(renderer_measure(&got, help_renderer(), (bytes){ 0 }));
    CHECK_INT(0, got.estimated_pages);
}

TEST(measure, line_ends_of_code_count_nothing_and_its_spaces_collapse)
{
    CHECK_INT(4, help_signes("```\nab\ncd\n```"));
    CHECK_INT(5, help_signes("```\nab\n    cd\n```"));
    CHECK_INT(4, help_signes("    ab\n    cd"));
}

TEST(measure, invisible_characters_go_before_spaces_collapse)
{
    CHECK_INT(3, help_signes("a \xe2\x80\x8b b"));         /* zero width space between two spaces */
    CHECK_INT(2, help_signes("a\xe2\x81\xa0\xef\xbb\xbf" "b")); /* word joiner, byte order mark */
    CHECK_INT(5, help_signes("a \xe2\x80\xaf b"));         /* a narrow no-break space counts, and so do those around it */
}

TEST(measure, accents_are_composed_across_emphasis)
{
    CHECK_INT(1, help_signes("e\xcc\x81"));
    CHECK_INT(2, help_signes("x*e*\xcc\x81"));
}

TEST(measure, breaks_become_one_space_and_entities_one_character)
{
    CHECK_INT(3, help_signes("a  \nb"));
    CHECK_INT(3, help_signes("a\\\nb"));
    CHECK_INT(3, help_signes("a&nbsp;b"));
    CHECK_INT(3, help_signes("a&#x20;&#32;b"));
}

TEST(measure, raw_html_counts_nothing_and_what_inline_tags_enclose_counts)
{
    CHECK_INT(0, help_signes("<div>\ntexte\n</div>"));
    CHECK_INT(5, help_signes("<b>texte</b>"));
    CHECK_INT(0, help_signes("<!-- un\n\ncommentaire -->"));
}

TEST(measure, a_footnote_counts_once_and_only_when_it_is_called)
{
    struct text_measure got;
    CHECK_OK(renderer_measure(&got, help_renderer(), bytes_text("a[^x] b[^x]\n\n[^x]: Note.\n[^y]: Personne.")));
    CHECK_INT(8, got.signes);
    CHECK_INT(3, got.signes_without_footnotes);
}

TEST(measure, front_matter_needs_a_setting_on_its_first_line)
{
    CHECK_INT(5, help_signes("---\r\ntitle: x\r\n---\r\nTexte"));
    CHECK_INT(5, help_signes("\xef\xbb\xbf---\ntitle: x\n...\nTexte"));
    CHECK_INT(10, help_signes("---\n\nUn\n\n---\n\nDeux mot"));  /* two rules */
    CHECK_INT(19, help_signes("---\ntitle: x\n\nJamais clos"));   /* never closed */
}

TEST(measure, bare_addresses_and_single_tildes_are_plain_text)
{
    CHECK_INT(12, help_signes("www.exemp.fr"));
    CHECK_INT(3, help_signes("~5~"));
    CHECK_INT(1, help_signes("~~5~~"));
}

TEST(outline, sections_add_up_to_the_text_without_footnotes)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct arena *arena = arena_new();
    struct text_outline got;
    help_file(&text, "diagnostic-stg-01.md");
    CHECK_OK(renderer_outline(&got, arena, help_renderer(), buf_bytes(&text)));
    int64_t sum = 0;
    for (size_t i = 0; i < got.count; i++)
        sum += got.sections[i].signes;
    CHECK_INT(20393, sum);
    CHECK_INT(20760, got.measure.signes);
    CHECK_INT(0, got.sections[0].level);
    CHECK_TEXT("", got.sections[0].heading);
    CHECK_INT(1, got.sections[1].level);
    CHECK_TEXT("Diagnostic de projet solidaire local", got.sections[1].heading);
    arena_free(arena);
}

TEST(outline, names_the_headings_of_the_document_only)
{
    struct arena *arena = arena_new();
    struct text_outline got;
    CHECK_OK(renderer_outline(&got, arena, help_renderer(),
                              bytes_text("avant\n\n# Un *titre*\n\nabc\n\n> # cité\n\n## [Deux](x)\n\n- # en liste")));
    CHECK_INT(3, got.count);
    CHECK_INT(5, got.sections[0].signes);
    CHECK_TEXT("Un titre", got.sections[1].heading);
    CHECK_INT(8 + 3 + 4, got.sections[1].signes);
    CHECK_TEXT("Deux", got.sections[2].heading);
    CHECK_INT(2, got.sections[2].level);
    CHECK_INT(4 + 8, got.sections[2].signes);
    arena_free(arena);
}
