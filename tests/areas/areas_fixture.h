#pragma once
/* The sample cohort in an in-memory database, loaded once at its own dates; each test works in a transaction that is undone. */
#include "harness/test.h"

#include "areas/areas.h"
#include "areas/document/document.h"
#include "areas/event/moment.h"
#include "store/db.h"
#include "store/keys.h"

#define SNAPSHOT "2026-06-12T09:00:00+02:00"

/* The cohort at its snapshot. Ends what the test before did. */
struct ctx *sample(void);
/* Somebody asks, now or at another moment. */
struct ctx *as(const char *slug);
struct ctx *as_at(const char *slug, const char *moment);
int64_t person_id(const char *slug);
int64_t one_int(const char *sql); /* of a constant query */
void run_sql(const char *sql);
/* Another cohort that runs beside the sample's and began after it. bis-01 is its trainee, tut-01 their tutor; form-01 manages it and stays
 * a trainer of the sample's, resp-01 is a trainer in it and stays the manager of the sample's; ass-01 assists in both. */
#define SECOND "promo-bis"
void second_cohort(void);
const char *entry_of(const char *author); /* uid of the author's only entry in the sample */
const char *page_of(const char *group);
const char *work_of(const char *author, const char *kind);
int64_t document_id(const char *uid);
unsigned verbs_of(struct ctx *ctx, const char *uid); /* 0 when it is missing for the actor */

/* For tests that need a database of their own. */
void install_seals(void);
void open_ctx(struct ctx *ctx, struct effects *effects, struct db *db, struct keys *keys);
void close_ctx(struct ctx *ctx); /* the arena only */
bool is_raised(const char *uid); /* who has it open is judged again */
int64_t events_of(const char *kind, const char *person); /* how often they were told */
size_t count_effects(const struct ctx *ctx, enum effect_kind kind);
