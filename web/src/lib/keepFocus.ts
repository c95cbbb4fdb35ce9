// What has the focus may go away: a remark that is settled, a form that was sent. The focus then goes to what stood around it, so that
// a keyboard and a screen reader go on from there and not from the top of the page.
export function keepFocus(): void {
  let around: Element[] = [];        // what has the focus, and what stands around it, the closest first
  const lost = () => document.activeElement === null || document.activeElement === document.body;

  document.addEventListener("focusin", (event) => (around = event.composedPath().filter((one) => one instanceof Element)));
  document.addEventListener("focusout", () => queueMicrotask(() => {
    if (lost() && around[0]?.isConnected) around = [];         // left on purpose
  }));
  new MutationObserver(() => {
    if (around[0] === undefined || around[0].isConnected || !lost()) return;
    const host = around.find((one) => one instanceof HTMLElement && one.isConnected && one !== document.body);
    if (host instanceof HTMLElement) requestAnimationFrame(() => lost() && host.isConnected && stand(host));      // whoever knows better goes first
  }).observe(document.body, { childList: true, subtree: true });
}

function stand(host: HTMLElement): void {
  if (!host.hasAttribute("tabindex") && host.tabIndex < 0) {
    host.tabIndex = -1;
    host.addEventListener("blur", () => host.removeAttribute("tabindex"), { once: true });
  }
  host.focus({ preventScroll: true });
}
