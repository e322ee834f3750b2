#!/usr/bin/env bash
# golden.sh EXPECTED COMMAND...: the command's standard output is the content of the file EXPECTED.
# With TOLLCAST_ACCEPT=1 the file is written instead.
set -euo pipefail
expected=$1
shift
actual=$(mktemp)
trap 'rm -f "$actual"' EXIT
"$@" >"$actual"
if [[ ${TOLLCAST_ACCEPT:-} == 1 ]]; then
  cat "$actual" >"$expected"
else
  diff -u "$expected" "$actual"
fi
