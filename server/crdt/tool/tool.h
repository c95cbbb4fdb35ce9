#pragma once
/* The parts of build/carnet-crdt. Each returns the exit status. */
#include "crdt/crdt.h"

#define TOOL_ROOT "content"

int tool_drive(void);
int tool_bench(const char *prefix, const char *root);
int tool_inspect(const char *command, int count, char **paths, const char *root);
