#!/usr/bin/env bash
# Turns files into a C table of bytes, so that the program carries them with it: { name, bytes, length }.
set -eu
echo "/* Made by embed_files.sh. */"
n=0
for f in "$@"; do
    echo "static const unsigned char FILE_$n[] = {"
    od -An -v -tx1 "$f" | sed -e 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    echo "};"
    n=$((n + 1))
done
echo "static const struct { const char *name; const unsigned char *data; size_t len; } FILES[] = {"
n=0
for f in "$@"; do
    echo "    { \"$(basename "$f")\", FILE_$n, sizeof FILE_$n },"
    n=$((n + 1))
done
echo "    { NULL, NULL, 0 },"
echo "};"
