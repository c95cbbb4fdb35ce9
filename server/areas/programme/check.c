/* Ids first, then everything that refers to them, so that the order of a file does not matter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "areas/programme/node.h"

enum { SHORT = 200, LONG = 4000, SESSIONS_MAX = 24 };

/* ---- the ids ---- */

static void labelled(struct check *c, const struct node *item, struct names *into)
{
    want_id(c, item, into);
    want_text(c, item, "label", LONG);
}

static void an_objective(struct check *c, const struct node *item)
{
    want_text(c, item, "id", SHORT);
    want_text(c, item, "label", LONG);
}

static void a_competence(struct check *c, const struct node *item)
{
    labelled(c, item, &c->competences);
}

static void a_module(struct check *c, const struct node *item)
{
    want_id(c, item, &c->modules);
    want_text(c, item, "title", SHORT);
    may_text(c, item, "aim", LONG);
}

static void a_block(struct check *c, const struct node *item)
{
    want_id(c, item, &c->blocks);
    want_text(c, item, "title", SHORT);
    struct node certifiable = field(item, "certifiable");
    is(c, &certifiable, JSON_TRUE);
    each(c, item, "modules", true, a_module);
}

static void a_deliverable(struct check *c, const struct node *item)
{
    want_id(c, item, &c->deliverables);
}

static void a_level(struct check *c, const struct node *item)
{
    labelled(c, item, &c->levels);
    want_whole(c, item, "value", 0, "value");
}

static void a_seat(struct check *c, const struct node *item)
{
    labelled(c, item, &c->seats);
    want_whole(c, item, "count", 1, "count");
}

/* ---- deliverables ---- */

static json_int_t included(struct check *c, const struct node *item)
{
    want_ref(c, item, "deliverable", &c->deliverables);
    return want_whole(c, item, "value", 1, "limit") ? json_integer_value(json_object_get(item->json, "value")) : 0;
}

/* "including" is one part, or a list of them. */
static json_int_t sum_included(struct check *c, const struct node *at)
{
    if (!at->json || json_is_null(at->json))
        return 0;
    if (!json_is_array(at->json))
        return is(c, at, JSON_OBJECT) ? included(c, at) : 0;
    json_int_t sum = 0;
    for (size_t i = 0; i < json_array_size(at->json); i++) {
        struct node part = { .up = at, .index = i, .json = json_array_get(at->json, i) };
        if (is(c, &part, JSON_OBJECT))
            sum += included(c, &part);
    }
    return sum;
}

static void a_limit(struct check *c, const struct node *item)
{
    want_one_of(c, item, "unit", (const char *const[]){ "page", "signe", NULL });
    want_one_of(c, item, "kind", (const char *const[]){ "target", "maximum", NULL });
    struct node including = field(item, "including");
    json_int_t parts = sum_included(c, &including);
    if (want_whole(c, item, "value", 1, "limit") && parts > json_integer_value(json_object_get(item->json, "value")))
        refuse(c, &including, "included");
}

static void want_session(struct check *c, const struct node *of)
{
    if (want_whole(c, of, "session", 1, "session"))
        may_whole(c, of, "session", 1, c->sessions, "session");
}

static void a_whole_deliverable(struct check *c, const struct node *item)
{
    want_text(c, item, "title", SHORT);
    want_one_of(c, item, "form", (const char *const[]){ "written", "oral", "written_and_oral", NULL });
    want_one_of(c, item, "authorship", (const char *const[]){ "individual", "group", NULL });
    each(c, item, "limits", false, a_limit);
    struct node assesses = field(item, "assesses"), reused = field(item, "reusedIn"), due = field(item, "due");
    struct node peers = field(item, "formativePeerEvaluation");
    if (may_be(c, &assesses, JSON_OBJECT)) {
        may_refs(c, &assesses, "blocks", &c->blocks);
        may_refs(c, &assesses, "modules", &c->modules);
    }
    if (may_be(c, &reused, JSON_OBJECT))
        want_ref(c, &reused, "deliverable", &c->deliverables);
    if (may_be(c, &due, JSON_OBJECT)) {
        want_one_of(c, &due, "rule", (const char *const[]){ "after_session", NULL });
        want_session(c, &due);
    }
    if (may_be(c, &peers, JSON_OBJECT))
        want_session(c, &peers);
}

/* ---- assessment ---- */

static void a_modality(struct check *c, const struct node *item)
{
    static char there;
    want_text(c, item, "id", SHORT);
    want_text(c, item, "label", LONG);
    want_ref(c, item, "deliverable", &c->deliverables);
    want_ref(c, item, "block", &c->blocks);
    may_refs(c, item, "modules", &c->modules);
    const char *block = json_string_value(json_object_get(item->json, "block"));
    if (block)
        names_put(&c->assessed, block, &there);
    struct node components = field(item, "components");
    if (!is(c, &components, JSON_ARRAY))
        return;
    if (!json_array_size(components.json))
        refuse(c, &components, "empty");
    for (size_t i = 0; i < json_array_size(components.json) && i < SHORT; i++) {
        struct node at = { .up = &components, .index = i, .json = json_array_get(components.json, i) };
        const char *component = json_string_value(at.json);
        if (!component || (strcmp(component, "written") != 0 && strcmp(component, "oral") != 0)) {
            refuse(c, &at, component ? "value" : "type");
            continue;
        }
        const char *deliverable = json_string_value(json_object_get(item->json, "deliverable"));
        char pair[SHORT];
        int len = snprintf(pair, sizeof pair, "%.64s/%s", deliverable ? deliverable : "", component);
        if (len > 0 && deliverable && names_get(&c->assessed, pair))
            refuse(c, &at, "assessed_twice");
        else if (deliverable)
            names_put(&c->assessed, pair, &there);
    }
}

static void a_criterion(struct check *c, const struct node *item)
{
    want_text(c, item, "id", SHORT);
    want_text(c, item, "label", LONG);
    may_refs(c, item, "competences", &c->competences);
}

/* Each list of the object is a grid; other keys say where they come from. */
static void the_grids(struct check *c, const struct node *assessment)
{
    struct node grids = field(assessment, "grids");
    if (!may_be(c, &grids, JSON_OBJECT))
        return;
    const char *key;
    json_t *grid;
    json_object_foreach((json_t *)grids.json, key, grid)
        if (json_is_array(grid))
            each(c, &grids, key, true, a_criterion);
}

static void a_block_again(struct check *c, const struct node *item)
{
    const char *id = json_string_value(json_object_get(item->json, "id"));
    if (id && json_is_true(json_object_get(item->json, "certifiable")) && !names_get(&c->assessed, id))
        refuse(c, item, "no_modality");
}

/* ---- the year ---- */

static void a_rule(struct check *c, const struct node *item)
{
    labelled(c, item, &c->milestones);
    struct node rule = field(item, "rule");
    if (!is(c, &rule, JSON_OBJECT))
        return;
    want_one_of(c, &rule, "type", (const char *const[]){ "session", "after_session", "during_last_session", "month", NULL });
    may_whole(c, &rule, "session", 1, c->sessions, "session");
    may_whole(c, &rule, "month", 1, 12, "value");
}

static bool is_time(const char *text)
{
    return text && strlen(text) == 5 && text[2] == ':' && strspn(text, "0123456789:") == 5 && strtol(text, NULL, 10) < 24 &&
           strtol(text + 3, NULL, 10) < 60;
}

static void a_half_day(struct check *c, const struct node *item)
{
    want_one_of(c, item, "id", (const char *const[]){ "am", "pm", NULL });
    const char *const ends[] = { "start", "end" };
    for (int i = 0; i < 2; i++) {
        struct node at = field(item, ends[i]);
        if (is(c, &at, JSON_STRING) && !is_time(json_string_value(at.json)))
            refuse(c, &at, "value");
    }
}

static void the_year(struct check *c, const struct node *file)
{
    struct node rules = field(file, "calendarRules");
    if (!may_be(c, &rules, JSON_OBJECT))
        return;
    struct node sessions = field(&rules, "sessions"), derived = field(&rules, "derived"), jury = field(&rules, "jury");
    if (may_be(c, &sessions, JSON_OBJECT)) {
        may_whole(c, &sessions, "consecutiveDays", 1, 7, "value");
        struct node weeks = field(&sessions, "everyWeeks"), from = field(&sessions, "from"), to = field(&sessions, "to");
        if (may_be(c, &weeks, JSON_OBJECT) && want_whole(c, &weeks, "min", 1, "value"))
            may_whole(c, &weeks, "max", json_integer_value(json_object_get(weeks.json, "min")), 52, "value");
        if (may_be(c, &from, JSON_OBJECT))
            may_whole(c, &from, "month", 1, 12, "value");
        if (may_be(c, &to, JSON_OBJECT))
            may_whole(c, &to, "month", 1, 12, "value");
    }
    if (may_be(c, &derived, JSON_OBJECT)) {
        may_whole(c, &derived, "sessionCount", 1, SESSIONS_MAX, "value");
        each(c, &derived, "halfDays", false, a_half_day);
    }
    if (may_be(c, &jury, JSON_OBJECT))
        may_whole(c, &jury, "month", 1, 12, "value");
    each(c, &rules, "milestones", false, a_rule);
}

/* ---- the file ---- */

/* "1.0" or "1.0.2": semver, of which only the first number may break readers, so it has to be ours. */
static void the_schema(struct check *c, const struct node *file)
{
    struct node at = field(file, "schemaVersion");
    if (!is(c, &at, JSON_STRING))
        return;
    const char *text = json_string_value(at.json);
    int numbers = 1;
    for (const char *p = text; numbers; p++) {
        size_t digits = strspn(p, "0123456789");
        if (!digits || digits > 6 || (digits > 1 && *p == '0'))
            numbers = 0;
        p += digits;
        if (!numbers || !*p)
            break;
        numbers = *p == '.' ? numbers + 1 : 0;
    }
    if (numbers != 2 && numbers != 3)
        refuse(c, &at, "value");
    else if (strtol(text, NULL, 10) != 1)
        refuse(c, &at, "schema");
}

static void the_file_itself(struct check *c, const struct node *file)
{
    the_schema(c, file);
    want_one_of(c, file, "kind", (const char *const[]){ "programme", NULL });
    want_text(c, file, "title", SHORT);
    may_text(c, file, "shortTitle", SHORT);
    struct node id = field(file, "id");
    if (is(c, &id, JSON_STRING)) {
        const char *text = json_string_value(id.json);
        size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-"); /* it stands in addresses */
        if (!len || text[len] || len > 40)
            refuse(c, &id, "id");
    }
}

static void the_parts(struct check *c, const struct node *file)
{
    struct node structure = field(file, "structure"), assessment = field(file, "assessment"), jury = field(file, "jury");
    struct node scale = field(&assessment, "scale");
    each(c, file, "objectives", true, an_objective);
    each(c, file, "competences", true, a_competence);
    bool blocks = is(c, &structure, JSON_OBJECT);
    if (blocks) {
        each(c, &structure, "blocks", true, a_block);
        each(c, &structure, "transversal", false, a_module);
    }
    each(c, file, "deliverables", true, a_deliverable);
    each(c, file, "deliverables", false, a_whole_deliverable);
    if (is(c, &assessment, JSON_OBJECT)) {
        each(c, &assessment, "modalities", true, a_modality);
        if (may_be(c, &scale, JSON_OBJECT))
            each(c, &scale, "levels", true, a_level);
        the_grids(c, &assessment);
        if (blocks && json_is_array(json_object_get(assessment.json, "modalities")))
            each(c, &structure, "blocks", false, a_block_again);
    }
    if (may_be(c, &jury, JSON_OBJECT)) {
        struct node rules = field(&jury, "rules");
        each(c, &jury, "seats", true, a_seat);
        if (may_be(c, &rules, JSON_OBJECT) && json_object_get(rules.json, "presidentSeat"))
            want_ref(c, &rules, "presidentSeat", &c->seats);
    }
    struct node admission = field(file, "admission");
    if (may_be(c, &admission, JSON_OBJECT)) {
        struct node form = field(&admission, "selfPositioningForm");
        if (may_be(c, &form, JSON_OBJECT))
            may_refs(c, &form, "items", &c->competences);
    }
}

void programme_check(struct programme_problems *out, struct ctx *ctx, const json_t *json)
{
    *out = (struct programme_problems){ 0 };
    const json_t *derived = json_object_get(json_object_get(json, "calendarRules"), "derived");
    json_int_t sessions = json_integer_value(json_object_get(derived, "sessionCount"));
    struct check c = { .ctx = ctx, .problems = out, .sessions = sessions > 0 ? sessions : SESSIONS_MAX };
    struct node file = { .json = json };
    if (is(&c, &file, JSON_OBJECT)) {
        the_file_itself(&c, &file);
        the_parts(&c, &file);
        the_year(&c, &file);
    }
    struct names *const sets[] = { &c.competences, &c.blocks, &c.modules, &c.deliverables, &c.seats, &c.levels, &c.milestones, &c.assessed };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        names_clear(sets[i]);
}

static void a_written_deliverable(struct check *c, const struct node *item)
{
    struct node id = field(item, "id");
    if (!c->writes(json_string_value(id.json)))
        refuse(c, &id, "unwritten");
}

void programme_unwritten(struct programme_problems *out, struct ctx *ctx, const json_t *json, programme_writes_fn *writes)
{
    *out = (struct programme_problems){ 0 };
    struct check c = { .ctx = ctx, .problems = out, .writes = writes };
    struct node file = { .json = json };
    each(&c, &file, "deliverables", true, a_written_deliverable);
}
