/* The groups of one's cohort, and one of them with its people and, for those who may read them, its pages. */
#include "areas/group/group_api.h"

#include "areas/cohort/readers.h"
#include "areas/event/rows.h"
#include "areas/group/reader.h"
#include "areas/group/work_group.h"

/* When somebody will leave is not told here: it may be for a team that nobody knows of yet. */
static const char SQL_PEOPLE[] =
    "SELECT person.slug, person.given_name || ' ' || person.family_name, m.from_day, CASE WHEN m.to_day < ?2 THEN m.to_day END,"
    " m.to_day IS NOT NULL AND m.to_day < ?2, person.id"
    " FROM group_membership AS m JOIN person ON person.id = m.person WHERE m.\"group\" = ?1 AND m.from_day <= ?2"
    " ORDER BY person.family_name COLLATE french, person.given_name COLLATE french, m.id";
/* ?2: those of the inner folder too. */
static const char SQL_PAGE_COUNT[] =
    "SELECT count(*) FROM group_page WHERE \"group\" = ?1 AND trashed_with IS NULL AND (?2 OR NOT inner)";
static const char SQL_PAGES[] =
    "SELECT document.id, document.uid, group_page.title,"
    " max(document.created_at,"
    "  ifnull((SELECT at FROM document_log WHERE document = document.id ORDER BY sequence DESC LIMIT 1), 0),"
    "  ifnull((SELECT at FROM revision WHERE document = document.id ORDER BY id DESC LIMIT 1), 0)), charter, inner, above.uid"
    " FROM group_page JOIN document ON document.id = group_page.document LEFT JOIN document AS above ON above.id = parent"
    " WHERE group_page.\"group\" = ?1 AND trashed_with IS NULL AND (?2 OR NOT inner)"
    " ORDER BY charter DESC, position, document.id";
/* ?2: whom the team let in again (0: nobody). They are told who made the first revision that they may open, and what came after. */
static const char SQL_AUTHORS[] =
    "SELECT person.slug, person.given_name || ' ' || person.family_name FROM document_person"
    " JOIN person ON person.id = document_person.person WHERE document_person.document = ?1 AND document_person.sequence >"
    "  ifnull((SELECT max(closed.sequence) FROM page_reader JOIN revision AS closed ON closed.document = page_reader.document"
    "   AND closed.id < page_reader.since_revision WHERE page_reader.document = ?1 AND page_reader.person = ?2), -1)"
    " ORDER BY document_person.sequence DESC";

static const char *kind_text(enum group_kind kind)
{
    switch (kind) {
    case GROUP_TEAM: return "team";
    case GROUP_WORK_GROUP: return "work_group";
    case GROUP_COMMONS: break;
    }
    return "commons";
}

static carnet_err page_count(int64_t *out, struct ctx *ctx, int64_t group, bool inner)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGE_COUNT);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, inner);
    TRY(db_one(&q));
    *out = db_int(&q, 0);
    return CARNET_OK;
}

static carnet_err append_group(json_t *list, struct ctx *ctx, const struct group *group, const struct cohort *cohort)
{
    struct rights rights = { 0 }, inner = { 0 };
    struct group_can can;
    int64_t pages = 0;
    TRY(group_rights(&rights, ctx, group->id));
    TRY(group_inner_rights(&inner, ctx, group->id));
    if (rights.verbs & VERB_READ)
        TRY(page_count(&pages, ctx, group->id, inner.verbs & VERB_READ));
    TRY(group_can(&can, ctx, group));
    bool mine = can.member || (group->kind == GROUP_COMMONS && rights.verbs & VERB_WRITE);
    json_array_append_new(
        list, json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:b, s:b, s:b, s:I, s:{s:s, s:s}, s:{s:b, s:b, s:b}}", "id", group->slug, "name",
                        group->name, "kind", kind_text(group->kind), "from", text_or_null(group->from_day), "theme",
                        text_or_null(group->theme), "open", (int)group->open, "archived", (int)group->archived, "mine",
                        (int)mine, "invited", (int)can.invited, "pages", (json_int_t)pages, "cohort", "id",
                        cohort->slug, "label", cohort->label, "abilities", "read", (rights.verbs & VERB_READ) != 0, "join", (int)can.join, "leave", (int)can.leave));
    return CARNET_OK;
}

/* GET /api/groups: of every cohort of one's own */
static carnet_err api_groups(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    json_auto_t *list = json_array();
    struct cohort *cohorts;
    size_t cohort_count;
    TRY(cohorts_of_actor(&cohorts, &cohort_count, ctx));
    for (size_t c = 0; c < cohort_count; c++) {
        struct group *groups;
        size_t count;
        TRY(group_list(&groups, &count, ctx, cohorts[c].id));
        for (size_t i = 0; i < count; i++)
            TRY(append_group(list, ctx, &groups[i], &cohorts[c]));
    }
    return reply_json(reply, 200, json_incref(list));
}

/* In which role a member is in the group, and what it gives; null when it gives nothing any more. */
static carnet_err member_rights(json_t *one, struct ctx *ctx, int64_t group, int64_t person)
{
    struct rights rights = { 0 };
    struct ctx as = *ctx;
    as.actor = person;
    TRY(group_rights(&rights, &as, group));
    bool reads = (rights.verbs & VERB_READ) != 0;
    json_object_set_new(one, "role", reads ? json_string(role_text(rights.role)) : json_null());
    json_object_set_new(one, "writes", json_boolean(rights.verbs & VERB_WRITE));
    return CARNET_OK;
}

static carnet_err people_of(json_t *members, json_t *former, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PEOPLE);
    db_bind_int(&q, 1, group);
    db_bind_text(&q, 2, moment_today(ctx));
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        json_t *one = json_pack("{s:s, s:s, s:s, s:o}", "id", db_text(&q, 0, ctx->arena), "name", db_text(&q, 1, ctx->arena),
                                "from", db_text(&q, 2, ctx->arena), "to", text_or_null(db_text(&q, 3, ctx->arena)));
        bool left = db_int(&q, 4) != 0;
        json_array_append_new(left ? former : members, one);
        if (!left)
            TRY(member_rights(one, ctx, group, db_int(&q, 5)));
    }
}

static carnet_err authors_json(json_t **out, struct ctx *ctx, int64_t document, int64_t let_in)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_AUTHORS);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, let_in);
    json_auto_t *list = json_array();
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            break;
        json_array_append_new(list, json_pack("{s:s, s:s}", "id", db_text(&q, 0, ctx->arena), "name", db_text(&q, 1, ctx->arena)));
    }
    *out = json_incref(list);
    return CARNET_OK;
}

static carnet_err pages_json(json_t *list, struct ctx *ctx, const struct group *group, const struct rights *rights, bool inner)
{
    bool let_in;
    TRY(group_reads_as_let_in(&let_in, ctx, group, rights));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGES);
    db_bind_int(&q, 1, group->id);
    db_bind_int(&q, 2, inner);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        json_t *authors;
        TRY(authors_json(&authors, ctx, db_int(&q, 0), let_in ? ctx->actor : 0));
        const char *uid = db_text(&q, 1, ctx->arena);
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:b, s:o}", "id", uid, "document", uid, "title",
                                              db_text(&q, 2, ctx->arena), "updatedAt", moment_json(db_int(&q, 3)), "authors",
                                              authors, "charter", (int)db_int(&q, 4), "inner", (int)db_int(&q, 5), "parent",
                                              text_or_null(db_text(&q, 6, ctx->arena))));
    }
}

static carnet_err rights_on(struct rights *out, struct ctx *ctx, void *arg)
{
    return group_rights(out, ctx, *(const int64_t *)arg);
}

/* Who reads the pages without being a member. */
static carnet_err readers_json(json_t **out, struct ctx *ctx, struct group *group)
{
    struct cohort_reader *readers;
    size_t count, kept = 0;
    TRY(cohort_readers(&readers, &count, ctx, group->cohort, NULL, 0, rights_on, &group->id));
    for (size_t i = 0; i < count; i++)
        if (readers[i].rights.relation != RELATION_MEMBER)
            readers[kept++] = readers[i];
    *out = cohort_readers_json(readers, kept);
    return CARNET_OK;
}

static carnet_err invited_json(json_t *list, struct ctx *ctx, int64_t group)
{
    struct person *people;
    size_t count;
    TRY(work_group_invited(&people, &count, ctx, group));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, people_json(&people[i]));
    return CARNET_OK;
}

/* From whom the team keeps its pages. */
static carnet_err closed_json(json_t *list, struct ctx *ctx, int64_t group)
{
    struct person *people;
    size_t count;
    TRY(group_readers_closed(&people, &count, ctx, group));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, people_json(&people[i]));
    return CARNET_OK;
}

static json_t *abilities_json(const struct rights *rights, const struct rights *inner, const struct group_can *can)
{
    bool writes = (rights->verbs & VERB_WRITE) != 0;
    return json_pack("{s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b}",
                     "read", (rights->verbs & VERB_READ) != 0, "write", (int)writes, "createPage", (int)writes,
                     "inner", (inner->verbs & VERB_WRITE) != 0, "narrow", (int)can->narrow, "addTutor", (int)can->add_tutor,
                     "join", (int)can->join, "leave", (int)can->leave, "settle", (int)can->settle,
                     "invite", (int)can->invite, "takeOut", (int)can->take_out,
                     "takeOutReaders", (int)can->take_out_readers, "archive", (int)can->archive);
}

carnet_err group_reply(struct req *req, struct reply *reply, int status, const char *slug)
{
    struct ctx *ctx = &req->ctx;
    struct group group;
    struct rights rights = { 0 }, inner = { 0 };
    struct group_can can;
    TRY(group_show(&group, ctx, slug));
    TRY(group_rights(&rights, ctx, group.id));
    TRY(group_inner_rights(&inner, ctx, group.id));
    TRY(group_can(&can, ctx, &group));
    json_auto_t *members = json_array();
    json_auto_t *former = json_array();
    json_auto_t *pages = json_array();
    json_auto_t *readers = json_array();
    json_auto_t *invited = json_array();
    json_auto_t *closed = json_array();
    TRY(people_of(members, former, ctx, group.id));
    if (rights.verbs & VERB_READ) {
        TRY(pages_json(pages, ctx, &group, &rights, inner.verbs & VERB_READ));
        json_t *named;
        TRY(readers_json(&named, ctx, &group));
        json_array_extend(readers, named);
        json_decref(named);
    }
    if (can.invite)
        TRY(invited_json(invited, ctx, group.id));
    if (can.narrow || can.add_tutor)
        TRY(closed_json(closed, ctx, group.id));
    return reply_json(reply, status,
                      json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:b, s:b, s:b, s:O, s:O, s:O, s:O, s:O, s:O, s:o}", "id", group.slug,
                                "name", group.name, "kind", kind_text(group.kind), "commission",
                                text_or_null(group.commission), "commissioner", text_or_null(group.commissioner), "theme",
                                text_or_null(group.theme), "open", (int)group.open, "archived", (int)group.archived, "invited",
                                (int)can.invited, "members", members, "former", former, "readers", readers, "pages", pages,
                                "invitations", invited, "closedReaders", closed, "abilities", abilities_json(&rights, &inner, &can)));
}

/* GET /api/groups/:group */
static carnet_err api_group(struct req *req, struct reply *reply)
{
    return group_reply(req, reply, 200, req_id(req, "group"));
}

const struct route group_routes[] = {
    { "GET", "/api/groups", api_groups, ROUTE_READS, NULL },
    { "GET", "/api/groups/:group", api_group, ROUTE_READS, NULL },
    { 0 },
};
