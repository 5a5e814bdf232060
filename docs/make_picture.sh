#!/usr/bin/env bash
# Makes report.png anew: the page that `report` writes of sample-data, in a browser.
# Needs chromium, and the program in build/release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
build/release/import-analyzer report --quiet --out "$work/report.html" \
  --batches sample-data/import/batches sample-data/import || status=$?
[[ $status -le 1 ]]
chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
  --window-size=1200,1100 --screenshot="$work/report.png" "file://$work/report.html" 2>/dev/null
mv "$work/report.png" docs/report.png
