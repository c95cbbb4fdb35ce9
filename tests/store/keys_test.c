/* Keys outlive everything but their erasing, and erasing is final. */
#include "store/store_fixture.h"

#include "store/fault_disk.h"

#include <stdio.h>

static char path[160];
static const uint8_t MARK[KEY_MARK] = { 0x5a, 1 };

static struct keys *opened(void)
{
    struct keys *keys = NULL;
    snprintf(path, sizeof path, "%s/keys.db", test_folder());
    CHECK_OK(keys_open(&keys, path));
    return keys;
}

static void key_of(uint8_t key[KEY_BYTES], int seed)
{
    for (int i = 0; i < KEY_BYTES; i++)
        key[i] = (uint8_t)(seed * 31 + i * 7);
}

static bool file_holds(const uint8_t key[KEY_BYTES])
{
    uint8_t content[65536];
    FILE *f = fopen(path, "rb");
    CHECK(f);
    size_t len = fread(content, 1, sizeof content, f);
    fclose(f);
    for (size_t at = 0; at + KEY_BYTES <= len; at++)
        if (memcmp(content + at, key, KEY_BYTES) == 0)
            return true;
    return false;
}

TEST(keys, a_key_put_is_there_after_the_next_start)
{
    uint8_t key[KEY_BYTES], got[KEY_BYTES];
    struct keys *keys = opened();
    key_of(key, 1);
    CHECK_ERR(CARNET_MISSING, keys_get(got, keys, 5));
    CHECK_OK(keys_put(keys, 5, key));
    keys_close(keys);
    keys = opened();
    CHECK_OK(keys_get(got, keys, 5));
    CHECK(memcmp(key, got, KEY_BYTES) == 0);
    keys_close(keys);
}

TEST(keys, an_erased_key_is_gone_from_memory_and_from_every_byte_of_the_file)
{
    uint8_t key[KEY_BYTES], other[KEY_BYTES], got[KEY_BYTES];
    struct keys *keys = opened();
    key_of(key, 1);
    key_of(other, 2);
    CHECK_OK(keys_put(keys, 5, key));
    CHECK_OK(keys_put(keys, 6, other));
    CHECK_OK(keys_settle(keys));
    CHECK_OK(keys_erase(keys, 5, MARK, 1));
    CHECK_ERR(CARNET_MISSING, keys_get(got, keys, 5));
    CHECK_OK(keys_erase(keys, 5, MARK, 1)); /* again is fine */
    CHECK_OK(keys_get(got, keys, 6));
    keys_close(keys);
    CHECK(!file_holds(key));
    CHECK(file_holds(other));
}

static carnet_err note_mark(void *self, const uint8_t mark[KEY_MARK], int64_t at)
{
    buf_printf(self, "%d@%lld ", mark[0], (long long)at);
    return CARNET_OK;
}

static carnet_err note_key(void *self, int64_t journal, const uint8_t octets[KEY_BYTES])
{
    buf_printf(self, "%lld:%d ", (long long)journal, octets[0]);
    return CARNET_OK;
}

TEST(keys, marks_of_what_was_erased_stay_each_once_and_oldest_first)
{
    uint8_t key[KEY_BYTES];
    struct keys *keys = opened();
    CLEANUP(buf_clear) struct buf said = { 0 };
    for (int i = 1; i <= 3; i++) {
        key_of(key, i);
        CHECK_OK(keys_put(keys, i, key));
    }
    CHECK_OK(keys_erase(keys, 2, (uint8_t[KEY_MARK]){ 22 }, 200));
    CHECK_OK(keys_erase(keys, 1, (uint8_t[KEY_MARK]){ 11 }, 300));
    CHECK_OK(keys_erase(keys, 9, (uint8_t[KEY_MARK]){ 22 }, 400)); /* begun again after a crash */
    keys_close(keys);
    keys = opened();
    CHECK_OK(keys_each_erased(keys, note_mark, &said));
    CHECK_TEXT("22@200 11@300 ", buf_text(&said));
    said.len = 0;
    CHECK_OK(keys_each(keys, note_key, &said));
    CHECK_TEXT("3:93 ", buf_text(&said));
    keys_close(keys);
}

TEST(keys, an_image_is_the_file_and_holds_no_erased_key)
{
    uint8_t key[KEY_BYTES], other[KEY_BYTES], content[65536];
    struct keys *keys = opened();
    CLEANUP(buf_clear) struct buf image = { 0 };
    key_of(key, 1);
    key_of(other, 2);
    CHECK_OK(keys_put(keys, 5, key));
    CHECK_OK(keys_put(keys, 6, other));
    CHECK_OK(keys_settle(keys));
    CHECK_OK(keys_erase(keys, 5, MARK, 1));
    CHECK_OK(keys_image(&image, keys));
    keys_close(keys);
    FILE *f = fopen(path, "rb");
    CHECK(f && fread(content, 1, sizeof content, f) == image.len && fclose(f) == 0);
    CHECK(memcmp(content, image.ptr, image.len) == 0);
    CHECK(file_holds(other) && !file_holds(key));
}

static void erase_and_cut(enum fault_luck luck)
{
    uint8_t key[KEY_BYTES], got[KEY_BYTES];
    fault_install();
    struct keys *keys = opened();
    key_of(key, 1);
    CHECK_OK(keys_put(keys, 5, key));
    CHECK_OK(keys_settle(keys));
    CHECK_OK(keys_erase(keys, 5, MARK, 1));
    fault_cut_at(1);
    CHECK(keys_put(keys, 7, key) != CARNET_OK); /* the power goes here */
    keys_close(keys);
    fault_power_back(luck, 3);
    keys = opened();
    CHECK_ERR(CARNET_MISSING, keys_get(got, keys, 5));
    keys_close(keys);
    CHECK(!file_holds(key));
    remove(path);
}

TEST(keys, what_was_erased_stays_erased_when_the_power_goes)
{
    erase_and_cut(LUCK_NONE_ARRIVED);
    erase_and_cut(LUCK_SOME_TORN);
    erase_and_cut(LUCK_ALL_ARRIVED);
}

static carnet_err remote_get(void *self, uint8_t key[KEY_BYTES], int64_t journal)
{
    if (journal != *(int64_t *)self)
        return err_set(CARNET_MISSING, "keys.missing", "%s", "");
    key_of(key, 9);
    return CARNET_OK;
}

TEST(keys, a_remote_one_asks_each_time_and_cannot_write)
{
    uint8_t key[KEY_BYTES], got[KEY_BYTES];
    int64_t journal = 5;
    struct keys *keys = keys_remote(remote_get, &journal);
    key_of(key, 9);
    CHECK_OK(keys_get(got, keys, 5));
    CHECK(memcmp(key, got, KEY_BYTES) == 0);
    journal = 6; /* erased meanwhile */
    CHECK_ERR(CARNET_MISSING, keys_get(got, keys, 5));
    CHECK_ERR(CARNET_DENIED, keys_put(keys, 6, key));
    CHECK_ERR(CARNET_DENIED, keys_erase(keys, 6, MARK, 1));
    keys_close(keys);
}

TEST(keys, thousands_of_them_stay_right)
{
    uint8_t key[KEY_BYTES], got[KEY_BYTES];
    struct keys *keys;
    CHECK_OK(keys_open_memory(&keys));
    for (int i = 1; i <= 5000; i++) { /* more than are kept in memory */
        key_of(key, i);
        CHECK_OK(keys_put(keys, i, key));
    }
    CHECK_OK(keys_settle(keys));
    for (int i = 1; i <= 5000; i += 7) {
        key_of(key, i);
        CHECK_OK(keys_get(got, keys, i));
        CHECK(memcmp(key, got, KEY_BYTES) == 0);
    }
    keys_close(keys);
}
