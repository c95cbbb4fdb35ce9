// Random Markdown is made of these; and the entities that a browser knows, for pages that ask it.

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", eacute: "é", hellip: "…", copy: "©", semi: ";", NotEqualTilde: "≂̸" };
/** What a browser makes of an entity; the others are unknown here. */
globalThis.document = {
  createElement: () => ({
    set innerHTML(html) {
      this.value = ENTITIES[/^&(\w+);$/.exec(html)[1]] ?? html;
    },
  }),
};

export const SIGNS = [
  "*", "**", "_", "__", "~~", "~", "`", "``", "[", "]", "(", ")", "![", "](", "[^1]", "[^n]", "[^a b]", "[^1]: ", "\n[^n]: ", "<", ">", "<b>", "</b>", "<!-- x -->", "<https://a.b>", "<a@b.fr>", "&amp;", "&nbsp;",
  "&eacute;", "&rien;", "&#233;", "&#xe9;", "&#0;", "&", "\\", "\\*", "\\|", "|", " | ", "\n| a | b |\n| --- | :-: |\n| ", "\n--- | ---\n", "\n---\n", "\n===\n", "\n***\n", "---", "#", "\n# ", "\n## ", "\n#### ", " #", "\n> ", "> ", "\n- ",
  "\n  - ", "\n* ", "\n1. ", "\n2) ", "\n- [ ] ", "\n- [x] ", "- [X] ", "\n    ", "\t", "\n\t", "\n```\n", "\n~~~ js\n", "```", "\n", "\n\n", "\n\n\n", "  \n", "\\\n", " ", "   ", "\u00a0", "\u202f", "\u200b", "\u00ad", "\ufeff", "\r\n", "\r",
  "é", "e\u0301", "·", "’", "« ", " »", "…", "👍", "mot", "un", "fin.", "a", "b", "1", "http://x.y", "www.x.fr", '"', "'", ":", "!", "?", "[a]: /u\n", "[a]", "[a][]", "[B][a]", "(/u)", '(/u "t")', "\n<div>\n", "</div>\n", "\n---\ntitle: x\n---\n", "{", "^", "$",
];
