/* build/carnet-crdt: figures, and a look into updates and states. */
#include <stdio.h>
#include <string.h>

#include "crdt/tool/tool.h"

static int usage(void)
{
    fputs("carnet-crdt bench PREFIX [--root NAME]   figures for PREFIX.yupd .mergedlog .state .ops .txt, as one JSON line\n"
          "carnet-crdt merge [FILE…]                merges updates (standard input without a file) to standard output\n"
          "carnet-crdt text [FILE…] [--root NAME]   the text after applying them\n"
          "carnet-crdt dump [FILE…]                 their structs and delete sets, one per line\n"
          "carnet-crdt drive                        commands on standard input, for tests (server/crdt/tool/drive.c)\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    const char *root = TOOL_ROOT;
    int count = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--root") != 0)
            argv[count++] = argv[i];
        else if (++i < argc)
            root = argv[i];
        else
            return usage();
    }
    if (count == 1 && strcmp(argv[0], "drive") == 0)
        return tool_drive();
    if (count == 2 && strcmp(argv[0], "bench") == 0)
        return tool_bench(argv[1], root);
    if (count && (strcmp(argv[0], "merge") == 0 || strcmp(argv[0], "text") == 0 || strcmp(argv[0], "dump") == 0))
        return tool_inspect(argv[0], count - 1, argv + 1, root);
    return usage();
}
