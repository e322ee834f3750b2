#!/usr/bin/env bash
# format.sh [ROOT]: every C++ file is as clang-format writes it. To make it so: tests/checks/format.sh --fix
set -euo pipefail
how=(--dry-run -Werror)
if [[ ${1:-} == --fix ]]; then
  how=(-i)
  shift
fi
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
find . \( -name build -o -name .git \) -prune -o \( -name '*.hpp' -o -name '*.ipp' -o -name '*.cpp' \) -print0 |
  xargs -0 clang-format-14 --style=file "${how[@]}"
