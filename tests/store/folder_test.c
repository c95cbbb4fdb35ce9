/* Invariant 10: one process per folder. */
#include "harness/test.h"

#include "store/db.h"
#include "store/folder.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[160];

static const char *place(const char *name)
{
    static char full[256];
    snprintf(full, sizeof full, "%s/%s", path, name);
    return full;
}

/* In a process of its own: 0 when it got the folder, 1 when it was in use, 2 otherwise. */
static int other_process(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct folder *folder;
        struct err_note note;
        carnet_err err = folder_open(&folder, path, true);
        err_take(&note);
        _exit(err == CARNET_OK ? 0 : err == CARNET_CONFLICT && strcmp(note.key, "folder.in_use") == 0 ? 1 : 2);
    }
    int status;
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
    return WEXITSTATUS(status);
}

TEST(folder, is_made_private_with_its_parts)
{
    static const char *const parts[] = { "groups", "works", "files", "tmp" };
    struct folder *folder;
    struct stat facts;
    snprintf(path, sizeof path, "%s/data", test_folder());
    CHECK_ERR(CARNET_MISSING, folder_open(&folder, path, false));
    CHECK_OK(folder_open(&folder, path, true));
    CHECK_TEXT(path, folder_path(folder));
    CHECK(stat(path, &facts) == 0 && (facts.st_mode & 0777) == 0700);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        CHECK(stat(place(parts[i]), &facts) == 0 && S_ISDIR(facts.st_mode) && (facts.st_mode & 0777) == 0700);
    CHECK(access(place("carnet.db"), F_OK) != 0);
    folder_close(folder);
    CHECK_OK(folder_open(&folder, path, false));
    folder_close(folder);
}

TEST(folder, invariant_10_a_second_process_is_refused_until_the_first_lets_go)
{
    struct folder *folder, *again;
    snprintf(path, sizeof path, "%s/data", test_folder());
    CHECK_OK(folder_open(&folder, path, true));
    CHECK_INT(1, other_process());
    CHECK_ERR(CARNET_CONFLICT, folder_open(&again, path, true)); /* in this process too */
    CHECK_INT(1, other_process());                               /* and that changed nothing */
    folder_close(folder);
    CHECK_INT(0, other_process());
}

TEST(folder, invariant_10_a_killed_process_leaves_no_lock)
{
    struct folder *folder;
    char ready;
    int ends[2];
    snprintf(path, sizeof path, "%s/data", test_folder());
    CHECK(pipe(ends) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        if (folder_open(&folder, path, true) == CARNET_OK && write(ends[1], "x", 1) == 1)
            sleep(20);
        _exit(1);
    }
    CHECK(read(ends[0], &ready, 1) == 1);
    CHECK_INT(1, other_process());
    CHECK(kill(pid, SIGKILL) == 0 && waitpid(pid, NULL, 0) == pid);
    CHECK_OK(folder_open(&folder, path, true));
    folder_close(folder);
    close(ends[0]);
    close(ends[1]);
}

/* In a process of its own: can it write to the database? */
static bool other_process_writes(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(127);
        execlp("sqlite3", "sqlite3", place("carnet.db"), "PRAGMA busy_timeout=50; BEGIN IMMEDIATE; COMMIT;", (char *)NULL);
        _exit(127);
    }
    int status;
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) != 127);
    return WEXITSTATUS(status) == 0;
}

TEST(folder, invariant_10_a_refused_open_drops_no_lock_of_the_database)
{
    struct folder *folder, *again;
    struct db *db;
    snprintf(path, sizeof path, "%s/data", test_folder());
    CHECK_OK(folder_open(&folder, path, true));
    CHECK_OK(db_open(&db, place("carnet.db"), true));
    CHECK_OK(db_migrate(db));
    CHECK_OK(db_exec(db, "BEGIN IMMEDIATE"));
    CHECK(!other_process_writes());
    CHECK_ERR(CARNET_CONFLICT, folder_open(&again, path, true));
    CHECK(!other_process_writes());
    CHECK_OK(db_exec(db, "COMMIT"));
    CHECK(other_process_writes());
    db_close(db);
    folder_close(folder);
}

static void touch(const char *name)
{
    FILE *f = fopen(place(name), "wb");
    CHECK(f && fclose(f) == 0);
}

TEST(folder, in_which_a_restore_did_not_end_is_refused_until_the_database_is_there)
{
    struct folder *folder;
    snprintf(path, sizeof path, "%s/data", test_folder());
    CHECK_OK(folder_open_to_restore(&folder, path));
    CHECK(!folder_half_restored(folder));
    CHECK_OK(folder_restore_begin(folder));
    folder_close(folder);
    CHECK_ERR(CARNET_CONFLICT, folder_open(&folder, path, true));
    CHECK_OK(folder_open_to_restore(&folder, path)); /* the lock was let go */
    CHECK(folder_half_restored(folder));
    folder_close(folder);
    touch("carnet.db"); /* killed just before the end */
    CHECK_OK(folder_open(&folder, path, true));
    CHECK(access(place("restoring"), F_OK) != 0);
    CHECK_OK(folder_restore_begin(folder));
    CHECK_OK(folder_restore_end(folder));
    CHECK(access(place("restoring"), F_OK) != 0);
    folder_close(folder);
}

/* ---- replacing ---- */

static void put(const char *name, const char *words)
{
    FILE *f = fopen(place(name), "wb");
    CHECK(f && fputs(words, f) >= 0 && fclose(f) == 0);
}

static void make(const char *name)
{
    CHECK(mkdir(place(name), 0700) == 0);
}

static bool holds(const char *name, const char *words)
{
    char found[16] = "";
    FILE *f = fopen(place(name), "rb");
    bool same = f && fgets(found, sizeof found, f) && strcmp(found, words) == 0;
    if (f)
        fclose(f);
    return same;
}

static const char *const PARTS[] = { "groups", "works", "files", "keys.db", "carnet.db" };
enum { PART_COUNT = 5, DIRS = 3 };

static const char *inside(const char *folder, int part)
{
    static char name[64];
    snprintf(name, sizeof name, "%s%s%s", folder, PARTS[part], part < DIRS ? "/one" : "");
    return name;
}

/* An old folder, a write-ahead log in it, and a new one laid out beneath. */
static void lay_out(void)
{
    struct folder *folder;
    snprintf(path, sizeof path, "%s/data", test_folder());
    CHECK_OK(folder_open(&folder, path, true));
    folder_close(folder);
    make(FOLDER_FRESH);
    for (int i = 0; i < PART_COUNT; i++) {
        if (i < DIRS) {
            static char name[64];
            snprintf(name, sizeof name, FOLDER_FRESH "/%s", PARTS[i]);
            make(name);
        }
        put(inside("", i), "old");
        put(inside(FOLDER_FRESH "/", i), "new");
    }
    put("carnet.db-wal", "old");
}

static void is_replaced(void)
{
    for (int i = 0; i < PART_COUNT; i++) {
        CHECK(holds(inside("", i), "new"));
        CHECK(holds(inside("aside/", i), "old"));
    }
    CHECK(holds("aside/carnet.db-wal", "old"));
    CHECK(access(place("carnet.db-wal"), F_OK) != 0 && access(place("replacing"), F_OK) != 0);
}

TEST(folder, gives_all_its_parts_for_new_ones_and_keeps_the_old)
{
    struct folder *folder;
    lay_out();
    CHECK_OK(folder_open(&folder, path, false));
    CHECK_OK(folder_replace(folder, "aside"));
    is_replaced();
    CHECK_ERR(CARNET_CONFLICT, folder_replace(folder, "aside"));
    folder_close(folder);
    CHECK_OK(folder_open(&folder, path, false));
    is_replaced();
    folder_close(folder);
}

/* The first `moves` of: the log, then each part out and its new one in. */
static void move_some(int moves)
{
    char from[200], to[200];
    for (int i = 0; i < moves; i++) {
        const char *name = i ? PARTS[(i - 1) / 2] : "carnet.db-wal";
        bool in = i && i % 2 == 0;
        snprintf(from, sizeof from, "%s%s", in ? FOLDER_FRESH "/" : "", name);
        snprintf(to, sizeof to, "%s/%s%s", path, in ? "" : "aside/", name);
        CHECK(rename(place(from), to) == 0);
    }
}

TEST(folder, a_replacement_cut_anywhere_is_finished_by_whoever_opens_it)
{
    for (int moves = -1; moves <= 1 + 2 * PART_COUNT; moves++) {
        struct folder *folder;
        lay_out();
        put("replacing", "aside");
        if (moves >= 0)
            make("aside");
        move_some(moves);
        CHECK_OK(moves % 2 ? folder_open(&folder, path, false) : folder_open_to_restore(&folder, path));
        is_replaced();
        folder_close(folder);
        char command[300];
        snprintf(command, sizeof command, "rm -r '%s'", path);
        CHECK(system(command) == 0);
    }
}

TEST(folder, a_replacement_that_has_not_begun_changes_nothing)
{
    struct folder *folder;
    lay_out();
    put("replacing.new", "asi"); /* killed while it was written */
    CHECK_OK(folder_open(&folder, path, false));
    for (int i = 0; i < PART_COUNT; i++)
        CHECK(holds(inside("", i), "old"));
    CHECK(holds("carnet.db-wal", "old"));
    CHECK_OK(folder_replace(folder, "aside"));
    is_replaced();
    folder_close(folder);
    put("replacing", "../elsewhere");
    CHECK_ERR(CARNET_CORRUPT, folder_open(&folder, path, false));
}
