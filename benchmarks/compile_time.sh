#!/usr/bin/env bash
# Seconds that a user's file takes to compile: the first example, which includes the umbrella. compile_time.sh [COMPILER FLAG...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
compiler=("$@")
((${#compiler[@]})) || compiler=(c++ -O2)
TIMEFORMAT='%U s'
for mode in -DTOLLCAST_COMPILED -UTOLLCAST_COMPILED; do
  printf '%s -std=c++20 %s: ' "${compiler[*]}" "$mode"
  time "${compiler[@]}" -std=c++20 -Iinclude -isystem /usr/include/eigen3 $mode -c examples/10_year_end_projection.cpp -o /dev/null
done
