"""The program as the tests of faults run it, with the seam (seam.cc) between it and the files, and
what they look at afterwards.

`--sample N` on the command line of any of them takes N of the places at which something may go wrong,
the same ones each time, where it would take all, or each so many.
"""

import contextlib
import os
import pathlib
import random
import shutil
import sqlite3
import struct
import subprocess
import sys


def option(name):
    """The value behind an option, which is taken away; None where it is not there."""
    if name not in sys.argv:
        return None
    at = sys.argv.index(name)
    value = sys.argv[at + 1]
    del sys.argv[at:at + 2]
    return value


SAMPLE = int(option("--sample") or 0)
ANALYZER = pathlib.Path(sys.argv[1]).resolve()
SEAM = pathlib.Path(sys.argv[2]).resolve()
SOURCES = pathlib.Path(__file__).resolve().parents[2] / "sample-data" / "import"
INDEX = "import-analyzer.sqlite"
LAST = ".import-analyzer-last-recover"
UNFINISHED = ".import-analyzer-unfinished"
NEVER = "never ended"
LONGEST = 120  # seconds; each run takes less than one
CRASHES = (-4, -6, -7, -8, -11)  # SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV


def sampled(places):
    chosen = list(places)
    return random.Random(1).sample(chosen, min(SAMPLE, len(chosen))) if SAMPLE else chosen


class Seam:
    """What the seam is to do in one run, by the names of seam.cc: Seam(at=3, do="kill")."""

    def __init__(self, **settings):
        self.environment = {"LD_PRELOAD": str(SEAM)}
        self.environment |= {f"SEAM_{name.upper()}": str(value) for name, value in settings.items()}


def environment(folder, seam=None):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    return kept | {"TMPDIR": str(temporary)} | (seam.environment if seam else {})


def run(arguments, folder, seam=None, **more):
    """Ends when the program does, whatever becomes of it. Of one that does not end, and is killed,
    the status is NEVER."""
    command = [ANALYZER, *map(str, arguments)]
    try:
        return subprocess.run(command, cwd=folder, env=environment(folder, seam),
                              capture_output=True, text=True, errors="replace",
                              timeout=LONGEST, check=False, **more)
    except subprocess.TimeoutExpired as late:
        told = (late.stderr or b"").decode(errors="replace")
        return subprocess.CompletedProcess(command, NEVER, "", told)


def start(arguments, folder, seam=None):
    return subprocess.Popen([ANALYZER, *map(str, arguments)], cwd=folder,
                            env=environment(folder, seam), stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, errors="replace")


def calls(arguments, folder, seam=Seam, **settings):
    """The calls that a run makes, as (name, path); settings as of Seam."""
    log = folder / "tmp" / "calls"
    log.unlink(missing_ok=True)
    done = run(arguments, folder, seam(log=log, **settings))
    assert done.returncode in (0, 1), done.stderr
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [tuple((line.split(" ", 2) + [""])[1:3]) for line in lines]


def replace(folder, original):
    """Makes `folder` what `original` is; nothing where that is not there."""
    shutil.rmtree(folder, ignore_errors=True)
    if original.is_dir():
        shutil.copytree(original, folder, symlinks=True)


def files(folder, without=()):
    """The bytes of all files under a folder, by path."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in without}


def left_overs(folder):
    """What may be there of a killed run only."""
    return [str(path) for path in folder.rglob("*")
            if (path.name.startswith(".import-analyzer-") and path.name != LAST)
            or path.name.endswith(".sqlite.new")]


def identities(page):
    count = len(page) // 12
    return list(zip(struct.unpack(f"={count}Q", page[:8 * count]),
                    struct.unpack(f"={count}I", page[8 * count:])))


def rows(index, but=("settled",)):
    """All rows of an index, which is whole, or None where there is none. Whether a stamp was settled
    depends on the moment, and which page an identity is on, on what was read together."""
    if not index.exists():
        return None
    with contextlib.closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], index
        everything = {}
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")
                       if row[1] not in but]
            if table == "identity_page":
                pages = database.execute("SELECT entries FROM identity_page").fetchall()
                everything[table] = sorted(entry for (page,) in pages for entry in identities(page))
            elif columns:
                quoted = ", ".join(f'"{column}"' for column in columns)
                everything[table] = sorted(
                    database.execute(f"SELECT {quoted} FROM {table}").fetchall(), key=repr)
        return everything
