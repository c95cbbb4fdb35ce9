// Opening somebody's text for a legal or repair need: what it takes is said first, then what was asked for, then the way to ask.
import { t } from "../../i18n/t";
import { useResource, type Resource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { AskOpening } from "./AskOpening";
import { loadOpenings, type Opening } from "./opening";
import { OpeningItem } from "./OpeningItem";

export function OpeningsPage() {
  useTitle(t("opening.title"));
  const loaded = useResource("openings", loadOpenings);
  return <Loaded from={loaded}>{(openings) => <All openings={openings} loaded={loaded} />}</Loaded>;
}

function All({ openings, loaded }: { openings: Opening[]; loaded: Resource<Opening[]> }) {
  const changed = (opening: Opening) => loaded.replace((before) => before.map((one) => (one.id === opening.id ? opening : one)));
  return (
    <>
      <p><a class="back" href="/serveur"><Icon name="back" />{t("opening.back")}</a></p>
      <header class="page-head"><h1>{t("opening.title")}</h1><p>{t("opening.intro")}</p></header>
      <div class="stack">
        <section class="leaf" aria-labelledby="openings">
          <h2 id="openings">{t("opening.list")}</h2>
          {openings.length === 0
            ? <p class="soft">{t("opening.none")}</p>
            : <ul class="acts" role="list">{openings.map((one) => <li key={one.id}><OpeningItem opening={one} changed={changed} /></li>)}</ul>}
        </section>
        <AskOpening asked={(opening) => loaded.replace((before) => [opening, ...before])} />
      </div>
    </>
  );
}

/** What the page of the server says of it. */
export function OpeningsDoor() {
  return (
    <section class="leaf" aria-labelledby="openings-door">
      <h2 id="openings-door">{t("opening.title")}</h2>
      <p>{t("opening.door")}</p>
      <p><a href="/serveur/ouvertures">{t("opening.door.link")}</a></p>
    </section>
  );
}
