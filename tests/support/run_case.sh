#!/usr/bin/env bash
# Runs one case: tests/support/run_case.sh BINARY CASE_FOLDER [--update]
#
# A case is a folder with
#   input/      what the user has; copied, so that nothing can change it
#   command     the arguments, run by bash inside the copy of input/ with $ANALYZER as the program;
#               it writes to ../out. $RESEAL mends the seals of an index that it changed
#   expected/   every file that must be under out/ afterwards, byte for byte; the index and what
#               `recover` remembers are left out
#   status      the exit status (0 where the file is missing)
#   stderr      lines that standard error must hold, in any order
# --update writes expected/ anew from what the program does: read the difference before you commit it.
set -euo pipefail

binary=$(realpath "$1")
case_folder=$(realpath "$2")
update=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/input"
[ ! -d "$case_folder/input" ] || cp -a "$case_folder/input/." "$work/input/"
cd "$work/input"
status=0
RESEAL=$(dirname "$binary")/tests/reseal ANALYZER=$binary bash "$case_folder/command" >"$work/stdout" 2>"$work/stderr" </dev/null || status=$?

fail() {
  printf 'case %s: %s\n' "$(basename "$case_folder")" "$1" >&2
  sed 's/^/  stderr: /' "$work/stderr" >&2
  exit 1
}

expected_status=$(cat "$case_folder/status" 2>/dev/null || echo 0)
[ "$status" = "$expected_status" ] || fail "exit status $status, not $expected_status"
if [ -f "$case_folder/stderr" ]; then
  while IFS= read -r line; do
    grep -qF -- "$line" "$work/stderr" || fail "standard error lacks: $line"
  done <"$case_folder/stderr"
fi

mkdir -p "$work/out"
find "$work/out" \( -name '*.sqlite' -o -name '.import-analyzer-last-recover' \) -delete
if [ "$update" = --update ]; then
  rm -rf "$case_folder/expected"
  cp -a "$work/out" "$case_folder/expected"
  exit 0
fi
mkdir -p "$work/none"
expected=$case_folder/expected
[ -d "$expected" ] || expected=$work/none
diff -r "$expected" "$work/out" >"$work/diff" || {
  cat "$work/diff" >&2
  fail "what was written differs from expected/ (< expected, > written)"
}
