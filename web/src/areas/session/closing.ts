// A shared device closes by itself. The page is covered at once, with network or without; its session ends as soon as the server
// hears of it, and then the page forgets what it may forget.
import { forgetComfort } from "../../lib/comfort";
import { request } from "../../lib/api";
import { whenIdle } from "../../lib/idle";
import { forgetTab, heedTabs, tellTabs } from "../../lib/tabs";
import { halted, unsavedThings } from "../../lib/waiting";
import { endSession, interrupted } from "./session";

const IDLE_MS = 15 * 60_000;
const AGAIN_MS = 10_000;

/** Returns a stop. */
export function closeWhenIdle(): () => void {
  return whenIdle(IDLE_MS, () => void close(), used);
}

/** Who reads, or writes into an open text, asks the server for nothing, which would close for them as well. */
function used(): void {
  if (!interrupted.peek()) request("/api/me").catch(() => undefined);
}

async function close(): Promise<void> {
  forgetComfort();
  forgetTab();
  interrupted.value = unsavedThings.peek() > 0 ? "idle" : "closed";
  let over = false;                               // ended, or begun anew, by another tab
  const deaf = heedTabs((said) => (over ||= said !== "used"));
  while (!over && !(await endSession())) {
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    over ||= interrupted.peek() === null;         // signed in again
  }
  deaf();
  if (over || halted.peek()) return;
  tellTabs("left");
  if (interrupted.peek() === "closed") location.replace("/");
}
