#!/usr/bin/env bash
# Builds everything and runs all tests. Arguments go to ctest: tests/run.sh -R json
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tests/support/install.sh tests
cmake --preset release -DBUILD_TESTING=ON
cmake --build --preset release
ctest --preset release "$@"
