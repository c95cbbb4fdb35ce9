// What we are running on, only to name it in a sentence.

/** « ce téléphone » or « cet ordinateur »: a small screen held in the hand is a telephone to its owner. */
export function isPhone(): boolean {
  return matchMedia("(pointer: coarse) and (max-width: 48rem)").matches;
}

/** Gives the person a file of their own words. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
