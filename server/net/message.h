#pragma once
/* A websocket message on its way out: one buffer shared by all who receive it, with the headroom lws needs. Loop thread. */
#include "base/bytes.h"

struct message {
    uint32_t refs;
    size_t len;
    uint8_t *payload; /* inside room, after LWS_PRE bytes */
    uint8_t room[];
};
struct message *message_new(bytes payload);    /* one reference, the caller's */
struct message *message_sized(size_t len);     /* to be filled by the caller before it is sent */
struct message *message_keep(struct message *message); /* one more reference */
void message_drop(struct message *message);    /* NULL is fine */
