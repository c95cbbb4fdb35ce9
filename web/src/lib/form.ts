// What somebody typed into a form, by the names of its fields.

export function typed(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** Whether somebody typed words under here that still stand in their field. */
export const holdsWords = (around: Element) => [...around.querySelectorAll("textarea")].some((field) => field.value.trim() !== field.defaultValue.trim());

/** What was sent leaves the field; what was typed since stays. */
export function takeSent(field: HTMLTextAreaElement, sent: string): void {
  const left = afterSent(field.value, sent);
  if (left === field.value) return;
  field.value = left;
  if (left !== "") field.dispatchEvent(new Event("input", { bubbles: true }));       // the device keeps this, then
}

/** Words that were changed where they had been sent stay whole. */
export const afterSent = (now: string, sent: string) => (now.startsWith(sent) ? now.slice(sent.length).trimStart() : now);
