/* The files of words/ are filled with what people wrote, never the other way round. Heads are YAML: a JSON text is one too, so no title can
 * say anything else than a title. */
#include "areas/export/journal_words.h"

#include <uninorm.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <export_words.h> /* made from areas/export/words/ */

enum { STEM_POINTS = 60 };

static const char *file_text(struct arena *arena, const char *name)
{
    for (size_t i = 0; FILES[i].name; i++)
        if (strcmp(FILES[i].name, name) == 0)
            return arena_span(arena, (const char *)FILES[i].data, FILES[i].len);
    assert(!"there is no file of this name");
    return "";
}

static const struct word NO_WORDS[] = { { NULL, NULL } };

const char *words_file(struct arena *arena, const char *name, const struct word *words)
{
    return filled(arena, file_text(arena, name), words);
}

const char *words_say(struct arena *arena, const char *key, const struct word *words)
{
    size_t len = strlen(key);
    for (const char *line = file_text(arena, "lines.md"); *line; line += strcspn(line, "\n") + 1)
        if (strncmp(line, key, len) == 0 && line[len] == ' ')
            return filled(arena, arena_span(arena, line + len + 1, strcspn(line + len + 1, "\n")), words ? words : NO_WORDS);
    assert(!"there is no line of this key");
    return "";
}

const char *words_day(struct arena *arena, const char *day)
{
    return arena_printf(arena, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
}

static const char *moment_words(struct arena *arena, int64_t at)
{
    char day[CLOCK_DAY];
    int64_t minutes = (at + clock_paris_offset(at)) / 60000;
    clock_paris_day(day, at);
    return words_say(arena, "moment", (const struct word[]){
        { "day", words_day(arena, day) },
        { "hour", arena_printf(arena, "%02d:%02d", (int)(minutes / 60 % 24), (int)(minutes % 60)) },
        { NULL, NULL } });
}

/* ---- names of files ---- */

static bool fits_a_name(ucs4_t c)
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N);
}

/* Letters and digits of any script; whatever else stands between two of them is one hyphen. */
static void put_stem(struct buf *out, const uint8_t *title, size_t len)
{
    ucs4_t c = 0;
    bool apart = false;
    int points = 0;
    for (size_t at = 0; at < len && points < STEM_POINTS;) {
        int took = u8_mbtouc(&c, title + at, len - at);
        if (!fits_a_name(c) || c == 0xfffd) {
            apart = points > 0;
        } else {
            if (apart)
                buf_put_byte(out, '-');
            buf_put(out, (bytes){ title + at, (size_t)took });
            points += apart ? 2 : 1;
            apart = false;
        }
        at += (size_t)took;
    }
}

const char *words_stem(struct arena *arena, const char *day, const char *title)
{
    CLEANUP(buf_clear) struct buf stem = { 0 };
    size_t len = 0;
    uint8_t *low = u8_tolower((const uint8_t *)title, strlen(title), NULL, UNINORM_NFC, NULL, &len);
    if (low)
        put_stem(&stem, low, len);
    free(low);
    return arena_printf(arena, "%s-%s", day, stem.len ? buf_text(&stem) : words_say(arena, "stem", NULL));
}

/* ---- above a text ---- */

static carnet_err visible(const char **out, struct ctx *ctx, const struct entry *entry)
{
    struct group group = { .name = "" };
    char day[CLOCK_DAY];
    if (entry->erase_at) {
        clock_paris_day(day, entry->erase_at);
        *out = words_say(ctx->arena, "ending", (const struct word[]){ { "day", words_day(ctx->arena, day) }, { NULL, NULL } });
        return CARNET_OK;
    }
    if (entry->visibility == VISIBLE_TO_GROUP && entry->group)
        TRY(group_find(&group, ctx, entry->group));
    *out = words_say(ctx->arena, arena_printf(ctx->arena, "visible-%s", visibility_text(entry->visibility)),
                     (const struct word[]){ { "name", group.name }, { NULL, NULL } });
    return CARNET_OK;
}

carnet_err words_of_entry(struct taken_text *out, struct ctx *ctx, const struct entry *entry)
{
    *out = (struct taken_text){ entry->document, entry->written_on, entry->title, entry->tags, NULL };
    if (!out->title[0])
        out->title = words_say(ctx->arena, "untitled", NULL);
    return visible(&out->visible, ctx, entry);
}

void words_of_work(struct taken_text *out, struct ctx *ctx, const struct document *document, const struct work *work)
{
    char day[CLOCK_DAY];
    bool read = work->state != WORK_WITHDRAWN && (work->draft_shared || work_handed_in(work));
    const char *who = read ? "visible-work" : "visible-private";
    clock_paris_day(day, document->updated_at);
    *out = (struct taken_text){ *document, arena_text(ctx->arena, day), work->title, "[]", words_say(ctx->arena, who, NULL) };
}

static const char *quoted(struct arena *arena, const char *text)
{
    json_auto_t *json = json_string(text);
    char *dumped = json ? json_dumps(json, JSON_ENCODE_ANY) : NULL;
    const char *out = arena_text(arena, dumped ? dumped : "\"\"");
    free(dumped);
    return out;
}

void words_head(struct buf *out, struct ctx *ctx, const struct taken_text *text)
{
    buf_put_text(out, words_file(ctx->arena, "entry.md", (const struct word[]){
        { "title", quoted(ctx->arena, text->title) },
        { "day", text->day },
        { "tags", text->tags },
        { "visible", quoted(ctx->arena, text->visible) },
        { NULL, NULL } }));
}

/* ---- comments ---- */

static carnet_err name_of(const char **out, struct ctx *ctx, int64_t person)
{
    struct person who;
    TRY(people_find(&who, ctx, person));
    *out = who.name;
    return CARNET_OK;
}

/* Each line behind the mark of a quotation. */
static const char *quotation(struct arena *arena, const char *text)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    for (;;) {
        size_t line = strcspn(text, "\n");
        buf_printf(&out, "> %.*s", (int)line, text);
        if (!text[line])
            return arena_text(arena, buf_text(&out));
        buf_put_byte(&out, '\n');
        text += line + 1;
    }
}

static void put_body(struct buf *out, const char *body)
{
    if (body[0])
        buf_printf(out, "\n%s\n", body);
}

static carnet_err decision_words(const char **out, struct ctx *ctx, const struct comment_edit *edit)
{
    static const char *const KEYS[] = {
        [EDIT_UNDECIDED] = "decision-none", [EDIT_ACCEPTED] = "decision-accepted", [EDIT_REFUSED] = "decision-refused" };
    const char *name = "";
    if (edit->decision != EDIT_UNDECIDED)
        TRY(name_of(&name, ctx, edit->decided_by));
    *out = words_say(ctx->arena, KEYS[edit->decision],
                     (const struct word[]){ { "name", name }, { "at", moment_words(ctx->arena, edit->decided_at) }, { NULL, NULL } });
    return CARNET_OK;
}

static carnet_err put_edit(struct buf *out, struct ctx *ctx, const struct comment_edit *edit)
{
    static const char *const KEYS[] = { [EDIT_REPLACE] = "edit-replace", [EDIT_INSERT] = "edit-insert", [EDIT_DELETE] = "edit-delete" };
    const char *decision;
    if (edit->kind == EDIT_NONE)
        return CARNET_OK;
    TRY(decision_words(&decision, ctx, edit));
    buf_put_text(out, words_file(ctx->arena, "edit.md", (const struct word[]){
        { "decision", decision },
        { "what", words_say(ctx->arena, KEYS[edit->kind], (const struct word[]){ { "text", edit->text }, { NULL, NULL } }) },
        { NULL, NULL } }));
    put_body(out, edit->word);
    return CARNET_OK;
}

static carnet_err put_comment(struct buf *out, struct ctx *ctx, const struct comment *comment)
{
    struct arena *arena = ctx->arena;
    bool gone = comment->deleted_at != 0, reply = comment->thread != 0;
    const char *author = "";
    if (!gone)
        TRY(name_of(&author, ctx, comment->author));
    const char *file = reply ? (gone ? "reply_gone.md" : "reply.md") : gone ? "gone.md" : "thread.md";
    buf_put_text(out, words_file(arena, file, (const struct word[]){
        { "kind", words_say(arena, arena_printf(arena, "kind-%s", comment_kind_text(comment->kind)), NULL) },
        { "author", author },
        { "at", moment_words(arena, comment->created_at) },
        { "state", words_say(arena, comment->resolved ? "state-resolved" : "state-open", NULL) },
        { "quote", reply ? "" : quotation(arena, comment->anchor.exact) },
        { NULL, NULL } }));
    if (gone)
        return CARNET_OK;
    put_body(out, comment->body);
    return reply ? CARNET_OK : put_edit(out, ctx, &comment->edit);
}

static carnet_err put_thread(struct buf *out, struct ctx *ctx, const struct comments *comments, const struct comment *thread)
{
    TRY(put_comment(out, ctx, thread));
    for (size_t i = 0; i < comments->count; i++)
        if (comments->list[i].thread == thread->id)
            TRY(put_comment(out, ctx, &comments->list[i]));
    return CARNET_OK;
}

carnet_err words_comments(struct buf *out, size_t *threads, struct ctx *ctx, const struct taken_text *text, const char *file)
{
    CLEANUP(comments_clear) struct comments comments;
    *threads = 0;
    TRY(comment_list(&comments, ctx, text->document.uid));
    for (size_t i = 0; i < comments.count; i++) {
        if (comments.list[i].thread)
            continue;
        if (!*threads)
            buf_put_text(out, words_file(ctx->arena, "comments.md", (const struct word[]){
                { "day", words_day(ctx->arena, text->day) }, { "title", text->title }, { "file", file },
                { NULL, NULL } }));
        (*threads)++;
        TRY(put_thread(out, ctx, &comments, &comments.list[i]));
    }
    return CARNET_OK;
}
