/* Proposed edits: whoever writes the text says yes or no. What was accepted is written in their name, as one edit. */
#include "areas/comment/comment.h"

#include <stdlib.h>
#include <string.h>

#include "areas/comment/scene.h"
#include "areas/comment/words_of.h"
#include "areas/document/words.h"
#include "areas/event/event.h"
#include "base/utf.h"

enum { WORD_LONGEST = 500, SMALL_LONGEST = 40 };

bool comment_can_decide(const struct document *document, const struct comment *comment)
{
    return comment->edit.kind != EDIT_NONE && comment->edit.decision == EDIT_UNDECIDED && document->rights.verbs & VERB_WRITE;
}

static bool small(const char *words)
{
    return !strchr(words, '\n') && utf8_points(bytes_text(words)) <= SMALL_LONGEST;
}

bool edit_is_small(const struct comment *comment)
{
    bool keeps = comment->edit.kind == EDIT_INSERT;
    return comment->edit.kind != EDIT_NONE && small(comment->edit.text) && (keeps || small(comment->anchor.exact));
}

struct change { /* of a text: these bytes become those */
    size_t from, to, at; /* at: in the caller's list */
    const char *text;
};

/* With words that go, the space goes that parted them from what stays. */
static void close_gap(struct change *change, bytes text)
{
    bool before = change->from && text.ptr[change->from - 1] == ' ';
    bool after = change->to < text.len && text.ptr[change->to] == ' ';
    bool ends = change->to == text.len || strchr(" \n.,)", text.ptr[change->to]);
    bool begins = !change->from || text.ptr[change->from - 1] == '\n';
    if (before && ends)
        change->from--;
    else if (begins && after)
        change->to++;
}

static struct change change_of(const struct comment *comment, const struct anchor_span *span, bytes text, size_t at)
{
    size_t from = comment->edit.kind == EDIT_INSERT ? span->to : span->from;
    struct change change = { from, span->to, at, comment->edit.text };
    if (comment->edit.kind == EDIT_DELETE)
        close_gap(&change, text);
    return change;
}

static int by_place(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from ? 1 : x->at < y->at ? -1 : 1;
}

/* Sorted, none inside another. */
static carnet_err write_changes(struct ctx *ctx, const struct scene *scene, const struct change *changes, size_t count)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    bytes old = scene->text.text;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        buf_put(&text, (bytes){ old.ptr + at, changes[i].from - at });
        buf_put_text(&text, changes[i].text);
        at = changes[i].to;
    }
    buf_put(&text, (bytes){ old.ptr + at, old.len - at });
    return document_write(ctx, scene->document.id, ctx->actor, buf_bytes(&text));
}

static carnet_err store_decision(struct comment *comment, struct ctx *ctx, const struct scene *scene, bool accept, const char *word)
{
    bytes column;
    comment->edit.decision = accept ? EDIT_ACCEPTED : EDIT_REFUSED;
    comment->edit.word = word;
    comment->edit.decided_by = ctx->actor;
    comment->edit.decided_at = ctx->now;
    comment->resolved = true;
    TRY(words_of_decision(&column, ctx, &scene->document, comment->id, word));
    TRY(comment_sql_decide(ctx, comment->id, comment->edit.decision, column));
    return comment_sql_status(ctx, comment->id, true);
}

/* Its proposer, once, if they can open it still. */
static carnet_err add_proposer(int64_t *people, size_t *count, struct ctx *ctx, const struct comment *comment)
{
    bool opens;
    TRY(scene_opens_to(&opens, ctx, comment->document, comment, comment->author));
    for (size_t i = 0; i < *count; i++)
        opens = opens && people[i] != comment->author;
    if (opens && comment->author != ctx->actor)
        people[(*count)++] = comment->author;
    return CARNET_OK;
}

/* thread NULL: of several. */
static carnet_err tell(struct ctx *ctx, const struct scene *scene, const struct comment *thread, const int64_t *people, size_t count)
{
    if (!count)
        return CARNET_OK;
    return event_add_detail(ctx, "comment.decided", scene->document.uid, scene_thread_json(&scene->document, thread), people, count);
}

static carnet_err apply(struct comment *comment, struct ctx *ctx, struct scene *scene)
{
    TRY(scene_read(scene, ctx));
    struct anchor_span span = comment_place(&scene->text, comment);
    if (span.state != ANCHOR_PLACED)
        return err_set(CARNET_CONFLICT, "comment.passage_changed", "comment=%lld", (long long)comment->id);
    struct change change = change_of(comment, &span, scene->text.text, 0);
    return write_changes(ctx, scene, &change, 1);
}

carnet_err edit_decide(struct comment *out, struct ctx *ctx, const char *uid, bool accept, const char *typed)
{
    CLEANUP(scene_clear) struct scene scene;
    const char *word;
    int64_t proposer;
    size_t told = 0;
    TRY(scene_of(&scene, out, ctx, uid));
    TRY(scene_needs(&scene, VERB_WRITE));
    if (out->edit.kind == EDIT_NONE)
        return err_set(CARNET_CONFLICT, "comment.no_edit", "comment=%lld", (long long)out->id);
    if (out->edit.decision != EDIT_UNDECIDED) {
        bool same = (out->edit.decision == EDIT_ACCEPTED) == accept;
        return same ? CARNET_OK : err_set(CARNET_CONFLICT, "comment.decided", "comment=%lld", (long long)out->id);
    }
    TRY(words_clean(&word, ctx, typed, WORD_LONGEST, "comment.word"));
    if (accept)
        TRY(apply(out, ctx, &scene));
    TRY(store_decision(out, ctx, &scene, accept, word));
    scene_changed(&scene, ctx, out);
    TRY(add_proposer(&proposer, &told, ctx, out));
    return tell(ctx, &scene, out, &proposer, told);
}

/* ---- all small ones ---- */

/* The first of two that touch the same words counts. */
static size_t without_overlap(struct change *changes, size_t count)
{
    size_t kept = 0;
    qsort(changes, count, sizeof *changes, by_place);
    for (size_t i = 0; i < count; i++)
        if (!kept || changes[i].from > changes[kept - 1].to || (changes[i].from == changes[kept - 1].to && changes[i].from != changes[i].to))
            changes[kept++] = changes[i];
    return kept;
}

static carnet_err find_small(struct comment *out, bool *fits, struct ctx *ctx, const struct scene *scene, const char *uid)
{
    struct comment_row row;
    carnet_err found = comment_sql_by_uid(&row, ctx, uid);
    *fits = false;
    if (found != CARNET_OK)
        return found == CARNET_MISSING ? CARNET_OK : found;
    if (row.comment.document != scene->document.id || scene_is_early(ctx, &scene->since, &row.comment, row.comment.author))
        return CARNET_OK;
    TRY(words_of_row(out, ctx, &scene->document, &row));
    *fits = comment_can_decide(&scene->document, out) && !out->resolved && edit_is_small(out);
    return CARNET_OK;
}

carnet_err edit_accept_small(bool *accepted, struct ctx *ctx, const char *document, const char *const *uids, size_t count)
{
    CLEANUP(scene_clear) struct scene scene;
    TRY(scene_find(&scene, ctx, document, VERB_WRITE | VERB_READ_COMMENTS));
    if (!count || count > EDITS_AT_ONCE)
        return err_set(CARNET_LIMIT, "comment.batch", "1 to %d at once", EDITS_AT_ONCE);
    TRY(scene_read(&scene, ctx));
    struct comment *comments = arena_alloc(ctx->arena, count * sizeof *comments);
    struct change *changes = arena_alloc(ctx->arena, count * sizeof *changes);
    size_t fitting = 0;
    for (size_t i = 0; i < count; i++) {
        bool fits;
        accepted[i] = false;
        TRY(find_small(&comments[i], &fits, ctx, &scene, uids[i]));
        struct anchor_span span = fits ? comment_place(&scene.text, &comments[i]) : (struct anchor_span){ 0 };
        if (fits && span.state == ANCHOR_PLACED)
            changes[fitting++] = change_of(&comments[i], &span, scene.text.text, i);
    }
    fitting = without_overlap(changes, fitting);
    TRY(write_changes(ctx, &scene, changes, fitting));
    int64_t *people = arena_alloc(ctx->arena, (fitting + 1) * sizeof *people);
    size_t told = 0;
    for (size_t i = 0; i < fitting; i++) {
        struct comment *comment = &comments[changes[i].at];
        accepted[changes[i].at] = true;
        TRY(store_decision(comment, ctx, &scene, true, ""));
        TRY(add_proposer(people, &told, ctx, comment));
        scene_changed(&scene, ctx, comment);
    }
    return tell(ctx, &scene, NULL, people, told);
}
