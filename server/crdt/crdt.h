#pragma once
/* A Yjs document: text that several people edit at once, and everything else a Yjs client may have put in it.
 *
 * Speaks the Yjs update format, version 1 (structs, delete sets, state vectors). Lengths and indexes are in UTF-16 units, texts
 * are UTF-8. Deleted content is garbage-collected at once. No I/O, no clock, no randomness: client ids are given by the caller.
 * One thread at a time per document; documents are independent of each other. Decoders are bounded: decode all, then apply; a
 * refused input changes nothing (CARNET_INVALID malformed, CARNET_LIMIT over a cap). */
#include "base/bytes.h"
#include "base/err.h"

struct crdt_doc;
struct crdt_update; /* a decoded update, independent of any document */

struct crdt_limits { /* on what is added; a document that a log made larger still takes what adds nothing to it */
    size_t text_bytes;    /* of all present text together; default 10 MB */
    size_t encoded_bytes; /* of the whole state; default 64 MB */
    size_t clients;       /* distinct client ids; default 200,000 */
    size_t pending_bytes; /* held back for missing dependencies; default 1 MB */
};

struct crdt_doc *crdt_doc_new(void);
void crdt_doc_free(struct crdt_doc *doc); /* NULL is fine */
void crdt_doc_limit(struct crdt_doc *doc, const struct crdt_limits *limits);

/* Decodes the whole update. Copies what it needs: data may go away. */
MUST_CHECK carnet_err crdt_update_decode(struct crdt_update **out, bytes data);
void crdt_update_free(struct crdt_update *update);

/* What an update would bring: struct clocks and deleted ranges that the document, pending included, does not have. */
struct crdt_news {
    bool structs, deletes;
    const uint64_t *clients; /* ids with new structs, ascending; owned by the update, valid until it is freed or asked again */
    size_t client_count;
};
void crdt_update_news(struct crdt_news *out, const struct crdt_doc *doc, struct crdt_update *update);

/* Applies all of it. What was new is appended to *fresh as one v1 update (nothing is appended when nothing was new); applying
 * fresh updates in order to an empty document gives the same state. fresh is NULL when a log is loaded: it was accepted
 * once, so the limits do not count, and all that can leave the pending does, while otherwise it waits until Yjs would try it again. */
MUST_CHECK carnet_err crdt_apply(struct crdt_doc *doc, struct crdt_update *update, struct buf *fresh);

/* Both at once, for bytes that are at hand: decodes, then applies. */
MUST_CHECK carnet_err crdt_apply_bytes(struct crdt_doc *doc, bytes data, struct buf *fresh);

/* State. The encodings include pending structs and delete sets. */
void crdt_encode_state(struct buf *out, const struct crdt_doc *doc);
MUST_CHECK carnet_err crdt_encode_diff(struct buf *out, const struct crdt_doc *doc, bytes state_vector);
void crdt_state_vector(struct buf *out, const struct crdt_doc *doc);
MUST_CHECK carnet_err crdt_merge(struct buf *out, const bytes *updates, size_t count);
MUST_CHECK carnet_err crdt_update_state_vector(struct buf *out, bytes update);
bool crdt_has_pending(const struct crdt_doc *doc);

/* The text of a root (Y.Text), embeds left out. */
void crdt_text(struct buf *out, const struct crdt_doc *doc, const char *root);
size_t crdt_text_length(const struct crdt_doc *doc, const char *root); /* UTF-16 units */

/* Local edits by a client; each appends its v1 update to *update (which may be NULL; nothing is appended when nothing
 * changes). Indexes and lengths count an embed as one unit, as Yjs does. An index inside a surrogate pair or
 * past the end is CARNET_INVALID. crdt_edit makes the present text become `text` with few word-level edits. */
MUST_CHECK carnet_err crdt_insert(struct crdt_doc *doc, const char *root, uint64_t client, size_t index, bytes text,
                                  struct buf *update);
MUST_CHECK carnet_err crdt_delete(struct crdt_doc *doc, const char *root, uint64_t client, size_t index, size_t length,
                                  struct buf *update);
MUST_CHECK carnet_err crdt_edit(struct crdt_doc *doc, const char *root, uint64_t client, bytes text, struct buf *update);

/* Who wrote the characters of the present text: runs in order. */
struct crdt_run {
    uint64_t client;
    size_t length; /* UTF-16 units */
};
struct crdt_run *crdt_runs(size_t *count, const struct crdt_doc *doc, const char *root); /* mem_free it */

/* Relative positions (Yjs encoding): stick to a character whatever happens around it. assoc >= 0: the character after the
 * index, < 0: the one before. Resolving gives the present index. */
MUST_CHECK carnet_err crdt_position_encode(struct buf *out, const struct crdt_doc *doc, const char *root, size_t index,
                                           int assoc);
MUST_CHECK carnet_err crdt_position_resolve(size_t *index, const struct crdt_doc *doc, const char *root, bytes position);

size_t crdt_memory(const struct crdt_doc *doc);       /* bytes held */
size_t crdt_client_count(const struct crdt_doc *doc); /* distinct ids */
size_t crdt_encoded_size(const struct crdt_doc *doc); /* upper estimate in O(1) */

/* Checks every invariant (INTERNALS.md). CARNET_CORRUPT names the first that fails. Debug builds run it after each apply. */
MUST_CHECK carnet_err crdt_check(const struct crdt_doc *doc);
