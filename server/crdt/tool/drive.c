/* Drives documents from standard input, for tests in other languages. A command is one letter, the number of a document
 * (one byte), and a u32 little-endian length with as many bytes; the answer is a byte (0, or the error) and bytes with
 * their length in the same way. Numbers inside are u32 little-endian, clients u64. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crdt/tool/tool.h"

enum { DOCS = 16 };

struct args {
    struct reader r;
};

static uint32_t take_u32(struct args *a)
{
    uint8_t b[4] = { 0 };
    for (unsigned i = 0; i < 4; i++)
        if (reader_byte(&b[i], &a->r))
            return 0;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint64_t take_u64(struct args *a)
{
    uint64_t low = take_u32(a);
    return low | (uint64_t)take_u32(a) << 32;
}

static bytes take_rest(struct args *a)
{
    return (bytes){ a->r.at, reader_left(&a->r) };
}

static void put_u32(struct buf *out, size_t value)
{
    for (unsigned i = 0; i < 4; i++)
        buf_put_byte(out, (uint8_t)(value >> 8 * i));
}

static carnet_err drive_apply(struct buf *out, struct crdt_doc *doc, bytes data)
{
    struct crdt_update *update;
    TRY(crdt_update_decode(&update, data));
    carnet_err err = crdt_apply(doc, update, out);
    crdt_update_free(update);
    return err;
}

static carnet_err drive_news(struct buf *out, struct crdt_doc *doc, bytes data)
{
    struct crdt_update *update;
    struct crdt_news news;
    TRY(crdt_update_decode(&update, data));
    crdt_update_news(&news, doc, update);
    buf_put_byte(out, (uint8_t)(news.structs | news.deletes << 1));
    for (size_t i = 0; i < news.client_count; i++)
        buf_put_varint(out, news.clients[i]);
    crdt_update_free(update);
    return CARNET_OK;
}

static carnet_err drive_merge(struct buf *out, struct args *a)
{
    uint32_t count = take_u32(a);
    bytes *updates = mem_zero(count, sizeof *updates);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t len = take_u32(a);
        if (reader_span(&updates[i], &a->r, len))
            break;
    }
    carnet_err err = crdt_merge(out, updates, count);
    mem_free(updates);
    return err;
}

static carnet_err drive_runs(struct buf *out, const struct crdt_doc *doc)
{
    size_t count;
    struct crdt_run *runs = crdt_runs(&count, doc, TOOL_ROOT);
    for (size_t i = 0; i < count; i++) {
        buf_put_varint(out, runs[i].client);
        buf_put_varint(out, runs[i].length);
    }
    mem_free(runs);
    return CARNET_OK;
}

static carnet_err drive_resolve(struct buf *out, const struct crdt_doc *doc, bytes position)
{
    size_t index;
    TRY(crdt_position_resolve(&index, doc, TOOL_ROOT, position));
    put_u32(out, index);
    return CARNET_OK;
}

static carnet_err drive_one(struct buf *out, struct crdt_doc **doc, uint8_t command, struct args a)
{
    uint64_t client;
    uint32_t index, length;
    switch (command) {
    case 'N':
        crdt_doc_free(*doc);
        *doc = crdt_doc_new();
        return CARNET_OK;
    case 'A':
        return drive_apply(out, *doc, take_rest(&a));
    case 'B': /* as a log is loaded */
        return crdt_apply_bytes(*doc, take_rest(&a), NULL);
    case 'W':
        return drive_news(out, *doc, take_rest(&a));
    case 'S':
        crdt_encode_state(out, *doc);
        return CARNET_OK;
    case 'V':
        crdt_state_vector(out, *doc);
        return CARNET_OK;
    case 'D':
        return crdt_encode_diff(out, *doc, take_rest(&a));
    case 'T':
        crdt_text(out, *doc, TOOL_ROOT);
        return CARNET_OK;
    case 'L':
        put_u32(out, crdt_text_length(*doc, TOOL_ROOT));
        return CARNET_OK;
    case 'G':
        return drive_runs(out, *doc);
    case 'M':
        return drive_merge(out, &a);
    case 'U':
        return crdt_update_state_vector(out, take_rest(&a));
    case 'I':
        client = take_u64(&a);
        index = take_u32(&a);
        return crdt_insert(*doc, TOOL_ROOT, client, index, take_rest(&a), out);
    case 'X':
        client = take_u64(&a);
        index = take_u32(&a);
        length = take_u32(&a);
        return crdt_delete(*doc, TOOL_ROOT, client, index, length, out);
    case 'E':
        client = take_u64(&a);
        return crdt_edit(*doc, TOOL_ROOT, client, take_rest(&a), out);
    case 'P':
        index = take_u32(&a);
        return crdt_position_encode(out, *doc, TOOL_ROOT, index, (int)take_u32(&a));
    case 'R':
        return drive_resolve(out, *doc, take_rest(&a));
    case 'C':
        return crdt_check(*doc);
    case 'H':
        buf_put_byte(out, crdt_has_pending(*doc));
        return CARNET_OK;
    default:
        return CARNET_INVALID;
    }
}

int tool_drive(void)
{
    struct crdt_doc *docs[DOCS] = { 0 };
    struct buf data = { 0 }, out = { 0 };
    uint8_t head[6];
    for (unsigned i = 0; i < DOCS; i++)
        docs[i] = crdt_doc_new();
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        uint32_t len = (uint32_t)head[2] | (uint32_t)head[3] << 8 | (uint32_t)head[4] << 16 | (uint32_t)head[5] << 24;
        data.len = out.len = 0;
        buf_reserve(&data, len);
        if (fread(data.ptr, 1, len, stdin) != len)
            break;
        data.len = len;
        carnet_err err = drive_one(&out, &docs[head[1] % DOCS], head[0], (struct args){ reader_of(buf_bytes(&data)) });
        if (err)
            out.len = 0;
        uint8_t answer[5] = { (uint8_t)err, (uint8_t)out.len, (uint8_t)(out.len >> 8), (uint8_t)(out.len >> 16),
                              (uint8_t)(out.len >> 24) };
        fwrite(answer, 1, sizeof answer, stdout);
        fwrite(out.len ? out.ptr : answer, 1, out.len, stdout);
    }
    for (unsigned i = 0; i < DOCS; i++)
        crdt_doc_free(docs[i]);
    buf_clear(&data);
    buf_clear(&out);
    return fflush(stdout) ? 1 : 0;
}
