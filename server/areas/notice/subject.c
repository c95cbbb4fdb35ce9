/* A notice is told with the rights of the person who is told, at the time they are told. */
#include "areas/notice/subject.h"

#include <string.h>

#include "areas/comment/comment.h"
#include "areas/document/page.h"
#include "areas/journal/journal.h"

static const char *path_of(struct ctx *ctx, const struct document *document, const struct document_about *about)
{
    switch (document->kind) {
    case DOCUMENT_JOURNAL_ENTRY: return arena_printf(ctx->arena, "/journal/%s", document->uid);
    case DOCUMENT_GROUP_PAGE: return arena_printf(ctx->arena, "/equipes/%s/%s", about->owner, document->uid);
    case DOCUMENT_DIAGNOSTIC:
    case DOCUMENT_DOSSIER_PROFESSIONNEL:
    case DOCUMENT_NOTE_SYNTHETIQUE:
    case DOCUMENT_KIND_COUNT: break;
    }
    return arena_printf(ctx->arena, "/ecrits/%s", document->uid);
}

/* The conversation that the event is about; NULL: it does not say which. */
static const char *thread_of(struct ctx *ctx, const struct notice_event *event)
{
    json_auto_t *detail = event->detail ? json_loads(event->detail, 0, NULL) : NULL;
    const char *thread = json_string_value(json_object_get(detail, "thread"));
    return thread ? arena_text(ctx->arena, thread) : NULL;
}

/* Of a text that is gone nobody can be asked whether they might still read it. */
static bool goes_with_its_text(const struct notice_event *event)
{
    enum notice_family family = kind_of(event->kind).family;
    return family == FAMILY_COMMENT || family == FAMILY_PAGE || family == FAMILY_READING || family == FAMILY_JOURNAL || family == FAMILY_WORK;
}

/* Which entry it was, nobody keeps: whether there is one still, its author's choices say. */
static bool opens_an_entry(const struct notice_event *event)
{
    return !event->subject && (strcmp(event->kind, "journal.shared") == 0 || strcmp(event->kind, "reader.named") == 0);
}

/* A page in the trash is nobody's to read; who may take it back is told where it is, as long as it is there. */
static carnet_err of_trashed(struct notice_subject *out, struct ctx *ctx, const struct notice_event *event)
{
    struct document_about about;
    carnet_err err = page_in_trash(&about, ctx, event->subject);
    out->hidden = err == CARNET_MISSING;
    if (err)
        return out->hidden ? CARNET_OK : err;
    *out = (struct notice_subject){
        .id = event->subject,
        .kind = document_kind_text(DOCUMENT_GROUP_PAGE),
        .title = about.title,
        .path = arena_printf(ctx->arena, "/equipes/%s#corbeille", about.owner),
        .in = about.cohort,
    };
    return CARNET_OK;
}

static carnet_err of_document(struct notice_subject *out, struct ctx *ctx, const struct notice_event *event)
{
    bool is_document = false;
    if (event->subject)
        TRY(notice_sql_document_exists(&is_document, ctx, event->subject));
    if (!is_document && opens_an_entry(event)) {
        bool open;
        TRY(journal_lets_in(&open, ctx, event->actor, event->at));
        out->hidden = !open;
        return CARNET_OK;
    }
    if (!is_document) {
        out->hidden = event->subject && goes_with_its_text(event);
        return CARNET_OK;
    }
    if (strcmp(event->kind, "page.trashed") == 0)
        return of_trashed(out, ctx, event);
    struct document document;
    struct document_about about = { 0 };
    carnet_err err = document_find(&document, ctx, event->subject, 0);
    if (err == CARNET_OK && document.kind != DOCUMENT_JOURNAL_ENTRY)
        err = document_about(&about, ctx, &document);
    if (err == CARNET_MISSING || err == CARNET_CORRUPT) { /* one damaged row must not keep everybody's letters */
        out->hidden = true;
        return CARNET_OK;
    }
    TRY(err);
    const char *path = path_of(ctx, &document, &about), *thread = thread_of(ctx, event);
    if (thread)
        TRY(comment_withheld(&out->hidden, ctx, thread));
    if (out->hidden)
        return CARNET_OK;
    *out = (struct notice_subject){
        .sealed = document.kind == DOCUMENT_JOURNAL_ENTRY,
        .id = document.uid,
        .kind = document_kind_text(document.kind),
        .title = about.title,
        .path = thread ? arena_printf(ctx->arena, "%s#thread-%s", path, thread) : path,
        .in = about.cohort,
    };
    return notice_sql_due_at(&out->due_at, ctx, document.id);
}

carnet_err subject_cohorts(struct notice_cohorts *out, struct ctx *ctx)
{
    size_t going = 0;
    TRY(cohort_list(&out->list, &out->count, ctx));
    for (size_t i = 0; i < out->count; i++)
        going += strcmp(out->list[i].end_day, moment_today(ctx)) >= 0;
    if (going < 2)
        out->count = 0;
    return CARNET_OK;
}

carnet_err subject_of(struct notice_subject *out, struct ctx *ctx, const struct notice_event *event, const struct notice_cohorts *cohorts)
{
    enum notice_about about = kind_of(event->kind).about;
    *out = (struct notice_subject){ 0 };
    TRY(about == ABOUT_DOCUMENT ? of_document(out, ctx, event) : subject_of_cohort(out, ctx, event, about));
    for (size_t i = 0; i < cohorts->count; i++)
        if (cohorts->list[i].id == out->in)
            out->cohort = cohorts->list[i].label;
    return CARNET_OK;
}
