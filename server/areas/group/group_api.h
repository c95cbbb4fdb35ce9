#pragma once
/* A group as the actor may see it: what every change to it answers. Only for group/. */
#include "areas/group/group.h"

MUST_CHECK carnet_err group_reply(struct req *req, struct reply *reply, int status, const char *slug);
