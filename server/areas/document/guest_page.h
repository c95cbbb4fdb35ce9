#pragma once
/* What a guest's browser shows: plain HTML without a script, from the files in pages/, which hold every word of it. Any thread. */
#include "areas/document/guest.h"

/* The page of a document's text, rendered: its own title above it, its first rank below. html: a fragment from text/; its images are found
 * below path, the link's. */
const char *guest_page_html(struct arena *arena, const struct guest_page *page, const char *path, const char *contact, bytes html);
const char *guest_closed_html(struct arena *arena, const char *contact); /* for whatever opens nothing: the same octets */
const char *guest_busy_html(struct arena *arena, const char *contact);   /* too many tries from here */
/* "Name <address>" as a sentence's end, the address as a link; anything else as it is. */
const char *guest_contact_html(struct arena *arena, const char *contact);
