#!/usr/bin/env bash
# Builds the fuzz targets and runs each for a while, from what tests/fuzz/corpus/ holds. Ends with
# status 1 where a property does not hold; the input is kept in build/asan/found/TARGET, and named.
# Nothing under tests/ is changed.
#
# usage: run.sh [SECONDS [TARGET...]]   default: 60 seconds, all targets
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=60
if [[ $# -gt 0 ]]; then
  seconds=$1
  shift
fi
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
  for source in tests/fuzz/*_fuzz.cc; do
    name=$(basename "$source" _fuzz.cc)
    targets+=("$name")
  done
fi

tests/support/install.sh tests fuzz
cmake --preset asan >/dev/null
cmake --build --preset asan --target "${targets[@]/#/fuzz_}"

# Files that a target makes are in memory where there is room for that.
scratch=$(mktemp -d -p "$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
export UBSAN_OPTIONS=print_stacktrace=1

# fuzz TARGET: runs it and says how many inputs it took; fails where a property does not hold.
fuzz() {
  local target=$1 found=build/asan/found/$1 log=build/asan/$1.log live=$scratch/$1 folder file runs
  local status=0 seeds=() words=tests/fuzz/$1.dict
  mkdir -p "$live" "$found"
  for folder in "tests/fuzz/corpus/$target" "tests/regressions/$target"; do
    [[ ! -d $folder ]] || seeds+=("$folder")
  done
  local options=(-max_total_time="$seconds" -timeout=30 -rss_limit_mb=4096 -max_len=4096
    -artifact_prefix="$found/" -print_final_stats=1)
  [[ ! -f $words ]] || options+=(-dict="$words")
  "build/asan/tests/fuzz/fuzz_$target" "${options[@]}" "$live" "${seeds[@]}" >"$log" 2>&1 ||
    status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  printf '%-12s %s executions\n' "$target" "${runs:-no}"
  [[ $status -ne 0 ]] || return 0
  grep -a -A4 -m1 -E 'does not hold|ERROR: |runtime error' "$log" >&2 || tail -n 20 "$log" >&2
  file=$(sed -n 's/^artifact_prefix=.*Test unit written to //p' "$log")
  printf 'run.sh: %s: %s\n' "$target" "${file:-no input was kept; see $log}" >&2
  return 1
}

# As many at a time as there are cores.
failed=0
cores=$(nproc)
running=0
for target in "${targets[@]}"; do
  if [[ $running -eq $cores ]]; then
    wait -n || failed=1
    running=$((running - 1))
  fi
  fuzz "$target" &
  running=$((running + 1))
done
while [[ $running -gt 0 ]]; do
  wait -n || failed=1
  running=$((running - 1))
done
exit "$failed"
