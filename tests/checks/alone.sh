#!/usr/bin/env bash
# alone.sh [ROOT [COMPILER FLAG...]]: every public header compiles alone.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}/include"
compiler=("${@:2}")
((${#compiler[@]})) || compiler=(c++)
# shellcheck disable=SC2016 # for the shell that xargs starts
find tollcast -name '*.hpp' ! -path '*/detail/*' | xargs -I{} -P"$(nproc)" bash -c '
  echo "#include <$0>" | "$@" -std=c++20 -I. -DTOLLCAST_COMPILED -fsyntax-only -xc++ - ||
    { echo "include/$0: does not compile alone"; exit 1; }' {} "${compiler[@]}"
