#pragma once
/* What takes long and is asked of a running server: a backup, a check. Each runs on a worker, one at a time, while everybody writes, and says
 * how it goes. Also the last steps of erasures, the lists of them beside the backups, and what is swept. Loop thread. */
#include "loop/database.h"
#include "loop/jobs.h"

struct errands;
struct errands *errands_new(struct loop *loop, struct database *database, struct jobs *jobs, const char *folder);
/* Finishes every erasure that was begun, and brings the lists beside the backups up to date: at start, and whenever a rule began one. */
void errands_erase(struct errands *errands);
/* From now on, and once a day: what files/ holds and no row names (sweep.h). */
void errands_sweep(struct errands *errands);
void errands_quit(struct errands *errands);   /* whatever runs ends soon, with an error; nothing new is taken */
void errands_free(struct errands *errands);   /* after the workers have ended; NULL is fine */

struct errand;
struct errand_visitor { /* called on the loop */
    void (*say)(void *self, const char *line);
    void (*done)(void *self, carnet_err err, const struct err_note *note, size_t findings); /* once; the errand is gone */
    void *self;
};
/* verb: "backup", argument "FILE" or "FILE<tab>KEY FILE"; or "check". INVALID "errand.verb" for anything else; LIMIT when too many wait. */
MUST_CHECK carnet_err errand_start(struct errand **out, struct errands *errands, const char *verb, const char *argument,
                                   const struct errand_visitor *visitor);
void errand_stop(struct errand *errand); /* nobody waits for it any more; done still comes */
bool errand_is(const char *verb);
