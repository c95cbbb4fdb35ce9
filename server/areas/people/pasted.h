#pragma once
/* A list of people as somebody pastes it: lines of "Prénom Nom <a@b>", "a@b", "Nom;Prénom;a@b", cells from a spreadsheet, or
 * several recipients a line. Any thread. Only for people/. */
#include "areas/people/people.h"

enum { PASTED_PEOPLE = 300, PASTED_BYTES = 64 * 1024, PASTED_NAME = 80 };
struct pasted {
    int64_t line; /* as counted by who pasted it, from 1 */
    const char *given_name, *family_name, *email;
    const char *error; /* NULL: fine; "address", "name" */
};
MUST_CHECK carnet_err pasted_parse(struct pasted **out, size_t *count, struct ctx *ctx, const char *text); /* LIMIT "invitation.too_long" */
/* One name as typed, without needless spaces. INVALID "people.name_missing" when it is needed, "people.name_long", "people.name". */
MUST_CHECK carnet_err pasted_name(const char **out, struct ctx *ctx, const char *typed, bool needed);
/* The same judgement for one person: trims; sets error. */
struct pasted pasted_check(struct ctx *ctx, int64_t line, const char *given_name, const char *family_name, const char *email);
