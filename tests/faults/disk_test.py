#!/usr/bin/env python3
"""Runs the program where the disk is full, at every size at which it can become so, where it is
read-only, and where somebody may not read or write. The disks are real ones, in memory (tmpfs), in
a mount namespace of this test's own.

usage: disk_test.py ANALYZER SEAM [STEP | --sample N]

STEP is by how many pages one disk is larger than the one before (default: as many as make some 25
disks a command; with --sample N, some N). Ends with status 77 where it may not mount anything.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from program import (ANALYZER, CRASHES, INDEX, LAST, SAMPLE, SOURCES, files, left_overs, replace, rows,
                     run)

SKIPPED = 77
PAGE = 4096
NOBODY = 65534
RECOVER = ("recover", "--batches", "import/batches", "--out", "disk/out", "import")
ROWS_BUT = ("settled", "changed", "modified")


def in_own_namespace():
    """Starts this test again where it may mount, and what it mounts is nobody else's."""
    if os.environ.get("DISK_TEST_MOUNTS") == "1":
        return
    for unshare in (("unshare", "--mount", "--propagation", "private"),
                    ("unshare", "--user", "--map-root-user", "--mount")):
        trial = (*unshare, "mount", "-t", "tmpfs", "tmpfs", "/tmp")
        if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
            os.environ["DISK_TEST_MOUNTS"] = "1"
            sample = ("--sample", str(SAMPLE)) if SAMPLE else ()
            os.execvp(unshare[0], [*unshare, sys.executable, "-B", *sys.argv, *sample])
    print("SKIPPED: nothing may be mounted here, neither by root nor in a user namespace: no full "
          "disk and no read-only one was tested", file=sys.stderr)
    sys.exit(SKIPPED)


class Disk:
    """A file system of so many pages at `folder`."""

    def __init__(self, folder, pages):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        # A folder takes no room, but an inode.
        self.mount("-t", "tmpfs", "-o", f"size={pages * PAGE},nr_inodes=100000,mode=0755", "tmpfs")

    def mount(self, *arguments):
        subprocess.run(["mount", *arguments, self.folder], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.folder], check=True)


def pages_of(folder):
    """What the files of a folder take on such a disk, links counted once."""
    seen = {path.stat().st_ino: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return sum((size + PAGE - 1) // PAGE for size in seen.values())


def state(folder):
    parts = files(folder, (LAST, INDEX))
    index = folder / "out" / INDEX
    return parts, rows(index, ROWS_BUT), rows(folder / "to-show" / INDEX, ROWS_BUT)


class Full:
    """One command on disks of all sizes, from just what is there already to more than it needs."""

    def __init__(self, name, command, spill=False):
        self.name = name
        self.command = command
        self.spill = spill

    def run(self, folder):
        return run(self.command, folder)

    def test(self, folder, step):
        before, disk = folder / "before", folder / "disk"
        replace(disk, before)
        done = self.run(folder)
        assert done.returncode in (0, 1), done.stderr
        new = state(disk)
        shutil.rmtree(disk)
        old = state(before)
        used, counts, room = pages_of(before), {"refused": 0, "done": 0}, 0
        while counts["done"] < 2:
            with Disk(disk, used + room):
                shutil.copytree(before, disk, symlinks=True, dirs_exist_ok=True)
                done = self.run(folder)
                what = f"{self.name}, {room} pages free: status {done.returncode}: {done.stderr}"
                assert done.returncode not in CRASHES, what
                if done.returncode == 3:
                    assert ("No space left on device" in done.stderr
                            or "database or disk is full" in done.stderr), what
                    assert "disk" in done.stderr.replace("disk is full", ""), what
                    assert state(disk) == old, f"{what}: what was there is another"
                    counts["refused"] += 1
                else:
                    assert done.returncode in (0, 1), what
                    assert state(disk) == new, f"{what}: not all is there"
                    counts["done"] += 1
                assert left_overs(disk) == [], f"{what}: {left_overs(disk)}"
            room += step
        print(f"{self.name}: refused on {counts['refused']} disks that were too small by up to "
              f"{(room - 2 * step) * PAGE >> 10} KB", flush=True)
        assert counts["refused"] > 0, self.name


class FullOfSpill(Full):
    """The disk is that of the temporary files."""

    def run(self, folder):
        environment = {"PATH": os.environ["PATH"], "TMPDIR": str(folder / "disk")}
        out = folder / "elsewhere"
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run([ANALYZER, *self.command], cwd=folder, env=environment, text=True,
                              capture_output=True, check=False)
        assert out.exists() == (done.returncode < 2), done.stderr
        return done


COMMANDS = (
    ("recover into nothing", RECOVER, False),
    ("recover over an earlier output", (*RECOVER[:1], "--batch-size", "1", *RECOVER[1:]), True),
    ("write", ("write", "--out", "disk/out", "--batch-size", "1"), True),
    ("retry", ("retry", "--out", "disk/out", "--result", "CONFLICT"), True),
    ("scan", ("scan", "--index", f"disk/out/{INDEX}", "more"), True),
    ("report", ("report", "--index", "disk/out", "--out", "disk/page.html"), True),
    ("export", ("export", "outcomes", "--index", "disk/out", "--out", "disk/rows.csv"), True),
    ("bundle", ("bundle", "--redact-key", "key", "--index", "disk/out", "--out", "disk/to-show"), True))


def working_folder(folder):
    shutil.copytree(SOURCES, folder / "import")
    (folder / "key").write_text("0123456789abcdef" * 4)
    (folder / "more").mkdir()
    for path in SOURCES.rglob("*success*.json"):
        shutil.copy(path, folder / "more" / f"again_{path.name}")


def test_full(folder, step):
    for name, command, has_output in COMMANDS:
        shutil.rmtree(folder / "before", ignore_errors=True)
        (folder / "before").mkdir()
        if has_output:
            (folder / "disk").mkdir(exist_ok=True)
            assert run(RECOVER, folder).returncode == 1
            for left in ("page.html", "rows.csv"):
                (folder / "disk" / left).write_text("old")
            replace(folder / "before", folder / "disk")
            shutil.rmtree(folder / "disk")
        needed = 2 * pages_of(folder / "before") + 200
        Full(name, command).test(folder, step or max(1, needed // (2 * SAMPLE or 40)))


def test_full_temporary_files(folder, step):
    """What does not fit into memory: a batch file of 8 MB with one customer in a line of UTF-16."""
    (folder / "before").mkdir(exist_ok=True)
    replace(folder / "before", folder / "nothing")
    (folder / "before").mkdir(exist_ok=True)
    large = folder / "large"
    large.mkdir()
    people = ",".join(f'{{"changeType": "CREATE", "type": "PERSON", "person": {{"customerId": '
                      f'"{62000000000 + i}", "firstName": "Nobody", "lastName": "N{i}"}}}}'
                      for i in range(30000))
    (large / "batch.json").write_bytes(('{"data": [' + people + "]}").encode("utf-16"))
    answers = ",".join(f'{{"customerId": "{62000000000 + i}", "result": "FAILED"}}'
                       for i in range(0, 30000, 3000))
    (large / "answer.json").write_text('{"data": [' + answers + "]}")
    command = ("recover", "--memory", "16MB", "--jobs", "1", "--out", "elsewhere", "large")
    FullOfSpill("temporary files", command, True).test(folder, step or (1600 // SAMPLE if SAMPLE else 400))


def test_read_only(folder):
    out = folder / "disk" / "out"
    with Disk(folder / "disk", 4000) as disk:
        assert run(RECOVER, folder).returncode == 1
        disk.mount("-o", "remount,ro")
        for command in ((*RECOVER[:1], "--fresh", *RECOVER[1:]),
                        *(command for _, command, _ in COMMANDS[1:])):
            before = state(folder / "disk")
            done = run(command, folder)
            assert done.returncode == 3, f"{command}: {done}"
            assert "/disk" in done.stderr or "disk/" in done.stderr, f"{command}: {done}"
            assert "Read-only file system" in done.stderr, f"{command}: {done.stderr}"
            assert state(folder / "disk") == before, command
        # What only reads works.
        done = run(("audit", "--index", "disk/out"), folder)
        assert done.returncode in (0, 1) and done.stdout, done.stderr
        disk.mount("-o", "remount,rw")
        done = run(RECOVER, folder)
        assert done.returncode == 1 and left_overs(out) == [], done.stderr
    print("read-only: all that write refuse, all that read do")


def as_nobody(command, folder):
    drop = ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    environment = {"PATH": os.environ["PATH"], "TMPDIR": "/tmp"}
    return subprocess.run([*(drop if os.geteuid() == 0 else ()), ANALYZER, *command], cwd=folder,
                          env=environment, text=True, capture_output=True, check=False)


def test_no_permission(folder):
    if os.geteuid() == 0 and as_nobody(("--version",), "/").returncode != 0:
        print("SKIPPED: there is no other user here, so that root may read and write everything: "
              "missing permissions were not tested", file=sys.stderr)
        return SKIPPED
    place = folder / "disk"
    with Disk(place, 20000) as disk:
        if os.geteuid() == 0:
            disk.mount("-o", "remount,exec")
            os.chmod(folder, 0o755)
        shutil.copytree(SOURCES, place / "import")
        for path in [place, *place.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
        command = ("recover", "--batches", "import/batches", "--out", "out", "import")
        done = as_nobody(command, place)
        assert done.returncode == 1, done.stderr
        before = files(place / "out", (LAST, INDEX))

        hidden = place / "import/api_responses/batch_001_success_20251110_081504.json"
        hidden.chmod(0)
        done = as_nobody(command, place)
        assert done.returncode == 1, done.stderr
        assert f"cannot read {hidden}" in done.stderr and "check its permissions" in done.stderr
        hidden.chmod(0o600)
        assert as_nobody(command, place).returncode == 1
        assert files(place / "out", (LAST, INDEX)) == before
        hidden.chmod(0)
        for changed in (("write", "--out", "out"), ("report", "--index", "out", "--out", "p.html")):
            done = as_nobody(changed, place)
            assert done.returncode == 1, f"{changed}: {done.stderr}"
            assert f"cannot read import/api_responses/{hidden.name}: Permission" in done.stderr
        hidden.chmod(0o600)

        folder_hidden = place / "import/api_responses"
        folder_hidden.chmod(0)
        done = as_nobody(command, place)
        assert done.returncode == 1 and "cannot read folder import/api_responses" in done.stderr
        folder_hidden.chmod(0o700)
        batch = place / "import/batches/customers_batch_01.json"
        batch.chmod(0)
        done = as_nobody(("explain", "51000100001", "--index", "out"), place)
        assert done.returncode == 1 and "customers_batch_01.json" in done.stderr, done
        batch.chmod(0o600)
        assert as_nobody(command, place).returncode == 1
        assert files(place / "out", (LAST, INDEX)) == before

        for part in ("out", "out/failed_customers"):
            (place / part).chmod(0o500)
            done = as_nobody(("write", "--batch-size", "1", "--out", "out"), place)
            (place / part).chmod(0o700)
            if done.returncode == 3:
                assert "Permission denied" in done.stderr and part in done.stderr, done.stderr
                assert files(place / "out", (LAST, INDEX)) == before, part
            else:
                assert part != "out", "it wrote where it may not"
                assert as_nobody(command, place).returncode == 1
        (place / "out" / INDEX).chmod(0)
        done = as_nobody(("audit", "--index", "out"), place)
        assert done.returncode == 2 and INDEX in done.stderr, done
        (place / "out" / INDEX).chmod(0o600)
        place.chmod(0o500)
        for command in (("report", "--index", "out", "--out", "page.html"),
                        ("export", "failures", "--index", "out", "--out", "rows.csv"),
                        ("bundle", "--index", "out", "--out", "to-show"),
                        ("index", "--index", "new.sqlite", "import/batches")):
            done = as_nobody(command, place)
            assert done.returncode == 3 and "Permission denied" in done.stderr, f"{command}: {done}"
        place.chmod(0o755)
    print("no permission: files and folders are named, and nothing else changes")
    return 0


def main():
    in_own_namespace()
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with tempfile.TemporaryDirectory(prefix="import-analyzer-disk-") as folder:
        folder = pathlib.Path(folder)
        working_folder(folder)
        skipped = test_no_permission(folder)
        test_read_only(folder)
        test_full(folder, step)
        test_full_temporary_files(folder, step)
    sys.exit(skipped)


main()
