// Whoever comes to the address of a text wants its words soon: what is said of it is asked at once, and the editor comes as
// soon as the answer says that one writes in it, or the answer that this device kept says that one did.
import { expectWriting } from "../editor/Writing";
import { askAhead } from "../lib/ahead";
import { keptAnswer } from "../lib/keep/answers";
import { match } from "../lib/router";

const PLACES = [
  ["/equipes/:group/:document", "/api/documents/"],
  ["/ecrits/:document", "/api/works/"],
  ["/journal/:document", "/api/journal/entries/"],
] as const;

interface Told {
  abilities?: { write?: boolean };
}

export function askTextAhead(at: string): void {
  for (const [pattern, asked] of PLACES) {
    const document = at === "/journal/partages" || at === "/journal/prochaines" ? undefined : match(pattern, at)?.["document"];
    if (document === undefined) continue;
    const path = `${asked}${document}`;
    askAhead(path, (response) => void response.json().then(foresee, () => undefined));
    void keptAnswer<Told>(path).then(foresee);
  }
}

function foresee(told: Told | undefined): void {
  if (told?.abilities?.write === true) expectWriting("now");
}
