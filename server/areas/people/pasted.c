/* Guesses are few and shown: who pastes sees every line as it was understood before anything is made. */
#include "areas/people/pasted.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "areas/event/line.h"
#include "areas/event/rows.h"
#include "areas/mail/mail.h"
#include "areas/people/email.h"

enum { CELLS = 8 };

static const char *trimmed(struct ctx *ctx, const char *text, size_t len)
{
    while (len && (*text == ' ' || *text == '\t' || *text == '"' || *text == '\''))
        text++, len--;
    while (len && strchr(" \t\r\"'", text[len - 1]))
        len--;
    return arena_span(ctx->arena, text, len);
}

/* A name holds a letter, and nothing that a spreadsheet would take for a formula or a page for a tag. */
static bool name_is_fine(const char *name, bool needed)
{
    ucs4_t c;
    if (!*name)
        return !needed;
    if (strchr("=+-@|%", *name) || strpbrk(name, "<>\"\\;{}[]"))
        return false;
    for (const uint8_t *at = (const uint8_t *)name; (at = u8_next(&c, at));)
        if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L))
            return true;
    return false;
}

carnet_err pasted_name(const char **out, struct ctx *ctx, const char *typed, bool needed)
{
    if (!line_clean(out, ctx, typed, PASTED_NAME))
        return err_set(CARNET_INVALID, "people.name_long", "longer than %d characters", PASTED_NAME);
    if (!(*out)[0] && needed)
        return err_set(CARNET_INVALID, "people.name_missing", "empty");
    return name_is_fine(*out, false) ? CARNET_OK : err_set(CARNET_INVALID, "people.name", "not a name");
}

static bool read_name(const char **out, struct ctx *ctx, const char *typed, bool needed)
{
    *out = trimmed(ctx, typed, strlen(typed));
    return line_clean(out, ctx, *out, PASTED_NAME) && name_is_fine(*out, needed);
}

struct pasted pasted_check(struct ctx *ctx, int64_t line, const char *given_name, const char *family_name, const char *email)
{
    struct pasted one = { .line = line, .email = trimmed(ctx, email, strlen(email)) };
    bool given = read_name(&one.given_name, ctx, given_name, true);
    bool family = read_name(&one.family_name, ctx, family_name, false);
    if (!mail_address_valid(one.email))
        one.error = "address";
    else if (!given || !family)
        one.error = "name";
    return one;
}

/* ---- names ---- */

static bool is_capitals(const char *word, size_t len)
{
    size_t capitals = 0;
    for (size_t i = 0; i < len; i++) {
        if (word[i] >= 'a' && word[i] <= 'z')
            return false;
        capitals += word[i] >= 'A' && word[i] <= 'Z';
    }
    return capitals >= 2;
}

static void append_word(struct buf *out, const char *word, size_t len)
{
    if (out->len)
        buf_put_byte(out, ' ');
    buf_put(out, (bytes){ (const uint8_t *)word, len });
}

/* "Dupont, Marie": as mail programs write it. "Marie DUPONT", "DUPONT Marie": capitals are the family name. Otherwise the first word is
 * the given name. */
static void split_name(struct ctx *ctx, const char **given, const char **family, const char *name)
{
    const char *comma = strchr(name, ',');
    if (comma) {
        *given = trimmed(ctx, comma + 1, strlen(comma + 1));
        *family = trimmed(ctx, name, (size_t)(comma - name));
        return;
    }
    CLEANUP(buf_clear) struct buf capitals = { 0 };
    CLEANUP(buf_clear) struct buf others = { 0 };
    for (const char *at = name + strspn(name, " \t"); *at; at += strspn(at, " \t")) {
        size_t len = strcspn(at, " \t");
        append_word(is_capitals(at, len) ? &capitals : &others, at, len);
        at += len;
    }
    if (capitals.len && others.len) {
        *given = arena_text(ctx->arena, buf_text(&others));
        *family = arena_text(ctx->arena, buf_text(&capitals));
        return;
    }
    const char *all = trimmed(ctx, name, strlen(name));
    size_t first = strcspn(all, " \t");
    *given = arena_span(ctx->arena, all, first);
    *family = trimmed(ctx, all + first, strlen(all + first));
}

/* "prenom.nom@…" gives names to begin with. */
static void names_from_address(struct ctx *ctx, const char **given, const char **family, const char *email)
{
    size_t local = strcspn(email, "@"), dot = strcspn(email, ".");
    char *first = arena_span(ctx->arena, email, dot < local ? dot : local);
    char *second = dot < local ? arena_span(ctx->arena, email + dot + 1, local - dot - 1) : arena_text(ctx->arena, "");
    for (int i = 0; i < 2; i++) {
        char *name = i ? second : first;
        if (*name >= 'a' && *name <= 'z')
            *name = (char)(*name - 'a' + 'A');
    }
    *given = first;
    *family = second;
}

/* ---- lines ---- */

struct columns {
    bool given_first;
};

static size_t cells_of(const char *cells[CELLS], struct ctx *ctx, const char *line, const char *separators)
{
    size_t count = 0;
    for (const char *at = line; count < CELLS; at++) {
        size_t len = strcspn(at, separators);
        cells[count++] = trimmed(ctx, at, len);
        at += len;
        if (!*at)
            break;
    }
    return count;
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(text, *words) == 0)
            return true;
    return false;
}

/* A first line of titles says in which order the names stand. */
static bool read_titles(struct columns *columns, struct ctx *ctx, const char *const *cells, size_t count)
{
    static const char *const GIVEN[] = { "prénom", "prenom", "prénoms", "prenoms", NULL };
    static const char *const FAMILY[] = { "nom", "nom de famille", "noms", NULL };
    size_t given = CELLS, family = CELLS;
    for (size_t i = 0; i < count; i++) {
        const char *folded = email_key(ctx, cells[i]);
        if (is_one_of(folded, GIVEN))
            given = i;
        if (is_one_of(folded, FAMILY))
            family = i;
    }
    if (given == CELLS || family == CELLS)
        return false;
    columns->given_first = given < family;
    return true;
}

static struct pasted from_cells(struct ctx *ctx, int64_t line, const struct columns *columns, const char *const *cells, size_t count)
{
    const char *email = "", *names[2] = { "", "" };
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (strchr(cells[i], '@') && !*email)
            email = cells[i];
        else if (*cells[i] && found < 2)
            names[found++] = cells[i];
    if (!found)
        names_from_address(ctx, &names[0], &names[1], email);
    else if (found == 1)
        split_name(ctx, &names[0], &names[1], names[0]);
    else if (!columns->given_first)
        return pasted_check(ctx, line, names[1], names[0], email);
    return pasted_check(ctx, line, names[0], names[1], email);
}

static struct pasted from_line(struct ctx *ctx, int64_t number, const struct columns *columns, const char *line)
{
    const char *open = strrchr(line, '<'), *close = open ? strchr(open, '>') : NULL, *given, *family;
    if (close) {
        const char *email = arena_span(ctx->arena, open + 1, (size_t)(close - open - 1));
        const char *name = trimmed(ctx, line, (size_t)(open - line));
        if (*name && !strchr(name, '@'))
            split_name(ctx, &given, &family, name);
        else
            names_from_address(ctx, &given, &family, email);
        return pasted_check(ctx, number, given, family, email);
    }
    const char *cells[CELLS];
    const char *separators = strchr(line, '\t') ? "\t" : strchr(line, ';') ? ";" : ",";
    size_t count = cells_of(cells, ctx, line, separators);
    return from_cells(ctx, number, columns, cells, count);
}

static bool is_titles(struct columns *columns, struct ctx *ctx, const char *line)
{
    const char *cells[CELLS];
    size_t count = cells_of(cells, ctx, line, "\t;,");
    return !strchr(line, '@') && read_titles(columns, ctx, cells, count);
}

/* Recipients of a letter, as mail programs copy them: each ends at the separator behind an address, which stands alone or in <> behind a
 * name. 0: the line is something else. */
static size_t recipients_of(const char ***out, struct ctx *ctx, const char *line)
{
    size_t count = 0, addresses = 0;
    *out = NULL;
    for (const char *at = line; *at;) {
        size_t len = strcspn(at, "@");
        len += strcspn(at + len, ",;");
        const char *one = trimmed(ctx, at, len);
        at += len + (at[len] != '\0');
        if (!*one)
            continue;
        if (one[strlen(one) - 1] != '>' && strpbrk(one, "\t,;"))
            return 0;
        addresses += strchr(one, '@') != NULL;
        *out = rows_grow(ctx, *out, count, sizeof **out);
        (*out)[count++] = one;
    }
    return addresses > 1 ? count : 0;
}

static carnet_err add(struct pasted **out, size_t *count, struct ctx *ctx, struct pasted one)
{
    if (*count == PASTED_PEOPLE)
        return err_set(CARNET_LIMIT, "invitation.too_long", "more than %d people", PASTED_PEOPLE);
    *out = rows_grow(ctx, *out, *count, sizeof **out);
    (*out)[(*count)++] = one;
    return CARNET_OK;
}

carnet_err pasted_parse(struct pasted **out, size_t *count, struct ctx *ctx, const char *text)
{
    struct columns columns = { false };
    int64_t number = 0;
    *out = NULL;
    *count = 0;
    if (strlen(text) > PASTED_BYTES)
        return err_set(CARNET_LIMIT, "invitation.too_long", "len=%zu", strlen(text));
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        const char *line = trimmed(ctx, at, len), **recipients;
        const char *raw = arena_span(ctx->arena, at, len && at[len - 1] == '\r' ? len - 1 : len);
        number++;
        at += len + (at[len] == '\n');
        if (!*line || (!*count && is_titles(&columns, ctx, line)))
            continue;
        size_t several = recipients_of(&recipients, ctx, line);
        for (size_t i = 0; i < several; i++)
            TRY(add(out, count, ctx, from_line(ctx, number, &columns, recipients[i])));
        if (!several)
            TRY(add(out, count, ctx, from_line(ctx, number, &columns, strchr(raw, '\t') ? raw : line)));
    }
    return CARNET_OK;
}
