// The keys people know from word processors. Tab moves in tables and at the beginning of a list item only; elsewhere, and
// always after Escape, it goes on to the next control.
import { standardKeymap } from "@codemirror/commands";
import { Prec, type Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";

import { noteHereOrNew } from "../footnotes";
import { atItemStart, insertLink, itemDeeper, itemHigher, leaveMarks, setHeading, spacesStayOutside, toggleEm, toggleLines, toggleStrike, toggleStrong, toggleTask } from "../format";
import { beforeMarks, markHalves } from "../halves";

export function keys(toTools: () => void): Extension {
  return [
    Prec.high(keymap.of([
      { key: "Mod-b", run: toggleStrong, preventDefault: true },
      { key: "Mod-i", run: toggleEm, preventDefault: true },
      { key: "Mod-k", run: insertLink, preventDefault: true },
      { key: "Alt-Shift-5", run: toggleStrike, preventDefault: true },
      ...([0, 1, 2, 3] as const).map((level) => ({ key: `Mod-Alt-${level}`, run: setHeading(level), preventDefault: true })),
      { key: "Mod-Alt-f", run: noteHereOrNew, preventDefault: true },
      { key: "Mod-Enter", run: toggleTask },
      { key: "Alt-Shift-ArrowRight", run: itemDeeper },
      { key: "Alt-Shift-ArrowLeft", run: itemHigher },
      { key: "Mod-]", run: itemDeeper, preventDefault: true },
      { key: "Mod-[", run: itemHigher, preventDefault: true },
      { key: "Tab", run: atItemStart(itemDeeper), shift: atItemStart(itemHigher) },
      { key: "Mod-Shift-7", run: toggleLines("numbered"), preventDefault: true },
      { key: "Mod-Shift-8", run: toggleLines("list"), preventDefault: true },
      { key: "Mod-Shift-9", run: toggleLines("quote"), preventDefault: true },
      { key: "Alt-F10", run: () => (toTools(), true), preventDefault: true },
    ])),
    Prec.highest(keymap.of([{ key: "Enter", run: leaveMarks, shift: leaveMarks }, { key: "Backspace", run: beforeMarks }])),
    keymap.of(standardKeymap),
    spacesStayOutside,
    markHalves,
  ];
}
