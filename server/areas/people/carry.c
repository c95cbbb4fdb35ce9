/* Both databases were made by the same migrations, so whole rows are taken, with their numbers: a column added one day comes along. */
#include "areas/people/carry.h"

static const char *const OF_PERSON[] = {
    "INSERT INTO person SELECT * FROM other.person WHERE id = ?1",
    "INSERT INTO role SELECT * FROM other.role WHERE person = ?1 AND role = 'platform_admin' AND cohort IS NULL",
    "INSERT INTO second_factor SELECT * FROM other.second_factor WHERE person = ?1",
    "INSERT INTO recovery_code SELECT * FROM other.recovery_code WHERE person = ?1",
    "INSERT INTO personal_token SELECT * FROM other.personal_token WHERE person = ?1",
    "INSERT INTO comfort SELECT * FROM other.comfort WHERE person = ?1",
};
static const char SQL_SIGN_IN[] = "INSERT INTO sign_in SELECT * FROM other.sign_in WHERE person = ?1 AND id = ?2";

carnet_err people_carry(struct ctx *ctx, int64_t person, int64_t sign_in)
{
    for (size_t i = 0; i < sizeof OF_PERSON / sizeof *OF_PERSON; i++) {
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, OF_PERSON[i]);
        db_bind_int(&q, 1, person);
        TRY(db_run(&q));
    }
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_IN);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, sign_in);
    return db_run(&q);
}
