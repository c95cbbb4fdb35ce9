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
/** While the page for the text is on its way: the title is shown, and can be written once that page stands, or what one
 * types would go with the frame that shows it now. */
export const ON_ITS_WAY: Opening = { ...NO_OPENING };

interface Props {
  title: string;
  shown: string;                    // the title, or what stands for it
  opening: Opening;
  rename?: { label: string; placeholder: string; autosave: Autosave; done: () => void } | undefined;
}

export function DocumentTitle({ title, shown, opening, rename }: Props) {
  if (rename && opening !== ON_ITS_WAY) {
    return <><h1 class="sr-only">{shown}</h1>{!opening.isTitle && <TitleField title={title} {...rename} />}</>;
  }
  return <h1 class={opening.heading === null ? undefined : "sr-only"}>{shown}</h1>;
}
