#!/usr/bin/env bash
# pkg_config.sh PREFIX COMPILER...: builds the first example against the installed copy below PREFIX with what pkg-config says.
set -euo pipefail
prefix=$1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
example=$here/../../examples/10_year_end_projection
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pc=$(find "$prefix" -name tollcast.pc)
export PKG_CONFIG_PATH=${pc%/*}${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}

# program NAME MODULES FLAG-OR-FILE...
program() {
  local name=$1 modules=$2 flags
  shift 2
  # shellcheck disable=SC2086 # words
  flags=$(pkg-config --cflags --libs $modules)
  # shellcheck disable=SC2086
  "${compiler[@]}" -std=c++20 "$@" -o "$work/$name" $flags
  bash "$here/../golden.sh" "$example.expected" "$work/$name"
}

compiler=("$@")
program compiled 'tollcast-io tollcast-compiled' -DEXPECT_COMPILED "$example.cpp" "$here/second_file.cpp"
# Of the headers one, as all of them take long.
# shellcheck disable=SC2046 # words
"${compiler[@]}" -std=c++20 "$here/without_files/main.cpp" -o "$work/header_only" $(pkg-config --cflags --libs tollcast)
"$work/header_only"
