// The text is Markdown; this names its parts with classes (styles/editor.css draws them), continues lists on Enter and leaves them on another.
import { markdownKeymap, markdownLanguage, pasteURLAsLink } from "@codemirror/lang-markdown";
import { Language, LanguageSupport, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { Prec, type Extension } from "@codemirror/state";
import { keymap, type Command } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { MarkdownParser } from "@lezer/markdown";

import { footnoteSyntax } from "../footnotes";

const classes = tagHighlighter([
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-em" },
  { tag: tags.strikethrough, class: "md-strike" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-url" },
  { tag: tags.processingInstruction, class: "md-mark" },
]);

// Without the parsers of HTML, styles and scripts that `markdown()` brings: nothing here shows what is inside a tag.
const { data, parser } = markdownLanguage;
if (!(parser instanceof MarkdownParser)) throw new TypeError("not a parser of Markdown");
const language = new Language(data, parser.configure(footnoteSyntax), [], "markdown");

const EMPTY = /^(?:>|(?:[-*+]|\d+[.)])(?: \[[ xX]\])?) *$/;

/** Enter in an item or a line of a quotation that holds nothing: what comes next is no part of it, which takes an empty line. */
const leave: Command = (view) => {
  const { state } = view;
  const { main } = state.selection, line = state.doc.lineAt(main.head);
  if (state.readOnly || !main.empty || state.selection.ranges.length > 1 || !EMPTY.test(line.text)) return false;
  let node = syntaxTree(state).resolveInner(line.from, 1);
  while (node.parent && node.name !== "ListItem" && node.name !== "Blockquote") node = node.parent;
  if (!node.parent) return false;
  const insert = line.number > 1 && state.doc.line(line.number - 1).text.trim() !== "" ? "\n" : "";
  view.dispatch({ changes: { from: line.from, to: line.to, insert }, selection: { anchor: line.from + insert.length }, scrollIntoView: true, userEvent: "input" });
  return true;
};

export const markdownText: Extension = [
  new LanguageSupport(language, [pasteURLAsLink, Prec.high(keymap.of([{ key: "Enter", run: leave }, ...markdownKeymap]))]),
  syntaxHighlighting(classes),
];
