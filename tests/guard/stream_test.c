/* Encrypted files: whole they come back, and any other way they are refused. */
#include "harness/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "guard/random.h"
#include "guard/stream.h"

enum { SEALED_CHUNK = STREAM_CHUNK + 17, FIRST = 24 };

__attribute__((constructor)) static void start(void)
{
    if (guard_init() != CARNET_OK)
        _Exit(2);
}

static struct stream_key key = { { 7 } };

static uint8_t octet(size_t at)
{
    return (uint8_t)(at * 31 + at / 251);
}

static struct buf file_of(size_t len)
{
    FILE *f = tmpfile();
    CLEANUP(stream_writer_free) struct stream_writer *writer = NULL;
    CLEANUP(mem_free_ptr) uint8_t *data = mem_alloc(len + 1);
    for (size_t i = 0; i < len; i++)
        data[i] = octet(i);
    CHECK(f);
    CHECK_OK(stream_writer_new(&writer, fileno(f), &key, bytes_text("head")));
    for (size_t at = 0, n; at < len; at += n) { /* in pieces of all sizes */
        n = at % 70000 + 1 < len - at ? at % 70000 + 1 : len - at;
        CHECK_OK(stream_write(writer, (bytes){ data + at, n }));
    }
    CHECK_OK(stream_finish(writer));
    struct buf out = { 0 };
    off_t size = lseek(fileno(f), 0, SEEK_END);
    buf_reserve(&out, (size_t)size);
    CHECK_INT(size, pread(fileno(f), out.ptr, (size_t)size, 0));
    out.len = (size_t)size;
    fclose(f);
    return out;
}

static carnet_err read_back(bytes file, size_t len, const struct stream_key *with, const char *head)
{
    FILE *f = tmpfile();
    CHECK(f && write(fileno(f), file.ptr, file.len) == (ssize_t)file.len && lseek(fileno(f), 0, SEEK_SET) == 0);
    CLEANUP(stream_reader_free) struct stream_reader *reader = NULL;
    carnet_err err = stream_reader_new(&reader, fileno(f), with, bytes_text(head));
    uint8_t piece[1000];
    for (size_t at = 0, n; err == CARNET_OK && at < len; at += n) {
        n = len - at < sizeof piece ? len - at : sizeof piece;
        err = stream_read(piece, n, reader);
        for (size_t i = 0; err == CARNET_OK && i < n; i++)
            CHECK_INT(octet(at + i), piece[i]);
    }
    if (err == CARNET_OK)
        err = stream_end(reader);
    fclose(f);
    return err;
}

static const size_t SIZES[] = { 0, 1, STREAM_CHUNK - 1, STREAM_CHUNK, STREAM_CHUNK + 1, 3 * STREAM_CHUNK, 200000 };
enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };

TEST(stream, gives_back_what_was_written_at_every_size_around_a_chunk)
{
    for (size_t i = 0; i < SIZE_COUNT; i++) {
        CLEANUP(buf_clear) struct buf file = file_of(SIZES[i]);
        CHECK_OK(read_back(buf_bytes(&file), SIZES[i], &key, "head"));
        if (SIZES[i])
            CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&file), SIZES[i] - 1, &key, "head")); /* not read to its end */
        CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&file), SIZES[i] + 1, &key, "head"));
    }
}

TEST(stream, cut_anywhere_is_refused_even_between_two_chunks)
{
    for (size_t i = 0; i < SIZE_COUNT; i++) {
        CLEANUP(buf_clear) struct buf file = file_of(SIZES[i]);
        for (size_t cut = 0; cut < file.len; cut += cut % SEALED_CHUNK < 60 || file.len - cut < 60 ? 1 : 997)
            CHECK_ERR(CARNET_CORRUPT, read_back((bytes){ file.ptr, cut }, SIZES[i], &key, "head"));
        for (size_t cut = FIRST; cut < file.len; cut += SEALED_CHUNK) {
            size_t whole = (cut - FIRST) / SEALED_CHUNK * STREAM_CHUNK; /* as much as the chunks before hold */
            CHECK_ERR(CARNET_CORRUPT, read_back((bytes){ file.ptr, cut }, whole, &key, "head"));
        }
    }
}

TEST(stream, with_one_bit_flipped_anywhere_is_refused)
{
    CLEANUP(buf_clear) struct buf file = file_of(2 * STREAM_CHUNK + 300);
    for (size_t at = 0; at < file.len; at += at < 100 || at % SEALED_CHUNK < 60 ? 1 : 1499) {
        file.ptr[at] ^= (uint8_t)(1 << at % 8);
        CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&file), 2 * STREAM_CHUNK + 300, &key, "head"));
        file.ptr[at] ^= (uint8_t)(1 << at % 8);
    }
}

TEST(stream, with_chunks_exchanged_doubled_or_something_behind_is_refused)
{
    CLEANUP(buf_clear) struct buf file = file_of(3 * STREAM_CHUNK);
    CLEANUP(buf_clear) struct buf other = { 0 };
    bytes first = { file.ptr, FIRST + SEALED_CHUNK }, second = { first.ptr + first.len, SEALED_CHUNK },
          third = { second.ptr + second.len, SEALED_CHUNK };
    buf_put(&other, first), buf_put(&other, third), buf_put(&other, second);
    CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&other), 3 * STREAM_CHUNK, &key, "head"));
    other.len = 0;
    buf_put(&other, first), buf_put(&other, second), buf_put(&other, second), buf_put(&other, third);
    CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&other), 4 * STREAM_CHUNK, &key, "head"));
    buf_put_byte(&file, 0);
    CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&file), 3 * STREAM_CHUNK, &key, "head"));
}

TEST(stream, opens_with_its_key_and_head_alone)
{
    struct stream_key wrong = { { 8 } };
    CLEANUP(buf_clear) struct buf file = file_of(1000);
    CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&file), 1000, &wrong, "head"));
    CHECK_ERR(CARNET_CORRUPT, read_back(buf_bytes(&file), 1000, &key, "heat"));
}

TEST(stream, key_survives_being_written_on_paper)
{
    struct stream_key made, back;
    char name[STREAM_KEY_NAME], other[STREAM_KEY_NAME];
    CLEANUP(buf_clear) struct buf line = { 0 };
    stream_key_new(&made);
    buf_put_text(&line, " \n");
    stream_key_put(&line, &made);
    CHECK_OK(stream_key_parse(&back, buf_bytes(&line)));
    CHECK(memcmp(&made, &back, sizeof made) == 0);
    stream_key_name(name, &made);
    stream_key_name(other, &key);
    CHECK_INT(16, strlen(name));
    CHECK(strcmp(name, other) != 0 && !strstr(buf_text(&line), name));
    CHECK_ERR(CARNET_INVALID, stream_key_parse(&back, bytes_text("")));
    CHECK_ERR(CARNET_INVALID, stream_key_parse(&back, bytes_text("carnet-backup-key-abc")));
    CHECK_ERR(CARNET_INVALID, stream_key_parse(&back, (bytes){ line.ptr + 8, line.len - 8 }));
}
