// What a field said when the focus first came to it. Noted from the start of the page: the code that keeps fields
// (keep/fields.ts) comes later, and whoever writes at once must not be told apart from what was there before.

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

export const saidBefore = new WeakMap<Field, string>();

export function noteFirstWords(): void {
  addEventListener("focusin", ({ target }) => {
    if (isField(target) && !saidBefore.has(target)) saidBefore.set(target, target.value);
  });
}
