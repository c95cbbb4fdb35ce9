/* libmagic reads the content. What is not in the list is refused: a list of what is dangerous would never end. */
#include "areas/group/file_type.h"

#include <magic.h>
#include <string.h>
#include <strings.h>

#include "areas/event/line.h"
#include "base/picture.h"

enum { LOOKED_AT = 1 << 20, NAME_LONGEST = 200 };

#define ENDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."
static const struct file_type TYPES[] = {
    { "image/jpeg", ENDS(".jpg", ".jpeg"), picture_clean_jpeg },
    { "image/png", ENDS(".png"), picture_clean_png },
    { "image/webp", ENDS(".webp"), picture_clean_webp },
    { "application/pdf", ENDS(".pdf"), NULL },
    { "text/plain", ENDS(".txt", ".md", ".csv"), NULL },
    { "text/csv", ENDS(".csv"), NULL },
    { "text/rtf", ENDS(".rtf"), NULL },
    { OOXML "wordprocessingml.document", ENDS(".docx"), NULL },
    { OOXML "spreadsheetml.sheet", ENDS(".xlsx"), NULL },
    { OOXML "presentationml.presentation", ENDS(".pptx"), NULL },
    { ODF "text", ENDS(".odt"), NULL },
    { ODF "spreadsheet", ENDS(".ods"), NULL },
    { ODF "presentation", ENDS(".odp"), NULL },
    { "audio/mpeg", ENDS(".mp3"), NULL },
    { "audio/ogg", ENDS(".ogg", ".oga", ".opus"), NULL },
    { "video/mp4", ENDS(".mp4"), NULL },
};

const struct file_type *file_type_named(const char *type)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcmp(TYPES[i].type, type) == 0)
            return &TYPES[i];
    return NULL;
}

static void close_magic(magic_t *magic)
{
    if (*magic)
        magic_close(*magic);
}

carnet_err file_type_of(const struct file_type **out, bytes content)
{
    CLEANUP(close_magic) magic_t magic = magic_open(MAGIC_MIME_TYPE);
    if (!magic || magic_load(magic, NULL) != 0)
        return err_set(CARNET_IO, "file.magic", "%s", magic ? magic_error(magic) : "no memory");
    const char *type = magic_buffer(magic, content.ptr, content.len < LOOKED_AT ? content.len : LOOKED_AT);
    *out = type ? file_type_named(type) : NULL;
    return *out ? CARNET_OK : err_set(CARNET_INVALID, "file.type", "%s", type ? type : "unknown");
}

static const char *last_part(const char *path)
{
    const char *name = path;
    for (; *path; path++)
        if (*path == '/' || *path == '\\')
            name = path + 1;
    return name;
}

static bool ends_right(const struct file_type *type, const char *name)
{
    size_t len = strlen(name);
    for (const char *const *end = type->ends; *end; end++)
        if (len > strlen(*end) && strcasecmp(name + len - strlen(*end), *end) == 0)
            return true;
    return false;
}

const char *file_name(struct ctx *ctx, const struct file_type *type, const char *typed)
{
    const char *line;
    if (!typed || !line_clean(&line, ctx, last_part(typed), NAME_LONGEST))
        line = "";
    while (*line == '.' || *line == ' ')
        line++;
    char *name = arena_text(ctx->arena, line), *to = name;
    for (const char *at = line; *at; at++)
        if (!strchr("<>:\"|?*", *at))      /* they separate or redirect names */
            *to++ = *at;
    *to = 0;
    if (!*name)
        return arena_printf(ctx->arena, "file%s", type->ends[0]);
    return ends_right(type, name) ? name : arena_printf(ctx->arena, "%s%s", name, type->ends[0]);
}
