#!/usr/bin/env bash
# umbrella.sh [ROOT]: tollcast.hpp includes every public header once, a layer after the other, and does nothing else;
# src/*.cpp include every body.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
layers=(core series numeric distribution trend projection evaluation report)

includes() { sed -nE 's/^#include <(tollcast\/.*)>$/\1/p' "$@"; }
wrong=0

in_flow_order=$(
  for layer in "${layers[@]}"; do
    (cd include && find "tollcast/$layer" -maxdepth 1 -name '*.hpp' 2>/dev/null) | LC_ALL=C sort
  done
)
if ! diff <(includes include/tollcast/tollcast.hpp) <(echo "$in_flow_order"); then
  echo "include/tollcast/tollcast.hpp: < is included, > is there, in flow order"
  wrong=1
fi
if grep -nvE '^(#pragma once|#include <tollcast/.*>|//.*|)$' include/tollcast/tollcast.hpp; then
  echo "include/tollcast/tollcast.hpp: the umbrella only includes"
  wrong=1
fi
if ! diff <(includes src/*.cpp | LC_ALL=C sort) <(cd include && find tollcast -name '*.ipp' | LC_ALL=C sort); then
  echo "src/*.cpp: < is included, > is there"
  wrong=1
fi
exit $wrong
