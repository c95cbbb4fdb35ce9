/* Shared messages: the payload lies behind LWS_PRE bytes that libwebsockets overwrites with the frame's header, which is the
 * same for every recipient. */
#include "net/message.h"

#include <libwebsockets.h>

#include <string.h>

struct message *message_sized(size_t len)
{
    struct message *message = mem_alloc(sizeof *message + LWS_PRE + len);
    message->refs = 1;
    message->len = len;
    message->payload = message->room + LWS_PRE;
    return message;
}

struct message *message_new(bytes payload)
{
    struct message *message = message_sized(payload.len);
    if (payload.len)
        memcpy(message->payload, payload.ptr, payload.len);
    return message;
}

struct message *message_keep(struct message *message)
{
    message->refs++;
    return message;
}

void message_drop(struct message *message)
{
    if (message && --message->refs == 0)
        mem_free(message);
}
