/* libarchive writes names in the character set of the thread's locale, and the program's is "C". So each call works in one of UTF-8. */
#include "areas/export/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

struct zip {
    struct archive *archive;
    locale_t utf8;
    struct buf *out; /* of the call under way */
};

static la_ssize_t take(struct archive *archive, void *self, const void *octets, size_t len)
{
    (void)archive;
    struct zip *zip = self;
    buf_put(zip->out, (bytes){ octets, len });
    return (la_ssize_t)len;
}

static carnet_err failed(const struct zip *zip)
{
    const char *why = archive_error_string(zip->archive);
    return err_set(CARNET_IO, "export.zip", "%s", why ? why : "no reason");
}

carnet_err zip_new(struct zip **out)
{
    CLEANUP(buf_clear) struct buf head = { 0 };
    struct zip *zip = *out = mem_zero(1, sizeof *zip);
    zip->archive = archive_write_new();
    zip->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    zip->out = &head;
    if (!zip->archive || !zip->utf8)
        return err_set(CARNET_IO, "export.zip", "no archive, or no locale of UTF-8");
    if (archive_write_set_format_zip(zip->archive) != ARCHIVE_OK || archive_write_set_bytes_per_block(zip->archive, 0) != ARCHIVE_OK ||
        archive_write_open2(zip->archive, zip, NULL, take, NULL, NULL) != ARCHIVE_OK)
        return failed(zip);
    return CARNET_OK;
}

static carnet_err write_file(struct zip *zip, struct archive_entry *entry, const struct zip_file *file)
{
    archive_entry_set_pathname(entry, file->name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)file->content.len);
    archive_entry_set_mtime(entry, (time_t)(file->at / 1000), 0);
    int packing = file->packed ? archive_write_zip_set_compression_deflate(zip->archive) : archive_write_zip_set_compression_store(zip->archive);
    if (packing != ARCHIVE_OK || archive_write_header(zip->archive, entry) != ARCHIVE_OK)
        return failed(zip);
    if (file->content.len && archive_write_data(zip->archive, file->content.ptr, file->content.len) != (la_ssize_t)file->content.len)
        return failed(zip);
    return archive_write_finish_entry(zip->archive) == ARCHIVE_OK ? CARNET_OK : failed(zip);
}

carnet_err zip_put(struct buf *out, struct zip *zip, const struct zip_file *file)
{
    struct archive_entry *entry = archive_entry_new();
    locale_t before = uselocale(zip->utf8);
    zip->out = out;
    carnet_err err = entry ? write_file(zip, entry, file) : err_set(CARNET_IO, "export.zip", "no entry");
    uselocale(before);
    archive_entry_free(entry);
    return err;
}

carnet_err zip_end(struct buf *out, struct zip *zip)
{
    locale_t before = uselocale(zip->utf8);
    zip->out = out;
    int closed = archive_write_close(zip->archive);
    uselocale(before);
    return closed == ARCHIVE_OK ? CARNET_OK : failed(zip);
}

/* One that was not ended writes its end now: told to forget it, libarchive would leave a buffer behind. */
void zip_free(struct zip *zip)
{
    CLEANUP(buf_clear) struct buf unread = { 0 };
    if (!zip)
        return;
    zip->out = &unread;
    if (zip->archive)
        archive_write_free(zip->archive);
    if (zip->utf8)
        freelocale(zip->utf8);
    mem_free(zip);
}
