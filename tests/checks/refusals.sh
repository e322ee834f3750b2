#!/usr/bin/env bash
# refusals.sh COMPILER: each check of this folder refuses what it is there to refuse: a small tree is made that passes, then one fault at a time.
set -euo pipefail
checks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
compiler=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

plant() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/{include/tollcast/{core,series,report},src,examples,tests/consumer}
  cp "$checks/../../.clang-format" "$tree"
  printf '#pragma once\n' | tee "$tree"/include/tollcast/{core/error,series/count}.hpp >"$tree/include/tollcast/report/text.hpp"
  printf '// a body\n' >"$tree/include/tollcast/series/count.ipp"
  printf '#pragma once\n\n// core\n#include <tollcast/%s.hpp>\n\n// series\n#include <tollcast/%s.hpp>\n\n// report\n#include <tollcast/%s.hpp>\n' \
    core/error series/count report/text >"$tree/include/tollcast/tollcast.hpp"
  printf '#include <tollcast/series/count.ipp>\n' >"$tree/src/tollcast.cpp"
  printf '#include <cstdio>\n\nint main() { std::puts("one"); }\n' >"$tree/examples/10.cpp"
  printf 'one\ntwo\nthree\n' >"$tree/examples/10.expected"
  printf 'find_package(tollcast)\n' >"$tree/tests/consumer/CMakeLists.txt"
  printf '#!/bin/sh\necho "$@" [a]\necho b\n' >"$tree/program"
  chmod +x "$tree/program"
  printf '%s\n' '```cpp' 'int main() { std::puts("one"); }' '```' '```text' 'one' '...' 'three' '```' \
    '```console' '$ tollcast project' 'project [a]' 'b' '$ examples/run' 'project [a]' '...' '```' \
    '```cmake' 'find_package(tollcast)' '```' >"$tree/README.md"
}

run() {
  case $1 in
    alone | light_umbrella) bash "$checks/$1.sh" "$tree" "$compiler" ;;
    readme) bash "$checks/$1.sh" "$tree/program" "$tree" ;;
    *) bash "$checks/$1.sh" "$tree" ;;
  esac
}

# refuses CHECK MESSAGE: now it fails, with that message. The tree is made anew afterwards.
refuses() {
  local output
  if output=$(run "$1" 2>&1) || [[ $output != *"$2"* ]]; then
    printf 'FAIL  %s should have said: %s\n%s\n' "$1" "$2" "$output"
    failed=1
  fi
  plant
}

plant
for check in include_direction header_length umbrella alone light_umbrella leftovers format readme; do
  run $check || { echo "FAIL  $check refuses a tree without fault"; failed=1; }
done

cd "$tree"
echo '#include <tollcast/report/text.hpp>' >>include/tollcast/series/count.hpp
refuses include_direction 'count.hpp: includes <tollcast/report/text.hpp>'
echo '#include "../report/text.hpp"' >>include/tollcast/series/count.hpp
refuses include_direction 'count.hpp: includes "../report/text.hpp"'
echo '#include <tollcast/tollcast.hpp>' >>include/tollcast/series/count.hpp
refuses include_direction 'count.hpp: includes <tollcast/tollcast.hpp>'
mkdir include/tollcast/utils && touch include/tollcast/utils/all.hpp
refuses include_direction 'utils is not a layer'
seq -f '// %g' 300 >>include/tollcast/series/count.hpp
refuses header_length 'count.hpp: 301 lines'
touch include/tollcast/series/period.hpp
refuses umbrella '> tollcast/series/period.hpp'
rm include/tollcast/report/text.hpp
refuses umbrella '< tollcast/report/text.hpp'
echo 'using namespace tollcast;' >>include/tollcast/tollcast.hpp
refuses umbrella 'only includes'
echo '// another' >include/tollcast/series/period.ipp
refuses umbrella '> tollcast/series/period.ipp'
echo 'inline std::size_t lines;' >>include/tollcast/series/count.hpp
refuses alone 'include/tollcast/series/count.hpp: does not compile alone'
echo '#include <iostream>' >>include/tollcast/core/error.hpp
refuses light_umbrella 'iostream'
printf 'see /%s/data\n' work >>README.md
refuses leftovers '/data'
printf '// %s: later\n' TO'DO' >>src/tollcast.cpp
refuses leftovers 'later'
touch src/.tollcast.cpp.swp
refuses leftovers '.swp'
echo 'int   main( ) { }' >>examples/10.cpp
refuses format '10.cpp:4'
echo 'int main() {}' >examples/10.cpp
refuses readme 'README.md:1: this program is in none'
echo one >examples/10.expected
refuses readme 'README.md:4: examples/10.cpp prints something else'
printf '#!/bin/sh\necho "$@" a\necho b\n' >program
refuses readme 'README.md:9: tollcast project prints something else'
echo >tests/consumer/CMakeLists.txt
refuses readme 'README.md:17: not in tests/consumer'
printf '```\n' >>README.md
refuses readme 'needs the name of its language'

exit $failed
