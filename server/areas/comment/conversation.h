#pragma once
/* Conversations beside a text as first pages tell of them: who spoke last, in which of them somebody waits for the actor. Never
 * a word of what was said but the quoted passage. Whoever may not see comments finds none. Any thread. */
#include "areas/comment/comment.h"

struct conversation {
    int64_t thread; /* the comment that opens it */
    enum comment_kind kind;
    bool resolved;
    int64_t opened_by, opened_at; /* opened_by 0: what opened it was taken back */
    int64_t last_by, last_at; /* the last word that was not taken back */
    int64_t mine_at;          /* the actor's last word; 0: took no part */
    size_t replies;
};
/* In order of making; those of which every word was taken back are left out. */
MUST_CHECK carnet_err conversation_list(struct conversation **out, size_t *count, struct ctx *ctx, const struct document *document);
MUST_CHECK carnet_err conversation_quote(const char **out, struct ctx *ctx, const struct document *document, int64_t thread);

/* In how many of them somebody waits for the actor, who spoke last in the latest of those, since when the oldest waits. */
struct conversations_waiting {
    size_t count;
    struct person who; /* id 0 when count is 0 */
    size_t others;     /* how many people besides */
    int64_t since;
};
/* Others spoke last where the actor took part, after `read_at`, when the actor last said to have read the text. Who writes the
 * text cannot say that: for them it ends with their answer, or once it is settled. */
MUST_CHECK carnet_err conversation_answers(struct conversations_waiting *out, struct ctx *ctx, const struct document *document,
                                           int64_t read_at);
/* On a text of the actor's own, where they may answer: open, and the last word is not theirs. An encouragement asks for nothing. */
MUST_CHECK carnet_err conversation_to_settle(struct conversations_waiting *out, struct ctx *ctx, const struct document *document);
