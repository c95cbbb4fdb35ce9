// How a person reads and writes: the account keeps it, the page's root carries it (tokens.css), and a copy on the device lets public/comfort.js
// set it before the first paint. On a shared device the copy ends with the tab.
export const CHOICES = {
  face: ["serif", "sans", "dyslexia"],
  spacing: ["normal", "wide", "wider"],
  width: ["normal", "narrow", "wide"],
  contrast: ["normal", "more"],
  theme: ["device", "light", "dark"],
  others: ["spoken", "silent"],
  typography: ["helped", "plain"],
} as const;

export type ComfortName = keyof typeof CHOICES;
export type Comfort = { [N in ComfortName]: (typeof CHOICES)[N][number] };

export const NAMES = Object.keys(CHOICES) as readonly ComfortName[];
export const AS_IT_COMES: Comfort = { face: "serif", spacing: "normal", width: "normal", contrast: "normal", theme: "device", others: "spoken", typography: "helped" };

const KEY = "carnet.comfort";

/** The browser may refuse to keep anything; the page looks right all the same. */
function withStorage(act: () => void): void {
  try {
    act();
  } catch {
    // said in the settings of the browser, not here
  }
}

export function applyComfort(comfort: Comfort, device: "mine" | "shared"): void {
  for (const name of NAMES) document.documentElement.dataset[name] = comfort[name];
  withStorage(() => {
    forgetCopies();
    (device === "mine" ? localStorage : sessionStorage).setItem(KEY, JSON.stringify(comfort));
  });
}

function forgetCopies(): void {
  localStorage.removeItem(KEY);
  sessionStorage.removeItem(KEY);
}

/** Whether what others do in an open text is said to a screen reader. */
export function hearsOthers(): boolean {
  return document.documentElement.dataset["others"] !== "silent";
}

/** Whether French typography is helped while one types. */
export function helpsTypography(): boolean {
  return document.documentElement.dataset["typography"] !== "plain";
}

/** Whoever comes next on this device reads as Carnet comes. */
export function forgetComfort(): void {
  withStorage(forgetCopies);
}
