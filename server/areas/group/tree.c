/* The rules of the tree. Whatever makes a page appear or disappear has its rooms ask their rights again. */
#include "areas/group/tree.h"

#include "areas/group/group_sql.h"
#include "areas/group/slug.h"
#include "areas/group/tree_sql.h"
#include "guard/random.h"
#include "store/log.h"

static const int64_t TRASH_MS = INT64_C(30) * 24 * 60 * 60 * 1000;

carnet_err group_page_find(struct group_page *out, struct ctx *ctx, int64_t document)
{
    return tree_sql_find(out, ctx, document);
}

carnet_err group_page_rights(struct rights *out, struct ctx *ctx, const struct group_page *page)
{
    struct rights found = { 0 };
    TRY(page->inner ? group_inner_rights(&found, ctx, page->group) : group_rights(&found, ctx, page->group));
    if (!page->trashed_with)
        *out = found;
    return CARNET_OK;
}

carnet_err group_page_repository(const char **out, struct ctx *ctx, const struct group_page *page)
{
    struct group group;
    const char *uid;
    TRY(group_find(&group, ctx, page->group));
    uid = group.uid;
    if (page->inner)
        TRY(tree_sql_inner_uid(&uid, ctx, page->group));
    *out = arena_printf(ctx->arena, "groups/%s.git", uid);
    return CARNET_OK;
}

static carnet_err free_path(const char **out, struct ctx *ctx, int64_t group, const char *title)
{
    const char *slug = slug_of(ctx, title);
    bool taken = true;
    for (int n = 1; taken; n++) {
        *out = n == 1 ? arena_printf(ctx->arena, "%s.md", slug) : arena_printf(ctx->arena, "%s-%d.md", slug, n);
        TRY(tree_sql_path_taken(&taken, ctx, group, *out));
    }
    return CARNET_OK;
}

static carnet_err may_be_charter(struct ctx *ctx, const struct group *group)
{
    bool taken;
    TRY(tree_sql_has_charter(&taken, ctx, group->id));
    return taken || group->kind != GROUP_COMMONS ? err_set(CARNET_CONFLICT, "page.charter", "not here, or there is one") : CARNET_OK;
}

static carnet_err has_inner_folder(struct ctx *ctx, const struct group *group)
{
    const char *uid;
    char fresh[GUARD_ID];
    if (group->kind != GROUP_TEAM)
        return err_set(CARNET_CONFLICT, "page.inner", "group=%lld is no team", (long long)group->id);
    TRY(tree_sql_inner_uid(&uid, ctx, group->id));
    if (uid)
        return CARNET_OK;
    guard_id(fresh);
    return tree_sql_set_inner_uid(ctx, group->id, fresh);
}

/* Is there a place below parent for a page that has `height` levels, itself included? */
static carnet_err check_parent(struct ctx *ctx, const struct group_page *page, int64_t parent, int height)
{
    int depth = height;
    for (int64_t at = parent; at; depth++) {
        struct group_page above;
        carnet_err found = tree_sql_find(&above, ctx, at);
        if (found == CARNET_MISSING || (found == CARNET_OK && (above.group != page->group || above.inner != page->inner ||
                                                               above.trashed_with)))
            return err_set(CARNET_CONFLICT, "page.elsewhere", "parent=%lld", (long long)at);
        TRY(found);
        if (above.document == page->document)
            return err_set(CARNET_CONFLICT, "page.inside_itself", "document=%lld", (long long)page->document);
        at = above.parent;
    }
    return depth > TREE_DEEPEST ? err_set(CARNET_LIMIT, "page.deep", "depth=%d", depth) : CARNET_OK;
}

carnet_err group_page_add(struct ctx *ctx, const struct group *group, int64_t document, const struct group_page_new *typed)
{
    struct group_page page = {
        .document = document,
        .group = group->id,
        .parent = typed->parent,
        .title = typed->title,
        .inner = typed->inner,
        .charter = typed->charter,
    };
    if (page.charter)
        TRY(may_be_charter(ctx, group));
    if (page.inner)
        TRY(has_inner_folder(ctx, group));
    TRY(check_parent(ctx, &page, page.parent, 1));
    TRY(free_path(&page.path, ctx, group->id, page.title));
    return tree_sql_add(ctx, &page);
}

carnet_err group_page_rename(struct ctx *ctx, int64_t document, const char *title)
{
    return tree_sql_rename(ctx, document, title);
}

static carnet_err height_of(int *out, struct ctx *ctx, const struct group_page *page)
{
    int64_t *below;
    size_t count;
    *out = 1;
    TRY(tree_sql_below(&below, &count, ctx, page->document));
    for (size_t i = 0; i < count; i++) {
        int height = 1;
        for (int64_t at = below[i]; at != page->document; height++) {
            struct group_page one;
            TRY(tree_sql_find(&one, ctx, at));
            at = one.parent;
        }
        *out = height > *out ? height : *out;
    }
    return CARNET_OK;
}

carnet_err group_page_move(struct ctx *ctx, const struct group_page *page, int64_t parent, int64_t before)
{
    int64_t *siblings;
    size_t count;
    int height;
    TRY(height_of(&height, ctx, page));
    TRY(check_parent(ctx, page, parent, height));
    TRY(tree_sql_children(&siblings, &count, ctx, page, parent));
    int64_t position = 1;
    bool placed = false;
    for (size_t i = 0; i < count; i++) {
        if (siblings[i] == before) {
            TRY(tree_sql_place(ctx, page->document, parent, position++));
            placed = true;
        }
        TRY(tree_sql_place(ctx, siblings[i], parent, position++));
    }
    if (before && !placed)
        return err_set(CARNET_CONFLICT, "page.elsewhere", "before=%lld", (long long)before);
    return placed ? CARNET_OK : tree_sql_place(ctx, page->document, parent, position);
}

carnet_err group_page_trash(struct ctx *ctx, const struct group_page *page)
{
    int64_t *below;
    size_t count;
    TRY(tree_sql_below(&below, &count, ctx, page->document));
    for (size_t i = 0; i < count; i++) {
        TRY(tree_sql_trash(ctx, below[i], page->document));
        TRY(log_raise_epoch(ctx, below[i]));
    }
    return CARNET_OK;
}

carnet_err group_page_restore(struct ctx *ctx, const struct group_page *page)
{
    int64_t *with;
    size_t count;
    bool other_charter;
    struct group_page parent = { .trashed_with = 1 };
    TRY(tree_sql_has_charter(&other_charter, ctx, page->group));
    if (page->charter && other_charter)
        TRY(tree_sql_no_charter(ctx, page->document));
    TRY(tree_sql_trashed_with(&with, &count, ctx, page->document));
    TRY(tree_sql_restore(ctx, page->document));
    if (page->parent)
        TRY(tree_sql_find(&parent, ctx, page->parent));
    if (parent.trashed_with)
        TRY(tree_sql_place(ctx, page->document, 0, INT32_MAX));
    for (size_t i = 0; i < count; i++)
        TRY(log_raise_epoch(ctx, with[i]));
    return CARNET_OK;
}

carnet_err group_page_trashed(struct group_trashed **out, size_t *count, struct ctx *ctx, int64_t group, bool inner)
{
    TRY(tree_sql_trashed(out, count, ctx, group, inner, ctx->now - TRASH_MS));
    for (size_t i = 0; i < *count; i++)
        (*out)[i].until = (*out)[i].at + TRASH_MS;
    return CARNET_OK;
}

carnet_err group_page_in_trash(struct group_page *out, struct ctx *ctx, int64_t group, const char *uid)
{
    int64_t document;
    TRY(tree_sql_in_trash(&document, ctx, group, uid, ctx->now - TRASH_MS));
    return tree_sql_find(out, ctx, document);
}
