// One Autosave for the life of a component; what waits is sent when it goes.
import { useEffect, useMemo } from "preact/hooks";

import { Autosave } from "./autosave";

export function useAutosave(key: string, save: (value: string) => Promise<unknown>): Autosave {
  const autosave = useMemo(() => new Autosave(save), [key]);
  useEffect(() => () => void autosave.leave(), [autosave]);
  return autosave;
}
