/* Opened in the order lock, rows, keys; closed in the reverse order. */
#include "upkeep/direct.h"

#include "base/clock.h"
#include "upkeep/tree.h"

carnet_err direct_lock(struct direct *d, const char *folder, bool create)
{
    return folder_open(&d->folder, folder, create);
}

carnet_err direct_begin(struct direct *d, const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    TRY(db_open(&d->db, tree_join(&path, folder, "carnet.db"), true));
    TRY(db_migrate(d->db));
    TRY(keys_open(&d->keys, tree_join(&path, folder, "keys.db")));
    d->arena = arena_new();
    effects_init(&d->effects);
    d->ctx = (struct ctx){ .db = d->db, .keys = d->keys, .effects = &d->effects, .arena = d->arena, .now = clock_now() };
    return CARNET_OK;
}

void direct_end(struct direct *d)
{
    arena_free(d->arena);
    db_close(d->db);
    keys_close(d->keys);
    folder_close(d->folder);
}
