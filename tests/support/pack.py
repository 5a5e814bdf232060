#!/usr/bin/python3
"""Packs files and folders, and removes them.

usage: pack.py ARCHIVE PATH...

ARCHIVE ends in .tar, .tar.gz, .tar.bz2, .tar.xz or .zip, or, for one file, in .gz, .bz2 or .xz.
The same files give the same bytes.
"""
import bz2
import gzip
import lzma
import pathlib
import shutil
import sys
import tarfile
import zipfile

COMPRESS = {".gz": lambda b: gzip.compress(b, mtime=0), ".bz2": bz2.compress, ".xz": lzma.compress}


def files(paths):
    for path in map(pathlib.Path, paths):
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def pack_tar(archive, mode, paths):
    def plain(info):
        info.mtime = info.uid = info.gid = 0
        info.uname = info.gname = ""
        return info

    with tarfile.open(archive, mode, format=tarfile.PAX_FORMAT) as tar:
        for path in files(paths):
            tar.add(path, filter=plain)


def main(archive, paths):
    suffixes = pathlib.Path(archive).suffixes
    if ".tar" in suffixes[-2:]:
        pack_tar(archive, "w:" + ("" if suffixes[-1] == ".tar" else suffixes[-1][1:]), paths)
    elif suffixes[-1] == ".zip":
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
            for path in files(paths):
                zipped.writestr(zipfile.ZipInfo(str(path)), path.read_bytes())
    else:
        (path,) = map(pathlib.Path, paths)
        pathlib.Path(archive).write_bytes(COMPRESS[suffixes[-1]](path.read_bytes()))
    for path in map(pathlib.Path, paths):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
