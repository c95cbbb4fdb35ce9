/* HTTP of search: on the database thread only to count (what one person asks is counted in one place), then on a worker. */
#include "areas/search/search.h"

#include <string.h>

#include "areas/group/group.h"
#include "base/table.h"

enum { RESERVE = 60, REFILL_MS = 1000 };

static struct jobs *the_jobs;

void search_use(struct jobs *jobs)
{
    the_jobs = jobs;
}

/* One per person who ever searched since the start, of the database thread. whole_at: the moment the reserve is whole again. */
struct reserve {
    int64_t whole_at;
};
static struct table reserves;

carnet_err search_allow(long *seconds, struct ctx *ctx)
{
    struct reserve *reserve = table_get(&reserves, (uint64_t)ctx->actor);
    if (!reserve) {
        reserve = mem_zero(1, sizeof *reserve);
        table_put(&reserves, (uint64_t)ctx->actor, reserve);
    }
    int64_t from = reserve->whole_at > ctx->now ? reserve->whole_at : ctx->now;
    int64_t wait = from - ctx->now - (RESERVE - 1) * REFILL_MS;
    if (wait > 0) {
        *seconds = (long)((wait + 999) / 1000);
        return err_set(CARNET_LIMIT, "search.too_many", "person=%lld", (long long)ctx->actor);
    }
    reserve->whole_at = from + REFILL_MS;
    return CARNET_OK;
}

static json_t *hit_json(const struct search_hit *hit)
{
    return json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o}", "document", hit->document.uid, "kind",
                     document_kind_text(hit->document.kind), "title", hit->about.title, "titleMarks", extract_marks_json(&hit->title),
                     "owner", hit->about.owner, "ownerName", hit->about.owner_name, "section", text_or_null(hit->text.section),
                     "extract", hit->text.text, "marks", extract_marks_json(&hit->text), "updatedAt",
                     moment_json(hit->document.updated_at), "writtenOn", text_or_null(hit->written_on), "abilities",
                     rights_json(&hit->document.rights));
}

static json_t *person_json(const struct search_person *found)
{
    json_t *team = found->team ? json_pack("{s:s, s:s}", "id", found->team->slug, "name", found->team->name) : json_null();
    return json_pack("{s:s, s:s, s:o, s:o, s:{s:b}}", "id", found->person.slug, "name", found->person.name, "marks",
                     extract_marks_json(&found->name), "team", team, "abilities", "open", found->has_page);
}

static json_t *comment_json(const struct search_comment *found)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:o, s:o}", "id", found->id, "thread", found->thread, "document",
                     found->document.uid, "kind", document_kind_text(found->document.kind), "title", found->about.title, "owner",
                     found->about.owner, "ownerName", found->about.owner_name, "writtenOn", text_or_null(found->written_on), "by",
                     people_json(&found->by), "quote", found->quote, "extract", found->text.text, "marks",
                     extract_marks_json(&found->text), "at", moment_json(found->at));
}

static json_t *file_json(const struct search_file *found)
{
    return json_pack("{s:s, s:s, s:o, s:s, s:o, s:{s:s, s:s}, s:s, s:o}", "id", found->file.uid, "name", found->name.text, "nameMarks",
                     extract_marks_json(&found->name), "description", found->description.text, "marks",
                     extract_marks_json(&found->description), "group", "id", found->group.slug, "name", found->group.name, "by",
                     found->file.by, "at", moment_json(found->file.at));
}

static json_t *result_json(const struct search_result *result)
{
    json_t *hits = json_array(), *people = json_array(), *files = json_array(), *comments = json_array();
    for (size_t i = 0; i < result->hit_count; i++)
        json_array_append_new(hits, hit_json(&result->hits[i]));
    for (size_t i = 0; i < result->person_count; i++)
        json_array_append_new(people, person_json(&result->people[i]));
    for (size_t i = 0; i < result->file_count && i < SEARCH_FILES; i++)
        json_array_append_new(files, file_json(&result->files[i]));
    for (size_t i = 0; i < result->comment_count; i++)
        json_array_append_new(comments, comment_json(&result->comments[i]));
    return json_pack("{s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:b}", "hits", hits, "people", people, "files", files, "fileCount",
                     (json_int_t)result->file_count, "comments", comments, "after", text_or_null(result->after), "commentsAfter",
                     text_or_null(result->comments_after), "complete", result->complete);
}

struct asking {
    struct job job; /* first */
    struct reply *reply;
    const char *typed, *after;
    bool comments; /* only those behind `after` */
};

static carnet_err search_work(struct job *job, struct ctx *ctx)
{
    struct asking *asking = (struct asking *)job;
    struct search_result result;
    TRY(asking->comments ? search_find_comments(&result, ctx, asking->typed, asking->after)
                         : search_find(&result, ctx, asking->typed, asking->after));
    return reply_json(asking->reply, 200, result_json(&result));
}

static void search_done(struct job *job)
{
    struct asking *asking = (struct asking *)job;
    reply_finish(asking->reply, job->err ? err_restore(&job->note) : CARNET_OK);
}

static void search_on_loop(struct reply *reply, struct req *req, void *data)
{
    struct asking *asking = data;
    asking->job = (struct job){ .lane = LANE_READ, .work = search_work, .done = search_done, .actor = req->ctx.actor,
                                .sign_in = req->ctx.sign_in };
    carnet_err err = jobs_add(the_jobs, &asking->job);
    if (err)
        reply_finish(reply, err);
}

/* GET /api/search?q=&after=&of=: everything, then behind `after` more texts, or with of=comments more comments */
static carnet_err api_search(struct req *req, struct reply *reply)
{
    struct asking *asking = arena_alloc(req->ctx.arena, sizeof *asking);
    const char *typed = req_query(req, "q"), *of = req_query(req, "of");
    *asking = (struct asking){ .reply = reply, .typed = typed ? typed : "", .after = req_query(req, "after"), .comments = of != NULL };
    struct query query;
    long seconds;
    if (of && strcmp(of, "comments") != 0)
        return err_set(CARNET_INVALID, "search.of", "no such part");
    TRY(query_parse(&query, asking->typed)); /* what cannot be searched costs nothing */
    carnet_err allowed = search_allow(&seconds, &req->ctx);
    if (allowed) {
        reply_header(reply, "retry-after", arena_printf(req->ctx.arena, "%ld", seconds));
        return allowed;
    }
    reply_then(reply, search_on_loop, asking);
    return CARNET_OK;
}

const struct route search_routes[] = {
    { "GET", "/api/search", api_search, 0, NULL },
    { 0 },
};
