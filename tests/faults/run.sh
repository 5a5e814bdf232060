#!/bin/sh
# Lets everything go wrong that tests/faults can, at every place, and not at a sample of them as ctest
# does. It takes about two hours. usage: tests/faults/run.sh [BUILD_FOLDER]
set -eu
here=$(dirname "$0")
build=${1:-$here/../../build/release}
run() {
  script=$1
  shift
  python3 -B "$here/${script}_test.py" "$build/import-analyzer" "$build/tests/libfault_seam.so" "$@"
}
run changed
run disk || [ $? -eq 77 ] # nothing may be mounted here
run crash boundaries 1
run crash moments 200
run crash pairs 60
run faults failing 1
run faults locks 1
for part in memory libraries changing archive short names limits; do run faults $part; done
