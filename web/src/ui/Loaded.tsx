// What a page shows while its content is on the way, absent, or the server silent; the content otherwise.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import { t } from "../i18n/t";
import type { Resource } from "../lib/resource";
import { MissingPage } from "./MissingPage";
import { Notice } from "./Notice";

const PATIENCE_MS = 400;

export function Patience() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return <p class="soft">{late ? t("wait") : ""}</p>;
}

export function Silence({ retry }: { retry: () => void }) {
  return (
    <Notice mood="warn">
      <p>{t("unreachable.text")}</p>
      <p><button type="button" class="button small" onClick={retry}>{t("unreachable.retry")}</button></p>
    </Notice>
  );
}

export function Loaded<T>({ from, children }: { from: Resource<T>; children: (value: T) => ComponentChildren }) {
  switch (from.state) {
    case "loading": return <Patience />;
    case "missing": return <MissingPage />;
    case "failed": return <><h1>{t("unreachable.title")}</h1><Silence retry={from.reload} /></>;
    case "ready": return <>{children(from.value)}</>;
  }
}
