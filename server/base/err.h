#pragma once
/* Errors: eight codes, and one note per thread that says what went wrong.
 * A failure is described once, where it is known, by err_set; callers pass the code on with TRY. The note is read
 * only at an edge (an HTTP reply, a closing socket, the end of a job, main). Notes are thread-local: a worker brings
 * its own home with err_take. */
#include <stddef.h>

typedef enum carnet_err {
    CARNET_OK = 0,
    CARNET_INVALID,  /* the input is wrong */
    CARNET_DENIED,   /* known to exist, not allowed */
    CARNET_MISSING,  /* absent, or not for this person */
    CARNET_CONFLICT, /* the state does not permit it now */
    CARNET_LIMIT,    /* too big, too many, too often */
    CARNET_CORRUPT,  /* stored bytes are not what was written */
    CARNET_IO,       /* the disk, the database or a child failed; try again later */
} carnet_err;

#define MUST_CHECK __attribute__((warn_unused_result))
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

#define TRY(expr)                                                                                                      \
    do {                                                                                                               \
        carnet_err try_err_ = (expr);                                                                                  \
        if (try_err_ != CARNET_OK)                                                                                     \
            return try_err_;                                                                                           \
    } while (0)

struct err_note {
    carnet_err code;
    const char *key;  /* "area.what": the front-end translates it; a string literal */
    char detail[224]; /* for the log only */
};

/* Records the note and returns code. key must be a string literal. */
carnet_err err_set(carnet_err code, const char *key, const char *detail, ...) PRINTF_LIKE(3, 4);

/* Moves this thread's note to *out and clears it. If none was set, out->code is CARNET_OK and out->key "". */
void err_take(struct err_note *out);

/* The reverse: makes *note this thread's note and returns its code. */
carnet_err err_restore(const struct err_note *note);

/* "invalid", "denied"… for the log. */
const char *err_name(carnet_err code);
