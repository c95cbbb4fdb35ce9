// One's dates in the agenda of one's phone: a private address, made, changed or given up. It is shown once, when it is made.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { announce } from "../../ui/Announcer";
import { CopyLink } from "../../ui/CopyLink";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Patience, Silence } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { endFeed, loadFeed, makeFeed, type Feed } from "./feed";

export function FeedSection() {
  const loaded = useResource("feed", loadFeed);
  return (
    <section class="leaf" aria-labelledby="feed">
      <h2 id="feed">{t("feed.title")}</h2>
      <p>{t("feed.what")}</p>
      {loaded.state === "loading" && <Patience />}
      {(loaded.state === "failed" || loaded.state === "missing") && <Silence retry={loaded.reload} />}
      {loaded.state === "ready" && <Address feed={loaded.value} reload={loaded.reload} />}
    </section>
  );
}

type Asking = "change" | "end";

function Address({ feed, reload }: { feed: Feed; reload: () => void }) {
  const made = useSignal("");
  const asking = useSignal<Asking | null>(null);
  const failure = useSignal("");
  const act = async (work: () => Promise<void>) => {
    failure.value = "";
    await work().catch((error: unknown) => (failure.value = failureWords(error)));
  };
  const make = () => act(async () => {
    made.value = await makeFeed();
    reload();
  });
  const end = () => act(async () => {
    await endFeed();
    made.value = "";
    announce(t("feed.ended"));
    reload();
  });
  const ask = (what: Asking) => (asking.value = what);
  return (
    <>
      {made.value !== "" && <Made href={made.value} />}
      {made.value === "" && feed.active && feed.createdAt !== null && <p>{t("feed.since", { day: day(parse(feed.createdAt)) })}</p>}
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {feed.abilities.renew || made.value !== ""
        ? (
          <p class="actions">
            <button type="button" class="button small" onClick={() => ask("change")}>{t("feed.change")}</button>
            <button type="button" class="button small" onClick={() => ask("end")}>{t("feed.end")}</button>
          </p>
        )
        : <p><button type="button" class="button" onClick={() => void make()}>{t("feed.make")}</button></p>}
      {asking.value && <Sure what={asking.value} yes={asking.value === "change" ? make : end} close={() => (asking.value = null)} />}
    </>
  );
}

function Made({ href }: { href: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [href]);
  return (
    <div class="stack tight">
      <h3 tabIndex={-1} ref={heading}>{t("feed.made")}</h3>
      <p>{t("feed.once")}</p>
      <CopyLink key={href} id="feed-address" href={href} label={t("feed.address")} copy={t("feed.copy")} copied={t("feed.copied")} byHand={t("feed.by_hand")} />
    </div>
  );
}

/** The agendas that read the address so far stop: asked before, each time. */
function Sure({ what, yes, close }: { what: Asking; yes: () => Promise<void>; close: () => void }) {
  return (
    <Dialog title={t(`feed.${what}.sure`)} close={close}>
      <div class="stack tight">
        <p>{t("feed.stops")}</p>
        <p>{t(`feed.${what}.then`)}</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => (close(), void yes())}>{t(`feed.${what}.yes`)}</button>
          <button type="button" class="button plain" onClick={close}>{t("ask.cancel")}</button>
        </div>
      </div>
    </Dialog>
  );
}
