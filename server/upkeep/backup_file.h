#pragma once
/* The outside of a backup: which key opens it, where that key is kept, and the few lines in the clear at its beginning.
 *
 * The key is one line of text in a file beside the data folder (DIR.backup-key, or DIR/backup.key where nothing may be written beside
 * it), made by the first backup. It is not in the backup: whoever wants to restore on another machine needs a copy of that line.
 * A backup names the place where its key was kept, so on the same machine it is found again even when the data folder is gone. */
#include "base/clock.h"
#include "upkeep/archive.h"

struct backup_key {
    struct stream_key key;
    struct buf path; /* of its file */
    bool made;       /* just now */
};
/* given NULL: the folder's own, made if there is none. INVALID or MISSING when a given file holds none. */
MUST_CHECK carnet_err backup_key_for(struct backup_key *out, const char *folder, const char *given);
/* The key beside a folder becomes this one, unless there is one already. */
MUST_CHECK carnet_err backup_key_keep(struct backup_key *out, const char *folder, const struct stream_key *key);
void backup_key_clear(struct backup_key *key);

struct backup_file { /* open, to read */
    int fd;
    struct buf head; /* the lines in the clear */
    char key_name[STREAM_KEY_NAME], made[CLOCK_TEXT];
    struct buf key_kept; /* where its key was */
    struct stream_key key;
    struct archive_reader archive;
};
void backup_head_put(struct buf *out, const struct backup_key *key, int64_t now);
/* Opens it with the key given, or with the one at any place it may be kept: beside the folder, where the backup says it was, beside the
 * backup. Errors: MISSING "backup.key" says in its detail which key is wanted; CORRUPT "stream.broken"; INVALID "backup.not_one". */
MUST_CHECK carnet_err backup_file_open(struct backup_file *out, const char *path, const char *folder, const char *given);
MUST_CHECK carnet_err backup_file_again(struct backup_file *file); /* from the beginning */
void backup_file_close(struct backup_file *file);
