// Putting a page in its place: under which page, before which; a page below it; the trash.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import { Dialog } from "../../ui/Dialog";
import { movePage, trashPage, type Group, type GroupPageLine } from "./group";
import type { GroupAct } from "./GroupPage";
import { NewPage } from "./NewPage";

interface Props {
  group: Group;
  page: GroupPageLine;
  act: GroupAct;
  close: () => void;
}

/** The page and all below it: where it cannot go. */
function family(pages: readonly GroupPageLine[], id: string): string[] {
  return [id, ...pages.filter((one) => one.parent === id).flatMap((one) => family(pages, one.id))];
}

/** Every page of the folder in the order of the tree, with its depth. */
function inOrder(pages: readonly GroupPageLine[], parent: string | null = null, depth = 0): { page: GroupPageLine; depth: number }[] {
  return pages.filter((one) => one.parent === parent).flatMap((page) => [{ page, depth }, ...inOrder(pages, page.id, depth + 1)]);
}

export function ArrangePanel({ group, page, act, close }: Props) {
  const folder = group.pages.filter((one) => one.inner === page.inner);
  const parent = useSignal(page.parent ?? "");
  const own = family(folder, page.id);
  const siblings = folder.filter((one) => (one.parent ?? "") === parent.value && one.id !== page.id);
  const after = folder.filter((one) => one.parent === page.parent);
  const next = after[after.findIndex((one) => one.id === page.id) + 1]?.id ?? "";
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (await act(() => movePage(page.id, typed(form, "parent"), typed(form, "before")), t("group.arrange.done", { title: page.title }))) close();
  };
  const below = own.length - 1;
  const throwAway = async () => {
    if (await act(() => trashPage(page.id), t("group.trash.done", { title: page.title }))) close();
  };
  return (
    <Dialog title={t("group.arrange", { title: page.title })} close={close}>
      <div class="stack tight">
        <form class="stack tight" onSubmit={(event) => void submit(event)}>
          <div class="field">
            <label for="arrange-parent">{t("group.arrange.parent")}</label>
            <select class="input" id="arrange-parent" name="parent" onChange={(event) => (parent.value = event.currentTarget.value)}>
              <option value="" selected={page.parent === null}>{t("group.arrange.top")}</option>
              {inOrder(folder).filter((one) => !own.includes(one.page.id)).map((one) => (
                <option key={one.page.id} value={one.page.id} selected={one.page.id === page.parent}>{`${"\u2003".repeat(one.depth)}${one.page.title}`}</option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="arrange-before">{t("group.arrange.before")}</label>
            <select class="input" id="arrange-before" name="before" key={parent.value}>
              {siblings.map((one) => <option key={one.id} value={one.id} selected={one.id === next}>{one.title}</option>)}
              <option value="" selected={!siblings.some((one) => one.id === next)}>{t("group.arrange.end")}</option>
            </select>
          </div>
          <p><button type="submit" class="button primary">{t("group.arrange.button")}</button></p>
        </form>
        <NewPage group={group.id} id="new-below" parent={page.id} />
        <p class="soft">{t(below === 0 ? "group.trash.what" : "group.trash.what.below")}</p>
        <p><button type="button" class="button" onClick={() => void throwAway()}>{t("group.trash.put")}</button></p>
      </div>
    </Dialog>
  );
}
