// A line with the searched words marked.
import { pieces, type Range } from "./search";

export function Marked({ text, marks }: { text: string; marks: readonly Range[] }) {
  return <>{pieces(text, marks).map((one, i) => (one.marked ? <mark key={i}>{one.text}</mark> : one.text))}</>;
}
