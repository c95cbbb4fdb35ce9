/* The rule, the row and the route of one setting: which words there are is said here, and again by the table. */
#include "areas/people/comfort.h"

#include <string.h>

static const char SQL_COMFORT[] = "SELECT face, spacing, width, contrast, theme, others, typography FROM comfort WHERE person = ?1";
static const char SQL_KEEP[] =
    "INSERT INTO comfort (person, face, spacing, width, contrast, theme, others, typography)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT (person) DO UPDATE SET face = ?2, spacing = ?3, width = ?4, contrast = ?5, theme = ?6, others = ?7,"
    " typography = ?8";

/* The first is how Carnet comes. */
static const char *const FACES[] = { "serif", "sans", "dyslexia", NULL };
static const char *const SPACINGS[] = { "normal", "wide", "wider", NULL };
static const char *const WIDTHS[] = { "normal", "narrow", "wide", NULL };
static const char *const CONTRASTS[] = { "normal", "more", NULL };
static const char *const THEMES[] = { "device", "light", "dark", NULL };
static const char *const OTHERS[] = { "spoken", "silent", NULL };
static const char *const TYPOGRAPHY[] = { "helped", "plain", NULL };

static carnet_err check(const char *word, const char *const *choices)
{
    for (size_t i = 0; choices[i]; i++)
        if (strcmp(choices[i], word) == 0)
            return CARNET_OK;
    return err_set(CARNET_INVALID, "comfort.value", "not one of the choices that begin with %s", choices[0]);
}

carnet_err comfort_of_actor(struct comfort *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COMFORT);
    db_bind_int(&q, 1, ctx->actor);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? (struct comfort){
        .face = db_text(&q, 0, ctx->arena),
        .spacing = db_text(&q, 1, ctx->arena),
        .width = db_text(&q, 2, ctx->arena),
        .contrast = db_text(&q, 3, ctx->arena),
        .theme = db_text(&q, 4, ctx->arena),
        .others = db_text(&q, 5, ctx->arena),
        .typography = db_text(&q, 6, ctx->arena),
    } : (struct comfort){ FACES[0], SPACINGS[0], WIDTHS[0], CONTRASTS[0], THEMES[0], OTHERS[0], TYPOGRAPHY[0] };
    return CARNET_OK;
}

carnet_err comfort_keep(struct ctx *ctx, const struct comfort *comfort)
{
    TRY(check(comfort->face, FACES));
    TRY(check(comfort->spacing, SPACINGS));
    TRY(check(comfort->width, WIDTHS));
    TRY(check(comfort->contrast, CONTRASTS));
    TRY(check(comfort->theme, THEMES));
    TRY(check(comfort->others, OTHERS));
    TRY(check(comfort->typography, TYPOGRAPHY));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_KEEP);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_text(&q, 2, comfort->face);
    db_bind_text(&q, 3, comfort->spacing);
    db_bind_text(&q, 4, comfort->width);
    db_bind_text(&q, 5, comfort->contrast);
    db_bind_text(&q, 6, comfort->theme);
    db_bind_text(&q, 7, comfort->others);
    db_bind_text(&q, 8, comfort->typography);
    return db_run(&q);
}

json_t *comfort_json(const struct comfort *comfort)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "face", comfort->face, "spacing", comfort->spacing, "width", comfort->width,
                     "contrast", comfort->contrast, "theme", comfort->theme, "others", comfort->others, "typography", comfort->typography);
}

/* PUT /api/account/comfort {"face", "spacing", "width", "contrast", "theme", "others", "typography"?} */
static carnet_err api_keep(struct req *req, struct reply *reply)
{
    struct comfort comfort = { .typography = TYPOGRAPHY[0] };
    TRY(req_json(req, "{s:s, s:s, s:s, s:s, s:s, s:s, s?:s}", "face", &comfort.face, "spacing", &comfort.spacing, "width", &comfort.width,
                 "contrast", &comfort.contrast, "theme", &comfort.theme, "others", &comfort.others, "typography", &comfort.typography));
    TRY(comfort_keep(&req->ctx, &comfort));
    return reply_json(reply, 200, comfort_json(&comfort));
}

const struct route comfort_routes[] = {
    { "PUT", "/api/account/comfort", api_keep, 0, NULL },
    { 0 },
};
