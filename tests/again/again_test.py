#!/usr/bin/env python3
"""Runs `recover` again and again over a working folder that changes in between, and holds what it
keeps from run to run against a run that knows nothing: the tree, the report and the rows of the
index must be the same, byte for byte.

usage: again_test.py ANALYZER [SEED]

First each change by itself, then changes mixed at random.
"""

import contextlib
import gzip
import os
import pathlib
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

ANALYZER = pathlib.Path(sys.argv[1]).resolve()
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample-data" / "import"
NOTHING = "import-analyzer: nothing changed since the last run: nothing was read or written\n"
KEPT = " files did not change and were not read again\n"
GREW = "; 1 log grew and was read on from its end\n"


class NothingToChange(Exception):
    """Earlier changes left nothing that this one could change."""


class Work:
    """A working folder, and the folder that `recover` writes to."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.random = random.Random(seed)
        shutil.copytree(SAMPLE, folder / "import")
        self.options = ["--batches", "import/batches"]
        self.sources = ["import"]
        self.runs = 0

    def recover(self, out, *more):
        done = subprocess.run(
            [ANALYZER, "recover", "--json", "--out", out, *self.options, *more, *self.sources],
            cwd=self.folder, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stderr
        return done.returncode, done.stdout, done.stderr

    def check(self):
        """What a run that keeps tells beside the report: nothing, NOTHING, or how much it kept."""
        time.sleep(0.03)  # later than the tick in which the files were changed
        status, report, text = self.recover("out")
        self.runs += 1
        anew = f"anew{self.runs}"
        fresh = self.recover(anew)
        told = ""
        first = text[:text.index("\n") + 1]
        if first == NOTHING or first.endswith((KEPT, GREW)):
            told, text = first, text[len(first):]
        assert (status, report, text) == fresh, f"{text}\n--- anew:\n{fresh[2]}"
        # A tree that has nobody in it any more stays, and is not made where there never was one.
        kinds = [path.name for path in (self.folder / anew).glob("failed_*")]
        assert tree(self.folder / "out", kinds) == tree(self.folder / anew, kinds)
        kept, read = rows(self.folder / "out"), rows(self.folder / anew)
        for table, expected in read.items():
            assert kept[table] == expected, f"{table}: {kept[table]}\n--- anew:\n{expected}"
        shutil.rmtree(self.folder / anew)
        return told

    def one_of(self, files):
        files = sorted(files)
        if not files:
            raise NothingToChange
        return self.random.choice(files)

    def some(self, pattern="*"):
        files = (self.folder / "import").rglob(pattern)
        return self.one_of(path for path in files if path.is_file())

    def written(self):
        return self.one_of((self.folder / "out/failed_customers/single_failures")
                           .rglob("customer_*.json"))


def tree(out, kinds):
    return {str(path.relative_to(out)): path.read_bytes()
            for kind in kinds for path in (out / kind).rglob("*") if path.is_file()}


def identities(index):
    """Which page an entry is on depends on what was read together."""
    entries = []
    for (page,) in index.execute("SELECT entries FROM identity_page"):
        count = len(page) // 12
        entries += zip(struct.unpack(f"={count}Q", page[:8 * count]),
                       struct.unpack(f"={count}I", page[8 * count:]))
    return sorted(entries)


def rows(out):
    """All rows of the index; but whether a stamp was settled depends on the moment."""
    with sqlite3.connect(out / "import-analyzer.sqlite") as index:
        assert index.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = [name for (name,) in index.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        all_rows = {}
        for table in tables:
            columns = [row[1] for row in index.execute(f"PRAGMA table_info({table})")]
            columns.remove("settled") if "settled" in columns else None
            if table == "identity_page":
                all_rows[table] = identities(index)
                continue
            all_rows[table] = index.execute(f"SELECT {', '.join(columns)} FROM {table}"
                                            " ORDER BY 1, 2" if len(columns) > 1 else
                                            f"SELECT {columns[0]} FROM {table}").fetchall()
    return all_rows


# ---- Changes. Each tells what a run after it may say of what it kept. ----

def nothing(work):
    return NOTHING


def touched(work):
    os.utime(work.some())
    return KEPT


def other_bytes_at_the_same_time(work):
    path = work.some("*success*.json")
    before = path.stat()
    text = path.read_bytes()
    path.write_bytes(text.replace(b"SUCCESS", b"INVALID", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return KEPT


def log_grew(work):
    log = work.folder / "import/bulk_import.log"
    lines = log.read_bytes().splitlines(keepends=True)
    with log.open("ab") as file:
        file.writelines(lines[len(lines) // 3:len(lines) // 3 + work.random.randrange(1, 40)])
    return GREW


def long_log_grew(work):
    """In any of the ways in which a log is written on; also in the middle of a line."""
    log = work.folder / "import/bulk_import.log"
    lines = log.read_bytes().splitlines(keepends=True)
    more = b"".join(lines[len(lines) // 4:])
    with log.open("ab") as file:
        file.write(more[:work.random.randrange(len(more))])
    return GREW


def log_grew_by_other_text(work):
    """What was plain text is none any more, or its lines end otherwise."""
    with (work.folder / "import/bulk_import.log").open("ab") as file:
        file.write(work.random.choice([b"\xe5\xe4\xf6 in another code page\n", b"a\rb\n",
                                       b"\0\0\0\n", b"\xef\xbb\xbfwith a mark\n"]))
    return KEPT


def log_grew_and_changed(work):
    log = work.folder / "import/bulk_import.log"
    text = log.read_bytes()
    log.write_bytes(text.replace(b"CONFLICT", b"DECLINED", 1) + text[len(text) // 2:])
    return KEPT


def log_was_cut(work):
    log = work.folder / "import/bulk_import.log"
    log.write_bytes(log.read_bytes()[:-work.random.randrange(1, 4000)])
    return KEPT


def batch_file_changed(work):
    path = work.some("customers_batch_*")
    path.write_bytes(b" \n" + path.read_bytes())
    return KEPT


def file_removed(work):
    work.some("*success*.json").unlink()
    return KEPT


def file_renamed(work):
    path = work.some("*success*.json")
    path.rename(path.with_name("answer_" + path.name))
    return KEPT


def file_added(work):
    path = work.some()
    shutil.copy(path, path.with_name("0" + path.name))
    return KEPT


def batch_file_removed(work):
    (work.folder / "import/batches/customers_batch_02_flat.json").unlink(missing_ok=True)
    return KEPT


def archive_added(work):
    shutil.make_archive(str(work.folder / "import" / f"old{work.runs}"), "gztar",
                        work.folder / "import", "api_responses")
    return KEPT


def damaged_archive_added(work):
    packed = gzip.compress((SAMPLE / "batches/customers_batch_01.json").read_bytes(), mtime=0)
    damaged = packed[:-8] + bytes(8)  # without its checksum, nothing in it is believed
    (work.folder / "import" / f"damaged{work.runs}.json.gz").write_bytes(damaged)
    return KEPT


def other_options(work):
    work.options = work.random.choice([
        ["--batches", "import/batches", "--as-of", "2025-11-10"],
        ["--batches", "import/batches", "--no-retry"],
        ["--batches", "import/batches", "--skip-already-imported"],
        ["--batches", "import/batches", "--batch-size", "2"],
        ["--batches", "import/batches"]])
    return ""


def options_that_change_nothing(work):
    work.options = [*work.options, "--jobs", "1", "--memory", "64MB", "--color", "never"]
    return NOTHING


def batch_files_among_the_sources(work):
    work.options = []
    return ""


def fewer_sources(work):
    work.sources = ["import/api_responses", "import/bulk_import.log"]
    return ""


def decided(work):
    text = work.one_of(work.folder.glob("out/failed_customers/unmatched.json")).read_text()
    file = work.folder / "decisions.json"
    file.write_text(text.replace('"decision": null', '"decision": "nobody#1"', 1))
    work.options = ["--batches", "import/batches", "--decide", "decisions.json"]
    return KEPT


def written_file_removed(work):
    work.written().unlink()
    return KEPT


def written_file_changed(work):
    path = work.written()
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"PERSON", b"PERSOM", 1))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return KEPT


def whole_tree_removed(work):
    shutil.rmtree(work.folder / "out/failed_customers", ignore_errors=True)
    return KEPT


def index_removed(work):
    (work.folder / "out/import-analyzer.sqlite").unlink(missing_ok=True)
    return ""


def index_cut(work):
    index = work.one_of(work.folder.glob("out/import-analyzer.sqlite"))
    os.truncate(index, index.stat().st_size // 2)
    return ""


def index_damaged(work):
    index = work.one_of(work.folder.glob("out/import-analyzer.sqlite"))
    with index.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (index.stat().st_size - 4096))
    return ""


def index_of_another_version(work):
    with work.one_of(work.folder.glob("out/import-analyzer.sqlite")).open("r+b") as file:
        file.seek(60)
        file.write(b"\x00\x00\x00\x01")
    return ""


def index_scanned_into(work):
    (work.folder / "more.json").write_text(
        '{"data": [{"customerId": "51000100001", "result": "ERROR", "error": "late"}]}')
    subprocess.run([ANALYZER, "scan", "--index", "out/import-analyzer.sqlite", "more.json"],
                   cwd=work.folder, capture_output=True, check=False)
    return KEPT


def memory_of_the_last_run_garbled(work):
    memory = work.folder / "out/.import-analyzer-last-recover"
    memory.write_bytes(memory.read_bytes()[:-1] if memory.exists() else b"1")
    return KEPT


CHANGES = [
    nothing, touched, other_bytes_at_the_same_time, log_grew, long_log_grew,
    log_grew_by_other_text, log_grew_and_changed, log_was_cut, batch_file_changed,
    file_removed, file_renamed, file_added, batch_file_removed, archive_added,
    damaged_archive_added, other_options, options_that_change_nothing,
    batch_files_among_the_sources, fewer_sources, decided, written_file_removed, written_file_changed, whole_tree_removed, index_removed, index_cut,
    index_damaged, index_of_another_version, index_scanned_into, memory_of_the_last_run_garbled]


# ---- `scan`, step by step ----

def add(folder, subcommand, index, what):
    done = subprocess.run([ANALYZER, subcommand, "--index", index, what], cwd=folder,
                          capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stderr


def written_from(folder, index):
    out = folder / f"{index}.out"
    subprocess.run([ANALYZER, "write", "--index", index, "--out", out], cwd=folder,
                   capture_output=True, check=False)
    files = tree(out, [path.name for path in out.glob("failed_*")])
    assert files
    return files


def scan_reads_a_log_on(work):
    for subcommand, what in (("index", "import/batches"), ("scan", "import")):
        add(work.folder, subcommand, "kept.sqlite", what)
    for _ in range(2):
        long_log_grew(work)
        time.sleep(0.03)
        told = add(work.folder, "scan", "kept.sqlite", "import")
        assert GREW.removeprefix("; ") in told, told
    for subcommand, what in (("index", "import/batches"), ("scan", "import")):
        add(work.folder, subcommand, "anew.sqlite", what)
    kept, anew = (written_from(work.folder, index) for index in ("kept.sqlite", "anew.sqlite"))
    assert kept == anew, [name for name in anew if kept.get(name) != anew[name]]


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        print("scan_reads_a_log_on", flush=True)
        scan_reads_a_log_on(Work(pathlib.Path(folder), seed))
    for change in CHANGES:
        with tempfile.TemporaryDirectory() as folder:
            work = Work(pathlib.Path(folder), seed)
            print(change.__name__, flush=True)
            work.check()
            expected = change(work)
            told = work.check()
            assert expected in told and (expected != "" or told != NOTHING), (
                f"{change.__name__}: {told!r}")
            assert work.check() == NOTHING, f"{change.__name__}: once more"
    with tempfile.TemporaryDirectory() as folder:
        work = Work(pathlib.Path(folder), seed)
        work.check()
        for step in range(25):
            changes = work.random.sample(CHANGES, work.random.randrange(1, 4))
            names = ", ".join(change.__name__ for change in changes)
            try:
                for change in changes:
                    with contextlib.suppress(NothingToChange):
                        change(work)
                work.check()
            except Exception:
                print(f"seed {seed}, step {step}: {names}", file=sys.stderr)
                raise


main()
