#pragma once
/* Migrations from any list, for db_migrate and its tests. */
#include "store/db.h"

struct migration {
    int number; /* ascending; the list ends with 0 */
    const char *sql;
};
MUST_CHECK carnet_err migrate_run(struct db *db, const struct migration *list);
