/* merge, text and dump: updates from files or standard input. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crdt/tool/tool.h"
#include "crdt/update.h"

static bool read_file(struct buf *out, FILE *file)
{
    size_t got;
    do {
        buf_reserve(out, 65536);
        got = fread(out->ptr + out->len, 1, 65536, file);
        out->len += got;
    } while (got);
    return !ferror(file);
}

static bool read_path(struct buf *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    bool ok = read_file(out, file);
    fclose(file);
    return ok;
}

static int failed(void)
{
    struct err_note note;
    err_take(&note);
    fprintf(stderr, "carnet-crdt: %s %s: %s\n", err_name(note.code), note.key, note.detail);
    return 1;
}

static const char *const KINDS[] = { "gc",     "deleted", "json", "binary", "string", "embed",
                                     "format", "type",    "any",  "doc",    "skip" };

static void dump_struct(const struct wire *s, uint64_t client, uint32_t clock)
{
    printf("%" PRIu64 ":%" PRIu32 " +%" PRIu32 " %s", client, clock, s->length, KINDS[s->kind]);
    if (s->kind != CONTENT_GC && s->kind != CONTENT_SKIP) {
        if (s->info & INFO_ORIGIN)
            printf(" after %" PRIu64 ":%" PRIu32, s->origin.client, s->origin.clock);
        if (s->info & INFO_RIGHT_ORIGIN)
            printf(" before %" PRIu64 ":%" PRIu32, s->right_origin.client, s->right_origin.clock);
        if (s->has_parent && s->parent_is_root)
            printf(" in \"%.*s\"", (int)s->root.len, (const char *)s->root.ptr);
        else if (s->has_parent)
            printf(" in %" PRIu64 ":%" PRIu32, s->parent.client, s->parent.clock);
        if (s->has_key)
            printf(" key \"%.*s\"", (int)s->key.len, (const char *)s->key.ptr);
        if (s->kind == CONTENT_STRING)
            printf(" \"%.*s\"", (int)s->content.len, (const char *)s->content.ptr);
    }
    putchar('\n');
}

static carnet_err dump(bytes data)
{
    struct crdt_update update;
    TRY(update_open(&update, data));
    for (uint32_t i = 0; i < update.section_count; i++) {
        const struct section *s = &update.sections[i];
        uint32_t at = s->offset, clock = s->clock;
        for (uint32_t n = s->count; n; n--) {
            struct wire w;
            section_read(&w, &update, &at);
            dump_struct(&w, s->client, clock);
            clock += w.length;
        }
    }
    struct delete_walk walk = delete_walk(&update);
    while (delete_next(&walk))
        printf("%" PRIu64 ":%" PRIu32 " +%" PRIu32 " delete\n", walk.client, walk.clock, walk.length);
    update_clear(&update);
    return CARNET_OK;
}

static carnet_err apply_all(struct buf *out, const bytes *updates, size_t count, const char *root)
{
    struct crdt_doc *doc = crdt_doc_new();
    carnet_err err = CARNET_OK;
    for (size_t i = 0; i < count && !err; i++) {
        struct crdt_update *update;
        err = crdt_update_decode(&update, updates[i]);
        if (err)
            break;
        err = crdt_apply(doc, update, NULL);
        crdt_update_free(update);
    }
    if (!err)
        crdt_text(out, doc, root);
    crdt_doc_free(doc);
    return err;
}

int tool_inspect(const char *command, int count, char **paths, const char *root)
{
    size_t inputs = count ? (size_t)count : 1;
    struct buf *files = mem_zero(inputs, sizeof *files), out = { 0 };
    bytes *updates = mem_zero(inputs, sizeof *updates);
    int status = 0;
    for (size_t i = 0; i < inputs && !status; i++) {
        if (count ? !read_path(&files[i], paths[i]) : !read_file(&files[i], stdin)) {
            perror(count ? paths[i] : "standard input");
            status = 1;
        }
        updates[i] = buf_bytes(&files[i]);
    }
    carnet_err err = CARNET_OK;
    if (!status && strcmp(command, "merge") == 0)
        err = crdt_merge(&out, updates, inputs);
    else if (!status && strcmp(command, "text") == 0)
        err = apply_all(&out, updates, inputs, root);
    else if (!status)
        for (size_t i = 0; i < inputs && !err; i++)
            err = dump(updates[i]);
    if (err)
        status = failed();
    fwrite(out.len ? (const char *)out.ptr : "", 1, out.len, stdout);
    for (size_t i = 0; i < inputs; i++)
        buf_clear(&files[i]);
    mem_free(files);
    mem_free(updates);
    buf_clear(&out);
    return status;
}
