/* One sample for all tests; savepoints are the transaction of each. */
#include "areas/areas_fixture.h"

#include <stdlib.h>

#include "areas/demo/demo.h"
#include "areas/people/people.h"
#include "guard/random.h"
#include "guard/seal.h"
#include "store/log.h"
#include "vault/repo.h"

static struct db *db;
static struct keys *keys;
static struct ctx ctx;
static struct effects effects;
static bool under_way;

static carnet_err seal_log(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes plain)
{
    struct seal_key k;
    struct seal_place where = { place->journal, place->document, place->kind, place->sequence };
    memcpy(k.octets, key, KEY_BYTES);
    seal_close(out, &k, &where, plain);
    return CARNET_OK;
}

static carnet_err open_log(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes sealed)
{
    struct seal_key k;
    struct seal_place where = { place->journal, place->document, place->kind, place->sequence };
    memcpy(k.octets, key, KEY_BYTES);
    return seal_open(out, &k, &where, sealed);
}

void install_seals(void)
{
    static const struct log_seals SEALS = { seal_log, open_log };
    CHECK_OK(guard_init());
    CHECK_OK(vault_init());
    log_seal_with(&SEALS);
    areas_init("test");
}

void open_ctx(struct ctx *out, struct effects *fx, struct db *database, struct keys *journal_keys)
{
    effects_init(fx);
    *out = (struct ctx){ .db = database, .keys = journal_keys, .effects = fx, .arena = arena_new(), .now = clock_now() };
}

void close_ctx(struct ctx *old)
{
    arena_free(old->arena);
    old->arena = NULL;
}

static void load(void)
{
    struct demo_options options = { .password = "passerelles-2026" };
    install_seals();
    CHECK_OK(clock_start(SNAPSHOT));
    CHECK_OK(db_open_memory(&db));
    CHECK_OK(db_migrate(db));
    CHECK_OK(keys_open_memory(&keys));
    open_ctx(&ctx, &effects, db, keys);
    CHECK_OK(demo_load(&ctx, &options));
    close_ctx(&ctx);
}

struct ctx *sample(void)
{
    if (!db)
        load();
    if (under_way) {
        CHECK_OK(db_exec(db, "ROLLBACK"));
        keys_forget_unsettled(keys, 0);
    }
    if (ctx.arena)
        close_ctx(&ctx);
    open_ctx(&ctx, &effects, db, keys);
    CHECK_OK(clock_parse(&ctx.now, SNAPSHOT));
    CHECK_OK(db_exec(db, "BEGIN"));
    under_way = true;
    return &ctx;
}

int64_t person_id(const char *slug)
{
    struct person person;
    CHECK_OK(people_find_slug(&person, &ctx, slug));
    return person.id;
}

struct ctx *as(const char *slug)
{
    ctx.actor = person_id(slug);
    ctx.sign_in = 0;
    return &ctx;
}

struct ctx *as_at(const char *slug, const char *moment)
{
    CHECK_OK(clock_parse(&ctx.now, moment));
    return as(slug);
}

int64_t one_int(const char *sql)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx.db, sql);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

void run_sql(const char *sql)
{
    CHECK_OK(db_exec(ctx.db, sql));
}

#define IN_SECOND "(SELECT id FROM cohort WHERE slug = '" SECOND "')"
#define CALLED(slug) "(SELECT id FROM person WHERE slug = '" slug "')"

void second_cohort(void)
{
    struct person_new trainee = { .slug = "bis-01", .given_name = "Maïwenn", .family_name = "Quintric", .email = "bis-01@exemple.invalid" };
    int64_t id;
    CHECK_OK(people_add(&id, &ctx, &trainee));
    run_sql("INSERT INTO cohort (organisation, slug, programme, programme_version, label, start_day, end_day, definition, created_at)"
            " SELECT organisation, '" SECOND "', programme, programme_version, 'Promotion bis', '2026-05-04', '2027-05-04', definition, 0 FROM cohort");
    run_sql("INSERT INTO role (person, cohort, role) VALUES (" CALLED("bis-01") ", " IN_SECOND ", 'trainee'),"
            " (" CALLED("tut-01") ", " IN_SECOND ", 'tutor'), (" CALLED("form-01") ", " IN_SECOND ", 'programme_manager'),"
            " (" CALLED("resp-01") ", " IN_SECOND ", 'trainer'), (" CALLED("ass-01") ", " IN_SECOND ", 'training_assistant')");
    run_sql("INSERT INTO enrolment (person, cohort, status, from_day) VALUES (" CALLED("bis-01") ", " IN_SECOND ", 'enrolled', '2026-05-04')");
    run_sql("INSERT INTO tutor_assignment (cohort, trainee, tutor, from_day) VALUES"
            " (" IN_SECOND ", " CALLED("bis-01") ", " CALLED("tut-01") ", '2026-05-04')");
    run_sql("INSERT INTO \"group\" (cohort, slug, uid, kind, name, created_at) VALUES (" IN_SECOND ", 'grp-bis', 'grp-bis', 'team', 'Les Filets', 0)");
    run_sql("INSERT INTO group_membership (\"group\", person, from_day) SELECT id, " CALLED("bis-01") ", '2026-05-04' FROM \"group\" WHERE slug = 'grp-bis'");
}

static const char *uid_by(const char *sql, const char *a, const char *b)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx.db, sql);
    db_bind_text(&q, 1, a);
    if (b)
        db_bind_text(&q, 2, b);
    CHECK_OK(db_one(&q));
    return db_text(&q, 0, ctx.arena);
}

const char *entry_of(const char *author)
{
    static const char SQL[] =
        "SELECT document.uid FROM journal_entry JOIN document ON document.id = journal_entry.document"
        " JOIN journal ON journal.id = journal_entry.journal JOIN person ON person.id = journal.person WHERE person.slug = ?1"
        " ORDER BY document.id LIMIT 1";
    return uid_by(SQL, author, NULL);
}

const char *page_of(const char *group)
{
    static const char SQL[] =
        "SELECT document.uid FROM group_page JOIN document ON document.id = group_page.document"
        " JOIN \"group\" ON \"group\".id = group_page.\"group\" WHERE \"group\".slug = ?1 ORDER BY document.id LIMIT 1";
    return uid_by(SQL, group, NULL);
}

const char *work_of(const char *author, const char *kind)
{
    static const char SQL[] =
        "SELECT document.uid FROM work JOIN document ON document.id = work.document JOIN person ON person.id = work.person"
        " WHERE person.slug = ?1 AND work.kind = ?2";
    return uid_by(SQL, author, kind);
}

int64_t document_id(const char *uid)
{
    static const char SQL[] = "SELECT id FROM document WHERE uid = ?1";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx.db, SQL);
    db_bind_text(&q, 1, uid);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

unsigned verbs_of(struct ctx *asking, const char *uid)
{
    struct document document;
    carnet_err err = document_find(&document, asking, uid, 0);
    if (err == CARNET_MISSING)
        return 0;
    CHECK_OK(err);
    return document.rights.verbs;
}

bool is_raised(const char *uid)
{
    int64_t id = document_id(uid);
    for (const struct effect *e = ctx.effects->first; e; e = e->next)
        if (e->kind == EFFECT_RIGHTS && e->id == id)
            return true;
    return false;
}

size_t count_effects(const struct ctx *of, enum effect_kind kind)
{
    size_t count = 0;
    for (const struct effect *e = of->effects->first; e; e = e->next)
        count += e->kind == kind;
    return count;
}

int64_t events_of(const char *kind, const char *person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(
        as("stg-01")->db, "SELECT count(*) FROM event JOIN event_person ON event_person.event = event.id"
                          " WHERE event.kind = ?1 AND event_person.person = ?2");
    db_bind_text(&q, 1, kind);
    db_bind_int(&q, 2, person_id(person));
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}
