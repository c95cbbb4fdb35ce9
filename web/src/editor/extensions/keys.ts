// The keys people know from word processors. Tab is left to the browser: it goes on, it never traps.
import { standardKeymap } from "@codemirror/commands";
import { Prec, type Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";

import { insertLink, toggleEm, toggleLines, toggleStrong } from "../format";

export function keys(toTools: () => void): Extension {
  return [
    Prec.high(keymap.of([
      { key: "Mod-b", run: toggleStrong, preventDefault: true },
      { key: "Mod-i", run: toggleEm, preventDefault: true },
      { key: "Mod-k", run: insertLink, preventDefault: true },
      { key: "Mod-Shift-7", run: toggleLines("numbered"), preventDefault: true },
      { key: "Mod-Shift-8", run: toggleLines("list"), preventDefault: true },
      { key: "Mod-Shift-9", run: toggleLines("quote"), preventDefault: true },
      { key: "Alt-F10", run: () => (toTools(), true), preventDefault: true },
    ])),
    keymap.of(standardKeymap),
  ];
}
