#pragma once
/* The board of who runs a cohort: where each trainee's works are, and nothing of their words, nothing of journals; for assistants, of
 * those handed in. Any thread; the calls that write are for the database thread. */
#include "areas/home/trainee.h"

struct board_work {
    struct work work;
    int64_t updated_at; /* 0: nobody wrote yet */
    int64_t signes;     /* -1: not known */
};
struct board_row {
    struct trainee trainee;
    const char *pause_over; /* the last day of a pause, when it has come and nothing was decided; NULL: none */
    struct board_work *works;
    size_t work_count;
};
struct board {
    struct cohort cohort;
    bool manages;
    struct cohort *cohorts; /* that the actor runs today (cohorts_assisted), this one among them */
    size_t cohort_count;
    struct board_row *rows;
    size_t count;
};
/* cohort NULL: the first that the actor runs. MISSING "board.missing" for who does not run it. Sizes are measured, so it is for a worker. */
MUST_CHECK carnet_err board_show(struct board *out, struct ctx *ctx, const char *cohort);

/* Of one cohort, named in the same way. */
struct board_reminder {
    const char *cohort, *kind, *const *people;
    size_t count;
};
/* Reminds people of a work that is still to be handed in, each at most once in 20 hours; *told is how many were. Managers only. */
MUST_CHECK carnet_err board_remind(size_t *told, struct ctx *ctx, const struct board_reminder *reminder);

/* Of one cohort, named in the same way. */
struct board_extension {
    const char *cohort, *person, *kind, *reason; /* reason: as typed, needed */
    int64_t due_at;
};
/* Puts back the date of one person's work; the others' stay. CONFLICT as work_extend. Managers only. */
MUST_CHECK carnet_err board_extend(struct ctx *ctx, const struct board_extension *extension);
