#!/usr/bin/env bash
# leftovers.sh [ROOT]: no file names a place of one machine, or keeps a note to its author or an editor's swap file.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
wrong=0
outside=(--exclude-dir=build --exclude-dir=.git --exclude-dir=.venv)
if grep -rnIE "${outside[@]}" '(^|[^[:alnum:]_./-])/(wor[k]|hom[e]|roo[t]|User[s]|mn[t])/|\b(TOD[O]|FIXM[E]|XX[X])\b' .; then
  echo "these lines name a place of one machine or are notes to their author"
  wrong=1
fi
if find . \( -name build -o -name .git -o -name .venv \) -prune -o \( -name '*.sw[op]' -o -name '*~' -o -name '*.orig' \) -print | grep .; then
  echo "these files are an editor's"
  wrong=1
fi
exit $wrong
