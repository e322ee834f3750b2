#!/usr/bin/env bash
# include_direction.sh [ROOT]: a header includes its own layer and the layers to its left, never to its right.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
layers=' core series numeric distribution trend projection evaluation report '
wrong=0

while IFS= read -r header; do
  layer=${header#include/tollcast/}
  layer=${layer%%/*}
  if [[ $layers != *" $layer "* ]]; then
    echo "$header: $layer is not a layer; these are:$layers"
    wrong=1
    continue
  fi
  upstream="${layers%% "$layer" *} $layer "
  while IFS= read -r included; do
    if [[ $included == \"* ]]; then
      echo "$header: includes $included; a public header is included as <tollcast/layer/noun.hpp>"
      wrong=1
    elif [[ $included == '<tollcast/'* ]]; then
      other=${included#<tollcast/}
      other=${other%%/*}
      if [[ $upstream != *" $other "* ]]; then
        echo "$header: includes $included, which is not upstream of $layer"
        wrong=1
      fi
    fi
  done < <(sed -nE 's/^ *# *include *([<"][^>"]*[>"]).*/\1/p' "$header")
done < <(find include/tollcast -mindepth 2 -type f)

exit $wrong
