#include "areas/remark_fixture.h"

#include "areas/document/page.h"

struct document page_with(const char *text)
{
    struct document page;
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Essai" }));
    CHECK_OK(document_write(as("stg-01"), page.id, person_id("stg-01"), bytes_text(text)));
    return page;
}

void rewrite(int64_t document, const char *now)
{
    CHECK_OK(document_write(as("stg-01"), document, person_id("stg-01"), bytes_text(now)));
}

const char *fresh_key(void)
{
    static int number;
    return arena_printf(as("stg-01")->arena, "key-of-a-test-%06d", ++number);
}

struct comment_new remark(const char *exact, const char *body)
{
    return (struct comment_new){ .key = fresh_key(), .kind = "question", .body = body,
                                 .passage = { .exact = exact, .prefix = "", .suffix = "", .section = "" } };
}

struct comment said(const char *who, const char *uid, struct comment_new what)
{
    struct comment comment = { 0 };
    bool made;
    CHECK_OK(comment_add(&comment, &made, as(who), uid, &what));
    return comment;
}

struct comments seen(const char *who, const char *uid)
{
    struct comments comments;
    CHECK_OK(comment_list(&comments, as(who), uid));
    comments_clear(&comments);
    return comments;
}

void check_text(int64_t document, const char *want)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    CHECK_OK(document_text(&text, as("stg-01"), document));
    CHECK_TEXT(want, buf_text(&text));
}
