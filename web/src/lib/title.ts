// The name of the page in its tab.
import { useEffect } from "preact/hooks";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? "Carnet" : `${title} · Carnet`;
  }, [title]);
}
