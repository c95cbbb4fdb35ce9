// CodeMirror brings its rules in a <style> element, which our content security policy refuses. We give the same rules
// to the document as a constructed sheet, inside the layer `library`, below our own components.
import { StyleModule } from "style-mod";

const sheet = new CSSStyleSheet();
let mounted: StyleModule[] = [];

/** Must run before the first editor is made. */
export function adoptLibraryStyles(): void {
  if (document.adoptedStyleSheets.includes(sheet)) return;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  StyleModule.mount = (_root, modules) => {
    const wanted: StyleModule[] = modules instanceof StyleModule ? [modules] : [...modules];
    if (wanted.every((module) => mounted.includes(module))) return;
    mounted = [...mounted.filter((module) => !wanted.includes(module)), ...wanted];
    sheet.replaceSync(`@layer library {\n${mounted.map((module) => module.getRules()).join("\n")}\n}`);
  };
}
