#!/usr/bin/env bash
# Builds the program, lets it recover the failures of sample-data/import, and shows what it wrote.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tests/support/install.sh
cmake --preset release -DBUILD_TESTING=OFF
cmake --build --preset release

out=build/sample-recovered
rm -rf "$out"
status=0
build/release/import-analyzer recover --batches sample-data/import/batches --out "$out" \
  sample-data/import || status=$?
if [[ $status -gt 1 ]]; then
  echo "recover.sh: recover ended with status $status" >&2
  exit "$status"
fi

printf '\nWritten to %s:\n' "$out"
(cd "$out" && find . -type f | LC_ALL=C sort)
cat <<EOT

Each customer_*.json and household_*.json holds one item as it was first sent, ready to be imported
again, under the reason of its last failure. failed_customers/unmatched.json lists the failures
whose original is not known for certain, resolved.json those that a later import made good.
failed_customers/retry_batches holds those that can be sent again as they are, with one customer of
a batch that was never answered (unanswered.json).
sample-data/README.md says which customer shows what.
EOT
if [[ $status -eq 1 ]]; then
  cat <<EOT

Status 1 means that something needs a look, as it should here: of two namesakes only the name is
told (ambiguous), and one customer is in none of the batch files (unmatched).
EOT
fi
