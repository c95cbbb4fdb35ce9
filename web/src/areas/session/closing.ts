// A shared device closes by itself. The page is covered at once, with network or without; its session ends as soon as the server
// hears of it, and then the page forgets what it may forget.
import { forgetComfort } from "../../lib/comfort";
import { whenIdle } from "../../lib/idle";
import { tellTabs } from "../../lib/tabs";
import { unsavedThings } from "../../lib/waiting";
import { endSession, interrupted } from "./session";

const IDLE_MS = 15 * 60_000;
const AGAIN_MS = 10_000;

/** Returns a stop. */
export function closeWhenIdle(): () => void {
  return whenIdle(IDLE_MS, () => void close());
}

async function close(): Promise<void> {
  forgetComfort();
  interrupted.value = unsavedThings.peek() > 0 ? "idle" : "closed";
  while (!(await endSession())) {
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    if (interrupted.peek() === null) return;      // signed in again
  }
  tellTabs("left");
  if (interrupted.peek() === "closed") location.replace("/");
}
