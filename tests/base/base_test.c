/* Bytes, tables, time and text: the small parts everything else stands on. */
#include "harness/test.h"

#include "base/clock.h"
#include "base/french.h"
#include "base/table.h"
#include "base/utf.h"

TEST(reader, varints_round_trip_up_to_2_to_the_53)
{
    uint64_t values[] = { 0, 1, 127, 128, 16383, 16384, 0xffffffff, (1ull << 53) - 1 };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        CLEANUP(buf_clear) struct buf b = { 0 };
        buf_put_varint(&b, values[i]);
        struct reader r = reader_of(buf_bytes(&b));
        uint64_t got;
        CHECK_OK(reader_varint(&got, &r));
        CHECK(got == values[i] && reader_left(&r) == 0);
    }
}

TEST(reader, refuses_a_varint_above_2_to_the_53_and_a_cut_one)
{
    uint64_t got;
    uint8_t over[] = { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10 };
    struct reader r = reader_of((bytes){ over, sizeof over });
    CHECK_ERR(CARNET_INVALID, reader_varint(&got, &r));
    uint8_t cut[] = { 0x80 };
    r = reader_of((bytes){ cut, 1 });
    CHECK_ERR(CARNET_INVALID, reader_varint(&got, &r));
}

TEST(reader, a_span_cannot_pass_the_end)
{
    uint8_t data[] = { 5, 'a', 'b' };
    struct reader r = reader_of((bytes){ data, sizeof data });
    bytes span;
    CHECK_ERR(CARNET_INVALID, reader_sized(&span, &r));
}

TEST(base64url, round_trips_and_refuses_stray_bits)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf back = { 0 };
    buf_put_base64url(&text, bytes_text("Maëlle?"));
    CHECK_OK(base64url_decode(&back, buf_bytes(&text)));
    CHECK_TEXT("Maëlle?", buf_text(&back));
    CHECK_ERR(CARNET_INVALID, base64url_decode(&back, bytes_text("AB")));
    CHECK_ERR(CARNET_INVALID, base64url_decode(&back, bytes_text("A")));
    CHECK_ERR(CARNET_INVALID, base64url_decode(&back, bytes_text("A+==")));
}

TEST(table, keeps_ten_thousand_keys_through_removals)
{
    struct table t = { 0 };
    static int values[10000];
    for (size_t i = 0; i < 10000; i++)
        table_put(&t, i * 4096, &values[i]);
    for (size_t i = 0; i < 10000; i += 2)
        CHECK(table_remove(&t, i * 4096) == &values[i]);
    for (size_t i = 0; i < 10000; i++)
        CHECK(table_get(&t, i * 4096) == (i % 2 ? &values[i] : NULL));
    CHECK_INT(5000, t.count);
    table_clear(&t);
}

TEST(names, find_remove_and_walk)
{
    struct names n = { 0 };
    int a, b;
    names_put(&n, "un", &a);
    names_put(&n, "deux", &b);
    CHECK(names_get(&n, "un") == &a && !names_get(&n, "trois"));
    size_t at = 0, seen = 0;
    while (names_next(&n, &at, NULL))
        seen++;
    CHECK_INT(2, seen);
    CHECK(names_remove(&n, "un") == &a && !names_get(&n, "un"));
    names_clear(&n);
}

TEST(clock, reads_and_writes_rfc_3339)
{
    int64_t at;
    char text[CLOCK_TEXT];
    CHECK_OK(clock_parse(&at, "2026-06-12T09:00:00+02:00"));
    clock_text(text, at);
    CHECK_TEXT("2026-06-12T07:00:00.000Z", text);
    CHECK_ERR(CARNET_INVALID, clock_parse(&at, "2026-02-29T00:00:00Z"));
    CHECK_ERR(CARNET_INVALID, clock_parse(&at, "2026-06-12"));
}

TEST(clock, knows_the_two_changes_of_hour_in_paris)
{
    int64_t at;
    char day[CLOCK_DAY];
    CHECK_OK(clock_parse(&at, "2026-03-29T00:59:59Z"));
    CHECK_INT(3600000, clock_paris_offset(at));
    CHECK_INT(7200000, clock_paris_offset(at + 1000));
    CHECK_OK(clock_parse(&at, "2026-10-25T00:59:59Z"));
    CHECK_INT(7200000, clock_paris_offset(at));
    CHECK_INT(3600000, clock_paris_offset(at + 1000));
    CHECK_OK(clock_parse(&at, "2026-06-12T22:30:00Z"));
    clock_paris_day(day, at);
    CHECK_TEXT("2026-06-13", day);
    CHECK_OK(clock_paris_midnight(&at, "2026-03-29"));
    clock_paris_day(day, at);
    CHECK_TEXT("2026-03-29", day);
    clock_paris_day(day, at - 1);
    CHECK_TEXT("2026-03-28", day);
}

TEST(utf, refuses_overlong_forms_and_surrogates)
{
    CHECK(utf8_valid(bytes_text("été 👍")));
    CHECK(!utf8_valid(bytes_text("\xc0\xaf")));
    CHECK(!utf8_valid(bytes_text("\xed\xa0\x80")));
    CHECK(!utf8_valid(bytes_text("\xf4\x90\x80\x80")));
    CHECK_INT(6, utf16_length(bytes_text("été 👍")));
    CHECK_INT(5, utf8_points(bytes_text("été 👍")));
}

TEST(utf, letters_of_any_script_and_the_middle_dot_make_words)
{
    CHECK_INT(0x1f44d, utf8_point_at(bytes_text("é👍"), 2));
    const char *letters[] = { "a", "Z", "7", "é", "œ", "·", "ж", "字" }, *others[] = { " ", "'", "’", "«", "\xc2\xa0", "—", "…", "-" };
    for (int i = 0; i < 8; i++) {
        CHECK(utf_is_letter(utf8_point_at(bytes_text(letters[i]), 0)));
        CHECK(!utf_is_letter(utf8_point_at(bytes_text(others[i]), 0)));
    }
}

TEST(french, names_stand_as_in_a_directory_letters_first_then_accents)
{
    static const char *const ORDER[] = { "Abiven", "Élie", "Eluard", "Éluard", "Esnault", "Le Goué", "Zérah" };
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
        for (size_t j = 0; j < sizeof ORDER / sizeof *ORDER; j++) {
            int order = french_compare(bytes_text(ORDER[i]), bytes_text(ORDER[j]));
            CHECK((order < 0) == (i < j) && (order > 0) == (i > j));
        }
    CHECK(french_compare(bytes_text("Œdipe"), bytes_text("Ogier")) < 0); /* as oe */
    CHECK(french_compare(bytes_text("Saint-Yves"), bytes_text("Saintyvette")) < 0);
    CHECK(french_compare((bytes){ 0 }, bytes_text("A")) < 0);
}

TEST(french, de_is_elided_before_a_vowel_and_a_silent_h_only)
{
    static const char *const YES[] = { "Idriss", "Hélène", "Élodie", "Œdipe", "Yves", "Hugo" };
    static const char *const NO[] = { "Yann", "Hassan", "Solenn", "" };
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        CHECK(french_elides(YES[i]));
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++)
        CHECK(!french_elides(NO[i]));
}
