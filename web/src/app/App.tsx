// The whole page: who is signed in decides between the cover and the notebook. When a session ends under an open
// page, the cover comes over it and the page stays as it is, words included, until the same person is back.
import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary, useLayoutEffect } from "preact/hooks";

import { interrupted, load, me, presence } from "../areas/session/session";
import { LettersPage } from "../areas/notice/LettersPage";
import { AddressPage } from "../areas/session/AddressPage";
import { ForgottenPage } from "../areas/session/ForgottenPage";
import { PasswordPage } from "../areas/session/PasswordPage";
import { SignIn } from "../areas/session/SignIn";
import { t } from "../i18n/t";
import { isCatching } from "../lib/catcher";
import { moves, navigate, path } from "../lib/router";
import { useTitle } from "../lib/title";
import { Announcer } from "../ui/Announcer";
import { Sprite } from "../ui/Icon";
import { Patience, Silence } from "../ui/Loaded";
import { Pages } from "./Pages";

export function App() {
  return <><Sprite /><Announcer /><Content /></>;
}

function Content() {
  const who = me.value;
  useFocusAfterMoves();
  useEffect(() => {
    if (presence.value === "in" && path.value === "/connexion") navigate("/", { replace: true });
  }, [presence.value, path.value]);

  if (presence.value !== "starting") {
    switch (path.value) {
      case "/mot-de-passe": return <PasswordPage />;
      case "/mot-de-passe-oublie": return <ForgottenPage />;
      case "/adresse": return <AddressPage />;
      case "/messages": return <LettersPage />;
    }
  }
  switch (presence.value) {
    case "starting": return <main class="page"><Patience /></main>;
    case "silent": return <SilentPage />;
    case "out": return <SignIn />;
    case "in": return who && (
      <>
        <div hidden={interrupted.value !== null} inert={interrupted.value !== null}><Shown at={path.value}><Pages me={who} at={path.value} /></Shown></div>
        {interrupted.value !== null && <SignIn />}
      </>
    );
  }
}

/** A fault of ours ends one page, not the whole notebook: another one can be opened. */
function Shown({ at, children }: { at: string; children: ComponentChildren }) {
  const [fault, forget] = useErrorBoundary((error: unknown) => reportError(error)) as [unknown, () => void];
  useEffect(() => {
    if (fault !== undefined) forget();
  }, [at]);
  if (fault === undefined) return children;
  return (
    <div class="notebook">
      <main class="page">
        <header class="page-head"><h1>{t("fault.title")}</h1><p>{t("fault.what")}</p></header>
        <p class="actions"><button type="button" class="button primary" onClick={() => location.reload()}>{t("fault.again")}</button><a class="button" href="/">{t("fault.home")}</a></p>
      </main>
    </div>
  );
}

function SilentPage() {
  useTitle(t("unreachable.title"));
  return (
    <div class="notebook">
      <main class="page"><header class="page-head"><h1>{t("unreachable.title")}</h1></header><Silence retry={() => void load()} /></main>
    </div>
  );
}

/** After a move inside the page, reading goes on from the top of the new content; a text made to be typed in keeps its focus. */
function useFocusAfterMoves(): void {
  useLayoutEffect(() => {
    if (moves.value === 0) return;
    const frame = requestAnimationFrame(() => {
      if (!isCatching() && !document.querySelector(".cm-content:focus, dialog[open]")) document.getElementById("content")?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [moves.value]);
}
