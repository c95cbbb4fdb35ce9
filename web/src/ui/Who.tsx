// A person as a disc, square, arch, leaf, lens or octagon with initials. 0 is plain ink: oneself, or nobody in particular.
import { initials } from "../lib/people";

export function Who({ name, author = 0 }: { name: string; author?: number }) {
  return <span class="who" data-author={author} aria-hidden="true">{initials(name)}</span>;
}
