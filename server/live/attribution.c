/* Which client id is whose (DESIGN §4). Bound ids are in the log's table and copied into the room at loading; an id that a connection
 * holds in awareness is reserved for its person until then. Ids from 2^32 on are the server's own.
 *
 * In a folder restored from a backup, devices hold words that the log has lost, with ids that were bound after the backup or that
 * belong to people who are not here. For a while they are accepted from whoever brings them (who->recovered): as the sender's only
 * where the id is theirs beyond doubt, bound to them or held by them in awareness; else as the recovered author's. */
#include "live/room.h"

static const uint64_t SERVER_IDS = (uint64_t)1 << 32;
enum { NOBODY = 0, SERVER = -1 };

static int64_t bound(const struct room *room, uint64_t client)
{
    return (int64_t)(intptr_t)table_get(&room->clients, client);
}

static int64_t reserved(const struct room *room, uint64_t client)
{
    return client >= SERVER_IDS ? SERVER : awareness_owner(room, client);
}

static int64_t owner_of(const struct room *room, uint64_t client)
{
    int64_t owner = bound(room, client);
    return owner ? owner : reserved(room, client);
}

/* Whose words a new struct of this id are. */
static int64_t author_of(const struct room *room, const struct live_admission *who, uint64_t client)
{
    int64_t owner = owner_of(room, client);
    bool theirs = owner == who->person || (owner == NOBODY && !who->recovered);
    return theirs ? who->person : who->recovered;
}

carnet_err attribution_check(const struct room *room, const struct live_admission *who, const struct crdt_news *news)
{
    for (size_t i = 0; i < news->client_count; i++)
        if (!author_of(room, who, news->clients[i]))
            return err_set(CARNET_DENIED, "live.author", "document=%lld client=%llu", (long long)room->document,
                           (unsigned long long)news->clients[i]);
    return CARNET_OK;
}

struct authors attribution_authors(const struct room *room, const struct live_admission *who, const struct crdt_news *news)
{
    bool own = news->client_count == 0, recovered = false;
    for (size_t i = 0; i < news->client_count; i++) {
        bool theirs = author_of(room, who, news->clients[i]) == who->person;
        own |= theirs;
        recovered |= !theirs;
    }
    struct authors authors = { .persons = { own ? who->person : who->recovered } };
    authors.count = 1;
    if (own && recovered)
        authors.persons[authors.count++] = who->recovered;
    return authors;
}

size_t attribution_bind(struct log_binding **out, struct room *room, const struct live_admission *who,
                        const struct crdt_news *news)
{
    size_t count = 0;
    *out = NULL;
    for (size_t i = 0; i < news->client_count; i++) {
        uint64_t client = news->clients[i];
        int64_t author = author_of(room, who, client);
        if (bound(room, client) || (author != who->person && reserved(room, client) > NOBODY))
            continue; /* somebody who is here holds it: it becomes theirs with their own first struct */
        if (!*out)
            *out = mem_zero(news->client_count - i, sizeof **out);
        (*out)[count++] = (struct log_binding){ client, author };
        table_put(&room->clients, client, (void *)(intptr_t)author);
    }
    return count;
}
