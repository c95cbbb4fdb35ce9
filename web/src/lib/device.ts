// What we are running on, only to name it in a sentence.

/** A small screen held in the hand is a telephone to its owner. */
export function isPhone(): boolean {
  return matchMedia("(pointer: coarse) and (max-width: 48rem)").matches;
}

/** Gives the person a file of their own words. */
export function download(name: string, text: string): void {
  downloadBlob(name, new Blob([text], { type: "text/markdown;charset=utf-8" }));
}

export function downloadBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
