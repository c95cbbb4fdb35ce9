#pragma once
/* Letters: French texts in files beside the areas that send them (areas/<area>/letters/<name>.txt), carried by the program. The first line
 * is the subject, a blank line follows, then the text with {{words}}. Any thread. */
#include "areas/mail/mail.h"

struct letter {
    const char *subject, *body;
};
/* Words are put in once and not looked at again; in a subject their line ends become spaces. The letter and all its words must exist. */
void letter_write(struct letter *out, struct arena *arena, const char *name, const struct mail_word *words);
/* One line of a letter that is a list ("key: words"), filled. NULL when it has none for this key. */
const char *letter_line(struct arena *arena, const char *name, const char *key, const struct mail_word *words);
