#!/usr/bin/env bash
# defined_once.sh OBJECT: it defines nothing of tollcast that a second object with the same headers would define again.
set -euo pipefail
symbols=$(nm -C --defined-only "$1" | grep -E ' [A-Z] tollcast::')
grep -q ' W ' <<<"$symbols" || { echo "$1 has no inline function of tollcast: it shows nothing"; exit 1; }
if grep -E ' [TDBRG] tollcast::' <<<"$symbols"; then
  echo "these are defined in a header and not inline"
  exit 1
fi
