#!/usr/bin/env bash
# light_umbrella.sh [ROOT [COMPILER FLAG...]]: with TOLLCAST_COMPILED the umbrella brings in no header that makes a user wait.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
compiler=("${@:2}")
((${#compiler[@]})) || compiler=(c++)
opened=$(echo '#include <tollcast/tollcast.hpp>' | "${compiler[@]}" -std=c++20 -Iinclude -DTOLLCAST_COMPILED -M -xc++ -)
if grep -oE '[^ ]*/(boost/math/.*|Eigen/.*|fmt/(format|ranges|chrono)\.h|iostream|regex|filesystem|nlohmann/.*)( |$)' <<<"$opened"; then
  echo "include/tollcast/tollcast.hpp: brings these in"
  exit 1
fi
