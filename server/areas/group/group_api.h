#pragma once
/* A group as the actor may see it: what every change to it answers. For group/, and for page_api.c. */
#include "areas/group/group.h"

MUST_CHECK carnet_err group_reply(struct req *req, struct reply *reply, int status, const char *slug);
