// A newer build on the server: this page goes on working, but code it has not fetched yet may be gone.
import { request } from "./api";
import { perishableThings } from "./waiting";

const TRIED = "carnet.renewed";

/** Code did not arrive although the server answers: load the page afresh, once, unless words are on their way. */
export async function renewIfOutdated(): Promise<void> {
  if (perishableThings.peek() > 0 || sessionStorage.getItem(TRIED) === location.pathname) return;
  await request("/", { cache: "no-store" }, true);
  sessionStorage.setItem(TRIED, location.pathname);
  location.reload();
}

/** Code arrived: a later failure may try again. */
export function renewed(): void {
  sessionStorage.removeItem(TRIED);
}
