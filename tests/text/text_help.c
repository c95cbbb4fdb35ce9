/* The child of the renderer under test is the test program itself, started with "render-child": glibc hands the
 * arguments to constructors, and this one runs before any test is registered. */
#include "text_help.h"

#include <stdio.h>
#include <stdlib.h>

#include "text/child.h"

__attribute__((constructor(101))) static void be_the_child(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "render-child") == 0)
        _Exit(render_child_main());
}

struct renderer *help_renderer(void)
{
    static struct renderer *shared;
    if (!shared)
        shared = renderer_new("/proc/self/exe");
    return shared;
}

void help_file(struct buf *out, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "tests/fixtures/cpsl/%s", name);
    FILE *f = fopen(path, "rb");
    if (!f)
        test_fail(path, 0, "the fixture is missing");
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_put(out, (bytes){ (uint8_t *)chunk, n });
    fclose(f);
}

const char *help_html(const char *markdown)
{
    static struct buf html;
    html.len = 0;
    CHECK_OK(renderer_html(&html, help_renderer(), bytes_text(markdown)));
    return buf_text(&html);
}

int64_t help_signes(const char *markdown)
{
    struct text_measure measure;
    CHECK_OK(renderer_measure(&measure, help_renderer(), bytes_text(markdown)));
    return measure.signes;
}
