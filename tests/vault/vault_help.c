/* git is run with no configuration but the repository's own. */
#include "vault_help.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((constructor)) static void start(void)
{
    if (vault_init() != CARNET_OK)
        _Exit(2);
}

__attribute__((destructor)) static void end(void)
{
    vault_end();
}

const char *help_dir(void)
{
    static char dir[128];
    snprintf(dir, sizeof dir, "%s/groups/g.git", test_folder());
    CHECK_OK(vault_create(dir));
    return dir;
}

static int status;

const char *help_git(const char *dir, const char *format, ...)
{
    static struct buf out;
    CLEANUP(buf_clear) struct buf command = { 0 };
    char rest[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(rest, sizeof rest, format, args);
    va_end(args);
    buf_printf(&command, "env -i PATH=/usr/bin:/bin HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 git -c safe.directory='*' "
                         "-c core.quotepath=off --git-dir='%s' %s 2>&1", dir, rest);
    FILE *pipe = popen(buf_text(&command), "r");
    CHECK(pipe);
    char chunk[4096];
    out.len = 0;
    buf_put_text(&out, "");
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        buf_put(&out, (bytes){ (uint8_t *)chunk, n });
    status = pclose(pipe);
    return buf_text(&out);
}

int help_git_status(void)
{
    return status;
}

void help_fsck(const char *dir)
{
    const char *said = help_git(dir, "fsck --strict --full --no-progress --no-dangling");
    if (status != 0 || *said)
        test_fail(__FILE__, __LINE__, "git fsck: %d %s", status, said);
}

const char *help_commit(const char *dir, const char *path, const char *content, int64_t at)
{
    static struct vault_commit_result result;
    struct vault_change change = { .path = path, .content = bytes_text(content) };
    struct vault_commit commit = { .dir = dir, .changes = &change, .change_count = 1, .at = at, .message = "Page",
                                   .author = { "p-7f3a", "p-7f3a@carnet.invalid" } };
    CHECK_OK(vault_commit(&result, &commit));
    return result.id;
}
