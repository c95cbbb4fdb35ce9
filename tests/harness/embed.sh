#!/usr/bin/env bash
# Turns migrations/NNNN_name.sql into a C table, so that the program carries its schema with it.
set -eu
echo "/* Made from migrations/ by embed.sh. */"
echo "static const struct { int number; const char *sql; } MIGRATIONS[] = {"
for f in "$@"; do
    [ -e "$f" ] || continue
    n=$(basename "$f")
    echo "    { $((10#${n%%_*})),"
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/      "/' -e 's/$/\\n"/' "$f"
    echo "    },"
done
echo "    { 0, 0 },"
echo "};"
