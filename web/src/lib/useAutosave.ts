// One Autosave for the life of a component; what waits is sent when it goes.
import { useEffect, useMemo } from "preact/hooks";

import { Autosave, type Keep } from "./autosave";

/** `keep`: where this device leaves it for later. */
export function useAutosave(key: string, save: (value: string) => Promise<unknown>, keep: Keep | null = null): Autosave {
  const autosave = useMemo(() => new Autosave(save, keep), [key]);
  useEffect(() => () => void autosave.leave(), [autosave]);
  return autosave;
}
