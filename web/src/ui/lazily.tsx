// A component whose code comes when it is first shown. A chunk that does not arrive can be asked again.
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { renewed, renewIfOutdated } from "../lib/renew";
import { Patience, Silence } from "./Loaded";

export interface Lazy<P> {
  (props: P): ComponentChildren;
  preload: () => void;
}

/** `frame` puts what is shown meanwhile in its place, where it has one. */
export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  frame: (props: P, waiting: ComponentChildren) => ComponentChildren = (_props, waiting) => waiting,
): Lazy<P> {
  let loaded: ComponentType<P> | null = null;
  let coming: Promise<void> | null = null;
  const fetchCode = () => {
    coming ??= load().then(
      (component) => {
        loaded = component;
        renewed();
      },
      (error: unknown) => {
        coming = null;
        throw error;
      },
    );
    return coming;
  };

  const Shown = (props: P) => {
    const [Component, show] = useState(() => loaded);
    const [tries, setTries] = useState(0);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Component) return;
      let here = true;
      setFailed(false);
      fetchCode().then(() => here && show(() => loaded), () => {
        if (here) setFailed(true);
        void renewIfOutdated().catch(() => undefined);           // the server is silent: the person sees it
      });
      return () => void (here = false);
    }, [tries]);
    if (Component) return <Component {...props} />;
    return <>{frame(props, failed ? <Silence retry={() => setTries((n) => n + 1)} /> : <Patience />)}</>;
  };
  return Object.assign(Shown, { preload: () => void fetchCode().catch(() => undefined) });
}
