#pragma once
/* Pages of a group, and what somebody says beside them. */
#include "areas/areas_fixture.h"
#include "areas/comment/comment.h"

struct document page_with(const char *text); /* of grp-a, written by stg-01 */
void rewrite(int64_t document, const char *now); /* in the name of stg-01 */
const char *fresh_key(void);
struct comment_new remark(const char *exact, const char *body);
struct comment said(const char *who, const char *uid, struct comment_new what);
struct comments seen(const char *who, const char *uid);
void check_text(int64_t document, const char *want);
