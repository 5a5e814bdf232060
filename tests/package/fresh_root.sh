#!/usr/bin/env bash
# Makes the Debian package, installs it with apt in a fresh Debian 12, and runs the README's example
# there as somebody who is not root. Takes a minute or two, root, and Debian's mirror; so it is run by
# hand before a release. `man`, completions and the removal of the package are tried, too.
#
# usage: tests/package/fresh_root.sh [--base FOLDER] [--build] [--keep]
#   --base   copies that fresh Debian 12, which debootstrap made before, instead of making one
#   --build  tries the README's two commands in another fresh Debian 12 as well, which takes as long as
#            building and testing everything
#   --keep   leaves the fresh system where it is, and says where
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mirror=${MIRROR:-http://deb.debian.org/debian}

build=false keep=false base=
while [[ $# -gt 0 ]]; do
  case $1 in
    --base) base=$2; shift ;;
    --build) build=true ;;
    --keep) keep=true ;;
    *) sed -n '2,/^set/{/^#/p}' "$0" >&2; exit 2 ;;
  esac
  shift
done
command -v debootstrap >/dev/null || { echo 'fresh_root.sh: apt-get install debootstrap' >&2; exit 2; }
[[ $EUID -eq 0 ]] || { echo 'fresh_root.sh: it takes root, for debootstrap and chroot' >&2; exit 2; }
trap 'echo "fresh_root.sh: failed at line $LINENO" >&2' ERR

work=$(mktemp -d)
root=$work/root
finish() {
  local place
  for place in proc dev/pts dev/shm; do
    if mountpoint -q "$root/$place"; then umount "$root/$place"; fi
  done
  if $keep; then echo "left in $work"; else rm -rf --one-file-system "$work"; fi
}
trap finish EXIT

# inside COMMAND...: as root in the fresh system, with nothing of this one's environment.
inside() {
  chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive TERM=xterm "$@"
}
# as_user SCRIPT: as somebody else there, in their home.
as_user() { inside su - somebody -c "$1"; }

echo '== A fresh Debian 12'
if [[ -n $base ]]; then
  cp -a "$base" "$root"
else
  debootstrap --variant=minbase bookworm "$root" "$mirror" >"$work/debootstrap.log"
fi
mount -t proc proc "$root/proc"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
cp /etc/resolv.conf "$root/etc/"
inside useradd --create-home --shell /bin/bash somebody

echo '== The package'
tests/support/install.sh checks >/dev/null
cmake --preset release >/dev/null
cmake --build --preset release --target import-analyzer manual >/dev/null
rm -f build/release/import-analyzer_*.deb
(cd build/release && cpack -G DEB >/dev/null)
cp build/release/import-analyzer_*.deb "$root/tmp/"
lintian --allow-root --fail-on error,warning build/release/import-analyzer_*.deb

echo '== Installed with apt'
inside apt-get update -qq
inside bash -c 'apt-get install -qq -y --no-install-recommends /tmp/import-analyzer_*.deb man-db \
  bash-completion' >"$work/apt.log" 2>&1
inside import-analyzer --version | head -1

echo "== The README's example, as somebody"
as_user 'cp -r /usr/share/doc/import-analyzer/examples/sample-data .'
tests/docs/example_of.py README.md >"$work/example"
status=0
as_user "$(head -n 1 "$work/example")" >"$work/printed" 2>&1 || status=$?
[[ $status -eq 1 ]]
diff <(tail -n +2 "$work/example") "$work/printed"
as_user 'test -z "$(find recovered ! -user somebody)"'
as_user 'import-analyzer verify recovered' | tail -1

echo '== What came with it'
as_user 'man import-analyzer-recover' | grep -q 'import-analyzer recover'
inside bash -c 'test -s /usr/share/bash-completion/completions/import-analyzer'
inside bash -c 'cd /usr/share/doc/import-analyzer && test -s copyright -a -s changelog.Debian.gz'

echo '== Removed'
inside apt-get purge -qq -y import-analyzer >>"$work/apt.log" 2>&1
[[ -z $(find "$root/usr" -name '*import-analyzer*') ]]

if $build; then
  echo "== The README's two commands"
  git clone -q . "$root/root/import-analyzer"
  inside bash -c 'cd /root/import-analyzer && sample-data/recover.sh && tests/run.sh'
fi
echo '== All is well'
