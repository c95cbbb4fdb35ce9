/* The HTML a text becomes: its shape, and that nothing hostile gets through. */
#include "text_help.h"

#include <stdio.h>

#include "html_check.h"

TEST(render, paragraphs_and_headings_are_numbered_in_order)
{
    CHECK_TEXT("<h1 id=\"p-1\">Titre</h1>\n<p id=\"p-2\">Un <em>deux</em> <strong>trois</strong> <del>x</del> "
               "<code>a&lt;b</code></p>\n<hr>\n<h6 id=\"p-3\">Fin</h6>\n",
               help_html("# Titre\n\nUn *deux* **trois** ~~x~~ `a<b`\n\n***\n\n###### Fin"));
}

TEST(render, tight_items_carry_the_number_and_loose_ones_hold_a_paragraph)
{
    CHECK_TEXT("<ul>\n<li id=\"p-1\">un</li>\n<li id=\"p-2\">deux<ul>\n<li id=\"p-3\">trois</li>\n</ul>\n</li>\n</ul>\n",
               help_html("- un\n- deux\n  - trois"));
    CHECK_TEXT("<ol start=\"3\">\n<li><p id=\"p-1\">un</p>\n</li>\n<li><p id=\"p-2\">deux</p>\n</li>\n</ol>\n",
               help_html("3. un\n\n4. deux"));
}

TEST(render, a_task_is_a_disabled_box_named_by_its_text)
{
    CHECK_TEXT("<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-labelledby=\"p-1\"> "
               "<span id=\"p-1\">fait</span></li>\n<li class=\"task\"><input type=\"checkbox\" disabled "
               "aria-labelledby=\"p-2\"> <span id=\"p-2\">à faire</span></li>\n</ul>\n",
               help_html("- [x] fait\n- [ ] à faire"));
}

TEST(render, a_table_has_a_header_with_scope_and_sides)
{
    CHECK_TEXT("<table id=\"p-1\">\n<thead>\n<tr>\n<th scope=\"col\">A</th>\n<th scope=\"col\" class=\"align-end\">B</th>\n"
               "</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td class=\"align-end\">2</td>\n</tr>\n</tbody>\n</table>\n",
               help_html("| A | B |\n| --- | ---: |\n| 1 | 2 |"));
    CHECK(html_wrong(help_html("| A |\n| :-: |\n\ntexte")) == NULL);
}

TEST(render, footnotes_link_both_ways_and_stand_at_the_end)
{
    CHECK_TEXT("<p id=\"p-1\">a<sup class=\"footnote\"><a href=\"#fn-1\" id=\"fnref-1-1\" role=\"doc-noteref\">1</a></sup> "
               "b<sup class=\"footnote\"><a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\">1</a></sup></p>\n"
               "<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n<li id=\"fn-1\">\n<p id=\"p-2\">Note."
               " <a href=\"#fnref-1-1\" class=\"footnote-back\" role=\"doc-backlink\">↩ 1</a>"
               " <a href=\"#fnref-1-2\" class=\"footnote-back\" role=\"doc-backlink\">↩ 1</a></p>\n</li>\n</ol>\n"
               "</section>\n",
               help_html("a[^n] b[^n]\n\n[^n]: Note."));
}

TEST(render, code_keeps_its_language_and_nothing_else)
{
    CHECK_TEXT("<pre id=\"p-1\"><code class=\"language-c\">a &lt; b &amp;&amp; &quot;c&quot;\n</code></pre>\n",
               help_html("```c onload=x\na < b && \"c\"\n```"));
    CHECK_TEXT("<pre id=\"p-1\"><code>x\n</code></pre>\n", help_html("```\"><script>\nx\n```"));
}

TEST(render, front_matter_and_raw_html_are_not_shown)
{
    CHECK_TEXT("<p id=\"p-1\">Texte</p>\n", help_html("---\ntitle: x\n---\nTexte"));
    CHECK_TEXT("<p id=\"p-1\">a gras</p>\n", help_html("<div onclick=x>\nbloc\n</div>\n\na <b onclick=x>gras</b>"));
}

TEST(render, links_keep_the_web_mail_and_our_own_paths)
{
    CHECK_TEXT("<p id=\"p-1\"><a href=\"https://exemple.invalid/%C3%A9?a=1&amp;b=2\" rel=\"noopener noreferrer\" "
               "title=\"t&quot;\">x</a></p>\n",
               help_html("[x](https://exemple.invalid/é?a=1&b=2 't\"')"));
    CHECK_TEXT("<p id=\"p-1\"><a href=\"mailto:a@exemple.invalid\">a@exemple.invalid</a></p>\n",
               help_html("<a@exemple.invalid>"));
    CHECK_TEXT("<p id=\"p-1\"><a href=\"#p-2\">x</a> <a href=\"plan.pdf\">y</a> <a href=\"/groups/g\">z</a></p>\n",
               help_html("[x](#p-2) [y](plan.pdf) [z](/groups/g)"));
}

TEST(render, refused_addresses_leave_their_label)
{
    static const char *const urls[] = { "javascript:x", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x",     "file:///x",
                                        "//host/x",     "\\\\host",     "/\\host",          "java&#9;script:x", "&#1;x",
                                        "1x:y",         "ftp://x",      "blob:x",           "http:x",         "" };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        char markdown[128];
        snprintf(markdown, sizeof markdown, "a [b](<%s>) c", urls[i]);
        CHECK_TEXT("<p id=\"p-1\">a b c</p>\n", help_html(markdown));
    }
}

TEST(render, images_of_ours_are_shown_and_others_become_links)
{
    CHECK_TEXT("<p id=\"p-1\">a <img src=\"images/abc\" alt=\"un plan &lt;3\" title=\"t\" loading=\"lazy\"></p>\n",
               help_html("a ![un *plan* <3](images/abc \"t\")"));
    CHECK_TEXT("<p id=\"p-1\"><img src=\"images/a-2\" alt=\"\" loading=\"lazy\"></p>\n", help_html("![](images/a-2)"));
    CHECK_TEXT("<p id=\"p-1\"><a href=\"https://x.invalid/i.png\" rel=\"noopener noreferrer\">plan</a></p>\n",
               help_html("![plan](https://x.invalid/i.png)"));
    CHECK_TEXT("<p id=\"p-1\"><a href=\"https://x.invalid/i.png\" rel=\"noopener noreferrer\">https://x.invalid/i.png</a></p>\n",
               help_html("![](https://x.invalid/i.png)"));
    CHECK_TEXT("<p id=\"p-1\"><a href=\"/y\">plan</a></p>\n", help_html("[![plan](https://x.invalid/i.png)](/y)"));
    CHECK_TEXT("<p id=\"p-1\">a b c d e f</p>\n",
               help_html("![a](../api/me) ![b](/api/me) ![c](data:image/svg+xml,x) ![d](images/%2e%2E/y) ![e](images/A) ![f](images/)"));
}

TEST(render, an_image_alone_with_a_title_is_a_figure_with_its_caption)
{
    CHECK_TEXT("<figure id=\"p-1\"><img src=\"images/abc\" alt=\"un plan\" loading=\"lazy\"><figcaption>Salle &lt;3&gt;</figcaption></figure>\n"
               "<p id=\"p-2\">suite</p>\n",
               help_html("![un plan](images/abc \"Salle <3>\")\n\nsuite"));
    CHECK_TEXT("<ul>\n<li id=\"p-1\"><img src=\"images/abc\" alt=\"\" title=\"t\" loading=\"lazy\"></li>\n</ul>\n",
               help_html("- ![](images/abc \"t\")"));
}

TEST(render, a_line_of_many_bars_is_text)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    for (int line = 0; line < 3; line++) {
        for (int i = 0; i < 150; i++)
            buf_put_text(&text, line == 1 ? "|-" : "|a");
        buf_put_text(&text, "\n");
    }
    const char *html = help_html(buf_text(&text));
    CHECK(strstr(html, "<p id=\"p-1\">|a|a|a") == html && !strstr(html, "<table") && !strchr(html, '\\'));
    buf_clear(&text);
    buf_put_text(&text, "```\n");
    for (int i = 0; i < 150; i++)
        buf_put_text(&text, "|a");
    buf_put_text(&text, "\n```\n");
    html = help_html(buf_text(&text));
    CHECK(!strchr(html, '\\') && strstr(html, "<code>|a|a"));
}

/* ---- hostile texts -------------------------------------------------------------------------------------------------- */

static const char *const RAW[] = {
    "<script>alert(1)</script>", "<SCRIPT SRC=//x.invalid/x.js></SCRIPT>", "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<img src=\"x\" onerror=\"alert(1)\">", "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<body onload=alert(1)>", "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
    "<a href=javascript:alert(1)>x</a>", "<a href=\"java\nscript:alert(1)\">x</a>", "<form action=javascript:alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<base href=javascript:/x>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<link rel=import href=x>",
    "<style>@import'javascript:alert(1)'</style>", "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<marquee onstart=alert(1)>x</marquee>", "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>", "<!DOCTYPE x [<!ENTITY y \"<script>\">]>",
    "<textarea></textarea><script>alert(1)</script>", "<title></title><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
    "`<script>alert(1)</script>`", "```\n</code></pre><script>alert(1)</script>\n```",
    "```\" onmouseover=\"alert(1)\nx\n```", "~~~ <script>\n</pre>\n~~~", "| <script>alert(1)</script> |\n| --- |\n| x |",
    "| a |\n| --- |\n| <img src=x onerror=alert(1)> |", "# <img src=x onerror=alert(1)>", "> <script>\n> alert(1)",
    "- <script>alert(1)</script>", "- [x] <img src=x onerror=alert(1)>", "[^\"><script>]: x\n\na[^\"><script>]",
    "[^a]\n\n[^a]: <img src=x onerror=alert(1)>", "**<b onclick=alert(1)>x</b>**", "x\n<img src=x\nonerror=alert(1)>",
    "<x onclick=alert(1)>y</x>", "</p><script>alert(1)</script>", "</section><script>alert(1)</script>",
    "<a\x0bhref=x onclick=alert(1)>", "<img/src=x/onerror=alert(1)>", "<svg/onload=alert(1)//",
    "---\ntitle: <script>alert(1)</script>\n---\n<script>alert(1)</script>", "\\<script>alert(1)\\</script>",
    "<a href=\"x\" title=\"</a><img src=x onerror=alert(1)>\">", "<p id=p-1 onclick=alert(1)>",
};

static const char *const SCHEMES[] = {
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)",
    "java&#x0A;script:alert(1)", "&#1;javascript:alert(1)", "&#32;javascript:alert(1)", "\\javascript:alert(1)",
    "javascript\\:alert(1)", "vbscript:msgbox(1)", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg/onload=x>",
    "DATA:text/html,x", "file:///etc/passwd", "view-source:javascript:x", "jar:javascript:x!/", "feed:javascript:alert(1)",
    "blob:javascript:x", "filesystem:x", "//x.invalid/%0ajavascript:x", "\\\\x.invalid/x", "/\\x.invalid/x",
    "https://x.invalid/\" onmouseover=\"alert(1)", "https://x.invalid/'><script>alert(1)</script>",
    "x\" onerror=\"alert(1)", "#\" onclick=\"alert(1)", "&#8203;javascript:alert(1)", "javascript%3Aalert(1)",
};

static const char *const SHAPES[] = {
    "[x](%s)", "[x](<%s>)", "![x](%s)", "![x](<%s>)", "<%s>", "[x][r]\n\n[r]: %s", "[![x](%s)](%s)", "[x](# \"%s\")",
    "![x](y.png '%s')", "| [x](<%s>) |\n| --- |\n| ![y](<%s>) |",
};

static int check_harmless(const char *markdown)
{
    const char *html = help_html(markdown), *wrong = html_wrong(html);
    if (wrong)
        test_fail(__FILE__, __LINE__, "%s\n# from %s\n# to %s", wrong, markdown, html);
    return 1;
}

TEST(render, nothing_hostile_gets_through)
{
    int tried = 0;
    for (size_t i = 0; i < sizeof RAW / sizeof *RAW; i++)
        tried += check_harmless(RAW[i]);
    for (size_t s = 0; s < sizeof SCHEMES / sizeof *SCHEMES; s++) {
        for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
            CLEANUP(buf_clear) struct buf markdown = { 0 };
            for (const char *c = SHAPES[i]; *c; c++) {
                if (c[0] == '%' && c[1] == 's')
                    buf_put_text(&markdown, SCHEMES[s]), c++;
                else
                    buf_put_byte(&markdown, (uint8_t)*c);
            }
            tried += check_harmless(buf_text(&markdown));
        }
    }
    CHECK(tried >= 300);
}

TEST(render, the_samples_are_well_formed)
{
    static const char *const names[] = { "diagnostic-stg-01.md", "groupe-b.md", "note-synthetique-stg-02.md",
                                         "journal-01-stg-01.md" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        CLEANUP(buf_clear) struct buf text = { 0 };
        help_file(&text, names[i]);
        CHECK(html_wrong(help_html(buf_text(&text))) == NULL);
    }
}
