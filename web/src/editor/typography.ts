// French typography for somebody who types: what one key asks to be changed around it. Guillemets and their spaces, the
// spaces before : ; ! ?, apostrophes, ellipses. Only the line is known here; what is code or an address by its form alone
// (an unfinished link, say) is left alone here, what the parser knows is left alone by extensions/typography.ts.
const NO_BREAK = "\u00a0", NARROW = "\u202f";

/** What takes the place of line[from..to]. */
export interface Help {
  from: number;
  to: number;
  insert: string;
}

const ENDS_A_WORD = /[\p{L}\p{N})\]}»”’"'%€…°²³]/u;
const MARKS = /[*_~`]+$/;
const ADDRESS = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.|mailto:)\S*$|\S\.\S+\/\S*$/i;
const LINK = /\]\([^)]*$/;
const TAG = /<[a-z/!?][^<>]*$/i;
const NAME_OF_LINK = /^\s*(?:> ?)*\[[^\]]+\]$/;
const BOX = /^\s*(?:> ?)*(?:[-*+]|\d+[.)]) +\[[ xX]\] ?$/;
const MAY_GO_ON = /(?:^|[^\p{L}\p{N}])(?:\p{L}|\d+|https?|ftp|mailto|tel)$/iu;      // 10:30, C:, https:
const WAITED = /(?:^|[^\p{L}\p{N}])(?:\p{L}|\d+)$/u;
const LONE_CALL = /&#?\w+$/;

const count = (text: string, char: string) => text.split(char).length - 1;

/** What the key just typed asks for; null: nothing. `before` and `after` are the line around it. */
export function help(before: string, typed: string, after = ""): Help | null {
  if (!/^["«»;:!?'. []$/.test(typed) || leftAlone(before)) return null;
  switch (typed) {
    case '"': return guillemet(before);
    case "«": return after.startsWith(NO_BREAK) ? null : put(before.length + 1, NO_BREAK);
    case "»": return spaced(before, NO_BREAK);
    case ";":
      return LONE_CALL.test(before) ? null : spaced(before, NARROW);
    case "!":
    case "?": return spaced(before, NARROW);
    case ":": return colon(before);
    case "'": return /\p{L}$/u.test(before) ? put(before.length, "’", 1) : null;
    case ".": return /(?:^|[^./])\.\.$/.test(before) ? put(before.length - 2, "…", 3) : null;
    case "[": return before.endsWith(`${NARROW}!`) ? put(before.length - 2, " ", 1) : null;          // the beginning of an image
    case " ": return space(before);
    default: return null;
  }
}

function put(from: number, insert: string, length = 0): Help {
  return { from, to: from + length, insert };
}

function leftAlone(before: string): boolean {
  return count(before, "`") % 2 === 1 || LINK.test(before) || ADDRESS.test(before) || TAG.test(before);
}

const lastOf = (text: string) => Array.from(text.slice(-2)).at(-1) ?? "";

/** A space that does not break before the sign: the one that was typed becomes it, or it is put in. */
function spaced(before: string, space: string): Help | null {
  if (before.endsWith(" ")) return endsAt(before.slice(0, -1)) && !BOX.test(before) ? put(before.length - 1, space, 1) : null;
  return endsAt(before) && !BOX.test(before) ? put(before.length, space) : null;
}

/** Whether a word or what closes one ends here; marks of bold and the like may stand behind it. */
const endsAt = (text: string) => ENDS_A_WORD.test(lastOf(text.replace(MARKS, "")));

function colon(before: string): Help | null {
  if (NAME_OF_LINK.test(before)) return null;
  return MAY_GO_ON.test(before) ? null : spaced(before, NO_BREAK);
}

/** A space behind a colon that could have been that of an hour; one behind « that is there already. */
function space(before: string): Help | null {
  if (before.endsWith(`«${NO_BREAK}`)) return put(before.length, "", 1);
  if (before.endsWith(":") && WAITED.test(before.slice(0, -1))) return put(before.length - 1, NO_BREAK);
  return null;
}

function guillemet(before: string): Help | null {
  if (count(before, '"') % 2 === 1) return null;                   // somebody wants them straight
  const open = count(before, "«") > count(before, "»");
  const last = lastOf(before.replace(MARKS, ""));
  const opens = !open && (last === "" || /[\s([{«“‘’'—–\-/|>]/u.test(last));
  if (opens) return put(before.length, `«${NO_BREAK}`, 1);
  if (!open && /\p{N}/u.test(last)) return null;                   // inches
  if (before.endsWith(" ")) return put(before.length - 1, `${NO_BREAK}»`, 2);
  return put(before.length, before.endsWith(NO_BREAK) ? "»" : `${NO_BREAK}»`, 1);
}
