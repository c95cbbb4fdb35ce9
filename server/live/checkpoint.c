/* Folding the log into a snapshot, and the ends of writing bursts.
 *
 * Compaction reads and builds on a worker, from the durable state alone; the database thread then checks that the snapshot it started
 * from is current and deletes exactly the rows it contains (invariant 7). A burst ends after 2 minutes of silence, 10 of writing,
 * or when the last person leaves; what it wrote is committed by then. */
#include "live/room.h"

#include "base/log.h"
#include "live/state.h"
#include "loop/chores.h"

enum {
    ROWS_MAX = 500,
    PAUSE_MS = 30000,
    SILENCE_MS = 120000,
    BURST_MS = 600000,
};

struct fold {
    struct job job; /* first */
    struct request request;
    struct live *live;
    int64_t document;
    struct log_state log; /* only its numbers are used after the job */
    struct buf state;
};

static struct fold *fold_of(struct request *request)
{
    return (struct fold *)((char *)request - offsetof(struct fold, request));
}

static void fold_end(struct fold *fold, carnet_err err)
{
    struct live *live = fold->live;
    struct room *room = table_get(&live->by_document, (uint64_t)fold->document);
    if (room) {
        room->compacting = false;
        if (!err) {
            room->row_count -= room->row_count < fold->log.row_count ? room->row_count : fold->log.row_count;
            room->row_bytes -= room->row_bytes < fold->log.row_bytes ? room->row_bytes : fold->log.row_bytes;
            room->snapshot_bytes = fold->state.len;
        }
    }
    chore_ended(CHORE_COMPACTION, !err);
    buf_clear(&fold->state);
    mem_free(fold);
    live->busy--;
    live_settled(live);
}

static carnet_err fold_run(struct request *request, struct ctx *ctx)
{
    struct fold *fold = fold_of(request);
    return log_compact(ctx, fold->document, fold->log.snapshot, fold->log.sequence, buf_bytes(&fold->state));
}

static void fold_stored(struct request *request)
{
    if (request->err)
        log_note(LOG_WARN, "live", "snapshot not stored", &request->note);
    fold_end(fold_of(request), request->err);
}

static carnet_err fold_work(struct job *job, struct ctx *ctx)
{
    struct fold *fold = (struct fold *)job;
    struct crdt_doc *doc;
    TRY(state_load(&doc, &fold->log, ctx, fold->document));
    if (fold->log.row_count)
        crdt_encode_state(&fold->state, doc);
    crdt_doc_free(doc);
    return CARNET_OK;
}

static void fold_built(struct job *job)
{
    struct fold *fold = (struct fold *)job;
    if (job->err || !fold->log.row_count) {
        if (job->err)
            log_note(LOG_WARN, "live", "snapshot not built", &job->note);
        fold_end(fold, job->err);
        return;
    }
    fold->request = (struct request){ .run = fold_run, .done = fold_stored };
    database_request(fold->live->database, &fold->request);
}

static void compact(struct room *room)
{
    struct live *live = room->live;
    uint64_t now = loop_now(live->loop);
    if (room->compacting || live->closing || !room->row_count || (room->compacted_at && now - room->compacted_at < PAUSE_MS))
        return;
    struct fold *fold = mem_zero(1, sizeof *fold);
    fold->job = (struct job){ .lane = LANE_LOAD, .work = fold_work, .done = fold_built };
    fold->live = live;
    fold->document = room->document;
    if (jobs_add(live->jobs, &fold->job) != CARNET_OK) {
        mem_free(fold); /* the next tick tries again */
        return;
    }
    chore_began(CHORE_COMPACTION);
    room->compacting = true;
    room->compacted_at = now;
    live->busy++;
}

static void end_burst(struct room *room)
{
    room->dirty = false;
    room->live->hooks.burst(room->live->hooks.self, room->document);
}

void checkpoint_wrote(struct room *room, size_t size)
{
    uint64_t now = loop_now(room->live->loop);
    room->row_count++;
    room->row_bytes += size;
    if (!room->dirty)
        room->burst_from = now;
    room->dirty = true;
    room->last_write = now;
    if (room->row_count > ROWS_MAX && room->row_bytes > room->snapshot_bytes)
        compact(room);
}

void checkpoint_left(struct room *room)
{
    if (room->dirty)
        end_burst(room);
    compact(room);
}

void checkpoint_tick(struct room *room)
{
    uint64_t now = loop_now(room->live->loop);
    if (room->dirty && room_settled(room) && (now - room->last_write >= SILENCE_MS || now - room->burst_from >= BURST_MS))
        end_burst(room);
    if (!room->members && room_settled(room))
        checkpoint_left(room);
}
