// A button pressed twice asks once: while its work is under way, asking again is the same asking.
import { useRef } from "preact/hooks";

export function useSingle(work: () => Promise<unknown>): () => void {
  const busy = useRef(false);
  return () => {
    if (busy.current) return;
    busy.current = true;
    void work().finally(() => (busy.current = false));
  };
}
