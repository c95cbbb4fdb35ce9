/* Copies while work goes on, and damage found where it was done. */
#include "store/store_fixture.h"

#include "store/copy.h"

#include <stdio.h>
#include <sys/stat.h>

static char path[200];
static struct buf said;
static int keyless;

static void complain(void *self, const char *line)
{
    (void)self;
    buf_printf(&said, "%s\n", line);
}

static void without_key(void *self, int64_t document)
{
    (void)self, (void)document;
    keyless++;
}

static void check(struct store *s)
{
    buf_clear(&said);
    keyless = 0;
    CHECK_OK(db_check(s->db, complain, NULL));
    CHECK_OK(keys_check(s->keys, complain, NULL));
    CHECK_OK(log_check(&s->ctx, complain, without_key, NULL));
}

static void filled(struct store *s)
{
    uint8_t key[KEY_BYTES] = { 3 };
    int64_t sequence;
    store_toy_seals();
    store_open(s, test_folder());
    CHECK_OK(keys_put(s->keys, 3, key));
    store_add_document(s, 1, 0);
    store_add_document(s, 2, 3);
    for (int i = 0; i < 20; i++) {
        struct log_append row = store_append(1 + i % 2, i < 2 ? "first" : "more", 7);
        CHECK_OK(log_append(&sequence, &s->ctx, &row));
    }
}

TEST(copy, is_what_was_committed_when_it_began)
{
    struct store s, copied;
    struct db *reader;
    struct stat facts;
    filled(&s);
    snprintf(path, sizeof path, "%s/carnet.db", test_folder());
    CHECK_OK(db_open(&reader, path, false));
    CHECK_OK(db_exec(s.db, "BEGIN IMMEDIATE"));
    CHECK_OK(db_exec(s.db, "DELETE FROM document_log")); /* not committed */
    snprintf(path, sizeof path, "%s/copy", test_folder());
    CHECK(mkdir(path, 0700) == 0);
    snprintf(path, sizeof path, "%s/copy/carnet.db", test_folder());
    CHECK_OK(db_copy(reader, path));
    CHECK(stat(path, &facts) == 0 && (facts.st_mode & 0777) == 0600);
    CHECK_ERR(CARNET_IO, db_copy(reader, path)); /* never over something */
    CHECK_OK(db_exec(s.db, "ROLLBACK"));
    snprintf(path, sizeof path, "%s/copy/keys.db", test_folder());
    CLEANUP(buf_clear) struct buf image = { 0 };
    CHECK_OK(keys_image(&image, s.keys));
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(image.ptr, 1, image.len, f) == image.len && fclose(f) == 0);
    db_close(reader);
    store_close(&s);
    snprintf(path, sizeof path, "%s/copy", test_folder());
    store_open(&copied, path);
    CHECK_INT(20, store_count(&copied, "SELECT count(*) FROM document_log"));
    CHECK(strncmp(store_text(&copied, 2), "first,more", 10) == 0);
    check(&copied);
    CHECK_TEXT("", buf_text(&said));
    store_close(&copied);
    buf_clear(&said);
}

static bool now(void *self)
{
    ++*(int *)self;
    return true;
}

TEST(copy, ends_when_asked_to_and_the_connection_serves_again_afterwards)
{
    struct store s;
    int asked = 0;
    filled(&s);
    for (int i = 0; i < 3000; i++) {
        int64_t sequence;
        struct log_append row = store_append(1, "some more of it", 7);
        CHECK_OK(log_append(&sequence, &s.ctx, &row));
    }
    snprintf(path, sizeof path, "%s/stopped.db", test_folder());
    db_stop_when(s.db, now, &asked);
    CHECK_ERR(CARNET_IO, db_copy(s.db, path));
    CHECK(asked > 0 && db_trouble(s.db) == DB_SOUND);
    db_stop_when(s.db, NULL, NULL);
    CHECK(remove(path) == 0);
    CHECK_OK(db_copy(s.db, path));
    store_close(&s);
}

TEST(check, is_silent_about_a_sound_folder_and_names_each_damaged_document)
{
    struct store s;
    filled(&s);
    check(&s);
    CHECK_TEXT("", buf_text(&said));
    CHECK_OK(db_exec(s.db, "UPDATE document_log SET data = CAST(data || x'00' AS BLOB) WHERE document = 2 AND"
                          " sequence = (SELECT max(sequence) FROM document_log)"));
    check(&s);
    CHECK_TEXT("document 2: what is stored of it is damaged (document=2 checksum)\n", buf_text(&said));
    CHECK_OK(db_exec(s.db, "PRAGMA foreign_keys=OFF"));
    CHECK_OK(db_exec(s.db, "UPDATE document_log SET document = 77 WHERE document = 2"));
    CHECK_OK(keys_erase(s.keys, 3, (uint8_t[KEY_MARK]){ 3 }, 1));
    check(&s);
    CHECK(strstr(buf_text(&said), "refers to nothing in document"));
    CHECK_INT(1, keyless);
    store_close(&s);
    buf_clear(&said);
}

TEST(check, finds_a_flipped_bit_in_the_file)
{
    struct store s;
    filled(&s);
    store_close(&s);
    snprintf(path, sizeof path, "%s/carnet.db", test_folder());
    FILE *f = fopen(path, "r+b");
    uint8_t page[4096];
    long at = -1;
    CHECK(f);
    for (long offset = 0; at < 0 && fread(page, 1, sizeof page, f) == sizeof page; offset += 4096)
        for (size_t i = 0; i + 5 <= sizeof page && at < 0; i++)
            if (memcmp(page + i, "first", 5) == 0)
                at = offset + (long)i;
    CHECK(at > 0);
    CHECK(fseek(f, at, SEEK_SET) == 0 && fputc('f' ^ 4, f) != EOF && fclose(f) == 0);
    store_open(&s, test_folder());
    check(&s);
    CHECK_TEXT("document 1: what is stored of it is damaged (document=1 checksum)\n", buf_text(&said));
    store_close(&s);
    buf_clear(&said);
}
