/* Threads and replies: who may say what, where it is kept, who is told. */
#include "areas/comment/comment.h"

#include <stdlib.h>
#include <string.h>

#include "areas/comment/scene.h"
#include "areas/comment/words_of.h"
#include "areas/document/history.h"
#include "areas/document/words.h"
#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "base/utf.h"
#include "guard/random.h"

enum {
    BODY_LONGEST = 4000, EDIT_LONGEST = 10000, KEY_SHORTEST = 16, KEY_LONGEST = 64,
    THREADS_MOST = 1000, COMMENTS_MOST = 5000, REPLIES_MOST = 50, EARLIER_MOST = 200, EARLIER_BYTES = 8 << 20,
};

static const char *const KINDS[COMMENT_KIND_COUNT] = {
    [COMMENT_QUESTION] = "question",           [COMMENT_SUGGESTION] = "suggestion", [COMMENT_CORRECTION] = "correction",
    [COMMENT_ENCOURAGEMENT] = "encouragement", [COMMENT_ANSWER] = "answer",
};

const char *comment_kind_text(enum comment_kind kind)
{
    return KINDS[kind];
}

struct anchor_span comment_place(struct anchor_text *text, const struct comment *comment)
{
    struct anchor_span span = anchor_find(text, &comment->anchor);
    if (comment->edit.kind != EDIT_NONE && span.state == ANCHOR_PLACED && !span.sure)
        span.state = span.there ? ANCHOR_CHANGED : ANCHOR_DETACHED;
    return span;
}

/* ---- seeing ---- */

bool comment_shows(const struct ctx *ctx, const struct document *document, int64_t began_by, bool aside)
{
    unsigned verbs = document->rights.verbs;
    if (verbs & VERB_READ_COMMENTS && (!aside || document_is_own(&document->rights)))
        return true;
    return verbs & VERB_COMMENT && began_by == ctx->actor;
}

static int by_id(const void *id, const void *comment)
{
    int64_t a = *(const int64_t *)id, b = ((const struct comment *)comment)->id;
    return (a > b) - (a < b);
}

/* Replies are seen with the thread they belong to, which stands before them. */
static bool is_seen(const struct comments *seen, const struct ctx *ctx, const struct document_since *since, const struct comment *comment)
{
    if (comment->thread)
        return bsearch(&comment->thread, seen->list, seen->count, sizeof *seen->list, by_id) != NULL;
    return comment_shows(ctx, &seen->document, comment->author, comment->aside) && !scene_is_early(ctx, since, comment, comment->author);
}

static carnet_err read_all(struct comments *out, struct ctx *ctx, struct scene *scene)
{
    struct comment_row *rows;
    size_t count;
    TRY(comment_sql_all(&rows, &count, ctx, scene->document.id));
    out->list = arena_alloc(ctx->arena, (count + 1) * sizeof *out->list);
    for (size_t i = 0; i < count; i++) {
        struct comment *comment = &out->list[out->count];
        if (!is_seen(out, ctx, &scene->since, &rows[i].comment))
            continue;
        TRY(words_of_row(comment, ctx, &scene->document, &rows[i]));
        if (!comment->thread)
            comment->span = comment_place(&scene->text, comment);
        out->count++;
    }
    return CARNET_OK;
}

carnet_err comment_list(struct comments *out, struct ctx *ctx, const char *document)
{
    struct scene scene;
    *out = (struct comments){ 0 };
    TRY(scene_find(&scene, ctx, document, VERB_READ));
    out->document = scene.document;
    if (!(scene.document.rights.verbs & (VERB_READ_COMMENTS | VERB_COMMENT)))
        return CARNET_OK;
    carnet_err err = scene_read(&scene, ctx);
    if (err == CARNET_OK)
        err = read_all(out, ctx, &scene);
    if (err) {
        scene_clear(&scene);
        return err;
    }
    out->text = scene.text;
    return CARNET_OK;
}

void comments_clear(struct comments *comments)
{
    crdt_doc_free((struct crdt_doc *)comments->text.doc);
    comments->text.doc = NULL;
}

bool comment_can_answer(const struct document *document)
{
    return document->rights.verbs & VERB_ANSWER;
}

bool comment_can_settle(struct ctx *ctx, const struct document *document, const struct comment *comment)
{
    return !comment->thread && comment_can_answer(document) && (document_is_own(&document->rights) || comment->author == ctx->actor);
}

carnet_err comment_withheld(bool *out, struct ctx *ctx, const char *uid)
{
    struct comment_row row;
    struct scene scene;
    carnet_err opens = scene_behind(&scene, &row, ctx, uid);
    *out = opens == CARNET_MISSING && row.comment.id;
    return opens == CARNET_MISSING ? CARNET_OK : opens;
}

/* ---- one more ---- */

static carnet_err check_key(const char *key)
{
    size_t len = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (key[len] || len < KEY_SHORTEST || len > KEY_LONGEST)
        return err_set(CARNET_INVALID, "comment.key", "16 to 64 of [a-z0-9-]");
    return CARNET_OK;
}

static carnet_err parse_kind(enum comment_kind *out, const char *text)
{
    for (int i = 0; i < COMMENT_KIND_COUNT; i++)
        if (strcmp(KINDS[i], text) == 0) {
            *out = (enum comment_kind)i;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "comment.kind", "no such kind");
}

static carnet_err parse_edit(struct comment_edit *out, struct ctx *ctx, const struct comment_new *remark)
{
    *out = (struct comment_edit){ .text = "", .word = "" };
    if (!remark->edit)
        return CARNET_OK;
    out->kind = strcmp(remark->edit, "replace") == 0  ? EDIT_REPLACE
                : strcmp(remark->edit, "insert") == 0 ? EDIT_INSERT
                : strcmp(remark->edit, "delete") == 0 ? EDIT_DELETE
                                                      : EDIT_NONE;
    bytes text = bytes_text(remark->edit_text ? remark->edit_text : "");
    bool wants = out->kind == EDIT_REPLACE || out->kind == EDIT_INSERT;
    if (out->kind == EDIT_NONE || (text.len != 0) != wants || text.len > 4 * EDIT_LONGEST || utf8_points(text) > EDIT_LONGEST)
        return err_set(CARNET_INVALID, "comment.edit", "replace or insert with words, or delete");
    out->text = arena_span(ctx->arena, (const char *)text.ptr, text.len);
    return CARNET_OK;
}

static carnet_err clean_body(const char **out, struct ctx *ctx, const char *typed, bool may_be_empty)
{
    TRY(words_clean(out, ctx, typed, BODY_LONGEST, "comment.body"));
    if (!(*out)[0] && !may_be_empty)
        return err_set(CARNET_INVALID, "comment.body", "empty");
    return CARNET_OK;
}

static carnet_err check_passage(const struct anchor *passage)
{
    bytes exact = bytes_text(passage->exact);
    if (!exact.len || exact.len > 4 * ANCHOR_EXACT || utf8_points(exact) > ANCHOR_EXACT ||
        strlen(passage->prefix) > 4 * ANCHOR_CONTEXT || strlen(passage->suffix) > 4 * ANCHOR_CONTEXT ||
        passage->start.len > 256 || passage->end.len > 256)
        return err_set(CARNET_INVALID, "comment.quote", "1 to %d characters, %d around", ANCHOR_EXACT, ANCHOR_CONTEXT);
    return CARNET_OK;
}

static carnet_err read_new(struct comment *out, struct ctx *ctx, const struct comment_new *remark)
{
    *out = (struct comment){ .author = ctx->actor, .created_at = ctx->now, .key = remark->key };
    TRY(check_key(remark->key));
    TRY(parse_kind(&out->kind, remark->kind));
    TRY(parse_edit(&out->edit, ctx, remark));
    TRY(clean_body(&out->body, ctx, remark->body, out->edit.kind != EDIT_NONE));
    return check_passage(&remark->passage);
}

/* Of one that was not taken back. Not the passage: whoever says it again may name it by a number that another paragraph bears by now. */
static bool says_same(const struct comment *was, const struct comment *now)
{
    return was->thread == now->thread && was->kind == now->kind && (was->edited_at || strcmp(was->body, now->body) == 0) &&
           was->edit.kind == now->edit.kind && strcmp(was->edit.text, now->edit.text) == 0;
}

/* The same key again: what is there, if it says the same. */
static carnet_err find_same(struct comment *out, bool *found, struct ctx *ctx, const struct document *document, const struct comment *now)
{
    struct comment_row row;
    TRY(comment_sql_by_key(&row, found, ctx, document->id, now->key));
    if (!*found)
        return CARNET_OK;
    TRY(words_of_row(out, ctx, document, &row));
    return out->deleted_at || says_same(out, now) ? CARNET_OK : err_set(CARNET_CONFLICT, "comment.key", "another comment has it");
}

static carnet_err check_room(struct ctx *ctx, const struct document *document, bool thread)
{
    int64_t threads, all;
    TRY(comment_sql_counts(&threads, &all, ctx, document->id));
    if (all >= COMMENTS_MOST || (thread && threads >= THREADS_MOST))
        return err_set(CARNET_LIMIT, "comment.too_many", "document=%lld", (long long)document->id);
    return CARNET_OK;
}

static carnet_err store(struct comment *comment, struct ctx *ctx, const struct document *document)
{
    char uid[GUARD_ID];
    bytes body, anchor = { 0 }, text;
    guard_id(uid);
    comment->uid = arena_text(ctx->arena, uid);
    comment->document = document->id;
    TRY(comment_sql_add(&comment->id, ctx, comment));
    TRY(words_of_body(&body, ctx, document, comment->id, comment->body));
    if (!comment->thread)
        TRY(words_of_anchor(&anchor, ctx, document, comment->id, &comment->anchor));
    TRY(comment_sql_words(ctx, comment->id, body, anchor));
    if (comment->edit.kind == EDIT_NONE)
        return CARNET_OK;
    TRY(words_of_edit(&text, ctx, document, comment->id, comment->edit.text));
    return comment_sql_edit_add(ctx, comment->id, comment->edit.kind, text);
}

static carnet_err passage_missing(const struct scene *scene)
{
    return err_set(CARNET_CONFLICT, "comment.passage_missing", "document=%lld", (long long)scene->document.id);
}

/* The quote is taken from the text, never from the request: nobody's words can be made up. */
static carnet_err place(struct comment *comment, bool *found, struct scene *scene, struct ctx *ctx, const struct anchor *passage)
{
    TRY(scene_read(scene, ctx));
    comment->anchor = *passage;
    struct anchor_span span = comment_place(&scene->text, comment);
    *found = span.state == ANCHOR_PLACED || (span.state == ANCHOR_CHANGED && comment->edit.kind == EDIT_NONE);
    if (!*found)
        return CARNET_OK;
    comment->span = span;
    return anchor_make(&comment->anchor, &scene->text, span.from, span.to);
}

/* *sure: in this context, there once. */
static carnet_err place_in(struct comment *comment, bool *sure, struct scene *scene, struct ctx *ctx, const struct anchor *passage,
                           int64_t revision)
{
    struct anchor_text text;
    struct anchor_span span;
    CLEANUP(buf_clear) struct buf plain = { 0 };
    TRY(history_text(&plain, ctx, revision));
    scene->expanded += plain.len;
    anchor_text_init(&text, ctx->arena, buf_bytes(&plain), NULL, DOCUMENT_ROOT);
    if (!anchor_quoted(&span, &text, passage) || (comment->revision && !span.sure))
        return CARNET_OK;
    *sure = span.sure;
    comment->revision = revision;
    TRY(anchor_make(&comment->anchor, &text, span.from, span.to));
    comment->anchor.start = passage->start;
    comment->anchor.end = passage->end;
    return CARNET_OK;
}

/* Rewritten before this came: the quote as it stood in a text that the actor may read. The thread is of that revision, so that whoever may
 * not read it does not read the quote. */
static carnet_err place_earlier(struct comment *comment, bool *found, struct scene *scene, struct ctx *ctx, const struct anchor *passage)
{
    int64_t *revisions;
    size_t count;
    bool sure = false;
    TRY(history_latest(&revisions, &count, ctx, &scene->document, EARLIER_MOST));
    for (size_t i = 0; i < count && !sure && scene->expanded < EARLIER_BYTES; i++)
        TRY(place_in(comment, &sure, scene, ctx, passage, revisions[i]));
    *found = comment->revision != 0;
    comment->span = (struct anchor_span){ .state = ANCHOR_DETACHED };
    return CARNET_OK;
}

/* The revision is the text of this moment: what is quoted stands in it. */
static carnet_err revision_now(int64_t *out, struct ctx *ctx, int64_t document)
{
    int64_t made;
    TRY(history_burst(&made, ctx, document));
    return history_last(out, ctx, document);
}

static carnet_err add_one(struct comment *out, bool *made, struct scene *scene, struct ctx *ctx, const struct comment_new *remark)
{
    bool found;
    struct comment comment;
    TRY(read_new(&comment, ctx, remark));
    TRY(find_same(out, &found, ctx, &scene->document, &comment));
    *made = !found;
    if (found)
        return CARNET_OK;
    TRY(check_room(ctx, &scene->document, true));
    TRY(place(&comment, &found, scene, ctx, &remark->passage));
    if (found)
        TRY(revision_now(&comment.revision, ctx, scene->document.id));
    else if (comment.edit.kind == EDIT_NONE) /* a proposal could not be applied any more */
        TRY(place_earlier(&comment, &found, scene, ctx, &remark->passage));
    if (!found)
        return passage_missing(scene);
    comment.epoch = scene->document.epoch;
    TRY(document_closed(&comment.aside, ctx, &scene->document, comment.revision));
    TRY(store(&comment, ctx, &scene->document));
    *out = comment;
    return CARNET_OK;
}

static carnet_err tell_authors(struct ctx *ctx, const struct document *document, const struct comment *thread)
{
    int64_t *authors;
    size_t count, others = 0;
    TRY(document_owner_of(document->kind)->authors(&authors, &count, ctx, document->id));
    for (size_t i = 0; i < count; i++)
        if (authors[i] != ctx->actor)
            authors[others++] = authors[i];
    return event_add_detail(ctx, "comment.added", document->uid, scene_thread_json(document, thread), authors, others);
}

static carnet_err add_all(struct comment *out, bool *made, struct scene *scene, struct ctx *ctx, const struct comment_new *remarks,
                          size_t count)
{
    const struct comment *fresh = NULL; /* who may read one that was just made may read all of them */
    for (size_t i = 0; i < count; i++) {
        TRY(add_one(&out[i], made, scene, ctx, &remarks[i]));
        if (*made)
            fresh = &out[i];
    }
    if (!fresh)
        return CARNET_OK;
    scene_changed(scene, ctx, fresh);
    return tell_authors(ctx, &scene->document, &out[0]);
}

carnet_err comment_add(struct comment *out, bool *made, struct ctx *ctx, const char *document, const struct comment_new *remark)
{
    CLEANUP(scene_clear) struct scene scene;
    TRY(scene_find(&scene, ctx, document, VERB_COMMENT));
    return add_all(out, made, &scene, ctx, remark, 1);
}

carnet_err comment_add_all(struct comment *out, struct ctx *ctx, const char *document, const struct comment_new *remarks, size_t count)
{
    bool made;
    CLEANUP(scene_clear) struct scene scene;
    TRY(scene_find(&scene, ctx, document, VERB_COMMENT));
    if (!count || count > COMMENT_BATCH)
        return err_set(CARNET_LIMIT, "comment.batch", "1 to %d at once", COMMENT_BATCH);
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(remarks[i].key, remarks[j].key) == 0)
                return err_set(CARNET_INVALID, "comment.key", "twice in one batch");
    return add_all(out, &made, &scene, ctx, remarks, count);
}

/* ---- what follows ---- */

static carnet_err thread_of(struct comment *out, struct scene *scene, struct ctx *ctx, const struct comment *comment)
{
    struct comment_row row;
    if (!comment->thread) {
        *out = *comment;
        return CARNET_OK;
    }
    TRY(comment_sql_by_id(&row, ctx, comment->thread));
    return words_of_row(out, ctx, &scene->document, &row);
}

static bool among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* Who took part, and whose text it is: those who can open it still. What goes on where one may not read any more is not told. */
static carnet_err tell_thread(struct ctx *ctx, const struct document *document, const struct comment *thread)
{
    int64_t *people, *authors, *all;
    size_t people_count, author_count, count = 0;
    TRY(comment_sql_people(&people, &people_count, ctx, thread->id));
    TRY(document_owner_of(document->kind)->authors(&authors, &author_count, ctx, document->id));
    all = arena_alloc(ctx->arena, (people_count + author_count + 1) * sizeof *all);
    for (size_t i = 0; i < people_count + author_count; i++) {
        int64_t one = i < people_count ? people[i] : authors[i - people_count];
        bool opens;
        TRY(scene_opens_to(&opens, ctx, document->id, thread, one));
        if (opens && one != ctx->actor && !among(all, count, one))
            all[count++] = one;
    }
    return event_add_detail(ctx, "comment.answered", document->uid, scene_thread_json(document, thread), all, count);
}

carnet_err comment_reply(struct comment *out, bool *made, struct ctx *ctx, const char *uid, const char *key, const char *body)
{
    CLEANUP(scene_clear) struct scene scene;
    struct comment to, thread, reply = { .author = ctx->actor, .created_at = ctx->now, .key = key, .kind = COMMENT_ANSWER };
    int64_t replies;
    bool found;
    TRY(scene_of(&scene, &to, ctx, uid));
    TRY(scene_needs(&scene, VERB_ANSWER));
    TRY(thread_of(&thread, &scene, ctx, &to));
    TRY(check_key(key));
    TRY(clean_body(&reply.body, ctx, body, false));
    reply.thread = thread.id;
    reply.revision = thread.revision;
    reply.epoch = thread.epoch;
    reply.aside = thread.aside;
    TRY(find_same(out, &found, ctx, &scene.document, &reply));
    *made = !found;
    if (found)
        return CARNET_OK;
    TRY(check_room(ctx, &scene.document, false));
    TRY(comment_sql_replies(&replies, ctx, thread.id));
    if (replies >= REPLIES_MOST)
        return err_set(CARNET_LIMIT, "comment.too_many_replies", "thread=%lld", (long long)thread.id);
    TRY(store(&reply, ctx, &scene.document));
    *out = reply;
    scene_changed(&scene, ctx, &thread);
    return tell_thread(ctx, &scene.document, &thread);
}

static carnet_err find_own(struct scene *scene, struct comment *comment, struct ctx *ctx, const char *uid)
{
    TRY(scene_of(scene, comment, ctx, uid));
    if (comment->author != ctx->actor || comment->deleted_at)
        return err_set(CARNET_DENIED, "comment.not_yours", "comment=%lld", (long long)comment->id);
    return scene_needs(scene, VERB_ANSWER);
}

carnet_err comment_rewrite(struct comment *out, struct ctx *ctx, const char *uid, const char *typed)
{
    CLEANUP(scene_clear) struct scene scene;
    const char *body;
    bytes column;
    TRY(find_own(&scene, out, ctx, uid));
    TRY(clean_body(&body, ctx, typed, out->edit.kind != EDIT_NONE));
    out->body = body;
    out->edited_at = ctx->now;
    TRY(words_of_body(&column, ctx, &scene.document, out->id, body));
    TRY(comment_sql_body(ctx, out->id, column));
    scene_changed(&scene, ctx, out);
    return CARNET_OK;
}

carnet_err comment_settle(struct comment *out, struct ctx *ctx, const char *uid, bool resolved)
{
    CLEANUP(scene_clear) struct scene scene;
    TRY(scene_of(&scene, out, ctx, uid));
    if (!comment_can_settle(ctx, &scene.document, out))
        return err_set(CARNET_DENIED, "comment.not_yours", "comment=%lld", (long long)out->id);
    out->resolved = resolved;
    TRY(comment_sql_status(ctx, out->id, resolved));
    scene_changed(&scene, ctx, out);
    return CARNET_OK;
}

/* A thread that was taken back goes with its last reply. */
static carnet_err remove_reply(struct ctx *ctx, struct scene *scene, const struct comment *reply)
{
    struct comment thread;
    int64_t left;
    TRY(thread_of(&thread, scene, ctx, reply));
    TRY(comment_sql_delete(ctx, reply->id));
    TRY(comment_sql_replies(&left, ctx, thread.id));
    return thread.deleted_at && !left ? comment_sql_delete(ctx, thread.id) : CARNET_OK;
}

carnet_err comment_remove(struct ctx *ctx, const char *uid)
{
    CLEANUP(scene_clear) struct scene scene;
    struct comment comment;
    int64_t replies;
    TRY(find_own(&scene, &comment, ctx, uid));
    TRY(comment_sql_replies(&replies, ctx, comment.id));
    TRY(comment.thread ? remove_reply(ctx, &scene, &comment)
                       : replies ? comment_sql_take_back(ctx, comment.id) : comment_sql_delete(ctx, comment.id));
    scene_changed(&scene, ctx, &comment);
    return CARNET_OK;
}

/* ---- loading a cohort ---- */

carnet_err comment_import(struct ctx *ctx, int64_t document, const struct comment_new *remark, bool resolved)
{
    CLEANUP(scene_clear) struct scene scene = { 0 };
    struct comment comment;
    bool found;
    TRY(document_by_id(&scene.document, ctx, document));
    TRY(read_new(&comment, ctx, remark));
    TRY(place(&comment, &found, &scene, ctx, &remark->passage));
    if (!found)
        return passage_missing(&scene);
    comment.epoch = scene.document.epoch;
    TRY(history_last(&comment.revision, ctx, document));
    TRY(store(&comment, ctx, &scene.document));
    return comment_sql_status(ctx, comment.id, resolved);
}
