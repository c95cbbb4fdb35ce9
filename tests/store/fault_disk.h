#pragma once
/* A disk that fails when told to, under SQLite: it wraps the default VFS. It counts operations, makes the n-th of a kind
 * fail, and remembers what was written but never synced, so that a power cut can take it back.
 * Install it before a connection opens; one thread arms it while nobody uses it. */
#include <stdbool.h>

enum fault_op {
    FAULT_WRITE,
    FAULT_SYNC,
    FAULT_TRUNCATE,
    FAULT_DELETE,
    FAULT_OPEN,
    FAULT_READ,
    FAULT_SHM,
    FAULT_OPS,
};
enum fault_kind {
    FAULT_IO,      /* SQLITE_IOERR_… */
    FAULT_FULL,    /* SQLITE_FULL */
    FAULT_TOO_BIG, /* a failed write whose reason is the limit on file size */
};

void fault_install(void);
void fault_reset(void); /* no fault, no counts, nothing remembered */
/* The nth operation of this kind from now on fails, and when stays all after it too, until fault_heal. */
void fault_arm(enum fault_op op, int nth, enum fault_kind kind, bool stays);
void fault_heal(void);
bool fault_fired(void);
int fault_count(enum fault_op op); /* since fault_reset */
void fault_hold(bool held);        /* syncs wait until let go */
bool fault_is_held(void);          /* one is waiting */

/* Power. The cut comes before the nth change (write, sync, truncate, delete) from now on; nothing works after it. Close every
 * connection, then give power back: each file becomes what the disk may hold, by what happens to unsynced writes. */
enum fault_luck { LUCK_NONE_ARRIVED, LUCK_ALL_ARRIVED, LUCK_SOME_TORN };
void fault_cut_at(int nth);
bool fault_is_cut(void);
void fault_power_back(enum fault_luck luck, unsigned seed);
