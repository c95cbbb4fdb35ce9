// What is being typed into fields, on a kept device: it is there again after a reload, a killed tab, the end of a session.
//
// A row stands for a field from its first key on. It goes when its form was sent and the server (or a wish) took what that form
// sent, when one gives it up with a button or Escape, or when the field says again what it said before. A field is known by its page
// and its id, so fields whose words matter have one, and by what its form is about where one form serves several things
// (`data-about`, or the id); a choice is kept where it goes with words (`data-kept`). Passwords,
// codes, searches and what stands under `data-fleeting` are left alone; a title, which is saved as it is typed, has its own way.
import { onSending, type Sent } from "../api";
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
/** Why fields may go: their form is sent, or a button in it was pressed. It ends soon if nothing comes of it. */
interface Cause {
  way: "sending" | "refused" | "leaving";
  fresh: boolean;                   // what the page closes at once, it closes for this
  asks: number;                     // requests under way
  asked: boolean;
  timer?: ReturnType<typeof setTimeout>;
}
interface Standing {
  place: string;
  before: string;
  cause: Cause | null;              // null: it is being typed into
  confirms: Element | null;         // a dialog in which a second yes sends what its form says
}

const TYPED = ["textarea[id]", "select[id][data-kept]", "input[id]:not([type])", ...["text", "email", "tel", "number", "date"].map((type) => `input[id][type=${type}]`)].join(", ");
const AT_ONCE_MS = 50;
const SOON_MS = 500;                // until what a form sends has left, and until a wish stands for what came back
const LIFE_MS = 30 * 24 * 3_600_000;

const rows = new Map<string, Row>();
const standing = new Map<Field, Standing>();
let latest: Cause | null = null;    // the one to which a request belongs that begins now
let observer: MutationObserver | null = null;
let again = "";
let found: () => void;
const looked = new Promise<void>((done) => (found = done));        // what lies here is known
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
  found();
}

/** Whether something waits here for the field with this id, when it comes. */
export const isKeptFor = (id: string) => rows.has(`${location.pathname} ${id}`);

/** What was typed last on this page about something into fields whose ids begin so, and which of them wait. */
export async function begunAbout(prefix: string): Promise<{ about: string; ids: string[] } | null> {
  await looked;
  const all = [...rows.values()].flatMap(({ place, at }) => {
    const [, path, id = "", about] = /^(\S+) (\S+) (.*)$/su.exec(place) ?? [];
    return path === location.pathname && id.startsWith(prefix) && about !== undefined ? [{ id, about, at }] : [];
  });
  const about = all.sort((a, b) => b.at - a.at)[0]?.about;
  return about === undefined ? null : { about, ids: all.filter((one) => one.about === about).map(({ id }) => id) };
}

function watch(): void {
  if (observer) return;
  observer = new MutationObserver((changes) => {
    if (standing.size > 0) sweep();
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") for (const field of standing.keys()) if (target.contains(field)) typed(field);     // what they say is about that now
      if (rows.size > 0) for (const node of type === "attributes" ? [target] : addedNodes) if (node instanceof HTMLElement) fill(node);
    }
  });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-about"] });
  addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (field && !standing.has(field)) saidBefore.set(field, field.value);
  });
  addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (field) typed(field);
  });
  addEventListener("submit", (event) => mark(event.target, "sending"), true);
  addEventListener("invalid", (event) => {
    if (isField(event.target)) notSent(event.target.form);
  }, true);
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) mark(event.target.closest("form, dialog"), "leaving");
  }, true);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target instanceof Element) mark(event.target.closest("form, dialog"), "leaving");
  }, true);
  onSending(begun, kept);
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
  const place = placeOf(field), state = standing.get(field) ?? { place, before: saidBefore.get(field) ?? "", cause: null, confirms: null };
  if (state.place !== place) {                    // the form is about something else by now, with the same words
    forget(state.place);
    state.place = place;
  }
  state.cause = state.confirms = null;
  if (field.value === state.before) return settle(field, state);
  standing.set(field, state);
  const row: Row = { person, place: state.place, before: state.before, value: field.value, at: Date.now() };
  rows.set(row.place, row);
  put("fields", row).catch(keepingFailed);
}

/** The fields of a form or a dialog that is sent or left; a dialog may ask once more about another form. */
function mark(around: EventTarget | null, way: "typing" | "sending" | "leaving"): void {
  if (!(around instanceof Element)) return;
  if (latest?.way === "sending" && !latest.asked) end(latest);
  const cause: Cause | null = way === "typing" ? null : { way, fresh: true, asks: 0, asked: false };
  for (const [field, state] of standing) {
    if (around.contains(field)) state.cause = cause;
    else if (cause && state.confirms === around) {
      state.cause = cause;
      cause.way = "sending";
    }
  }
  latest = cause;
  if (!cause) return;
  setTimeout(() => (cause.fresh = false), cause.way === "sending" ? 0 : AT_ONCE_MS);
  wait(cause);
}

/** What checks a form refused it before anything was asked of the server. */
export const notSent = (form: EventTarget | null) => mark(form, "typing");

function wait(cause: Cause): void {
  clearTimeout(cause.timer);
  cause.timer = setTimeout(() => cause.asks === 0 && end(cause), SOON_MS);
}

function end(cause: Cause): void {
  clearTimeout(cause.timer);
  if (latest === cause) latest = null;
  const dialog = cause.way === "sending" && !cause.asked ? document.querySelector("dialog[open]") : null;
  for (const [field, state] of standing) {
    if (state.cause !== cause) continue;
    state.cause = null;
    if (dialog && !dialog.contains(field)) state.confirms = dialog;
    if (!field.isConnected) standing.delete(field);
  }
}

function begun(): (what: Sent) => void {
  const cause = latest;
  if (!cause) return () => undefined;
  cause.asks++;
  cause.asked = true;
  return (what) => {
    cause.asks--;
    if (what === "refused") cause.way = "refused";
    else if (cause.way === "sending") settleAll((one) => one === cause);
    wait(cause);
  };
}

function kept(): void {
  settleAll((cause) => cause.way !== "leaving" && cause.asks === 0);
}

function settleAll(of: (cause: Cause) => boolean): void {
  for (const [field, state] of standing) if (state.cause && of(state.cause)) settle(field, state);
}

/** A form that was sent waits for its answer, wherever its fields are by then. */
function sweep(): void {
  for (const [field, state] of standing) {
    const { cause } = state;
    if (field.isConnected || (cause?.way === "sending" && cause.asks > 0)) continue;
    if (cause && (cause.way === "leaving" ? cause.fresh || cause.asked : cause.way === "sending" && cause.fresh)) settle(field, state);
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
