/* The rules of journals: writing, naming, sharing. Who may read is in journal_rights.c. */
#include "areas/journal/journal.h"

#include <string.h>

#include "areas/document/history.h"
#include "areas/document/sealed.h"
#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "areas/journal/default.h"
#include "areas/journal/journal_rights.h"
#include "guard/digest.h"
#include "guard/seal.h"
#include "store/keys.h"
#include "store/log.h"

enum { KEY_SHORTEST = 16, KEY_LONGEST = 64 };
static const int64_t WRITTEN_LONG_AGO = INT64_C(366) * 24 * 3600 * 1000;

static carnet_err open_entry(struct entry *out, struct ctx *ctx, const struct document *document)
{
    struct entry_row row;
    TRY(journal_sql_entry(&row, ctx, document->id));
    *out = (struct entry){
        .document = *document,
        .journal = row.journal,
        .author = row.author,
        .cohort = row.cohort,
        .visibility = row.visibility,
        .group = row.group,
        .shared_at = row.shared_at,
        .written_on = row.written_on,
        .erase_at = row.erase_at,
    };
    TRY(entry_title(&out->title, ctx, &row));
    return entry_tags(&out->tags, ctx, &row);
}

static carnet_err find_entry(struct document *out, struct ctx *ctx, const char *uid, unsigned needs)
{
    TRY(document_find(out, ctx, uid, needs));
    if (out->kind != DOCUMENT_JOURNAL_ENTRY)
        return err_set(CARNET_MISSING, "document.missing", "not an entry");
    return CARNET_OK;
}

static carnet_err open_readable(struct entry **out, size_t *count, struct ctx *ctx, const int64_t *ids, size_t id_count)
{
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < id_count; i++) {
        struct document document;
        TRY(document_by_id(&document, ctx, ids[i]));
        if (!(document.rights.verbs & VERB_READ))
            continue;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        TRY(open_entry(&(*out)[*count], ctx, &document));
        (*count)++;
    }
    return CARNET_OK;
}

carnet_err journal_own(struct entry **out, size_t *count, struct ctx *ctx)
{
    int64_t *ids;
    size_t id_count;
    TRY(journal_sql_own(&ids, &id_count, ctx));
    return open_readable(out, count, ctx, ids, id_count);
}

carnet_err journal_shared(struct entry **out, size_t *count, struct ctx *ctx)
{
    int64_t *ids;
    size_t id_count;
    TRY(journal_sql_others(&ids, &id_count, ctx));
    return open_readable(out, count, ctx, ids, id_count);
}

carnet_err journal_lets_in(bool *out, struct ctx *ctx, int64_t author, int64_t since)
{
    int64_t *ids;
    size_t count;
    *out = false;
    TRY(journal_sql_opened(&ids, &count, ctx, author, since));
    for (size_t i = 0; i < count && !*out; i++) {
        struct rights rights;
        TRY(document_rights(&rights, ctx, ids[i]));
        *out = (rights.verbs & VERB_READ) != 0;
    }
    return CARNET_OK;
}

carnet_err journal_show(struct entry *out, struct ctx *ctx, const char *uid)
{
    struct document document;
    TRY(find_entry(&document, ctx, uid, VERB_READ));
    return open_entry(out, ctx, &document);
}

carnet_err journal_can_write(bool *out, struct ctx *ctx)
{
    int64_t cohort;
    int64_t journals, erase_at;
    carnet_err enrolled = cohort_enrolled(&cohort, ctx, ctx->actor);
    TRY(enrolled == CARNET_MISSING ? CARNET_OK : enrolled);
    TRY(journal_sql_ending(&erase_at, &journals, ctx, ctx->actor));
    *out = enrolled == CARNET_OK && !erase_at;
    return CARNET_OK;
}

/* The key is committed to keys.db before anything sealed with it is written. */
static carnet_err make_key(struct ctx *ctx, int64_t journal)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    seal_new_key(&key);
    return keys_put(ctx->keys, journal, key.octets);
}

static carnet_err journal_for(int64_t *journal, struct ctx *ctx, int64_t person)
{
    int64_t cohort;
    if (cohort_enrolled(&cohort, ctx, person) != CARNET_OK)
        return err_set(CARNET_DENIED, "journal.not_enrolled", "person=%lld", (long long)person);
    int64_t journals, erase_at;
    TRY(journal_sql_ending(&erase_at, &journals, ctx, person));
    if (erase_at)
        return err_set(CARNET_CONFLICT, "journal.ending", "the whole journal is to be erased");
    TRY(journal_sql_of(journal, ctx, person, cohort));
    if (*journal)
        return CARNET_OK;
    TRY(journal_sql_add(journal, ctx, person, cohort));
    return make_key(ctx, *journal);
}

static carnet_err seal_text(struct buf *out, struct ctx *ctx, const struct entry_row *row, const char *kind, const char *text)
{
    struct sealed_place place = { row->journal, row->document, kind, 0 };
    return sealed_close(out, ctx, &place, bytes_text(text));
}

carnet_err entry_set_title(struct ctx *ctx, const struct entry_row *row, const char *title)
{
    CLEANUP(buf_clear) struct buf sealed = { 0 };
    TRY(seal_text(&sealed, ctx, row, "title", title));
    return journal_sql_set_title(ctx, row->document, buf_bytes(&sealed));
}

static carnet_err new_entry(struct entry_row *out, struct ctx *ctx, const char *uid, const char *title, const char *written_on)
{
    int64_t journal, document;
    TRY(journal_for(&journal, ctx, ctx->actor));
    TRY(document_new_as(&document, ctx, uid, DOCUMENT_JOURNAL_ENTRY, journal));
    TRY(journal_sql_entry_add(ctx, document, journal, written_on));
    TRY(journal_sql_entry(out, ctx, document));
    return title[0] ? entry_set_title(ctx, out, title) : CARNET_OK;
}

static carnet_err reopen(struct entry *out, struct ctx *ctx, int64_t id)
{
    struct document document;
    TRY(document_by_id(&document, ctx, id));
    return open_entry(out, ctx, &document);
}

static carnet_err write_as(struct entry *out, struct ctx *ctx, const char *uid, const char *typed, const char *written_on)
{
    const char *title;
    struct entry_row row;
    TRY(document_title(&title, ctx, typed ? typed : "", true));
    TRY(new_entry(&row, ctx, uid, title, written_on));
    return reopen(out, ctx, row.document);
}

carnet_err journal_write(struct entry *out, struct ctx *ctx, const char *typed)
{
    char uid[GUARD_ID];
    guard_id(uid);
    return write_as(out, ctx, uid, typed, moment_today(ctx));
}

static bool key_is_sound(const char *key)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t len = strnlen(key, KEY_LONGEST + 1);
    return len >= KEY_SHORTEST && len <= KEY_LONGEST && strspn(key, allowed) == len;
}

carnet_err journal_write_once(struct entry *out, struct ctx *ctx, const struct entry_begun *begun)
{
    char uid[GUARD_ID], day[CLOCK_DAY];
    struct person author;
    if (!key_is_sound(begun->key))
        return err_set(CARNET_INVALID, "journal.key", "16 to 64 letters, digits, - and _");
    TRY(people_find(&author, ctx, ctx->actor));
    digest_id(uid, bytes_text(arena_printf(ctx->arena, "journal_entry\n%s\n%s", author.slug, begun->key)));
    carnet_err made = journal_show(out, ctx, uid);
    if (made != CARNET_MISSING)
        return made;
    bool sound = begun->written_at && begun->written_at <= ctx->now && begun->written_at > ctx->now - WRITTEN_LONG_AGO;
    clock_paris_day(day, sound ? begun->written_at : ctx->now);
    TRY(write_as(out, ctx, uid, begun->title, day));
    return journal_default_apply(out, ctx, begun);
}

carnet_err journal_rename(struct entry *out, struct ctx *ctx, const char *uid, const char *typed)
{
    struct document document;
    struct entry_row row;
    const char *title;
    TRY(find_entry(&document, ctx, uid, VERB_RENAME));
    TRY(document_title(&title, ctx, typed, true));
    TRY(journal_sql_entry(&row, ctx, document.id));
    TRY(entry_set_title(ctx, &row, title));
    return reopen(out, ctx, document.id);
}

/* The group an entry is bound to: the one named, of which the author is a member today, or their team. */
static carnet_err bind_group(int64_t *out, struct ctx *ctx, const struct entry_row *row, const char *slug)
{
    struct group group;
    struct span member;
    if (!slug) {
        if (group_team_of(&group, ctx, row->author, row->cohort) != CARNET_OK)
            return err_set(CARNET_CONFLICT, "journal.no_team", "nobody to share it with");
    } else {
        TRY(group_show(&group, ctx, slug));
        TRY(group_member(&member, ctx, group.id, row->author));
        if (!member.holds)
            return err_set(CARNET_DENIED, "journal.not_your_group", "group=%lld", (long long)group.id);
    }
    *out = group.id;
    return CARNET_OK;
}

static bool reads(const struct cohort_reader *readers, size_t count, int64_t person)
{
    for (size_t i = 0; i < count; i++)
        if (readers[i].person.id == person)
            return true;
    return false;
}

struct change {
    struct cohort_reader *before, *after;
    size_t before_count, after_count;
};

static carnet_err compare(struct change *out, struct ctx *ctx, const struct entry_row *is, const struct entry_row *will_be)
{
    TRY(entry_readers(&out->before, &out->before_count, ctx, is));
    return entry_readers(&out->after, &out->after_count, ctx, will_be);
}

static bool same_readers(const struct change *change)
{
    for (size_t i = 0; i < change->before_count; i++)
        if (!reads(change->after, change->after_count, change->before[i].person.id))
            return false;
    return change->before_count == change->after_count;
}

/* Those who can read it now and could not before are told that there is something, nothing else. */
static carnet_err tell(struct ctx *ctx, const struct change *change, const char *uid, enum visibility visibility)
{
    int64_t *newcomers = arena_alloc(ctx->arena, (change->after_count + 1) * sizeof *newcomers);
    size_t count = 0;
    for (size_t i = 0; i < change->after_count; i++)
        if (!reads(change->before, change->before_count, change->after[i].person.id))
            newcomers[count++] = change->after[i].person.id;
    if (count)
        TRY(event_add(ctx, "journal.shared", NULL, newcomers, count));
    struct event_new chosen = { .kind = "journal.visibility", .subject = uid, .detail = json_pack("{s:s}", "visibility", visibility_text(visibility)) };
    return event_put(ctx, &chosen, &ctx->actor, 1);
}

static carnet_err set_visibility(struct ctx *ctx, const struct document *document, struct entry_row *row)
{
    int64_t made;
    TRY(history_burst(&made, ctx, document->id)); /* what is shared begins with the text of this moment… */
    TRY(history_last(&row->shared_since.revision, ctx, document->id));
    row->shared_since.epoch = document->epoch + 1; /* …and with what is said under the rights that it brings */
    if (row->visibility == VISIBLE_TO_ME)
        row->shared_since = (struct document_since){ 0 };
    TRY(journal_sql_set_visibility(ctx, row));
    return log_raise_epoch(ctx, row->document);
}

carnet_err journal_share(struct entry *out, struct ctx *ctx, const char *uid, enum visibility visibility, const char *group)
{
    struct document document;
    struct entry_row is;
    TRY(find_entry(&document, ctx, uid, VERB_SHARE));
    TRY(journal_sql_entry(&is, ctx, document.id));
    if (visibility != VISIBLE_TO_ME && !(document.rights.verbs & VERB_WRITE))
        return err_set(CARNET_DENIED, "journal.not_enrolled", "may only be closed");
    struct entry_row will_be = is;
    will_be.visibility = visibility;
    will_be.shared_at = visibility == VISIBLE_TO_ME ? 0 : ctx->now;
    will_be.group = 0;
    if (visibility == VISIBLE_TO_GROUP)
        TRY(bind_group(&will_be.group, ctx, &is, group));
    else if (group)
        return err_set(CARNET_INVALID, "journal.visibility", "a group goes with the visibility group only");
    struct change change;
    TRY(compare(&change, ctx, &is, &will_be));
    if (is.visibility != will_be.visibility || is.group != will_be.group || !same_readers(&change)) {
        TRY(set_visibility(ctx, &document, &will_be));
        TRY(tell(ctx, &change, document.uid, visibility));
    }
    return reopen(out, ctx, document.id);
}

static carnet_err add_choice(struct choice **out, size_t *count, struct ctx *ctx, const struct entry_row *entry,
                             enum visibility visibility, int64_t group)
{
    struct entry_row would_be = *entry;
    would_be.visibility = visibility;
    would_be.group = group;
    would_be.shared_at = visibility == VISIBLE_TO_ME ? 0 : ctx->now;
    *out = rows_grow(ctx, *out, *count, sizeof **out);
    struct choice *choice = &(*out)[*count];
    *choice = (struct choice){ .visibility = visibility };
    if (group)
        TRY(group_find(&choice->group, ctx, group));
    TRY(entry_readers(&choice->readers, &choice->reader_count, ctx, &would_be));
    (*count)++;
    return CARNET_OK;
}

carnet_err journal_choices(struct choice **out, size_t *count, struct ctx *ctx, const struct entry *entry)
{
    struct entry_row row;
    int64_t *groups;
    size_t group_count;
    TRY(journal_sql_entry(&row, ctx, entry->document.id));
    TRY(journal_sql_groups_of(&groups, &group_count, ctx, row.author, row.cohort));
    *out = NULL;
    *count = 0;
    TRY(add_choice(out, count, ctx, &row, VISIBLE_TO_ME, 0));
    TRY(add_choice(out, count, ctx, &row, VISIBLE_TO_TUTOR, 0));
    for (size_t i = 0; i < group_count; i++)
        TRY(add_choice(out, count, ctx, &row, VISIBLE_TO_GROUP, groups[i]));
    return add_choice(out, count, ctx, &row, VISIBLE_TO_COHORT, 0);
}

carnet_err journal_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx, const struct entry *entry)
{
    struct entry_row row;
    TRY(journal_sql_entry(&row, ctx, entry->document.id));
    return entry_readers(out, count, ctx, &row);
}

carnet_err journal_import(int64_t *document, struct ctx *ctx, const struct entry_import *import)
{
    struct entry_row row;
    ctx->actor = import->author;
    char uid[GUARD_ID];
    guard_id(uid);
    TRY(new_entry(&row, ctx, uid, import->title, import->written_on));
    CLEANUP(buf_clear) struct buf tags = { 0 };
    TRY(seal_text(&tags, ctx, &row, "tags", import->tags));
    TRY(journal_sql_set_tags(ctx, row.document, buf_bytes(&tags)));
    TRY(document_write(ctx, row.document, import->author, import->text));
    row.visibility = import->visibility;
    row.group = import->visibility == VISIBLE_TO_GROUP ? import->group : 0;
    row.shared_at = import->visibility == VISIBLE_TO_ME ? 0 : ctx->now;
    *document = row.document;
    struct document made;
    TRY(document_by_id(&made, ctx, row.document));
    return set_visibility(ctx, &made, &row);
}
