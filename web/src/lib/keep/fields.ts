// What is being typed into fields, on a kept device: it is there again after a reload, a killed tab, the end of a session.
//
// A row stands for a field from its first key on. It goes when its form was sent and the server (or a wish) took it, when
// one gives it up with a button or Escape, or when the field says again what it said before. A field is known by its page
// and its id, so fields whose words matter have one, and by what its form is about where one form serves several things
// (`data-about`, or the id); a choice is kept where it goes with words (`data-kept`). Passwords,
// codes, searches and what stands under `data-fleeting` are left alone; a title, which is saved as it is typed, has its own way.
import { onSent, type Sent } from "../api";
import { put, remove, rowsOf } from "./database";
import { isField, saidBefore, type Field } from "./firstWords";
import { keeping, keepingFailed } from "./keep";

interface Row {
  person: string;
  place: string;
  before: string;                   // what the field said: it is filled again only where it says that
  value: string;
  at: number;
}
interface Standing {
  place: string;
  before: string;
  way: "typing" | "sending" | "refused" | "leaving";       // typing on takes the others back
}

const TYPED = ["textarea[id]", "select[id][data-kept]", "input[id]:not([type])", ...["text", "email", "tel", "number", "date"].map((type) => `input[id][type=${type}]`)].join(", ");
const LIFE_MS = 30 * 24 * 3_600_000;

const rows = new Map<string, Row>();
const standing = new Map<Field, Standing>();
let observer: MutationObserver | null = null;
let again = "";
let filled: (words: string) => void = () => undefined;

/** From now on; what was put back is `said` in these words, and its form shows them. */
export async function keepFields(person: string, words: string, said: (words: string) => void): Promise<void> {
  again = words;
  filled = said;
  rows.clear();
  const old = Date.now() - LIFE_MS;
  for (const row of await rowsOf<Row>("fields", person).catch(() => [])) {
    if (row.at > old) rows.set(row.place, row);
    else await remove("fields", [row.person, row.place]).catch(() => undefined);
  }
  watch();
  fill(document.body);
}

/** Whether something waits here for the field with this id, when it comes. */
export const isKeptFor = (id: string) => rows.has(`${location.pathname} ${id}`);

function watch(): void {
  if (observer) return;
  observer = new MutationObserver((changes) => {
    if (standing.size > 0) sweep();
    if (rows.size > 0) for (const change of changes) for (const node of change.addedNodes) if (node instanceof HTMLElement) fill(node);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (field && !standing.has(field)) saidBefore.set(field, field.value);
  });
  addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (field) typed(field);
  });
  addEventListener("submit", (event) => mark(event.target, "sending"), true);
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) mark(event.target.closest("form, dialog"), "leaving");
  }, true);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target instanceof Element) mark(event.target.closest("form, dialog"), "leaving");
  }, true);
  onSent(answered);
  const here = keptField(document.activeElement), said = here && saidBefore.get(here);
  if (here && said !== undefined && said !== here.value) typed(here);       // while this code was on its way
}

function fieldOf(event: Event): Field | null {
  return keptField(event.target);
}

function keptField(field: EventTarget | null): Field | null {
  return isField(field) && field.matches(TYPED) && isKept(field) ? field : null;
}

function isKept(field: Field): boolean {
  return !("readOnly" in field && field.readOnly) && !/^(one-time-code|current-password|new-password)$/.test(field.autocomplete) && !field.closest("[data-fleeting]");
}

function placeOf(field: Field): string {
  const about = field.closest<HTMLElement>("[data-about]")?.dataset["about"] ?? "";
  return `${location.pathname} ${field.id}${about && ` ${about}`}`;
}

function typed(field: Field): void {
  const person = keeping.peek();
  if (person === null) return;
  const place = placeOf(field), state = standing.get(field) ?? { place, before: saidBefore.get(field) ?? "", way: "typing" };
  if (state.place !== place) {                    // the form is about something else by now, with the same words
    forget(state.place);
    state.place = place;
  }
  state.way = "typing";
  if (field.value === state.before) return settle(field, state);
  standing.set(field, state);
  const row: Row = { person, place: state.place, before: state.before, value: field.value, at: Date.now() };
  rows.set(row.place, row);
  put("fields", row).catch(keepingFailed);
}

/** The fields of a form or a dialog that is sent or left. */
function mark(around: EventTarget | null, way: Standing["way"]): void {
  if (!(around instanceof Element)) return;
  for (const [field, state] of standing) if (around.contains(field)) state.way = way;
}

function answered(what: Sent): void {
  for (const [field, state] of standing) {
    if (what === "refused" && state.way === "sending") state.way = "refused";
    else if (state.way === "sending" || (what === "kept" && state.way === "refused")) settle(field, state);
  }
}

function sweep(): void {
  for (const [field, state] of standing) {
    if (field.isConnected) continue;
    if (state.way === "sending" || state.way === "leaving") settle(field, state);
    else standing.delete(field);                  // it may come again: its row stays
  }
}

function settle(field: Field, state: Standing): void {
  standing.delete(field);
  saidBefore.set(field, field.value);
  shownIn(field)?.removeAttribute("data-again");
  forget(state.place);
}

const shownIn = (field: Field) => field.form ?? field.parentElement;

function forget(place: string): void {
  const row = rows.get(place);
  rows.delete(place);
  if (row) remove("fields", [row.person, row.place]).catch(() => undefined);
}

function fill(root: HTMLElement): void {
  let some = false;
  for (const field of [...(root.matches(TYPED) ? [root] : []), ...root.querySelectorAll(TYPED)] as Field[]) {
    const row = rows.get(placeOf(field));
    if (!row || row.person !== keeping.peek() || standing.has(field) || !isKept(field) || field.value !== row.before) continue;
    saidBefore.set(field, field.value);
    field.value = row.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));        // the page takes it as typed
    if (field instanceof HTMLSelectElement) field.dispatchEvent(new Event("change", { bubbles: true }));
    shownIn(field)?.setAttribute("data-again", again);
    some = true;
  }
  if (some) filled(again);
}
