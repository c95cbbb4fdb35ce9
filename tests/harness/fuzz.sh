#!/bin/bash
# Builds every tests/fuzz/*_fuzz.c with clang, libFuzzer and the sanitizers, and runs each for FUZZ_SECONDS (10).
# A target's name begins with its layer: crdt_decode_fuzz.c gets the sources of crdt and of what is below it, and the
# helpers in tests/crdt that are not tests themselves. Its seeds are in tests/fuzz/corpus/<target>/, which stays as it is:
# new inputs go to build/fuzz/. Words on the command line keep only the targets that contain one of them.
set -u
cd "$(dirname "$0")/../.."
seconds=${FUZZ_SECONDS:-10}
out=build/fuzz
mkdir -p "$out"
failed=0
libs=$(sed -n '/^LIBS :=/,/[^\\]$/p' Makefile | sed 's/^LIBS :=//; s/\\$//' | tr '\n' ' ')
[ -f build/include/migrations.h ] || make --no-print-directory build/include/migrations.h

wanted() {
  [ $# -eq 1 ] && return 0
  local name=$1 word
  shift
  for word in "$@"; do [[ $name == *$word* ]] && return 0; done
  return 1
}

for target in tests/fuzz/*_fuzz.c; do
  name=$(basename "$target" .c)
  wanted "$name" "$@" || continue
  layer=${name%%_*}
  # The layers up to the target's own, as server/LAYERS lists them; those on one line do not include each other.
  sources=""
  while read -r -a layers; do
    [[ " ${layers[*]} " == *" $layer "* ]] && { sources+=" $(find "server/$layer" -name '*.c' -not -path '*/tool/*')"; break; }
    for below in "${layers[@]}"; do sources+=" $(find "server/$below" -name '*.c' -not -path '*/tool/*')"; done
  done < <(grep -v '^#' server/LAYERS | grep -v ':')
  sources+=" $(find "tests/$layer" -name '*.c' -not -name '*_test.c' -exec grep -LE 'harness/test.h|_help.h' {} + 2>/dev/null)"
  mkdir -p "$out/$name.new" "tests/fuzz/corpus/$name"
  newest=$(find $sources "$target" server -newer "$out/$name" \( -name '*.c' -o -name '*.h' \) 2>/dev/null | head -1)
  if [ ! -x "$out/$name" ] || [ -n "$newest" ]; then
    clang -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -O1 -g -fno-omit-frame-pointer \
      -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Iserver -Ibuild/include -Itests \
      "$target" $sources -o "$out/$name" $libs || { echo "not ok fuzz $name (build)"; failed=1; continue; }
  fi
  log="$out/$name.log"
  if timeout $((seconds + 60)) "$out/$name" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$out/$name-" "$out/$name.new" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
    echo "ok fuzz $name ($(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs)"
  else
    tail -40 "$log"
    echo "not ok fuzz $name"
    failed=1
  fi
done
exit $failed
