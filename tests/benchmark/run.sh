#!/usr/bin/env bash
# Measures whole commands against peers and against what the machine can do at most, and prints
# medians and ratios.
#
# usage: tests/benchmark/run.sh [--customers N] [--runs N] [--cases NAMES] [--json FILE] [--keep DIR]
#        tests/benchmark/run.sh --micro [OPTIONS OF GOOGLE BENCHMARK]
#
# --micro measures single parts instead: the cutter, the extractors, names, the index's loader.
#
# Peers that are not there have an empty column. For DuckDB, once:
#   (cd SOMEWHERE && npm install @duckdb/node-api) && export NODE_PATH=SOMEWHERE
# For jq and ripgrep: apt-get install jq ripgrep
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

"$root/tests/support/install.sh" benchmark
cmake -S "$root" --preset release -DBUILD_BENCHMARKS=ON >/dev/null
if [[ "${1:-}" == --micro ]]; then
  cmake --build "$root/build/release" --target micro >/dev/null
  exec "$root/build/release/micro" "${@:2}"
fi
cmake --build "$root/build/release" --target import-analyzer limits >/dev/null
exec /usr/bin/python3 -B "$root/tests/benchmark/run.py" \
  --analyzer "$root/build/release/import-analyzer" --limits "$root/build/release/limits" "$@"
