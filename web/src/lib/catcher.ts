// Somebody tapped « Écrire » and types at once, before the text is there. The words fall into a field that nobody
// sees, focused inside the tap itself (a telephone opens its keyboard only then), until the text takes them over.

let field: HTMLTextAreaElement | null = null;

export function catchTyping(label: string): void {
  if (!field) {
    field = document.createElement("textarea");
    field.className = "catcher";
    field.ariaLabel = label;
    document.body.append(field);
  }
  field.focus({ preventScroll: true });
}

export function isCatching(): boolean {
  return field !== null && document.activeElement === field;
}

/** What was typed meanwhile; the field is gone afterwards. */
export function takeTyped(): string {
  const words = field?.value ?? "";
  field?.remove();
  field = null;
  return words;
}
