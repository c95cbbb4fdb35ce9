// Offers a newer build once everything is saved; asks when the person comes back to the tab, and now and then.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { Me } from "../areas/session/session";
import { t } from "../i18n/t";
import { api } from "../lib/api";
import { perishableThings } from "../lib/waiting";
import { Notice } from "../ui/Notice";

const EVERY_MS = 15 * 60_000;

export function NewVersion({ me }: { me: Me }) {
  const newer = useSignal(false);
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState !== "visible") return;
      api.get<Me>("/api/me").then((now) => void (newer.value = now.build !== me.build), () => undefined);      // offline: later
    };
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [me]);
  if (!newer.value || perishableThings.value > 0) return null;
  return (
    <Notice>
      <p>{t("version.ready")}</p>
      <p><button type="button" class="button small" onClick={() => location.reload()}>{t("version.load")}</button></p>
    </Notice>
  );
}
