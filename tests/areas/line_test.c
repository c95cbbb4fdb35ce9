/* What stays of a line as people type it, and what nobody would see goes. */
#include "areas/areas_fixture.h"

#include "areas/event/line.h"

static void becomes(const char *expected, const char *typed)
{
    const char *clean;
    CHECK(line_clean(&clean, as("stg-01"), typed, 80));
    CHECK_TEXT(expected, clean);
}

TEST(line, spaces_and_line_ends_are_one_space_and_none_at_the_ends)
{
    sample();
    becomes("Marie Le Goff", "  Marie\r\n \tLe\x01 Goff\x7f ");
    becomes("Marie Le Goff", "Marie\u2028Le\xc2\x85\u2029Goff\u00a0");
    becomes("Ben\u00a0Haddou\u202f: suite", "\u3000Ben\u00a0 Haddou\u202f: suite");
    becomes("", " \u00a0\u2003\n");
}

TEST(line, what_turns_or_hides_is_taken_out)
{
    sample();
    becomes("Marie Dupont", "\u202eMarie\u202c \u2066Du\u2069pont\u200e\u200f\u061c");
    becomes("Marie Dupont", "\ufeffMa\u200brie\u00ad \u2060Du\u034fpont\ufe0f\u180e");
    becomes("Marie Dupont", "Ma\u200drie\u200c Dupont\U000e0041\U000e007f");
    becomes("Marie Dupont", "Marie\u3164\u115f\uffa0 \ufff9Dupont\ufffb\U0001d173");
    becomes("", "\u200b\u202e \u3164");
}

TEST(line, what_names_and_labels_are_written_with_stays)
{
    static const char *const LINES[] = {
        "Nguyễn Thị Thu-Hà", "Zoe\u0308 D’Haddou", "محمد بن علي", "علی\u200cاکبر", "श्री\u200dमती", "ক্\u200dষ", "ශ්\u200dරී", "葛\U000e0100城",
        "שָׁלוֹם", "Équipe 👩🏽\u200d🌾 du marché", "Un ❤\ufe0f\u200d🔥 pour tous", "candidat·e·s", NULL,
    };
    sample();
    for (const char *const *line = LINES; *line; line++)
        becomes(*line, *line);
}

TEST(line, a_joiner_stays_once_and_only_between_what_it_joins)
{
    sample();
    becomes("علی\u200cاکبر", "علی\u200c\u200cاکبر\u200c");
    becomes("❤\ufe0f", "❤\ufe0f\ufe0f\u200d");
    becomes("علیMarie", "علی\u200dMarie");
}
