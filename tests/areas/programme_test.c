/* Programme files: every refusal, all of them at once, each with its path; versions; a cohort's frozen copy. */
#include "areas/areas_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "areas/calendar/propose.h"
#include "areas/cohort/curriculum.h"
#include "areas/demo/sample.h"

static json_t *cpsl(void)
{
    bytes file = sample_file("cpsl.json");
    json_t *json = json_loadb((const char *)file.ptr, file.len, JSON_REJECT_DUPLICATES, NULL);
    CHECK(json);
    return json;
}

/* "a.b[1].c" in a file. */
static json_t *at(json_t *json, const char *path)
{
    char key[64];
    while (*path && json) {
        if (*path == '[') {
            json = json_array_get(json, strtoul(path + 1, NULL, 10));
            path = strchr(path, ']') + 1;
        } else {
            size_t len = strcspn(path, ".[");
            snprintf(key, sizeof key, "%.*s", (int)len, path);
            json = json_object_get(json, key);
            path += len;
        }
        path += *path == '.';
    }
    return json;
}

static struct programme_problems problems_of(struct ctx *ctx, const json_t *file)
{
    struct programme_problems problems;
    programme_check(&problems, ctx, file);
    return problems;
}

static bool has(const struct programme_problems *problems, const char *path, const char *code)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->items[i].path, path) == 0 && strcmp(problems->items[i].code, code) == 0)
            return true;
    return false;
}

TEST(programme, the_shipped_file_has_nothing_to_refuse)
{
    struct ctx *ctx = sample();
    json_auto_t *file = cpsl();
    struct programme_problems problems = problems_of(ctx, file);
    for (size_t i = 0; i < problems.count; i++)
        fprintf(stderr, "%s %s\n", problems.items[i].path, problems.items[i].code);
    CHECK_INT(0, problems.count);
}

/* Puts a value where there was another (or nothing), and expects this refusal. NULL: takes it away. */
static const struct wrong {
    const char *object, *key, *value, *path, *code;
} WRONG[] = {
    { "", "schemaVersion", "\"2.0\"", "schemaVersion", "schema" },
    { "", "schemaVersion", "\"1\"", "schemaVersion", "value" },
    { "", "schemaVersion", "\"1.02\"", "schemaVersion", "value" },
    { "", "schemaVersion", "\"1.0.0.0\"", "schemaVersion", "value" },
    { "", "schemaVersion", "1", "schemaVersion", "type" },
    { "", "schemaVersion", NULL, "schemaVersion", "missing" },
    { "", "kind", "\"cohort_sample\"", "kind", "value" },
    { "", "id", "\"Cpsl 1\"", "id", "id" },
    { "", "title", "\"\"", "title", "empty" },
    { "", "title", "12", "title", "type" },
    { "", "objectives", NULL, "objectives", "missing" },
    { "", "objectives", "{}", "objectives", "type" },
    { "structure.blocks[1]", "title", NULL, "structure.blocks[1].title", "missing" },
    { "structure.blocks[1]", "certifiable", "\"yes\"", "structure.blocks[1].certifiable", "type" },
    { "structure.blocks[1].modules[0]", "id", "\"b1-m1\"", "structure.blocks[1].modules[0].id", "duplicate" },
    { "deliverables[0].limits[0]", "value", "0", "deliverables[0].limits[0].value", "limit" },
    { "deliverables[0].limits[0]", "value", "-20", "deliverables[0].limits[0].value", "limit" },
    { "deliverables[0].limits[0]", "value", "2.5", "deliverables[0].limits[0].value", "type" },
    { "deliverables[0].limits[0]", "unit", "\"word\"", "deliverables[0].limits[0].unit", "value" },
    { "deliverables[1].limits[0].including", "value", "61", "deliverables[1].limits[0].including", "included" },
    { "deliverables[1].limits[0].including", "deliverable", "\"memoire\"", "deliverables[1].limits[0].including.deliverable",
      "dangling" },
    { "deliverables[1].limits[0]", "including",
      "[{\"deliverable\":\"diagnostic\",\"value\":40},{\"deliverable\":\"note_synthetique\",\"value\":21}]",
      "deliverables[1].limits[0].including", "included" },
    { "deliverables[0].reusedIn", "deliverable", "\"memoire\"", "deliverables[0].reusedIn.deliverable", "dangling" },
    { "deliverables[0].assesses", "modules", "[\"b1-m1\",\"b9\"]", "deliverables[0].assesses.modules[1]", "dangling" },
    { "deliverables[0].formativePeerEvaluation", "session", "7", "deliverables[0].formativePeerEvaluation.session", "session" },
    { "deliverables[1].due", "session", "0", "deliverables[1].due.session", "session" },
    { "assessment.modalities[1]", "deliverable", "\"dossier\"", "assessment.modalities[1].deliverable", "dangling" },
    { "assessment.modalities[2]", "modules", "[\"b2-m9\"]", "assessment.modalities[2].modules[0]", "dangling" },
    { "assessment.modalities[2]", "components", "[\"filmed\"]", "assessment.modalities[2].components[0]", "value" },
    { "assessment.modalities[2]", "components", "[]", "assessment.modalities[2].components", "empty" },
    { "assessment.modalities[2]", "deliverable", "\"dossier_professionnel\"", "assessment.modalities[2].components[0]",
      "assessed_twice" },
    { "assessment.modalities[0]", "block", "\"b2\"", "structure.blocks[0]", "no_modality" },
    { "assessment.grids.diagnostic[1]", "competences", "[\"cmp-1\",\"cmp-7\"]", "assessment.grids.diagnostic[1].competences[1]",
      "dangling" },
    { "jury.seats[2]", "count", "0", "jury.seats[2].count", "count" },
    { "jury.seats[1]", "id", "\"ess_professional\"", "jury.seats[1].id", "duplicate" },
    { "jury.rules", "presidentSeat", "\"chair\"", "jury.rules.presidentSeat", "dangling" },
    { "admission.selfPositioningForm", "items", "[\"cmp-9\"]", "admission.selfPositioningForm.items[0]", "dangling" },
    { "calendarRules.sessions.everyWeeks", "max", "4", "calendarRules.sessions.everyWeeks.max", "value" },
    { "calendarRules.derived.halfDays[0]", "start", "\"9h\"", "calendarRules.derived.halfDays[0].start", "value" },
    { "calendarRules.milestones[0].rule", "session", "9", "calendarRules.milestones[0].rule.session", "session" },
};

TEST(programme, each_fault_is_refused_where_it_is)
{
    struct ctx *ctx = sample();
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        const struct wrong *w = &WRONG[i];
        json_auto_t *file = cpsl();
        json_t *object = at(file, w->object);
        CHECK(json_is_object(object));
        if (w->value)
            json_object_set_new(object, w->key, json_loads(w->value, JSON_DECODE_ANY, NULL));
        else
            json_object_del(object, w->key);
        struct programme_problems problems = problems_of(ctx, file);
        if (!has(&problems, w->path, w->code))
            test_fail(__FILE__, __LINE__, "%s %s is not refused: %zu, first %s %s", w->path, w->code, problems.count,
                      problems.count ? problems.items[0].path : "", problems.count ? problems.items[0].code : "");
    }
}

TEST(programme, a_list_holds_objects_and_not_too_many)
{
    struct ctx *ctx = sample();
    json_auto_t *file = cpsl();
    json_array_set_new(at(file, "deliverables"), 1, json_integer(7));
    struct programme_problems problems = problems_of(ctx, file);
    CHECK(has(&problems, "deliverables[1]", "type"));
    json_auto_t *long_list = cpsl();
    for (int i = 0; i < 300; i++)
        json_array_append_new(at(long_list, "objectives"), json_pack("{s:s, s:s}", "id", "x", "label", "x"));
    problems = problems_of(ctx, long_list);
    CHECK(has(&problems, "objectives", "too_many"));
}

TEST(programme, all_refusals_come_at_once_and_each_once)
{
    struct ctx *ctx = sample();
    json_auto_t *file = cpsl();
    json_object_set_new(at(file, "assessment.modalities[1]"), "deliverable", json_string("x"));
    json_object_set_new(at(file, "jury.seats[0]"), "count", json_integer(-1));
    json_object_set_new(at(file, "deliverables[2].limits[0]"), "value", json_integer(0));
    json_object_del(file, "title");
    struct programme_problems problems = problems_of(ctx, file);
    CHECK_INT(4, problems.count);
    json_object_set_new(file, "deliverables", json_true());
    problems = problems_of(ctx, file);
    size_t found = 0;
    for (size_t i = 0; i < problems.count; i++)
        found += strcmp(problems.items[i].path, "deliverables") == 0;
    CHECK_INT(1, found);
}

TEST(programme, unknown_keys_are_ignored)
{
    struct ctx *ctx = sample();
    json_auto_t *file = cpsl();
    json_object_set_new(file, "nouveau", json_pack("[i, {s:n}]", 1, "x"));
    json_object_set_new(at(file, "deliverables[0]"), "couleur", json_false());
    CHECK_INT(0, problems_of(ctx, file).count);
}

TEST(programme, nothing_but_an_empty_object_gives_many_refusals_and_no_crash)
{
    struct ctx *ctx = sample();
    json_auto_t *empty = json_object();
    CHECK(problems_of(ctx, empty).count >= 7);
    json_auto_t *file = json_array();
    CHECK_INT(1, problems_of(ctx, file).count);
}

/* Something else somewhere: each level down is taken three times out of four. */
static void spoil(json_t *node, uint64_t *seed)
{
    static const char *const OTHERS[] = { "null", "true", "-1", "0", "7", "1e300", "\"\"", "\"b1\"", "\"2\"", "[]", "{}", "[null]", "[{}]" };
    for (;;) {
        size_t size = json_is_object(node) ? json_object_size(node) : json_array_size(node);
        if (!size)
            return;
        *seed = *seed * 6364136223846793005u + 1442695040888963407u;
        size_t at = (size_t)(*seed >> 33) % size;
        bool here = (*seed >> 20) % 4 == 0;
        const char *other = OTHERS[(*seed >> 40) % (sizeof OTHERS / sizeof *OTHERS)];
        void *iter = json_object_iter(node);
        for (size_t i = 0; iter && i < at; i++)
            iter = json_object_iter_next(node, iter);
        json_t *below = iter ? json_object_iter_value(iter) : json_array_get(node, at);
        if (!here && (json_is_object(below) || json_is_array(below))) {
            node = below;
            continue;
        }
        if (iter)
            json_object_iter_set_new(node, iter, json_loads(other, JSON_DECODE_ANY, NULL));
        else
            json_array_set_new(node, at, json_loads(other, JSON_DECODE_ANY, NULL));
        return;
    }
}

TEST(programme, whatever_stands_where_is_refused_or_can_be_used)
{
    sample();
    uint64_t seed = 20251208;
    int taken = 0, refused = 0;
    for (int i = 0; i < (test_long() ? 100000 : 3000); i++) {
        struct ctx *ctx = sample(); /* an arena of its own */
        json_auto_t *file = cpsl();
        for (int times = 1 + i % 3; times; times--)
            spoil(file, &seed);
        if (problems_of(ctx, file).count) {
            refused++;
            continue;
        }
        struct calendar year;
        json_auto_t *view = programme_view(file);
        CHECK(json_is_object(view));
        carnet_err err = propose_year(&year, ctx, file, "2025-12-08");
        CHECK(err == CARNET_OK || err == CARNET_CONFLICT);
        taken++;
    }
    CHECK(taken > 100 && refused > 100);
}

TEST(programme, managers_and_administrators_upload_and_nobody_else)
{
    static const char *const OTHERS[] = { "stg-01", "tut-01", "coop-01", "form-01", "ass-01", "jur-01", "rq-01", "rh-01" };
    sample();
    json_auto_t *file = cpsl();
    json_object_set_new(file, "title", json_string("Autre"));
    struct programme_upload upload;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        CHECK_ERR(CARNET_DENIED, programme_put(&upload, as(OTHERS[i]), file));
    CHECK_OK(programme_put(&upload, as("resp-01"), file));
    CHECK_INT(2, upload.programme.version);
    CHECK_TEXT("Autre", upload.programme.title);
    CHECK(!upload.created);
}

TEST(programme, the_same_file_again_is_no_version)
{
    sample();
    json_auto_t *file = cpsl();
    struct programme_upload upload;
    CHECK_OK(programme_put(&upload, as("resp-01"), file));
    CHECK_INT(1, upload.programme.version);
    json_object_set_new(file, "id", json_string("cpsl-2"));
    CHECK_OK(programme_put(&upload, as("resp-01"), file));
    CHECK(upload.created);
    CHECK_INT(1, upload.programme.version);
}

TEST(programme, a_file_with_problems_changes_nothing)
{
    sample();
    json_auto_t *file = cpsl();
    json_object_set_new(file, "title", json_string(""));
    struct programme_upload upload;
    CHECK_OK(programme_put(&upload, as("resp-01"), file));
    CHECK_INT(1, upload.problems.count);
    CHECK_INT(1, one_int("SELECT version FROM programme"));
}

TEST(programme, a_file_of_more_than_256_kilobytes_is_refused)
{
    sample();
    json_auto_t *file = cpsl();
    char *text = mem_zero(1, PROGRAMME_BYTES);
    memset(text, 'a', PROGRAMME_BYTES - 1);
    json_object_set_new(file, "nouveau", json_string(text));
    mem_free(text);
    struct programme_upload upload;
    CHECK_ERR(CARNET_LIMIT, programme_put(&upload, as("resp-01"), file));
}

/* ---- a cohort's copy ---- */

static void upload_changed(void)
{
    json_auto_t *file = cpsl();
    json_object_set_new(at(file, "deliverables[2].limits[0]"), "value", json_integer(6000));
    json_array_append_new(at(file, "objectives"), json_pack("{s:s, s:s}", "id", "obj-7", "label", "Un de plus"));
    json_object_del(at(file, "structure.blocks[0].modules[0]"), "aim");
    struct programme_upload upload;
    CHECK_OK(programme_put(&upload, as("resp-01"), file));
    CHECK_INT(2, upload.programme.version);
}

static long long note_limit(void)
{
    return one_int("SELECT json_extract(definition, '$.deliverables[2].limits[0].value') FROM cohort");
}

TEST(curriculum, a_new_version_never_changes_a_running_cohort)
{
    sample();
    upload_changed();
    CHECK_INT(5000, note_limit());
    CHECK_INT(1, one_int("SELECT programme_version FROM cohort"));
}

TEST(curriculum, the_preview_shows_each_place_that_changes)
{
    sample();
    upload_changed();
    struct curriculum_changes changes;
    CHECK_OK(curriculum_changes(&changes, as("resp-01"), "coh-2025-2026"));
    CHECK_INT(2, changes.version);
    CHECK_INT(3, changes.count);
    CHECK_TEXT("objectives[obj-7]", changes.items[0].path);
    CHECK(!changes.items[0].before);
    CHECK_TEXT("structure.blocks[b1].modules[b1-m1].aim", changes.items[1].path);
    CHECK(!changes.items[1].after);
    CHECK_TEXT("deliverables[note_synthetique].limits[0].value", changes.items[2].path);
    CHECK_INT(5000, json_integer_value(changes.items[2].before));
    CHECK_INT(6000, json_integer_value(changes.items[2].after));
    curriculum_changes_clear(&changes);
    CHECK_INT(5000, note_limit());
}

TEST(curriculum, its_manager_applies_the_version_that_was_looked_at_and_the_cohort_is_told)
{
    sample();
    upload_changed();
    struct curriculum_changes changes = { 0 };
    CHECK_ERR(CARNET_CONFLICT, curriculum_apply(&changes, as("resp-01"), "coh-2025-2026", 1));
    curriculum_changes_clear(&changes);
    CHECK_INT(5000, note_limit());
    CHECK_OK(curriculum_apply(&changes, as("resp-01"), "coh-2025-2026", 2));
    curriculum_changes_clear(&changes);
    CHECK_INT(6000, note_limit());
    CHECK_INT(2, one_int("SELECT programme_version FROM cohort"));
    CHECK_INT(1, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event"
                         " JOIN person ON person.id = event_person.person WHERE event.kind = 'cohort.programme_changed'"
                         " AND person.slug = 'stg-01' AND json_extract(event.detail, '$.to') = 2"));
}

TEST(curriculum, nobody_but_its_manager_looks_or_applies)
{
    static const char *const OTHERS[] = { "stg-01", "tut-01", "coop-01", "form-01", "ass-01", "jur-01" };
    sample();
    upload_changed();
    struct curriculum_changes changes = { 0 };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        CHECK_ERR(CARNET_DENIED, curriculum_changes(&changes, as(OTHERS[i]), "coh-2025-2026"));
        CHECK_ERR(CARNET_DENIED, curriculum_apply(&changes, as(OTHERS[i]), "coh-2025-2026", 2));
    }
    CHECK_ERR(CARNET_MISSING, curriculum_apply(&changes, as("stg-10"), "coh-2025-2026", 2));
    CHECK_ERR(CARNET_MISSING, curriculum_apply(&changes, as("tut-02"), "coh-2025-2026", 2));
    CHECK_INT(1, one_int("SELECT programme_version FROM cohort"));
}

TEST(curriculum, a_deliverable_somebody_works_on_is_not_dropped)
{
    sample();
    json_auto_t *file = cpsl();
    json_array_remove(at(file, "deliverables"), 2);
    json_array_remove(at(file, "assessment.modalities"), 2);
    struct programme_upload upload;
    CHECK_OK(programme_put(&upload, as("resp-01"), file));
    CHECK_INT(0, upload.problems.count);
    struct curriculum_changes changes = { 0 };
    CHECK_ERR(CARNET_CONFLICT, curriculum_apply(&changes, as("resp-01"), "coh-2025-2026", 2));
    curriculum_changes_clear(&changes);
    CHECK_INT(1, one_int("SELECT programme_version FROM cohort"));
}
