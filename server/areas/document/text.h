#pragma once
/* Text built from a document's log. Only for document/. */
#include "areas/document/document.h"
#include "store/log.h"

MUST_CHECK carnet_err text_of_state(struct buf *out, const struct log_state *state);
