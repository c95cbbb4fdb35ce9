/* Opening, errors, people, messages and paths: the ground the other files of vault/ stand on. */
#include "vault/git.h"

#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf.h"
#include "vault/lock.h"

enum { PATH_TEXT = 1024, PART_TEXT = 255, NAME_TEXT = 200 };

carnet_err git_fail(int code, const char *what, const char *dir)
{
    const git_error *last = git_error_last();
    const char *why = last && last->message ? last->message : "no reason given";
    int domain = last ? last->klass : GIT_ERROR_NONE;
    if (code == GIT_ELOCKED)
        return err_set(CARNET_IO, "vault.locked", "%s %s: %.120s", dir, what, why);
    if (code == GIT_EMODIFIED)
        return err_set(CARNET_CONFLICT, "vault.moved", "%s %s: %.120s", dir, what, why);
    if (code == GIT_ENOTFOUND || code == GIT_EMISMATCH || code == GIT_EINVALIDSPEC || domain == GIT_ERROR_ODB ||
        domain == GIT_ERROR_ZLIB || domain == GIT_ERROR_OBJECT || domain == GIT_ERROR_TREE ||
        domain == GIT_ERROR_REFERENCE || domain == GIT_ERROR_INVALID || domain == GIT_ERROR_CONFIG ||
        domain == GIT_ERROR_REPOSITORY)
        return err_set(CARNET_CORRUPT, "vault.damaged", "%s %s: %.120s", dir, what, why);
    return err_set(CARNET_IO, "vault.failed", "%s %s: %.120s", dir, what, why);
}

carnet_err git_open(git_repository **out, const char *dir)
{
    int code = git_repository_open_bare(out, dir);
    if (code == GIT_ENOTFOUND)
        return err_set(CARNET_MISSING, "vault.absent", "%s", dir);
    return code ? git_fail(code, "open", dir) : CARNET_OK;
}

carnet_err git_open_to_write(git_repository **out, const char *dir)
{
    lock_remove_stale(dir);
    return git_open(out, dir);
}

carnet_err git_tip(git_commit **out, git_repository *repo)
{
    git_oid id;
    *out = NULL;
    int code = git_reference_name_to_id(&id, repo, "refs/heads/main");
    if (code == GIT_ENOTFOUND)
        return CARNET_OK;
    code = code ? code : git_commit_lookup(out, repo, &id);
    return code ? git_fail(code, "tip", git_repository_path(repo)) : CARNET_OK;
}

carnet_err git_find_commit(git_commit **out, git_repository *repo, const char *id)
{
    git_oid oid;
    if (strlen(id) != VAULT_ID - 1 || git_oid_fromstr(&oid, id) != 0)
        return err_set(CARNET_MISSING, "vault.no_commit", "%.60s", id);
    int code = git_commit_lookup(out, repo, &oid);
    if (code == GIT_ENOTFOUND)
        return err_set(CARNET_MISSING, "vault.no_commit", "%s", id);
    return code ? git_fail(code, id, git_repository_path(repo)) : CARNET_OK;
}

/* ---- people and messages -------------------------------------------------------------------------------------------- */

/* Without controls and angle brackets, and without the punctuation git trims from both ends. */
static void clean(char out[NAME_TEXT + 1], const char *text, const char *instead)
{
    static const char crud[] = " .,:;\"\\'";
    size_t len = 0;
    text += strspn(text, crud);
    for (; *text && len < NAME_TEXT; text++)
        if ((unsigned char)*text >= 0x20 && *text != 0x7f && *text != '<' && *text != '>' && (len || !strchr(crud, *text)))
            out[len++] = *text;
    while (len && (strchr(crud, out[len - 1]) || !utf8_valid((bytes){ (uint8_t *)out, len })))
        len--;
    out[len] = 0;
    if (!len)
        memcpy(out, instead, strlen(instead) + 1);
}

carnet_err git_sign(git_signature **out, struct vault_person person, int64_t at)
{
    char name[NAME_TEXT + 1], email[NAME_TEXT + 1];
    clean(name, person.name ? person.name : "", "unknown");
    clean(email, person.email ? person.email : "", "unknown@carnet.invalid");
    if (at < 0)
        return err_set(CARNET_INVALID, "vault.time", "at=%lld", (long long)at);
    int code = git_signature_new(out, name, email, at / 1000, (int)(clock_paris_offset(at) / 60000));
    return code ? err_set(CARNET_INVALID, "vault.person", "libgit2 refuses it: %d", code) : CARNET_OK;
}

/* A line that claims co-authors, written by hand, is indented: only ours are trailers. */
static bool claims_authors(const char *line)
{
    return strncasecmp(line, VAULT_TRAILER, strlen(VAULT_TRAILER) - 1) == 0;
}

char *git_message(const char *text)
{
    struct buf out = { 0 };
    text = text ? text : "";
    bool start = true;
    for (; *text; text++) {
        if (start && claims_authors(text))
            buf_put_byte(&out, ' ');
        start = *text == '\n';
        if (((unsigned char)*text >= 0x20 && *text != 0x7f) || *text == '\n' || *text == '\t')
            buf_put_byte(&out, (uint8_t)*text);
    }
    while (out.len && strchr(" \t\n", out.ptr[out.len - 1]))
        out.len--;
    if (out.len)
        buf_put_byte(&out, '\n');
    else
        buf_put_text(&out, "");
    return (char *)buf_take(&out);
}

/* ---- paths ---------------------------------------------------------------------------------------------------------- */

/* ".git" in any case, with anything after it, or hidden behind characters that HFS ignores; and its NTFS short name. */
static bool looks_like_git(const char *part, size_t len)
{
    char seen[5] = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < len && n < 4; i++)
        if ((unsigned char)part[i] < 0x80)
            seen[n++] = part[i];
    return strcasecmp(seen, ".git") == 0 || strcasecmp(seen, "git~") == 0;
}

static bool part_ok(const char *part, size_t len)
{
    if (!len || len > PART_TEXT || (len == 1 && part[0] == '.') || (len == 2 && part[0] == '.' && part[1] == '.'))
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)part[i] < 0x20 || part[i] == 0x7f || part[i] == '\\')
            return false;
    return !looks_like_git(part, len);
}

carnet_err path_check(const char *path)
{
    bool ok = path && strlen(path) <= PATH_TEXT && utf8_valid(bytes_text(path));
    for (const char *part = path; ok && part;) {
        size_t len = strcspn(part, "/");
        ok = part_ok(part, len);
        part = part[len] ? part + len + 1 : NULL;
    }
    return ok ? CARNET_OK : err_set(CARNET_INVALID, "vault.path", "%.100s", path ? path : "(none)");
}
