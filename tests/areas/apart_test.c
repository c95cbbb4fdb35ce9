/* Sentences changed apart: where the text is sealed they are, and they go with it. */
#include "areas/areas_fixture.h"

#include <string.h>

#include "areas/document/apart.h"
#include "areas/journal/erase.h"
#include "guard/seal.h"

static const struct apart_words WORDS = { "Le sien.", "Un autre.", "Le autre.", "AAEC", "AAED" };

/* A journal has one writer today; the rule does not lean on it. */
static void told(struct apart *out, const char *entry)
{
    bool made;
    run_sql("INSERT INTO document_client (document, client, person)"
            " SELECT document.id, 77, person.id FROM document, person WHERE document.kind = 'journal_entry' AND person.slug = 'stg-06'");
    CHECK_OK(apart_add(out, &made, as("stg-01"), entry, &WORDS, (const uint64_t[]){ 77 }, 1));
    CHECK(made && out->id);
}

TEST(apart, beside_an_entry_it_is_sealed_and_goes_with_it)
{
    struct ctx *ctx = sample();
    struct seal_key key;
    struct apart apart, *list;
    size_t count;
    const char *entry = entry_of("stg-01");
    told(&apart, entry);
    CHECK_INT(0, one_int("SELECT count(*) FROM apart WHERE instr(words, CAST('Le sien' AS BLOB)) > 0"));
    CHECK_OK(apart_list(&list, &count, as("stg-01"), entry));
    CHECK_INT(1, count);
    CHECK_TEXT("Le sien.", list[0].words.mine);
    CHECK_TEXT("AAED", list[0].words.end);
    CHECK_ERR(CARNET_MISSING, apart_list(&list, &count, as("stg-06"), entry));
    CHECK_ERR(CARNET_MISSING, apart_end(as("stg-06"), apart.uid));

    int64_t journal = one_int("SELECT journal FROM document JOIN apart ON apart.document = document.id");
    CHECK_OK(keys_get(key.octets, ctx->keys, journal));
    CHECK_OK(journal_erase_begin(ctx, journal));
    CHECK_OK(journal_erase_finish(&count, ctx));
    CHECK_INT(0, one_int("SELECT count(*) FROM apart"));
    CHECK_INT(0, one_int("SELECT count(*) FROM apart_other"));
    CHECK_OK(keys_put(ctx->keys, journal, key.octets)); /* for the next test: keys are not in the transaction */
    CHECK_OK(keys_settle(ctx->keys));
}
