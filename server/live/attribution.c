/* Which client id is whose (DESIGN §4). Bound ids are in the log's table and copied into the room at loading; an id that a connection
 * holds in awareness is reserved for its person until then. Ids from 2^32 on are the server's own. */
#include "live/room.h"

static const uint64_t SERVER_IDS = (uint64_t)1 << 32;

static int64_t bound(const struct room *room, uint64_t client)
{
    return (int64_t)(intptr_t)table_get(&room->clients, client);
}

carnet_err attribution_check(struct room *room, int64_t person, const struct crdt_news *news)
{
    for (size_t i = 0; i < news->client_count; i++) {
        uint64_t client = news->clients[i];
        int64_t owner = bound(room, client);
        if (!owner)
            owner = client >= SERVER_IDS ? -1 : awareness_owner(room, client);
        if (owner && owner != person)
            return err_set(CARNET_DENIED, "live.author", "document=%lld client=%llu", (long long)room->document,
                           (unsigned long long)client);
    }
    return CARNET_OK;
}

size_t attribution_bind(struct log_binding **out, struct room *room, int64_t person, const struct crdt_news *news)
{
    size_t count = 0;
    *out = NULL;
    for (size_t i = 0; i < news->client_count; i++) {
        if (bound(room, news->clients[i]))
            continue;
        if (!*out)
            *out = mem_zero(news->client_count - i, sizeof **out);
        (*out)[count++] = (struct log_binding){ news->clients[i], person };
        table_put(&room->clients, news->clients[i], (void *)(intptr_t)person);
    }
    return count;
}
