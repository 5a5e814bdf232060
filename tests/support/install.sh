#!/usr/bin/env bash
# Installs what is missing of the packages that building needs, with apt. Says nothing where nothing
# is missing.
#
# usage: install.sh [tests] [checks] [benchmark] [fuzz]
#   tests   also what the tests need
#   checks  also what the checks beyond the tests need
#   fuzz    also what fuzzing needs: clang, and its runtime with libFuzzer and the sanitizers
#   benchmark  also what the benchmark needs; its peers may be absent
set -euo pipefail

packages=(g++ cmake ninja-build pkg-config libre2-dev libsimdjson-dev libsqlite3-dev libcli11-dev
  libutf8proc-dev libssl-dev libarchive-dev zlib1g-dev libbz2-dev liblzma-dev libzstd-dev
  libxxhash-dev)
for group in "$@"; do
  case "$group" in
    tests) packages+=(catch2 sqlite3 zstd python3 python3-selenium chromium chromium-driver man-db
      mandoc zsh fish) ;;
    benchmark) packages+=(python3 libbenchmark-dev) ;;
    fuzz) packages+=(clang libclang-rt-14-dev) ;;
    checks) packages+=(python3-jsonschema clang-format clang-tidy dpkg-dev lintian) ;;
    *)
      echo "install.sh: no group '$group'; there are: tests, checks, benchmark, fuzz" >&2
      exit 2
      ;;
  esac
done

missing=()
for package in "${packages[@]}"; do
  # a line for each architecture that it is there for
  status=$(dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null) || true
  grep -qx installed <<<"$status" || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

as_root=()
if [[ $EUID -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    echo "install.sh: missing: ${missing[*]}" >&2
    echo "Installing them takes root or sudo. Have somebody run, as root:" >&2
    echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -qq -y --no-install-recommends "${missing[@]}" >&2
