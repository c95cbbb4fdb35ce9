/* Files of the groups that the actor reads, by their name and what is said of them; not by what is in them. */
#include <stdlib.h>

#include "areas/event/rows.h"
#include "areas/search/search.h"

static carnet_err consider(struct search_result *out, struct ctx *ctx, const struct query *query, const struct group *group,
                           const struct group_file *file)
{
    struct search_file found = { .file = *file, .group = *group };
    extract_line(&found.name, ctx, query, file->name);
    extract_line(&found.description, ctx, query, file->description ? file->description : "");
    if (!file->type || (found.name.found | found.description.found) != query_all(query))
        return CARNET_OK;
    out->files = rows_grow(ctx, out->files, out->file_count, sizeof *out->files);
    out->files[out->file_count++] = found;
    return CARNET_OK;
}

static carnet_err of_group(struct search_result *out, struct ctx *ctx, const struct query *query, const struct group *group)
{
    struct rights rights = { 0 };
    struct group_file *files;
    size_t count;
    TRY(group_rights(&rights, ctx, group->id));
    if (!(rights.verbs & VERB_READ))
        return CARNET_OK;
    TRY(file_list(&files, &count, ctx, group, false));
    for (size_t i = 0; i < count; i++)
        TRY(consider(out, ctx, query, group, &files[i]));
    return CARNET_OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct search_file *x = a, *y = b;
    if (x->file.at != y->file.at)
        return x->file.at > y->file.at ? -1 : 1;
    return (x->file.id < y->file.id) - (x->file.id > y->file.id);
}

carnet_err search_files(struct search_result *out, struct ctx *ctx, const struct query *query)
{
    struct cohort *cohorts;
    size_t cohort_count;
    TRY(cohort_list(&cohorts, &cohort_count, ctx));
    for (size_t i = 0; i < cohort_count; i++) {
        struct group *groups;
        size_t count;
        TRY(group_list(&groups, &count, ctx, cohorts[i].id));
        for (size_t j = 0; j < count; j++)
            TRY(of_group(out, ctx, query, &groups[j]));
    }
    if (out->file_count)
        qsort(out->files, out->file_count, sizeof *out->files, newest_first);
    return CARNET_OK;
}
