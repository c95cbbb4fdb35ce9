/* kill -9 while turns commit: a process of its own writes and tells through a pipe what was acknowledged; whenever it is
 * killed, the next process finds all of it. */
#include "store/store_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHORT_RUNS = 12, LONG_RUNS = 200, DOCUMENTS = 4, PER_TURN = 3 };
static char folder[128];

static void write_for_ever(int first, int tell)
{
    struct store s;
    char text[32];
    int64_t sequence;
    store_open(&s, folder);
    for (int turn = first;; turn++) {
        turn_begin(s.turn, turn);
        for (int i = 0; i < PER_TURN; i++) {
            snprintf(text, sizeof text, "t%d.%d", turn, i);
            struct log_append row = store_append(1 + (turn + i) % DOCUMENTS, text, 1);
            if (turn_append(&sequence, s.turn, 1, &row) != CARNET_OK)
                _exit(1);
        }
        if (turn_end(s.turn) != CARNET_OK || write(tell, &turn, sizeof turn) != sizeof turn)
            _exit(1);
        turn_tidy(s.turn, turn % 7 == 0);
        if (turn % 50 == 49 && db_checkpoint(s.db, DB_CHECKPOINT_PASSIVE) != CARNET_OK)
            _exit(1);
    }
}

/* The last turn that was acknowledged before it was killed after some milliseconds. */
static int killed_run(int first, int ms)
{
    int ends[2], last = first - 1, turn;
    CHECK(pipe(ends) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        write_for_ever(first, ends[1]);
    }
    close(ends[1]);
    CHECK(read(ends[0], &turn, sizeof turn) == sizeof turn); /* it has begun */
    last = turn;
    usleep((useconds_t)ms * 1000);
    CHECK(kill(pid, SIGKILL) == 0);
    while (read(ends[0], &turn, sizeof turn) == sizeof turn)
        last = turn;
    close(ends[0]);
    int status;
    CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
    return last;
}

static int64_t count_of(struct store *s, const char *text)
{
    static const char SQL[] = "SELECT count(*) FROM document_log WHERE data = CAST(?1 AS BLOB)";
    CLEANUP(db_query_end) struct db_query q = db_query(s->db, SQL);
    db_bind_text(&q, 1, text);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

static int audit(int first, int last)
{
    struct store s;
    char text[32];
    store_open(&s, folder);
    for (int turn = first; turn <= last; turn++) {
        for (int i = 0; i < PER_TURN; i++) {
            snprintf(text, sizeof text, "t%d.%d", turn, i);
            CHECK_INT(1, count_of(&s, text));
        }
    }
    int64_t rows = store_count(&s, "SELECT count(*) FROM document_log");
    CHECK(rows % PER_TURN == 0);
    CHECK_INT(0, store_count(&s, "SELECT count(*) FROM document_log, document_sequence WHERE sequence > reserved"));
    store_close(&s);
    return (int)(rows / PER_TURN); /* the turns there are: one more than acknowledged, at the most */
}

TEST(kill, nothing_acknowledged_is_lost_at_any_moment)
{
    struct store s;
    int next = 0, runs = test_long() ? LONG_RUNS : SHORT_RUNS;
    snprintf(folder, sizeof folder, "%s", test_folder());
    store_open(&s, folder);
    for (int i = 1; i <= DOCUMENTS; i++)
        store_add_document(&s, i, 0);
    store_close(&s);
    for (int run = 0; run < runs; run++) {
        int last = killed_run(next, run * 37 % 90);
        int there = audit(next, last);
        CHECK(there >= last + 1 && there <= last + 2);
        next = there;
    }
}
