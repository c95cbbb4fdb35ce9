/* Documents and the right to them: the one place through which every route and every room asks. */
#include "areas/document/document.h"

#include <string.h>

#include "areas/document/document_sql.h"
#include "areas/event/line.h"
#include "areas/event/rows.h"
#include "guard/random.h"

enum { TITLE_LONGEST = 200 };

static const char *const KINDS[DOCUMENT_KIND_COUNT] = {
    [DOCUMENT_JOURNAL_ENTRY] = "journal_entry",
    [DOCUMENT_GROUP_PAGE] = "group_page",
    [DOCUMENT_DIAGNOSTIC] = "diagnostic",
    [DOCUMENT_DOSSIER_PROFESSIONNEL] = "dossier_professionnel",
    [DOCUMENT_NOTE_SYNTHETIQUE] = "note_synthetique",
};
static const struct document_owner *owners[DOCUMENT_KIND_COUNT]; /* set once, before threads */

const char *document_kind_text(enum document_kind kind)
{
    return KINDS[kind];
}

carnet_err document_kind_parse(enum document_kind *out, const char *text)
{
    for (int i = 0; i < DOCUMENT_KIND_COUNT; i++)
        if (strcmp(KINDS[i], text) == 0) {
            *out = (enum document_kind)i;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "document.kind", "no document is a %s", text);
}

void document_owner_set(enum document_kind kind, const struct document_owner *owner)
{
    owners[kind] = owner;
}

const struct document_owner *document_owner_of(enum document_kind kind)
{
    return owners[kind];
}

static carnet_err missing(void)
{
    return err_set(CARNET_MISSING, "document.missing", "absent, or not for this person");
}

/* Absent: the rights of document 0 are asked, so that the answer takes as long as for an entry that is somebody else's. */
static carnet_err judge(struct document *out, struct ctx *ctx, carnet_err found)
{
    if (found == CARNET_MISSING)
        *out = (struct document){ .kind = DOCUMENT_JOURNAL_ENTRY };
    else
        TRY(found);
    out->rights = (struct rights){ 0 };
    TRY(owners[out->kind]->rights(&out->rights, ctx, out->id));
    return found == CARNET_MISSING ? missing() : CARNET_OK;
}

carnet_err document_find(struct document *out, struct ctx *ctx, const char *uid, unsigned needs)
{
    TRY(judge(out, ctx, document_sql_by_uid(out, ctx, uid)));
    if (!(out->rights.verbs & VERB_READ))
        return missing();
    if ((out->rights.verbs & needs) != needs)
        return err_set(CARNET_DENIED, "document.not_allowed", "document=%lld needs=%u", (long long)out->id, needs);
    return CARNET_OK;
}

carnet_err document_by_id(struct document *out, struct ctx *ctx, int64_t id)
{
    return judge(out, ctx, document_sql_by_id(out, ctx, id));
}

carnet_err document_by_uid(struct document *out, struct ctx *ctx, const char *uid)
{
    return judge(out, ctx, document_sql_by_uid(out, ctx, uid));
}

carnet_err document_rights(struct rights *out, struct ctx *ctx, int64_t document)
{
    struct document found;
    TRY(document_by_id(&found, ctx, document));
    *out = found.rights;
    return CARNET_OK;
}

bool document_is_own(const struct rights *rights)
{
    return rights->verbs & VERB_WRITE || rights->relation == RELATION_OWN;
}

carnet_err document_about(struct document_about *out, struct ctx *ctx, const struct document *document)
{
    return owners[document->kind]->about(out, ctx, document->id);
}

static carnet_err list_candidates(struct document **out, size_t *count, struct ctx *ctx, const struct document_owner *owner)
{
    int64_t *ids;
    size_t id_count;
    TRY(owner->candidates(&ids, &id_count, ctx));
    for (size_t i = 0; i < id_count; i++) {
        struct document document;
        TRY(document_by_id(&document, ctx, ids[i]));
        if (!(document.rights.verbs & VERB_READ))
            continue;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = document;
    }
    return CARNET_OK;
}

carnet_err document_list(struct document **out, size_t *count, struct ctx *ctx)
{
    *out = NULL;
    *count = 0;
    const struct document_owner *before = NULL; /* works share one owner, and stand side by side */
    for (int kind = 0; kind < DOCUMENT_KIND_COUNT; kind++) {
        if (owners[kind] != before)
            TRY(list_candidates(out, count, ctx, owners[kind]));
        before = owners[kind];
    }
    return CARNET_OK;
}

carnet_err document_rename(struct document *out, struct ctx *ctx, const char *uid, const char *title)
{
    TRY(document_find(out, ctx, uid, VERB_RENAME));
    const char *clean;
    TRY(document_title(&clean, ctx, title, false));
    if (!owners[out->kind]->rename)
        return err_set(CARNET_DENIED, "document.not_allowed", "has no title of its own");
    return owners[out->kind]->rename(ctx, out->id, clean);
}

static carnet_err rights_by_id(struct rights *out, struct ctx *ctx, void *arg)
{
    const struct document *document = arg;
    return owners[document->kind]->rights(out, ctx, document->id);
}

carnet_err document_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct document_about about;
    TRY(document_about(&about, ctx, document));
    int64_t *named;
    size_t named_count;
    TRY(document_named_people(&named, &named_count, ctx, document->id));
    struct document copy = *document;
    return cohort_readers(out, count, ctx, about.cohort, named, named_count, rights_by_id, &copy);
}

carnet_err document_named(struct span *out, struct document_since *since, struct ctx *ctx, int64_t document)
{
    *out = (struct span){ 0 };
    TRY(document_sql_named(&out->from, &out->until, since, ctx, document));
    out->holds = out->until > ctx->now;
    return CARNET_OK;
}

carnet_err document_since(struct document_since *out, struct ctx *ctx, const struct document *document)
{
    const struct document_owner *owner = document_owner_of(document->kind);
    *out = (struct document_since){ 0 };
    return owner->since ? owner->since(out, ctx, document->id) : CARNET_OK;
}

carnet_err document_closed(bool *out, struct ctx *ctx, const struct document *document, int64_t revision)
{
    const struct document_owner *owner = document_owner_of(document->kind);
    *out = false;
    return owner->closed ? owner->closed(out, ctx, document->id, revision) : CARNET_OK;
}

carnet_err document_named_people(int64_t **out, size_t *count, struct ctx *ctx, int64_t document)
{
    return document_sql_named_people(out, count, ctx, document);
}

carnet_err document_new(int64_t *out, struct ctx *ctx, enum document_kind kind, int64_t journal)
{
    char uid[GUARD_ID];
    guard_id(uid);
    return document_new_as(out, ctx, uid, kind, journal);
}

carnet_err document_new_as(int64_t *out, struct ctx *ctx, const char *uid, enum document_kind kind, int64_t journal)
{
    return document_sql_add(out, ctx, uid, kind, journal);
}

carnet_err document_title(const char **out, struct ctx *ctx, const char *typed, bool may_be_empty)
{
    if (!line_clean(out, ctx, typed, TITLE_LONGEST))
        return err_set(CARNET_INVALID, "document.title", "longer than %d characters", TITLE_LONGEST);
    if (!(*out)[0] && !may_be_empty)
        return err_set(CARNET_INVALID, "document.title", "empty");
    return CARNET_OK;
}

json_t *document_json(struct ctx *ctx, const struct document *document)
{
    struct document_about about;
    if (document_about(&about, ctx, document) != CARNET_OK)
        return NULL;
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "id", document->uid, "kind", document_kind_text(document->kind),
                     "title", about.title, "owner", about.owner, "ownerName", about.owner_name, "abilities",
                     rights_json(&document->rights), "updatedAt", moment_json(document->updated_at));
}
