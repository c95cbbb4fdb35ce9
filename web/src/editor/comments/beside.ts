// The margin goes along with the text: the card of the passage before one's eyes comes level with it.
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

import type { Painter } from "./painter";

const REST_MS = 300;                // longer than the painter needs for lines that have just come into sight

export function useBeside(margin: RefObject<HTMLElement | null>, painter: Painter): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** How far the card is from where it should be; 0 when nothing is to move. */
    const apart = (frame: HTMLElement): number => {
      const seen = painter.inSight(), card = seen && document.getElementById(`thread-${seen.thread}`);
      if (!card || frame.contains(document.activeElement)) return 0;            // whoever is in the margin keeps their place
      const { top, bottom } = frame.getBoundingClientRect(), box = card.getBoundingClientRect();
      return box.top - Math.max(top, Math.min(seen.top, bottom - box.height));
    };
    const follow = () => {
      const frame = margin.current, far = frame ? apart(frame) : 0;
      if (!frame || far === 0) return;
      if (Math.abs(far) > frame.clientHeight) frame.scrollTo({ top: frame.scrollTop + far, behavior: "instant" });      // cards out of sight only guess their height
      frame.scrollBy({ top: apart(frame) });
    };
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(follow, REST_MS);
    };
    addEventListener("scroll", moved, { passive: true });
    return () => {
      clearTimeout(timer);
      removeEventListener("scroll", moved);
    };
  }, [margin, painter]);
}
