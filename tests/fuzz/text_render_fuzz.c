/* Any bytes as Markdown: both pure functions come back, the HTML passes the check of tests/text, and footnotes never
 * count more than everything. */
#include <stdint.h>
#include <stdlib.h>

#include "../text/html_check.h"
#include "text/measure.h"
#include "text/render.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    bytes markdown = { data, len };
    CLEANUP(buf_clear) struct buf html = { 0 };
    CLEANUP(buf_clear) struct buf counts = { 0 };
    if (render_html(&html, markdown) == CARNET_OK) {
        const char *wrong = strlen(buf_text(&html)) == html.len ? html_wrong(buf_text(&html)) : "a zero";
        if (wrong) {
            fprintf(stderr, "%s\n%s\n", wrong, buf_text(&html));
            abort();
        }
    }
    if (measure_markdown(&counts, markdown) == CARNET_OK) {
        struct reader r = reader_of(buf_bytes(&counts));
        uint64_t signes, without;
        if (reader_varint(&signes, &r) || reader_varint(&without, &r) || without > signes || signes > len * 3)
            abort();
    }
    return 0;
}
