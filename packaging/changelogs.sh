#!/usr/bin/env bash
# Writes changelog.gz and changelog.Debian.gz, of the versions and dates that CHANGELOG.md tells.
#
# usage: changelogs.sh CHANGELOG.md MAINTAINER FOLDER
set -euo pipefail
changelog=$1 maintainer=$2 folder=$3

gzip -9nc "$changelog" >"$folder/changelog.gz"
sed -nE 's/^## ([^ ]+) \((.+)\)$/\1 \2/p' "$changelog" |
  while read -r version date; do
    printf 'import-analyzer (%s-1) stable; urgency=medium\n\n' "$version"
    printf '  * Release %s; changelog.gz tells what is new.\n\n' "$version"
    printf ' -- %s  %s\n\n' "$maintainer" "$(LC_ALL=C date -u -d "$date" '+%a, %d %b %Y %H:%M:%S +0000')"
  done | gzip -9nc >"$folder/changelog.Debian.gz"
