/* The built page, from memory: every file is read at start, with its gzip form (made here) and its Brotli form (if the build left
 * a .br beside it), each with a strong ETag. Names under /assets/ carry a hash and never change; everything else is asked for
 * again each time. A path that is no file is the page itself, which has its own router. */
#include <dirent.h>
#include <sys/stat.h>
#include <zlib.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "net/inner.h"

enum { PLAIN, GZIP, BROTLI, FORMS };
static const char *const form_name[FORMS] = { NULL, "gzip", "br" };
enum { FILE_MAX = 64 << 20, COMPRESS_ABOVE = 512 };

struct file {
    const char *type;
    bool lasting;
    struct {
        struct buf data; /* empty: there is none */
        char etag[40];
        char headers[320];
    } form[FORMS];
};
struct files {
    struct names by_path;
};

static const struct {
    const char *suffix, *type;
    bool dense; /* compressed already */
} types[] = {
    { ".html", "text/html; charset=utf-8", false },        { ".js", "text/javascript; charset=utf-8", false },
    { ".css", "text/css; charset=utf-8", false },          { ".svg", "image/svg+xml", false },
    { ".json", "application/json", false },                { ".webmanifest", "application/manifest+json", false },
    { ".map", "application/json", false },                 { ".txt", "text/plain; charset=utf-8", false },
    { ".wasm", "application/wasm", false },                { ".ico", "image/x-icon", false },
    { ".png", "image/png", true },                         { ".jpg", "image/jpeg", true },
    { ".webp", "image/webp", true },                       { ".woff2", "font/woff2", true },
};

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static carnet_err read_whole(struct buf *out, const char *path)
{
    CLEANUP(mem_free_ptr) char *piece = mem_alloc(PIECE);
    FILE *f = fopen(path, "re");
    if (!f)
        return err_set(CARNET_IO, "net.web", "%s: %s", path, strerror(errno));
    size_t n;
    while ((n = fread(piece, 1, PIECE, f)) > 0 && out->len < FILE_MAX)
        buf_put(out, (bytes){ (const uint8_t *)piece, n });
    bool failed = ferror(f) || !feof(f);
    fclose(f);
    return failed ? err_set(CARNET_IO, "net.web", "%s cannot be read or is too large", path) : CARNET_OK;
}

static void compress_into(struct buf *out, bytes plain)
{
    z_stream z = { 0 };
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    size_t bound = deflateBound(&z, plain.len);
    buf_reserve(out, bound);
    z.next_in = (Bytef *)plain.ptr;
    z.avail_in = (uInt)plain.len;
    z.next_out = out->ptr;
    z.avail_out = (uInt)bound;
    out->len = deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < plain.len ? z.total_out : 0;
    deflateEnd(&z);
}

/* FNV-1a. Nobody but us writes these files, so telling their versions apart is all it must do. */
static uint64_t hash(uint64_t from, bytes data)
{
    for (size_t i = 0; i < data.len; i++)
        from = (from ^ data.ptr[i]) * 0x100000001b3u;
    return from;
}

static void describe(struct file *file, int form)
{
    bytes data = buf_bytes(&file->form[form].data);
    if (!data.len && form != PLAIN)
        return;
    char etag[sizeof file->form[form].etag];
    uint64_t first = hash(0xcbf29ce484222325u, data);
    snprintf(etag, sizeof etag, "\"%016llx%zx\"", (unsigned long long)hash(first, data), data.len);
    memcpy(file->form[form].etag, etag, sizeof etag);
    snprintf(file->form[form].headers, sizeof file->form[form].headers, "etag: %s\r\ncache-control: %s\r\n"
             "vary: accept-encoding\r\n%s%s%s", etag,
             file->lasting ? "public, max-age=31536000, immutable" : "no-cache",
             form ? "content-encoding: " : "", form ? form_name[form] : "", form ? "\r\n" : "");
}

static carnet_err load_file(struct files *files, const char *disk, const char *path)
{
    struct file *file = mem_zero(1, sizeof *file);
    bool dense = true;
    char beside[4096];
    file->type = "application/octet-stream";
    file->lasting = strncmp(path, "/assets/", 8) == 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ends_with(path, types[i].suffix)) {
            file->type = types[i].type;
            dense = types[i].dense;
        }
    names_put(&files->by_path, path, file);
    TRY(read_whole(&file->form[PLAIN].data, disk));
    if (!dense && file->form[PLAIN].data.len > COMPRESS_ABOVE)
        compress_into(&file->form[GZIP].data, buf_bytes(&file->form[PLAIN].data));
    struct stat is;
    if (snprintf(beside, sizeof beside, "%s.br", disk) < (int)sizeof beside && stat(beside, &is) == 0)
        TRY(read_whole(&file->form[BROTLI].data, beside));
    for (int form = 0; form < FORMS; form++)
        describe(file, form);
    return CARNET_OK;
}

/* depth bounds the recursion: a built page has a handful of levels. */
static carnet_err load_folder(struct files *files, const char *disk, const char *path, int depth)
{
    DIR *dir = opendir(disk);
    if (!dir)
        return err_set(CARNET_IO, "net.web", "%s: %s", disk, strerror(errno));
    carnet_err err = CARNET_OK;
    const struct dirent *entry;
    while (!err && (entry = readdir(dir))) {
        char below[4096], url[2048];
        struct stat is;
        if (entry->d_name[0] == '.' || ends_with(entry->d_name, ".br") || ends_with(entry->d_name, ".gz"))
            continue;
        if (snprintf(below, sizeof below, "%s/%s", disk, entry->d_name) >= (int)sizeof below ||
            snprintf(url, sizeof url, "%s/%s", path, entry->d_name) >= (int)sizeof url || stat(below, &is) != 0)
            continue;
        if (S_ISREG(is.st_mode))
            err = load_file(files, below, url);
        else if (S_ISDIR(is.st_mode) && depth < 8)
            err = load_folder(files, below, url, depth + 1);
    }
    closedir(dir);
    return err;
}

carnet_err files_load(struct files **out, const char *folder)
{
    struct files *files = *out = mem_zero(1, sizeof *files);
    if (!folder)
        return CARNET_OK;
    TRY(load_folder(files, folder, "", 0));
    if (!names_get(&files->by_path, "/index.html"))
        log_warn("net", "the page is missing", "folder=%s", folder);
    return CARNET_OK;
}

void files_free(struct files *files)
{
    if (!files)
        return;
    struct file *file;
    const char *path;
    for (size_t at = 0; (file = names_next(&files->by_path, &at, &path));) {
        for (int form = 0; form < FORMS; form++)
            buf_clear(&file->form[form].data);
        mem_free(file);
    }
    names_clear(&files->by_path);
    mem_free(files);
}

/* Is this encoding in an Accept-Encoding list, and not with q=0? */
bool encoding_accepted(const char *list, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = list; *at;) {
        at += strspn(at, " \t,");
        size_t item = strcspn(at, ",");
        if (item >= len && strncasecmp(at, name, len) == 0 && (item == len || strchr(" \t;", at[len]))) {
            const char *q = memchr(at, '=', item);
            return !q || strtod(q + 1, NULL) > 0;
        }
        at += item;
    }
    return false;
}

/* If-None-Match: a list of tags, weak ones included, or "*". */
bool etag_listed(const char *list, const char *etag)
{
    size_t len = strlen(etag);
    for (const char *at = list; *at;) {
        at += strspn(at, " \t,");
        if (*at == '*')
            return true;
        if (strncmp(at, "W/", 2) == 0)
            at += 2;
        if (strncmp(at, etag, len) == 0)
            return true;
        at += strcspn(at, ",");
    }
    return false;
}

static int choose_form(const struct file *file, struct lws *wsi)
{
    char accepted[256];
    if (lws_hdr_copy(wsi, accepted, sizeof accepted, WSI_TOKEN_HTTP_ACCEPT_ENCODING) <= 0)
        return PLAIN;
    for (int form = BROTLI; form > PLAIN; form--)
        if (file->form[form].data.len && encoding_accepted(accepted, form_name[form]))
            return form;
    return PLAIN;
}

void files_answer(struct conn *conn, const char *path, bool head)
{
    const struct names *by_path = &conn->net->files->by_path;
    char tags[1024];
    const struct file *file = names_get(by_path, path);
    if (!file && strncmp(path, "/assets/", 8) != 0)
        file = names_get(by_path, "/index.html");
    if (!file) {
        problem_later(conn, 404, "request.missing", NULL, head);
        return;
    }
    int form = choose_form(file, conn->wsi);
    bool same = lws_hdr_copy(conn->wsi, tags, sizeof tags, WSI_TOKEN_HTTP_IF_NONE_MATCH) > 0 &&
                etag_listed(tags, file->form[form].etag);
    answer_later(conn, &(struct answer){
        .status = same ? 304 : 200, .type = same ? NULL : file->type,
        .body = same ? (bytes){ 0 } : buf_bytes(&file->form[form].data), .headers = file->form[form].headers, .head = head,
    });
}
