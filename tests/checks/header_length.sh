#!/usr/bin/env bash
# header_length.sh [ROOT]: one noun a header, so none is longer than 300 lines.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
wrong=0
while IFS= read -r header; do
  lines=$(wc -l <"$header")
  if ((lines > 300)); then
    echo "$header: $lines lines, at most 300 are meant"
    wrong=1
  fi
done < <(find include -type f)
exit $wrong
