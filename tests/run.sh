#!/usr/bin/env bash
# Builds everything and runs all tests. Arguments go to ctest: tests/run.sh -R json
# With --preset NAME before these, with that preset of CMakePresets.json: asan, tsan.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=release
if [[ ${1-} == --preset ]]; then
  preset=$2
  shift 2
fi

groups=(tests)
[[ $preset != asan ]] || groups+=(fuzz)
tests/support/install.sh "${groups[@]}"
cmake --preset "$preset" -DBUILD_TESTING=ON
cmake --build --preset "$preset"
ctest --preset "$preset" "$@"
