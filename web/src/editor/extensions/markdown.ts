// The text is Markdown; this names its parts with classes (styles/editor.css draws them) and continues lists on Enter.
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tagHighlighter, tags } from "@lezer/highlight";

const classes = tagHighlighter([
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-em" },
  { tag: tags.strikethrough, class: "md-strike" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-url" },
  { tag: tags.processingInstruction, class: "md-mark" },
]);

export const markdownText: Extension = [
  markdown({ base: markdownLanguage, completeHTMLTags: false }),
  syntaxHighlighting(classes),
];
