/* Head: "carnet backup 1", then "key NAME", "kept PATH", "made TIME", an empty line; bound to every chunk that follows. */
#include "upkeep/backup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "upkeep/tree.h"

enum { HEAD_MOST = 8192, KEY_FILE_MOST = 4096 };
#define FIRST_LINE "carnet backup 1\n"

/* ---- key files ---- */

static carnet_err read_key(struct stream_key *out, const char *path)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    TRY(tree_read(&text, path, KEY_FILE_MOST));
    return stream_key_parse(out, buf_bytes(&text));
}

static void own_places(struct buf *beside, struct buf *inside, const char *folder)
{
    char *full = realpath(folder, NULL);
    buf_printf(inside, "%s/backup.key", full ? full : folder);
    if (!full || strcmp(full, "/") != 0)
        buf_printf(beside, "%s.backup-key", full ? full : folder);
    else
        buf_put(beside, buf_bytes(inside));
    free(full); /* realpath's */
}

static carnet_err write_key(const char *path, const struct stream_key *key)
{
    CLEANUP(buf_clear) struct buf line = { 0 };
    stream_key_put(&line, key);
    carnet_err err = tree_write(path, buf_bytes(&line));
    explicit_bzero(line.ptr, line.len);
    return err;
}

carnet_err backup_key_keep(struct backup_key *out, const char *folder, const struct stream_key *key)
{
    CLEANUP(buf_clear) struct buf beside = { 0 }, inside = { 0 };
    own_places(&beside, &inside, folder);
    const char *const places[] = { buf_text(&beside), buf_text(&inside) };
    for (int i = 0; i < 2; i++) {
        carnet_err found = read_key(&out->key, places[i]);
        if (found == CARNET_MISSING)
            continue;
        buf_put_text(&out->path, places[i]);
        return found;
    }
    out->key = *key;
    out->made = true;
    carnet_err err = write_key(places[0], key);
    buf_put_text(&out->path, places[err != CARNET_OK]);
    return err ? write_key(places[1], key) : CARNET_OK;
}

carnet_err backup_key_for(struct backup_key *out, const char *folder, const char *given)
{
    if (given) {
        buf_put_text(&out->path, given);
        return read_key(&out->key, given);
    }
    CLEANUP(stream_key_clear) struct stream_key fresh;
    stream_key_new(&fresh);
    return backup_key_keep(out, folder, &fresh);
}

void backup_key_clear(struct backup_key *key)
{
    stream_key_clear(&key->key);
    buf_clear(&key->path);
}

/* ---- the head ---- */

void backup_head_put(struct buf *out, const struct backup_key *key, int64_t now)
{
    char name[STREAM_KEY_NAME], made[CLOCK_TEXT];
    stream_key_name(name, &key->key);
    clock_text(made, now);
    const char *kept = strchr(buf_text(&key->path), '\n') ? "?" : buf_text(&key->path);
    buf_printf(out, FIRST_LINE "key %s\nkept %s\nmade %s\n\n", name, kept, made);
}

static bool line_after(struct buf *out, const struct buf *head, const char *word)
{
    const char *at = strstr(buf_text(head), word), *end = at ? strchr(at + strlen(word), '\n') : NULL;
    if (end)
        buf_put(out, (bytes){ (const uint8_t *)at + strlen(word), (size_t)(end - at) - strlen(word) });
    return end != NULL;
}

static carnet_err read_head(struct backup_file *file, const char *path)
{
    CLEANUP(buf_clear) struct buf key = { 0 }, made = { 0 };
    uint8_t octet;
    bool ended = false;
    while (!ended && file->head.len < HEAD_MOST && read(file->fd, &octet, 1) == 1) {
        buf_put_byte(&file->head, octet);
        ended = file->head.len > 1 && octet == '\n' && file->head.ptr[file->head.len - 2] == '\n';
    }
    bool ours = strncmp(buf_text(&file->head), FIRST_LINE, sizeof FIRST_LINE - 1) == 0;
    ours = ours && ended && line_after(&key, &file->head, "\nkey ") && line_after(&file->key_kept, &file->head, "\nkept ") &&
           line_after(&made, &file->head, "\nmade ");
    if (!ours || key.len >= sizeof file->key_name || made.len >= sizeof file->made)
        return err_set(CARNET_INVALID, "backup.not_one", "%.150s is no backup of Carnet, or its beginning is damaged", path);
    memcpy(file->key_name, buf_text(&key), key.len + 1);
    memcpy(file->made, buf_text(&made), made.len + 1);
    return CARNET_OK;
}

/* ---- finding the key ---- */

static bool is_key(struct backup_file *file, const char *path)
{
    char name[STREAM_KEY_NAME];
    if (read_key(&file->key, path) != CARNET_OK)
        return false;
    stream_key_name(name, &file->key);
    return strcmp(name, file->key_name) == 0;
}

static bool is_beside_backup(struct backup_file *file, const char *path)
{
    static const char ending[] = ".backup-key";
    CLEANUP(buf_clear) struct buf beside = { 0 };
    const char *slash = strrchr(path, '/');
    buf_printf(&beside, "%s%s", path, ending);
    if (is_key(file, buf_text(&beside)))
        return true;
    beside.len = 0;
    const char *kept = strrchr(buf_text(&file->key_kept), '/');
    buf_printf(&beside, "%.*s%s", slash ? (int)(slash - path + 1) : 0, path, kept ? kept + 1 : "backup.key");
    return is_key(file, buf_text(&beside));
}

static carnet_err find_key(struct backup_file *file, const char *path, const char *folder, const char *given)
{
    CLEANUP(buf_clear) struct buf beside = { 0 }, inside = { 0 };
    own_places(&beside, &inside, folder);
    bool found = given ? is_key(file, given)
                       : is_key(file, buf_text(&beside)) || is_key(file, buf_text(&inside)) ||
                             is_key(file, buf_text(&file->key_kept)) || is_beside_backup(file, path);
    if (found)
        return CARNET_OK;
    return err_set(CARNET_MISSING, "backup.key", "%s; this backup opens with the key %s, which was kept in %.100s",
                   given ? "that is not its key" : "its key is not here: give it with --key FILE", file->key_name,
                   buf_text(&file->key_kept));
}

carnet_err backup_file_again(struct backup_file *file)
{
    stream_reader_free(&file->archive.stream);
    archive_reader_clear(&file->archive);
    file->archive = (struct archive_reader){ 0 };
    if (lseek(file->fd, (off_t)file->head.len, SEEK_SET) < 0)
        return err_set(CARNET_IO, "backup.read", "%s", strerror(errno));
    return stream_reader_new(&file->archive.stream, file->fd, &file->key, buf_bytes(&file->head));
}

carnet_err backup_file_open(struct backup_file *out, const char *path, const char *folder, const char *given)
{
    *out = (struct backup_file){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
    if (out->fd < 0)
        return err_set(CARNET_IO, "backup.open", "%.150s: %s", path, strerror(errno));
    TRY(read_head(out, path));
    TRY(find_key(out, path, folder, given));
    return backup_file_again(out);
}

void backup_file_close(struct backup_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    stream_reader_free(&file->archive.stream);
    archive_reader_clear(&file->archive);
    stream_key_clear(&file->key);
    buf_clear(&file->head);
    buf_clear(&file->key_kept);
}
