/* How the machine room is: for platform administrators, who manage and do not read. What the disk holds is counted on a worker;
 * rooms, waiting work and what the program does by itself are asked on the loop. */
#include "app.h"

#include "areas/mail/mail.h"
#include "areas/people/people.h"
#include "base/clock.h"
#include "base/config.h"
#include "guard/random.h"
#include "loop/chores.h"
#include "text/measure.h"
#include "upkeep/erasures.h"
#include "vault/repo.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DEEPEST = 8 };

static struct system_parts parts;
static int64_t started_at;

void system_use(const struct system_parts *those)
{
    parts = *those;
    started_at = clock_now();
}

/* ---- what the disk holds ---- */

static int64_t folder_size(int at, const char *name, int depth);

static int64_t entry_size(int folder, const struct dirent *entry, int depth)
{
    struct stat st;
    if (entry->d_name[0] == '.' || fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return 0;
    return S_ISDIR(st.st_mode) ? folder_size(folder, entry->d_name, depth + 1) : (int64_t)st.st_blocks * 512;
}

/* Bytes on the disk; what cannot be opened counts nothing. Never opens a file: the database's locks would go with it. */
static int64_t folder_size(int at, const char *name, int depth)
{
    int fd = depth < DEEPEST ? openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    int64_t size = 0;
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return 0;
    }
    for (struct dirent *entry; (entry = readdir(folder));) /* NOLINT(concurrency-mt-unsafe): a stream of this call's own */
        size += entry_size(fd, entry, depth);
    closedir(folder);
    return size;
}

static int64_t file_size(const char *name)
{
    char path[4400];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", parts.folder, name);
    return stat(path, &st) < 0 ? 0 : (int64_t)st.st_blocks * 512;
}

static int64_t free_bytes(void)
{
    struct statvfs disk;
    return statvfs(parts.folder, &disk) < 0 ? 0 : (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
}

static json_t *storage_json(void)
{
    int64_t database = file_size("carnet.db") + file_size("carnet.db-wal"), repositories = 0, files = 0;
    int fd = open(parts.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        repositories = folder_size(fd, "groups", 0) + folder_size(fd, "works", 0);
        files = folder_size(fd, "files", 0);
        close(fd);
    }
    return json_pack("{s:I, s:I, s:I, s:I, s:I}", "database", (json_int_t)database, "keys",
                     (json_int_t)file_size("keys.db"), "repositories", (json_int_t)repositories, "files", (json_int_t)files, "free", (json_int_t)free_bytes());
}

static json_t *versions_json(void)
{
    char git[VAULT_VERSION];
    vault_version(git);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "page", parts.build, "SQLite", db_version(), "libwebsockets",
                     net_version(), "libgit2", git, "libsodium", guard_version(), "cmark-gfm",
                     text_version());
}

static void add_setting(void *list, const char *name, const char *value, const char *meaning)
{
    json_array_append_new(list, json_pack("{s:s, s:o, s:s}", "name", name, "value", text_or_null(value), "meaning", meaning));
}

static json_t *settings_json(void)
{
    json_t *list = json_array();
    config_each(add_setting, list);
    return list;
}

/* When the newest backup that is still where it was put was finished; 0: none is known. */
static int64_t newest_backup(void)
{
    CLEANUP(buf_clear) struct buf file = { 0 };
    struct stat st;
    if (backups_newest(&file, parts.folder) != CARNET_OK || stat(buf_text(&file), &st) < 0)
        return 0;
    return (int64_t)st.st_mtim.tv_sec * 1000;
}

static json_t *jobs_json(void)
{
    json_t *list = json_array();
    for (int i = 0; i < CHORE_COUNT; i++) {
        struct chore_state state = chore_state((enum chore)i);
        json_array_append_new(list, json_pack("{s:s, s:b, s:o, s:b, s:I}", "name", chore_text((enum chore)i), "running", state.under_way > 0,
                                              "endedAt", moment_json(state.ended_at), "well", state.well, "failures",
                                              (json_int_t)state.failures));
    }
    return list;
}

/* ---- the answer ---- */

static void finish_on_loop(struct reply *reply, struct req *req, void *data)
{
    (void)req;
    json_t *json = data;
    struct live_figures live = live_figures(parts.live);
    struct database_figures database = database_figures(parts.database);
    json_object_set_new(json, "jobs", jobs_json());
    json_object_update_new(json, json_pack("{s:{s:I, s:I, s:I, s:I}, s:{s:I, s:b}, s:I}", "live", "rooms", (json_int_t)live.rooms, "members",
                                           (json_int_t)live.members, "documents", (json_int_t)live.documents, "memory",
                                           (json_int_t)live.memory, "database", "failedTurns", (json_int_t)database.failed_turns,
                                           "full", database.full, "waiting", (json_int_t)database_waiting(parts.database)));
    reply_finish(reply, reply_json(reply, 200, json));
}

/* GET /api/system: for platform administrators */
static carnet_err api_system(struct req *req, struct reply *reply)
{
    unsigned roles;
    TRY(people_roles(&roles, &req->ctx, req->ctx.actor, 0));
    if (!(roles & 1u << ROLE_PLATFORM_ADMIN))
        return err_set(CARNET_MISSING, "system.missing", "not an administrator");
    json_t *json = json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:{s:b, s:b}}", "startedAt", moment_json(started_at), "versions", versions_json(), "storage",
                             storage_json(), "settings", settings_json(), "newestBackup", moment_json(newest_backup()), "mailLeaves",
                             mail_can_leave(), "abilities", "read", 1, "change", 0); /* settings are changed in their file */
    reply_then(reply, finish_on_loop, json);
    return CARNET_OK;
}

const struct route system_routes[] = {
    { "GET", "/api/system", api_system, ROUTE_READS, NULL },
    { 0 },
};
