/** A ref for what is to be read next: it takes the focus when it comes, and not again each time it is drawn. */
export const takesFocus = (element: HTMLElement | null): void => element?.focus();
