// The title above a text. Many texts begin with their own large heading: then that heading is what one sees and edits,
// and the title above is only there for screen readers and the outline of the page.
import type { Autosave } from "../lib/autosave";
import { TitleField } from "./TitleField";

/** How the text begins. */
export interface Opening {
  heading: string | null;           // its first line, if that is a large heading
  isTitle: boolean;                 // and it says the same as the title, so the two stay one
}

export const NO_OPENING: Opening = { heading: null, isTitle: false };

interface Props {
  title: string;
  shown: string;                    // the title, or what stands for it
  opening: Opening;
  rename?: { label: string; placeholder: string; autosave: Autosave; done: () => void } | undefined;
}

export function DocumentTitle({ title, shown, opening, rename }: Props) {
  if (rename) {
    return <><h1 class="sr-only">{shown}</h1>{!opening.isTitle && <TitleField title={title} {...rename} />}</>;
  }
  return <h1 class={opening.heading === null ? undefined : "sr-only"}>{shown}</h1>;
}
