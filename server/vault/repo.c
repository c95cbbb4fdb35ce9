/* Making and checking repositories. A new one holds no sample hook and runs none; git's own automatic gc is off, because
 * the server decides when that happens. */
#include "vault/repo.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "vault/git.h"
#include "vault/lock.h"

carnet_err vault_init(void)
{
    lock_start();
    if (git_libgit2_init() < 0)
        return err_set(CARNET_IO, "vault.start", "libgit2 does not start");
    /* Nobody's own settings reach our repositories. */
    static const int levels[] = { GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                                  GIT_CONFIG_LEVEL_GLOBAL };
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "") != 0)
            return err_set(CARNET_IO, "vault.start", "search path %d", levels[i]);
    if (git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1) != 0 || git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0) != 0)
        return err_set(CARNET_IO, "vault.start", "libgit2 refuses an option");
    return CARNET_OK;
}

void vault_version(char out[VAULT_VERSION])
{
    int major, minor, patch;
    git_libgit2_version(&major, &minor, &patch);
    snprintf(out, VAULT_VERSION, "%d.%d.%d", major, minor, patch);
}

void vault_end(void)
{
    git_libgit2_shutdown();
}

/* ---- making --------------------------------------------------------------------------------------------------------- */

static bool has_entries(const char *dir, const char *below, size_t shortest, size_t longest)
{
    struct buf path = { 0 };
    buf_printf(&path, "%s/%s", dir, below);
    DIR *folder = opendir(buf_text(&path));
    buf_clear(&path);
    bool found = false;
    for (struct dirent *e; folder && !found && (e = readdir(folder));)
        found = e->d_name[0] != '.' && strlen(e->d_name) >= shortest && strlen(e->d_name) <= longest;
    if (folder)
        closedir(folder);
    return found;
}

/* A folder that does not open as a repository may be completed only if it is empty or what an interrupted creation
 * leaves: none of the rest, and no object. */
static bool may_create(const char *dir)
{
    static const char parts[] = " objects refs hooks info branches HEAD config description HEAD.lock config.lock ";
    DIR *folder = opendir(dir);
    if (!folder)
        return errno == ENOENT;
    bool ours = true;
    for (struct dirent *e; ours && (e = readdir(folder));) {
        char word[300];
        snprintf(word, sizeof word, " %s ", e->d_name);
        ours = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || strstr(parts, word);
    }
    closedir(folder);
    return ours && !has_entries(dir, "objects", 2, 2) && !has_entries(dir, "objects/pack", 1, 255) &&
           !has_entries(dir, "refs/heads", 1, 255);
}

static carnet_err sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_set(CARNET_IO, "vault.failed", "%s: %s", path, strerror(errno));
    int failed = fsync(fd);
    close(fd);
    return failed ? err_set(CARNET_IO, "vault.failed", "%s: %s", path, strerror(errno)) : CARNET_OK;
}

static carnet_err sync_created(const char *dir)
{
    TRY(sync_folder(dir));
    CLEANUP(mem_free_ptr) char *parent = mem_text(dir);
    char *slash = strrchr(parent, '/');
    while (slash && slash > parent && !slash[1]) { /* "a/b/" */
        *slash = 0;
        slash = strrchr(parent, '/');
    }
    if (!slash)
        return sync_folder(".");
    slash[slash == parent] = 0;
    return sync_folder(parent);
}

static carnet_err create(git_repository **out, const char *dir)
{
    if (!may_create(dir))
        return err_set(CARNET_CORRUPT, "vault.damaged", "%s is not a repository and not empty", dir);
    git_repository_init_options options;
    git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
    options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_MKPATH;
    options.initial_head = "main";
    int code = git_repository_init_ext(out, dir, &options);
    if (code)
        return git_fail(code, "create", dir);
    return sync_created(dir);
}

/* Only what differs is written: a check of every repository at start must not rewrite anything. */
static carnet_err configure(git_repository *repo, const char *dir)
{
    static const char *const wanted[][2] = { { "core.hookspath", "/dev/null" }, { "gc.auto", "0" },
                                             { "core.logallrefupdates", "false" } };
    git_config *config = NULL;
    int code = git_repository_config(&config, repo);
    for (size_t i = 0; !code && i < sizeof wanted / sizeof *wanted; i++) {
        git_buf value = { 0 };
        if (git_config_get_string_buf(&value, config, wanted[i][0]) != 0 || strcmp(value.ptr, wanted[i][1]) != 0)
            code = git_config_set_string(config, wanted[i][0], wanted[i][1]);
        git_buf_dispose(&value);
    }
    git_config_free(config);
    return code ? git_fail(code, "configure", dir) : CARNET_OK;
}

/* ---- checking ------------------------------------------------------------------------------------------------------- */

static carnet_err check_head(git_repository *repo, const char *dir)
{
    git_reference *head = NULL;
    int code = git_reference_lookup(&head, repo, "HEAD");
    const char *target = code ? NULL : git_reference_symbolic_target(head);
    bool right = target && strcmp(target, "refs/heads/main") == 0;
    git_reference_free(head);
    if (code)
        return git_fail(code, "HEAD", dir);
    return right ? CARNET_OK : err_set(CARNET_CORRUPT, "vault.damaged", "%s: HEAD is not main", dir);
}

static carnet_err check_tip(git_repository *repo, const char *dir)
{
    git_commit *tip = NULL;
    TRY(git_tip(&tip, repo));
    if (!tip)
        return CARNET_OK;
    git_tree *tree = NULL;
    int code = git_commit_tree(&tree, tip);
    carnet_err err = code ? git_fail(code, "tree of the tip", dir) : CARNET_OK;
    git_tree_free(tree);
    git_commit_free(tip);
    return err;
}

carnet_err vault_create(const char *dir)
{
    git_repository *repo = NULL;
    carnet_err err = git_open_to_write(&repo, dir);
    if (err == CARNET_MISSING)
        err = create(&repo, dir);
    err = err ? err : configure(repo, dir);
    err = err ? err : check_head(repo, dir);
    err = err ? err : check_tip(repo, dir);
    git_repository_free(repo);
    return err;
}

carnet_err vault_head(char out[VAULT_ID], const char *dir)
{
    git_repository *repo = NULL;
    git_commit *tip = NULL;
    out[0] = 0;
    carnet_err err = git_open(&repo, dir);
    err = err ? err : git_tip(&tip, repo);
    if (tip)
        git_oid_tostr(out, VAULT_ID, git_commit_id(tip));
    git_commit_free(tip);
    git_repository_free(repo);
    return err;
}
