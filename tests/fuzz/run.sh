#!/usr/bin/env bash
# Builds the fuzz targets and runs each for a while, from what tests/fuzz/corpus/ holds. Ends with
# status 1 where a property does not hold; the input is kept in build/asan/found/TARGET, and named.
# Nothing under tests/ is changed.
#
# usage: run.sh [SECONDS | fixed] [TARGET...]   default: 60 seconds, all targets
#   fixed  as many inputs as take about a minute, from a fixed seed: the same program gets the same
#          ones each time, so that no chance holds up a change that has nothing to do with it
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

how_long=${1:-60}
shift || true
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
  for source in tests/fuzz/*_fuzz.cc; do
    name=$(basename "$source" _fuzz.cc)
    targets+=("$name")
  done
fi

# About what one core of a plain machine takes in a minute. What the fuzzer sees of the tree's threads
# is another thing each time: that one gets its corpus alone.
declare -A executions=([batches]=5000 [escaping]=10000 [index_file]=6000 [log_lines]=10000
  [names]=25000 [salvage]=25000 [sources]=30000 [structured]=8000 [tree]=0)

tests/support/install.sh tests fuzz
cmake --preset asan >/dev/null
cmake --build --preset asan --target "${targets[@]/#/fuzz_}"

# Files that a target makes are in memory where there is room for that.
scratch=$(mktemp -d -p "$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
export UBSAN_OPTIONS=print_stacktrace=1

# Where something lies decides how often some loops run, and so what the fuzzer takes for new.
launcher=()
if [[ $how_long == fixed ]]; then
  launcher=(setarch --addr-no-randomize)
  if ! "${launcher[@]}" true 2>/dev/null; then
    launcher=()
    echo 'run.sh: addresses are random here, and so are the inputs (in Docker, give --security-opt' \
      'seccomp=unconfined)' >&2
  fi
fi

# seeds_of TARGET: what it begins with, in an order that no file system changes.
seeds_of() {
  local folders=() folder
  for folder in "tests/fuzz/corpus/$1" "tests/regressions/$1"; do
    [[ ! -d $folder ]] || folders+=("$folder")
  done
  find "${folders[@]}" -type f | LC_ALL=C sort | paste -sd,
}

# fuzz TARGET: runs it and says how many inputs it took; fails where a property does not hold.
fuzz() {
  local target=$1 found=build/asan/found/$1 log=build/asan/$1.log live=$scratch/$1 file runs
  local status=0 words=tests/fuzz/$1.dict
  mkdir -p "$live" "$found"
  seeds_of "$target" >"$scratch/$target.seeds"
  local options=(-rss_limit_mb=4096 -max_len=4096 -artifact_prefix="$found/"
    -print_final_stats=1 -seed_inputs=@"$scratch/$target.seeds")
  if [[ $how_long == fixed ]]; then
    options+=(-seed=1 -runs="${executions[$target]}" -reload=0 -use_cmp=0
      -timeout=300)
  else
    options+=(-max_total_time="$how_long" -timeout=30)
  fi
  [[ ! -f $words ]] || options+=(-dict="$words")
  "${launcher[@]}" "build/asan/tests/fuzz/fuzz_$target" "${options[@]}" "$live" >"$log" 2>&1 ||
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
