#!/usr/bin/env bash
# Builds the fuzz targets and runs each for a while, from what tests/fuzz/corpus/ holds. Ends with
# status 1 where a property does not hold; the input is kept in build/fuzz/found/TARGET, and named.
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

launcher=()
! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
cmake --preset fuzz "${launcher[@]}" >/dev/null
cmake --build --preset fuzz --target "${targets[@]/#/fuzz_}"

# Files that a target makes are in memory where there is room for that.
scratch=$(mktemp -d -p "$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
export UBSAN_OPTIONS=print_stacktrace=1

failed=0
for target in "${targets[@]}"; do
  found=build/fuzz/found/$target
  live=$scratch/live
  log=build/fuzz/$target.log
  rm -rf "$live"
  mkdir -p "$live" "$found"
  seeds=()
  for folder in "tests/fuzz/corpus/$target" "tests/regressions/$target"; do
    [[ ! -d $folder ]] || seeds+=("$folder")
  done
  options=(-max_total_time="$seconds" -timeout=30 -rss_limit_mb=4096 -max_len=4096
    -artifact_prefix="$found/" -print_final_stats=1)
  words=tests/fuzz/$target.dict
  [[ ! -f $words ]] || options+=(-dict="$words")
  status=0
  "build/fuzz/tests/fuzz/fuzz_$target" "${options[@]}" "$live" "${seeds[@]}" >"$log" 2>&1 ||
    status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  printf '%-12s %s executions\n' "$target" "${runs:-no}"
  [[ $status -eq 0 ]] && continue
  failed=1
  grep -a -A4 -m1 -E 'does not hold|ERROR: |runtime error' "$log" >&2 || tail -n 20 "$log" >&2
  file=$(sed -n 's/^artifact_prefix=.*Test unit written to //p' "$log")
  printf 'run.sh: %s: %s\n' "$target" "${file:-no input was kept; see $log}" >&2
done
exit "$failed"
