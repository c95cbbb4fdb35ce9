/* Works, group pages and journals, written as their authors wrote them: each in their own name, at their own time. */
#include <string.h>

#include "areas/comment/comment.h"
#include "areas/deliverable/work.h"
#include "areas/demo/load.h"
#include "areas/demo/sample.h"
#include "areas/document/history.h"
#include "areas/event/rows.h"
#include "areas/group/tree.h"
#include "areas/journal/journal.h"

static const char SQL_GROUP_ID[] = "SELECT id FROM \"group\" WHERE slug = ?1";

static carnet_err group_id(int64_t *out, struct load *load, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_GROUP_ID);
    db_bind_text(&q, 1, slug);
    TRY(db_one(&q));
    *out = db_int(&q, 0);
    return CARNET_OK;
}

/* A person writes a text at a moment, and a revision is kept then. */
static carnet_err write_at(struct load *load, int64_t document, int64_t person, int64_t at, bytes text)
{
    int64_t revision;
    load->ctx->now = at;
    TRY(document_write(load->ctx, document, person, text));
    return history_burst(&revision, load->ctx, document);
}

static const char *deliverable_title(const struct load *load, const char *id)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(load->programme, "deliverables"), i, one)
        if (strcmp(load_text(one, "id"), id) == 0)
            return load_text(one, "title");
    return id;
}

static carnet_err read_work(struct work_new *out, struct load *load, const json_t *work)
{
    const char *kind = load_text(work, "deliverable");
    *out = (struct work_new){
        .cohort = load->cohort,
        .title = deliverable_title(load, kind),
        .reopen_reason = load_text(work, "reopenReason"),
        .carried_over_from = load_text(work, "carriedOverFrom"),
        .late = json_is_true(json_object_get(work, "late")),
    };
    TRY(document_kind_parse(&out->kind, kind));
    TRY(work_state_parse(&out->state, load_text(work, "state")));
    TRY(load_person(&out->person, load, load_text(work, "trainee")));
    TRY(dates_moment(&out->due_at, &load->dates, load_text(work, "dueAt")));
    TRY(dates_past(&out->submitted_at, &load->dates, load_text(work, "submittedAt")));
    return dates_past(&out->reopened_at, &load->dates, load_text(work, "reopenedAt"));
}

static carnet_err load_work(struct load *load, const json_t *work)
{
    struct work_new added;
    struct sample_text sample = { 0 };
    int64_t document;
    TRY(read_work(&added, load, work));
    const char *file = load_text(work, "file");
    if (file) {
        TRY(sample_text(&sample, load->ctx->arena, sample_file(file)));
        added.title = sample.title;
    }
    TRY(dates_past(&load->ctx->now, &load->dates, "2026-01-19T09:00:00+01:00"));
    TRY(work_add(&document, load->ctx, &added));
    if (!file)
        return CARNET_OK;
    return write_at(load, document, added.person, added.submitted_at, sample.text);
}

carnet_err load_works(struct load *load)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(load->sample, "deliverables"), i, one)
        TRY(load_work(load, one));
    return CARNET_OK;
}

/* The page of a team, written by several: each takes every n-th section, one after the other. */
static const struct {
    const char *person, *at;
} HANDS[] = {
    { "stg-10", "2026-03-10T18:05:00+01:00" },
    { "stg-02", "2026-05-12T18:30:00+02:00" },
    { "stg-06", "2026-05-29T12:10:00+02:00" },
    { "stg-14", "2026-06-03T21:05:00+02:00" },
};
enum { HAND_COUNT = sizeof HANDS / sizeof *HANDS };

static const uint8_t *next_section(const uint8_t *at, const uint8_t *end)
{
    for (at++; at + 4 <= end; at++)
        if (memcmp(at, "\n## ", 4) == 0)
            return at + 1;
    return end;
}

/* Appends the sections that the first `hands` people wrote. */
static void sections_of(struct buf *out, bytes text, int hands)
{
    int section = 1; /* the opening is by the second, who opened the page for the team */
    const uint8_t *at = text.ptr, *end = text.ptr + text.len;
    while (at < end) {
        const uint8_t *next = next_section(at, end);
        if (section % HAND_COUNT < hands)
            buf_put(out, (bytes){ at, (size_t)(next - at) });
        section++;
        at = next;
    }
}

static carnet_err load_page(struct load *load, const char *group_slug, const char *file)
{
    struct sample_text sample;
    struct group group;
    int64_t document;
    TRY(sample_text(&sample, load->ctx->arena, sample_file(file)));
    int64_t id;
    TRY(group_id(&id, load, group_slug));
    TRY(group_find(&group, load->ctx, id));
    TRY(dates_past(&load->ctx->now, &load->dates, "2026-01-20T10:00:00+01:00"));
    TRY(load_person(&load->ctx->actor, load, HANDS[1].person));
    TRY(document_new(&document, load->ctx, DOCUMENT_GROUP_PAGE, 0));
    TRY(group_page_add(load->ctx, &group, document, &(struct group_page_new){ .title = sample.title }));
    for (int i = 0; i < HAND_COUNT; i++) {
        CLEANUP(buf_clear) struct buf text = { 0 };
        int64_t person, at;
        sections_of(&text, sample.text, i + 1);
        TRY(load_person(&person, load, HANDS[i].person));
        TRY(dates_past(&at, &load->dates, HANDS[i].at));
        TRY(write_at(load, document, person, at, buf_bytes(&text)));
    }
    return CARNET_OK;
}

carnet_err load_pages(struct load *load)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(load->sample, "groups"), i, one)
        if (load_text(one, "page"))
            TRY(load_page(load, load_text(one, "id"), load_text(one, "page")));
    return CARNET_OK;
}

static carnet_err import_entry(struct load *load, const struct sample_text *sample)
{
    struct entry_import entry = { .title = sample->title, .text = sample->text };
    struct group team;
    int64_t document;
    TRY(load_person(&entry.author, load, sample->author));
    TRY(visibility_parse(&entry.visibility, sample->visibility));
    TRY(dates_session_day(&entry.written_on, &load->dates, load->ctx, sample->date)); /* stays in its session */
    TRY(dates_evening(&load->ctx->now, &load->dates, entry.written_on));
    if (entry.visibility == VISIBLE_TO_GROUP) {
        TRY(group_team_of(&team, load->ctx, entry.author, load->cohort));
        entry.group = team.id;
    }
    char *tags = json_dumps(sample->tags, JSON_COMPACT);
    entry.tags = arena_text(load->ctx->arena, tags);
    free(tags);
    return journal_import(&document, load->ctx, &entry);
}

carnet_err load_journals(struct load *load)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(load->sample, "documents"), i, one) {
        const char *file = load_text(one, "file");
        if (strncmp(file, "journal-", strlen("journal-")) != 0)
            continue;
        struct sample_text sample;
        TRY(sample_text(&sample, load->ctx->arena, sample_file(file)));
        carnet_err err = import_entry(load, &sample);
        json_decref(sample.tags);
        TRY(err);
    }
    return CARNET_OK;
}

/* ---- what readers said ---- */

static const char SQL_WORK_OF[] =
    "SELECT work.document FROM work JOIN person ON person.id = work.person WHERE person.slug = ?1 AND work.kind = ?2";
static const char SQL_PAGE_OF[] =
    "SELECT group_page.document FROM group_page JOIN \"group\" ON \"group\".id = group_page.\"group\" WHERE \"group\".slug = ?1";
static const char SQL_ENTRY_OF[] =
    "SELECT journal_entry.document FROM journal_entry JOIN journal ON journal.id = journal_entry.journal"
    " JOIN person ON person.id = journal.person WHERE person.slug = ?1";

static carnet_err document_of(int64_t *out, struct load *load, const char *sql, const char *of, const char *kind)
{
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, sql);
    db_bind_text(&q, 1, of);
    if (kind)
        db_bind_text(&q, 2, kind);
    TRY(db_one(&q));
    *out = db_int(&q, 0);
    return CARNET_OK;
}

/* The first thing of a list whose `key` is that. */
static const json_t *one_of(const json_t *list, const char *key, const char *value)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one)
    {
        const char *text = load_text(one, key);
        if (text && strcmp(text, value) == 0)
            return one;
    }
    return NULL;
}

static carnet_err commented_document(int64_t *out, struct load *load, const char *file)
{
    const json_t *work = one_of(json_object_get(load->sample, "deliverables"), "file", file);
    if (work)
        return document_of(out, load, SQL_WORK_OF, load_text(work, "trainee"), load_text(work, "deliverable"));
    const json_t *group = one_of(json_object_get(load->sample, "groups"), "page", file);
    if (group)
        return document_of(out, load, SQL_PAGE_OF, load_text(group, "id"), NULL);
    struct sample_text sample;
    TRY(sample_text(&sample, load->ctx->arena, sample_file(file)));
    json_decref(sample.tags);
    return document_of(out, load, SQL_ENTRY_OF, sample.author, NULL);
}

static carnet_err load_comment(struct load *load, const json_t *comment)
{
    const json_t *target = json_object_get(comment, "target");
    int64_t document;
    struct comment_new remark = {
        .key = arena_printf(load->ctx->arena, "sample-comment-%s", load_text(comment, "id")),
        .kind = load_text(comment, "kind"),
        .body = load_text(comment, "body"),
        .passage = { .exact = load_text(target, "exact"), .prefix = load_text(target, "prefix"), .suffix = load_text(target, "suffix"),
                     .section = "" },
    };
    TRY(commented_document(&document, load, load_text(comment, "document")));
    TRY(load_person(&load->ctx->actor, load, load_text(comment, "author")));
    TRY(dates_past(&load->ctx->now, &load->dates, load_text(comment, "createdAt")));
    return comment_import(load->ctx, document, &remark, strcmp(load_text(comment, "status"), "resolved") == 0);
}

carnet_err load_comments(struct load *load)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(load->sample, "comments"), i, one)
        TRY(load_comment(load, one));
    return CARNET_OK;
}
