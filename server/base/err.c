/* The thread-local note behind err_set and err_take. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local struct err_note note;

carnet_err err_set(carnet_err code, const char *key, const char *detail, ...)
{
    note.code = code;
    note.key = key;
    va_list args;
    va_start(args, detail);
    vsnprintf(note.detail, sizeof note.detail, detail, args);
    va_end(args);
    return code;
}

void err_take(struct err_note *out)
{
    *out = note;
    if (!out->key)
        out->key = "";
    memset(&note, 0, sizeof note);
}

carnet_err err_restore(const struct err_note *saved)
{
    note = *saved;
    return saved->code;
}

const char *err_name(carnet_err code)
{
    switch (code) {
    case CARNET_OK:       return "ok";
    case CARNET_INVALID:  return "invalid";
    case CARNET_DENIED:   return "denied";
    case CARNET_MISSING:  return "missing";
    case CARNET_CONFLICT: return "conflict";
    case CARNET_LIMIT:    return "limit";
    case CARNET_CORRUPT:  return "corrupt";
    case CARNET_IO:       return "io";
    }
    return "unknown";
}
