#pragma once
/* Named parts, one after the other, inside an encrypted stream: what a backup holds. A part's size need not be known when it begins. */
#include "guard/stream.h"

struct archive_writer {
    struct stream_writer *stream;
    uint64_t parts, bytes; /* so far; of this part */
};
MUST_CHECK carnet_err archive_begin(struct archive_writer *w, const char *name);
MUST_CHECK carnet_err archive_put(struct archive_writer *w, bytes data);
MUST_CHECK carnet_err archive_end(struct archive_writer *w, bool whole); /* not whole: to be left out when read */
MUST_CHECK carnet_err archive_finish(struct archive_writer *w);

struct archive_reader {
    struct stream_reader *stream;
    struct buf name, piece;
    uint64_t parts, bytes;
    bool whole; /* after the last piece of a part */
};
/* *more false: that was all, and the stream has ended as it should. name is then the part's. */
MUST_CHECK carnet_err archive_next(bool *more, struct archive_reader *r);
/* The pieces of a part, in reader->piece; *more false after the last. All must be read before the next part. */
MUST_CHECK carnet_err archive_piece(bool *more, struct archive_reader *r);
MUST_CHECK carnet_err archive_skip(struct archive_reader *r);
void archive_reader_clear(struct archive_reader *r); /* not the stream */
