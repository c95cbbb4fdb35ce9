/* Every kind of news that an area tells has its row, its line in letters and its words on the page. */
#include "areas/areas_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "areas/notice/kinds.h"

/* Literals of that shape that are not kinds of events. */
static bool is_something_else(const char *word)
{
    static const char *const OTHERS[] = { "programme.refused", "reading.sentence", "comment.body", "comment.word", "comment.quote", "apart.words", "opening.reason", "opening.basis",
                                          "opening.silence", "journal.none", "work.none", "wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation" };
    const char *ending = strrchr(word, '.');
    if (ending && (strcmp(ending, ".html") == 0 || strcmp(ending, ".json") == 0))
        return true;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (strcmp(OTHERS[i], word) == 0)
            return true;
    return false;
}

static bool is_kind_shaped(const char *word)
{
    size_t area = strspn(word, "abcdefghijklmnopqrstuvwxyz"), rest = strspn(word + area + (word[area] == '.'), "abcdefghijklmnopqrstuvwxyz_");
    return area >= 3 && word[area] == '.' && rest >= 3 && !word[area + 1 + rest];
}

/* err_set(CARNET_DENIED, "group.not_yours": the key of a failure follows a code. */
static bool follows_code(const char *text, const char *quote)
{
    while (quote > text && (quote[-1] == ' ' || quote[-1] == '\n'))
        quote--;
    if (quote == text || quote[-1] != ',')
        return false;
    const char *word = quote - 1;
    while (word > text && ((word[-1] >= 'A' && word[-1] <= 'Z') || word[-1] == '_'))
        word--;
    return quote - 1 - word > 7 && strncmp(word, "CARNET_", 7) == 0;
}

static const char *lines_of_letters, *words_of_page;

static void check_kind(const char *path, const char *kind)
{
    char line[80], words[80];
    if (!kind_is_listed(kind))
        test_fail(path, 0, "\"%s\" has no row in notice/kinds.c, not even a silent one", kind);
    struct notice_kind how = kind_of(kind);
    if (how.mine == NOTICE_NEVER && how.theirs == NOTICE_NEVER)
        return;
    snprintf(line, sizeof line, "\n%s", kind);
    snprintf(words, sizeof words, "\"news.%s", kind);
    const char *said = strstr(lines_of_letters, line);
    if (!said || !strchr(".:", said[strlen(line)]))
        test_fail(path, 0, "\"%s\" has no line of its own in letters/notice_lines.txt", kind);
    if (!strstr(words_of_page, words))
        test_fail(path, 0, "\"%s\" has no words of its own in the page's fr.ts", kind);
}

static const char *end_of_literal(const char *at)
{
    while (*at && *at != '"')
        at += *at == '\\' && at[1] ? 2 : 1;
    return at;
}

static size_t listed_in(const char *path, const char *text)
{
    size_t kinds = 0;
    for (const char *open = text; (open = strchr(open, '"'));) {
        if (open > text && open[-1] == '\'') { /* the character, not a literal */
            open++;
            continue;
        }
        const char *close = end_of_literal(open + 1);
        char word[64] = "";
        if (!*close)
            break;
        if ((size_t)(close - open) <= sizeof word)
            snprintf(word, sizeof word, "%.*s", (int)(close - open - 1), open + 1);
        if (is_kind_shaped(word) && !follows_code(text, open) && !is_something_else(word)) {
            check_kind(path, word);
            kinds++;
        }
        open = close + 1;
    }
    return kinds;
}

/* In the arena of the sample. */
static const char *whole_file(const char *path)
{
    struct ctx *ctx = as("stg-01");
    enum { MOST = 1 << 20 };
    char *text = arena_alloc(ctx->arena, MOST + 1);
    FILE *file = fopen(path, "rb");
    if (!file)
        test_fail(path, 0, "cannot be read");
    size_t len = fread(text, 1, MOST, file);
    fclose(file);
    CHECK(len < MOST);
    text[len] = 0;
    return text;
}

static size_t kinds_of_area(const char *folder)
{
    size_t kinds = 0;
    DIR *dir = opendir(folder);
    if (!dir)
        return 0;
    for (struct dirent *file; (file = readdir(dir));) {
        size_t len = strlen(file->d_name);
        if (len < 3 || strcmp(file->d_name + len - 2, ".c") != 0)
            continue;
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        kinds += listed_in(path, whole_file(path));
    }
    closedir(dir);
    return kinds;
}

TEST(notice, every_kind_an_area_tells_has_a_row)
{
    static const char *const AREAS[] = { "event", "mail", "people", "programme", "cohort", "calendar", "group", "document", "comment", "journal",
                                         "deliverable", "review", "jury", "enrolment", "admission", "attendance", "indicator", "audience", "search",
                                         "home", "export" };
    size_t kinds = 0;
    sample();
    lines_of_letters = whole_file("server/areas/notice/letters/notice_lines.txt");
    words_of_page = whole_file("web/src/areas/notice/fr.ts");
    for (size_t i = 0; i < sizeof AREAS / sizeof *AREAS; i++) {
        char folder[64];
        snprintf(folder, sizeof folder, "server/areas/%s", AREAS[i]);
        kinds += kinds_of_area(folder);
    }
    CHECK(kinds >= 40); /* they were found */
    CHECK(kind_is_listed("team.moved") && !kind_is_listed("team.") && !kind_is_listed("team.nothing"));
}

TEST(notice, only_account_and_decision_cannot_be_refused)
{
    for (int i = 0; i < FAMILY_COUNT; i++)
        CHECK(family_is_legal((enum notice_family)i) == (i == FAMILY_ACCOUNT || i == FAMILY_DECISION));
}
