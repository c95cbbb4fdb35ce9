// One of the choices of who reads, with the names of the people.
import { t, tn } from "../../i18n/t";
import { readerNames, type Choice } from "./journal";

export const keyOf = (choice: Pick<Choice, "visibility" | "group">) =>
  choice.visibility === "group" ? `group-${choice.group?.id ?? ""}` : choice.visibility;

export function ChoiceOption({ choice, checked, choose }: { choice: Choice; checked: boolean; choose: () => void }) {
  const key = keyOf(choice);
  const title = choice.visibility === "group" && choice.group
    ? t("visibility.group.of", { name: choice.group.name })
    : t(`visibility.${choice.visibility}`);
  const people = tn("readers.people", choice.readers.length);
  const names = readerNames(choice.readers);
  const counted = names === people;
  const alone = choice.visibility === "private";
  return (
    <div class="choice-with-names">
      <label class="choice">
        <input type="radio" name="visibility" value={key} checked={checked} onChange={choose} />
        <span>
          <strong>{title}</strong>
          <small>{t(`share.${choice.visibility}.why`)}</small>
          {!alone && <small><b>{names === "" ? t("share.nobody") : names}</b></small>}
        </span>
      </label>
      {counted && (
        <details>
          <summary>{t("share.names", { people })}</summary>
          <ul class="names">{choice.readers.map((reader) => <li key={reader.id}>{reader.name}</li>)}</ul>
        </details>
      )}
    </div>
  );
}
