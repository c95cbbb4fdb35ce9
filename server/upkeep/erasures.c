/* The list is text, one erasure a line: "MARK TIME", the mark in hexadecimal. Unknown lines are passed over, so that a line that a power cut tore
 * spoils nothing; it is written again, because its mark is not found. */
#include "upkeep/erasures.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/folder.h"
#include "upkeep/tree.h"

enum { LIST_MOST = 64 << 20, REMEMBERED = 100 };
static const char LIST[] = "carnet-erasures";
static const char LIST_HEAD[] = "# Journals that were erased for good, by marks of their keys. Keep this file beside the backups.\n";

/* ---- where backups are ---- */

static const char *remembered_in(struct buf *out, const char *folder)
{
    return tree_join(out, folder, "backups");
}

static carnet_err read_remembered(struct buf *out, const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    carnet_err err = tree_read(out, remembered_in(&path, folder), LIST_MOST);
    return err == CARNET_MISSING ? CARNET_OK : err;
}

carnet_err backups_remember(const char *folder, const char *file)
{
    CLEANUP(buf_clear) struct buf path = { 0 }, was = { 0 }, now = { 0 };
    TRY(read_remembered(&was, folder));
    buf_printf(&now, "%s\n", file);
    int count = 1;
    char *rest = (char *)was.ptr;
    for (char *line; rest && count < REMEMBERED && (line = strtok_r(rest, "\n", &rest)); count++)
        if (strcmp(line, file) != 0)
            buf_printf(&now, "%s\n", line);
    return tree_write(remembered_in(&path, folder), buf_bytes(&now));
}

carnet_err backups_newest(struct buf *file, const char *folder)
{
    CLEANUP(buf_clear) struct buf was = { 0 };
    TRY(read_remembered(&was, folder));
    char *rest = (char *)was.ptr;
    for (char *line; rest && (line = strtok_r(rest, "\n", &rest));)
        if (tree_is_there(line)) {
            buf_put_text(file, line);
            return CARNET_OK;
        }
    return err_set(CARNET_MISSING, "backup.none", "no backup of this folder is known");
}

/* ---- lists ---- */

static bool hex_octet(uint8_t *out, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    const char *high = text[0] ? strchr(digits, text[0]) : NULL, *low = high && text[1] ? strchr(digits, text[1]) : NULL;
    if (low)
        *out = (uint8_t)((high - digits) << 4 | (low - digits));
    return low != NULL;
}

static bool parse_mark(uint8_t mark[KEY_MARK], const char *line)
{
    for (size_t i = 0; i < KEY_MARK; i++)
        if (!hex_octet(&mark[i], line + 2 * i))
            return false;
    return line[2 * KEY_MARK] == ' ';
}

static void read_marks(struct buf *marks, struct buf *text)
{
    char *rest = (char *)text->ptr;
    for (char *line; rest && (line = strtok_r(rest, "\n", &rest));) {
        uint8_t mark[KEY_MARK];
        if (parse_mark(mark, line))
            buf_put(marks, (bytes){ mark, sizeof mark });
    }
}

static void list_path(struct buf *out, const char *backup)
{
    const char *slash = strrchr(backup, '/');
    buf_printf(out, "%.*s%s", slash ? (int)(slash - backup + 1) : 0, backup, LIST);
}

carnet_err erasures_beside(struct erasures *out, const char *file)
{
    CLEANUP(buf_clear) struct buf path = { 0 }, text = { 0 };
    list_path(&path, file);
    carnet_err err = tree_read(&text, buf_text(&path), LIST_MOST);
    if (err == CARNET_MISSING)
        return CARNET_OK;
    TRY(err);
    out->listed = true;
    read_marks(&out->marks, &text);
    return CARNET_OK;
}

bool erasures_name(void *self, const uint8_t *mark, size_t len)
{
    const struct erasures *erasures = self;
    for (size_t at = 0; at + len <= erasures->marks.len; at += KEY_MARK)
        if (memcmp(erasures->marks.ptr + at, mark, len) == 0)
            return true;
    return false;
}

void erasures_clear(struct erasures *erasures)
{
    buf_clear(&erasures->marks);
}

/* ---- adding ---- */

struct known {
    uint8_t mark[KEY_MARK];
    int64_t at;
};

static carnet_err collect_one(void *self, const uint8_t mark[KEY_MARK], int64_t at)
{
    struct known known = { .at = at };
    memcpy(known.mark, mark, sizeof known.mark);
    buf_put(self, (bytes){ (const uint8_t *)&known, sizeof known });
    return CARNET_OK;
}

static carnet_err collect(void *self, struct keys *keys)
{
    return keys_each_erased(keys, collect_one, self);
}

static void put_missing(struct buf *lines, struct erasures *listed, const struct buf *all)
{
    for (size_t at = 0; at < all->len; at += sizeof(struct known)) {
        struct known known;
        char when[CLOCK_TEXT];
        memcpy(&known, all->ptr + at, sizeof known);
        if (erasures_name(listed, known.mark, sizeof known.mark))
            continue;
        clock_text(when, known.at);
        buf_put_hex(lines, (bytes){ known.mark, sizeof known.mark });
        buf_printf(lines, " %s\n", when);
    }
}

static carnet_err append(const char *path, bytes lines)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write(fd, lines.ptr, lines.len) == (ssize_t)lines.len && fsync(fd) == 0;
    carnet_err err = ok ? CARNET_OK : err_set(CARNET_IO, "erasures.write", "%.150s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return err;
}

static carnet_err publish_beside(const char *backup, const struct buf *all)
{
    CLEANUP(erasures_clear) struct erasures listed = { 0 };
    CLEANUP(buf_clear) struct buf path = { 0 }, lines = { 0 };
    TRY(erasures_beside(&listed, backup));
    buf_put_text(&lines, listed.listed ? "" : LIST_HEAD);
    put_missing(&lines, &listed, all);
    if (!lines.len)
        return CARNET_OK;
    if (listed.listed) { /* a torn line must not swallow the first of these */
        struct buf behind = { 0 };
        buf_printf(&behind, "\n%s", buf_text(&lines));
        buf_clear(&lines);
        lines = behind;
    }
    list_path(&path, backup);
    return append(buf_text(&path), buf_bytes(&lines));
}

carnet_err erasures_publish(struct upkeep *upkeep)
{
    CLEANUP(buf_clear) struct buf all = { 0 }, remembered = { 0 };
    TRY(upkeep->keys(upkeep, collect, &all));
    TRY(read_remembered(&remembered, upkeep->folder));
    char *rest = (char *)remembered.ptr;
    for (char *line; rest && (line = strtok_r(rest, "\n", &rest));) {
        struct err_note note;
        if (publish_beside(line, &all) == CARNET_OK)
            continue;
        err_take(&note); /* a disk that is not plugged in today */
        log_note(LOG_WARN, "backup", "the list of erasures was not brought up to date", &note);
    }
    return CARNET_OK;
}
