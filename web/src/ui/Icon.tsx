// Our icons: the sprite once in the page, then references to it. An icon is never alone: a word is beside it.
import sprite from "./icons.svg?raw";

export type IconName =
  | "brand" | "home" | "pen" | "journal" | "works" | "team" | "person" | "calendar" | "lock" | "eye" | "check" | "dots"
  | "phone" | "offline" | "list" | "quote" | "link" | "undo" | "redo" | "next" | "back" | "down" | "close" | "plus"
  | "download" | "warn" | "info" | "people" | "headings" | "task" | "numbered" | "leave" | "share" | "clock" | "search"
  | "untouched" | "note" | "comment" | "table" | "image" | "mail";

export function Sprite() {
  return <div hidden dangerouslySetInnerHTML={{ __html: sprite }} />;
}

export function Icon({ name }: { name: IconName }) {
  return <svg class="icon" aria-hidden="true"><use href={`#icon-${name}`} /></svg>;
}
