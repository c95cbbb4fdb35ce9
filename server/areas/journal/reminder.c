/* Entries speak of people who did not ask for it. Once per entry template its writer is reminded that first names or initials are enough,
 * until they put the reminder away (DOMAIN §7.3.9). It depends on the template alone: nothing is looked for in what they write. */
#include "areas/journal/journal.h"

#include <string.h>

static const char SQL_PUT_AWAY[] = "SELECT 1 FROM entry_reminder WHERE person = ?1 AND template = ?2";
static const char SQL_PUT[] = "INSERT OR IGNORE INTO entry_reminder (person, template) VALUES (?1, ?2)";

static const char FREE[] = "free"; /* an empty page, of which every entry is made */

carnet_err journal_reminder(const char **template, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PUT_AWAY);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_text(&q, 2, FREE);
    bool row;
    TRY(db_next(&row, &q));
    *template = row ? NULL : FREE;
    return CARNET_OK;
}

carnet_err journal_reminder_put_away(struct ctx *ctx, const char *template)
{
    bool writes;
    if (strcmp(template, FREE) != 0)
        return err_set(CARNET_MISSING, "journal.template", "no template of this name");
    TRY(journal_can_write(&writes, ctx));
    if (!writes)
        return err_set(CARNET_DENIED, "journal.not_enrolled", "person=%lld", (long long)ctx->actor);
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PUT);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_text(&q, 2, FREE);
    return db_run(&q);
}
