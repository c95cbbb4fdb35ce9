// A page as people with other eyes and other screens have it: in light, in dark, in the colours that Windows forces; and zoomed
// to 400 %, where a screen of 1280 × 1024 has room for 320 × 256.
import { accessibilityFaults } from "./browser.mjs";

// WCAG 2.0 to 2.2, levels A and AA, and what axe calls best practices; by name, because some of these rules are off by themselves.
const runOnly = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
// Forced colours: Chromium paints them but tells axe those of before (-webkit-text-fill-color), so contrast is not asked there; that
// every pair of them is the person's own is asked instead, below.
const COLOURS = {
  light: { media: { colorScheme: "light", forcedColors: "none" } },
  dark: { media: { colorScheme: "dark", forcedColors: "none" } },
  "forced colours": { media: { colorScheme: "dark", forcedColors: "active" }, rules: { "color-contrast": { enabled: false } } },
};
export const ZOOMED = { width: 320, height: 256 };

/** What axe finds in each of the three, as readable lines; the page is left in light. */
export async function faultsInEveryColour(page, what) {
  const faults = [];
  for (const [name, { media, rules }] of Object.entries(COLOURS)) {
    await page.emulateMedia(media);
    await settled(page);
    faults.push(...(await accessibilityFaults(page, { runOnly, ...(rules && { rules }) })).map((fault) => `${what}, ${name}: ${fault}`));
  }
  faults.push(...(await page.evaluate(ownColours)).map((e) => `${what}: keeps its own colours where others are forced: ${e}`));
  await page.emulateMedia(COLOURS.light.media);
  await settled(page);
  return faults;
}

const ownColours = () => [...document.querySelectorAll("body *")].filter((e) => getComputedStyle(e).forcedColorAdjust === "none" && !e.closest("svg")).map((e) => e.outerHTML.slice(0, 80));
const settled = (page) => page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));

/** What is wrong with the page at the size it has now, for who reads by scrolling down only. */
export const reflowFaults = (page) => page.evaluate(() => {
  const faults = [], root = document.documentElement;
  const name = (e) => `<${e.tagName.toLowerCase()}${e.id ? ` id=${e.id}` : ""} class="${e.getAttribute("class") ?? ""}"> ${(e.getAttribute("aria-label") ?? e.textContent).trim().slice(0, 40)}`;
  const pinned = (e) => e && (["fixed", "sticky"].includes(getComputedStyle(e).position) ? e : pinned(e.parentElement));
  const seen = (e) => [...e.getClientRects()].some((r) => {
    const [left, right, top, bottom] = [Math.max(r.left, 0), Math.min(r.right, innerWidth), Math.max(r.top, 0), Math.min(r.bottom, innerHeight)];
    return right > left && bottom > top && [0.1, 0.5, 0.9].some((x) => [0.1, 0.3, 0.5, 0.7, 0.9].some((y) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return hit && (e.contains(hit) || hit.contains(e) && !pinned(hit) || [...(e.labels ?? [])].some((label) => label.contains(hit)));
    }));
  });
  if (root.scrollWidth > root.clientWidth) {
    const widest = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
    faults.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}: ${name(widest.at(-1) ?? root)}`);
  }
  scrollTo(0, root.scrollHeight / 2);
  let left = 0;
  for (let y = 0; y < innerHeight; y += 4) if (!pinned(document.elementFromPoint(innerWidth / 2, y))) left += 4;
  if (left < innerHeight / 2) faults.push(`bars that stay leave ${left} px of ${innerHeight} to the page`);
  for (const heading of document.querySelectorAll("h1")) {
    heading.scrollIntoView();
    if (heading.checkVisibility() && heading.getBoundingClientRect().width > 1 && !seen(heading)) faults.push(`covered: ${name(heading)}`);
  }
  for (const control of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable=true]")) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.disabled || control.closest("[inert]")) continue;
    control.focus();
    if (document.activeElement === control && !seen(control)) faults.push(`covered when it has the focus: ${name(control)}`);
  }
  for (const cell of document.querySelectorAll("th, td, [role=cell], [role=columnheader]")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const word of node.data.matchAll(/\p{L}{2,24}/gu)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1) faults.push(`broken inside: ${word[0]}`);
      }
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return faults;
});
