#!/usr/bin/env python3
"""Lets calls of the program fail, do less than was asked, or come while somebody changes the files,
and holds what comes of it against a run that nobody disturbs: the same result, or an error that
names what could not be done, and everything as it was. It never crashes.

usage: faults_test.py ANALYZER SEAM [NAME [STEP | --sample N]]

NAME is one of the tests below. Where a test takes each call, STEP takes each STEP-th only. With
FAULTS_GO_ON in the environment what is wrong is told, and the test goes on.
"""

import errno
import json
import multiprocessing
import os
import pathlib
import random
import resource
import shutil
import signal
import sys
import tarfile
import tempfile
import time

from program import (CRASHES, INDEX, LAST, SOURCES, UNFINISHED, Seam, calls, files, left_overs,
                     replace, rows, run, sampled, start)

WORKERS = 2
RECOVER = ("recover", "--jobs", "1", "--batches", "import/batches", "--out", "out", "import")
NEW_INDEX = f"{INDEX}.new"
STEP = int(sys.argv[4]) if len(sys.argv) > 4 else 0


class Work:
    """A working folder with an archive in it, an earlier output, and what a run that nobody disturbs
    makes of it."""

    def __init__(self, folder, command=RECOVER, later=True):
        self.folder = pathlib.Path(folder)
        self.out = self.folder / "out"
        self.command = command
        shutil.copytree(SOURCES, self.folder / "import")
        with tarfile.open(self.folder / "import/answers.tar.gz", "w:gz") as archive:
            archive.add(SOURCES / "api_responses", "answers")
        (self.folder / "key").write_text("0123456789abcdef" * 4)
        time.sleep(0.05)
        if later:
            self.run(RECOVER[:-1] + ("import/api_responses", "import/bulk_import.log"))
        replace(self.folder / "before", self.out)
        self.old = self.state()
        self.run(self.command)
        self.new = self.state()

    def run(self, command, seam=None):
        done = run(command, self.folder, seam)
        assert done.returncode in (0, 1), done.stderr
        return done

    def restore(self):
        replace(self.out, self.folder / "before")

    def state(self):
        but = ("settled", "changed", "modified")
        whole = {path: text for path, text in files(self.out, (LAST, INDEX)).items()
                 if not path.startswith(".import-analyzer-") and path != NEW_INDEX}
        return whole, rows(self.out / INDEX, but)

    def check(self, done, what):
        """After a fault: how it ended."""
        if os.environ.get("FAULTS_GO_ON"):
            try:
                return self.checked(done, what)
            except AssertionError as error:
                print(str(error)[:400], flush=True)
                return "WRONG"
        return self.checked(done, what)

    def checked(self, done, what):
        def tell(why):
            return f"{what}: {why}; status {done.returncode}: {done.stderr}{done.stdout[:300]}"
        assert done.returncode not in CRASHES, tell("it crashed")
        assert done.returncode in (0, 1, 2, 3), tell("unheard of")
        left = left_overs(self.out)
        state = self.state()
        if done.returncode in (2, 3):
            assert "import-analyzer: " in done.stderr, tell("it says nothing")
            if "everything else is written" in done.stderr:
                assert state == self.new, tell("not everything is written")
                return "refused to tell"
            # Where nothing can be done any more, what was exchanged cannot be taken back; a mark
            # tells of it.
            marked = (self.out / UNFINISHED).exists()
            assert state == self.old or marked, tell("what was there is another")
            if left or marked:  # nor could that be removed
                self.run(self.command)
                assert self.state() == self.new and not left_overs(self.out), tell(left)
            return "refused"
        if state == self.new:
            if left:  # it could not be removed: the next run does
                self.run(self.command)
                assert not left_overs(self.out), tell(left)
            return "same"
        # Something could not be read: that is told, and who runs it again gets all.
        assert done.returncode == 1 and done.stderr, tell("another result, and nobody tells")
        assert any(word in done.stderr for word in ("cannot read", "was left out", "is damaged",
                                                    "gone", "not understood", "changed since",
                                                    "no longer there", "became shorter",
                                                    "changed while")), (
            tell("another result, and nobody tells why"))
        assert not left, tell(left)
        self.run(self.command)
        assert self.state() == self.new, tell("not even the next run")
        return "told"


def each(check, tasks):
    """Calls check(worker, task) for each of them, shared among processes; counts what it gives."""
    with multiprocessing.Pool(WORKERS) as pool:
        parts = pool.starmap(check, [(tasks[worker::WORKERS],) for worker in range(WORKERS)])
    counts = {}
    for part in parts:
        for key, number in part.items():
            counts[key] = counts.get(key, 0) + number
    return counts


def counted(results):
    counts = {}
    for result in results:
        counts[result] = counts.get(result, 0) + 1
    return counts


def folder_for(name):
    return tempfile.TemporaryDirectory(prefix=f"import-analyzer-{name}-")


# ---- Calls that fail ----

COMMANDS = {
    "recover": RECOVER,
    "write": ("write", "--jobs", "1", "--out", "out", "--batch-size", "1"),
    "retry": ("retry", "--jobs", "1", "--out", "out", "--result", "CONFLICT"),
    "report": ("report", "--index", "out", "--out", "out/page.html"),
    "export": ("export", "failures", "--index", "out", "--out", "out/rows.csv"),
    "bundle": ("bundle", "--redact-key", "key", "--index", "out", "--out", "out/to-show")}
ERRORS = {"change": (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EMFILE),
          "read": (errno.EIO, errno.EACCES, errno.EMFILE, errno.ESTALE)}


def check_failing(tasks):
    results = []
    with folder_for("failing") as folder:
        folder = pathlib.Path(folder)
        works = {}
        for name, kind, number, error, on in tasks:
            if name not in works:
                (folder / name).mkdir()
                works[name] = Work(folder / name, COMMANDS[name])
            work = works[name]
            work.restore()
            seam = Seam(calls=kind, at=number, do=f"{error}{'+' if on else ''}")
            done = run(work.command, work.folder, seam)
            told = f"{name}, {kind} call {number} fails with {errno.errorcode[error]}"
            results.append(work.check(done, told + (" and all behind it" if on else "")))
    return counted(results)


def test_failing():
    """Each call of each command, each time with another error, once or from then on."""
    tasks = []
    for name, command in COMMANDS.items():
        with folder_for("count") as folder:
            work = Work(folder, command)
            for kind, errors in ERRORS.items():
                work.restore()
                made = len(calls(command, work.folder, calls=kind))
                for number in range(1, made + 1, STEP or 3):
                    error = errors[(number // (STEP or 3)) % len(errors)]
                    tasks.append((name, kind, number, error, number % 2 == 0))
    random.Random(1).shuffle(tasks)
    tasks = sampled(tasks)
    counts = each(check_failing, tasks)
    print(f"{len(tasks)} calls that failed: {counts}")


def test_locks():
    """Where the system cannot tell whether a lock still holds, as on a file server that lost the file
    (ESTALE), a run is refused; it does not try again for ever."""
    with folder_for("locks") as folder:
        work = Work(folder)
        work.restore()
        named = "stat,stat64,fstat,fstat64"
        made = len(calls(work.command, work.folder, calls=named, path=NEW_INDEX))
        assert made > 0
        results = []
        for number in range(1, made + 1, STEP or 12):
            work.restore()
            seam = Seam(calls=named, path=NEW_INDEX, at=number, do=f"{errno.ESTALE}+")
            done = run(work.command, work.folder, seam)
            results.append(work.check(done, f"stale from call {number} on"))
        assert results[0] == "refused", results
    print(f"locks of which nobody can tell: {counted(results)}")


def test_archive():
    """An archive that the system could not read to its end is not damaged: the next run reads it."""
    with folder_for("archive") as folder:
        work = Work(folder)
        for number in (1, 2, 3):
            work.restore()
            seam = Seam(calls="pread,pread64", path="answers.tar.gz", at=number, do=errno.EIO)
            done = run(work.command, work.folder, seam)
            assert work.check(done, f"reading {number} of an archive fails") == "told"
            assert "is damaged" not in done.stderr, done.stderr
    print("an archive that cannot be read to its end: told, and read by the next run")


# ---- Short and interrupted calls ----

def test_short():
    """Reads and writes that do one byte, or half, or are interrupted, change nothing."""
    for name, command in COMMANDS.items():
        with folder_for("short") as folder:
            work = Work(folder, command)
            for how in ("short", "half", "interrupt"):
                work.restore()
                work.run(command, Seam(do=how))
                assert work.state() == work.new, f"{name}, {how}"
    print(f"short reads and writes, and interrupted ones: {3 * len(COMMANDS)} runs, all the same")


# ---- Files that change while they are read ----

def vanish(path):
    path.unlink()


def shrink(path):
    os.truncate(path, path.stat().st_size // 3)


def empty(path):
    os.truncate(path, 0)


def grow(path):
    with path.open("ab") as file:
        file.write(b'\n{"data": [{"customerId": "51000100001", "result": "FAILED"}]}\n')


def renamed_over(path):
    other = path.with_name("other")
    other.write_bytes(SOURCES.joinpath("batches/customers_batch_02_flat.json").read_bytes())
    other.rename(path)


def overwritten(path):
    """In place, with another text of the same length: all digits are others."""
    text = path.read_bytes()
    path.write_bytes(text.translate(bytes.maketrans(b"0123456789", b"1234567890")))


CHANGES = (vanish, shrink, empty, grow, renamed_over, overwritten)


def customers(folder, old):
    """What may stand in a file that is to be sent again: items as they are in the batch files, or as
    they were."""
    items = set()
    texts = [old] + [path.read_bytes() for path in (folder / "import/batches").iterdir()]
    for text in texts:
        for found in objects(text.decode("utf-8", "replace")):
            items.add(found)
    return items


def objects(text):
    """All objects that say who somebody is, by value."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            at = text.find("{", at + 1)
            continue
        yield from inner(value)
        at = text.find("{", end)


def inner(value):
    if isinstance(value, dict):
        yield json.dumps(value, sort_keys=True)
        for part in value.values():
            yield from inner(part)
    elif isinstance(value, list):
        for part in value:
            yield from inner(part)


def check_changing(tasks):
    results = []
    undisturbed = {}
    with folder_for("changing") as folder:
        for at, (name, number, change, large) in enumerate(tasks):
            folder_of_task = pathlib.Path(folder) / str(at)
            folder_of_task.mkdir()
            if (name, large) not in undisturbed:
                undisturbed[name, large] = before_change(folder_of_task, name, large)
            results.append(change_at(folder_of_task, name, number, change, large,
                                     undisturbed[name, large]))
            shutil.rmtree(folder_of_task)
    return counted(results)


def before_change(folder, name, large):
    """What comes of the files as they are."""
    place_sources(folder, name, large)
    assert run(options(large), folder).returncode == 1
    tree = files(folder / "out", (LAST, INDEX))
    shutil.rmtree(folder / "out")
    shutil.rmtree(folder / "import")
    return tree


def place_sources(folder, name, large):
    """Old enough for their stamps to be believed: a file that is younger is read once more."""
    shutil.copytree(SOURCES, folder / "import")
    if large:
        large_file(folder / "import" / name)
    time.sleep(0.05)


def large_file(path):
    """More than is read at once: it is mapped (see --memory below)."""
    text = path.read_bytes()
    path.write_bytes(text + b"\n" * (3 << 20))


def options(large):
    return (*RECOVER[:1], "--memory", "16MB", *RECOVER[1:]) if large else RECOVER


def change_at(folder, name, number, change, large, undisturbed):
    """Stops the program at a call on a file, changes the file, and lets it go on. What comes of it is
    `undisturbed`, or what comes of the changed file, or the file is named."""
    place_sources(folder, name, large)
    path = folder / "import" / name
    old = path.read_bytes()
    process = start(options(large), folder, Seam(calls="read", path=path.name, at=number, do="stop"))
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), f"{name}: it made no call {number}"
    change(path)
    process.send_signal(signal.SIGCONT)
    _, errors = process.communicate()
    what = f"{name}, {change.__name__} at call {number}: status {process.returncode}: {errors}"
    assert process.returncode not in CRASHES, what
    assert process.returncode in (0, 1, 3), what
    if process.returncode == 3:
        assert path.name in errors or "customers_batch" in errors, what
    may_stand = customers(folder, old)
    for written in (folder / "out").rglob("customer_*.json"):
        for item in json.loads(written.read_text())["data"]:
            assert json.dumps(item, sort_keys=True) in may_stand, f"{what}\n{written}: made up"
    came_out = files(folder / "out", (LAST, INDEX))
    # The next run knows.
    time.sleep(0.05)
    again = run(options(large), folder)
    assert again.returncode in (0, 1), f"{what}\n{again.stderr}"
    kept = files(folder / "out", (LAST, INDEX))
    shutil.rmtree(folder / "out")
    run(options(large), folder)
    assert files(folder / "out", (LAST, INDEX)) == kept, f"{what}: the next run kept something old"
    if process.returncode < 3 and came_out not in (undisturbed, kept):
        assert path.name in errors, f"{what}: another result, and nobody tells"
    return "told" if path.name in errors else "not seen" if process.returncode < 3 else "refused"


def test_changing():
    tasks = []
    for name, large in (("batches/customers_batch_01.json", False),
                        ("batches/customers_batch_01.json", True),
                        ("bulk_import.log", False), ("bulk_import.log", True)):
        with folder_for("count") as folder:
            folder = pathlib.Path(folder)
            place_sources(folder, name, large)
            made = len(calls(options(large), folder, calls="read", path=pathlib.Path(name).name))
        step = STEP or max(1, made // 12)
        tasks += [(name, number, change, large) for number in range(1, made + 1, step)
                  for change in CHANGES]
    random.Random(1).shuffle(tasks)
    tasks = sampled(tasks)
    print(f"{len(tasks)} changes while a file is read: {each(check_changing, tasks)}")


# ---- Limits ----

def limited(what, value):
    return lambda: resource.setrlimit(what, (value, value))


def check_limits(tasks):
    results = []
    with folder_for("limits") as folder:
        folder = pathlib.Path(folder)
        works = {}
        for jobs, name, value in tasks:
            if jobs not in works:
                (folder / jobs).mkdir()
                works[jobs] = Work(folder / jobs, ("recover", "--jobs", jobs, *RECOVER[3:]))
            work = works[jobs]
            work.restore()
            done = run(work.command, work.folder,
                       preexec_fn=limited(getattr(resource, name), value))
            if done.returncode == 127 and "error while loading shared libraries" in done.stderr:
                continue  # it did not begin
            results.append(f"{name} {work.check(done, f'{name} {value}, {jobs} threads')}")
    return counted(results)


def test_limits():
    """Few open files, little memory."""
    tasks = [("1", "RLIMIT_NOFILE", files_open) for files_open in range(3, 30)]
    tasks += [("8", "RLIMIT_NOFILE", files_open) for files_open in range(3, 60, 3)]
    for jobs in ("1", "2", "8"):
        tasks += [(jobs, "RLIMIT_AS", megabytes << 20)
                  for megabytes in [*range(16, 120, 4 if STEP == 0 else STEP), 160, 200, 300, 600]]
    print(f"{len(tasks)} runs with limits: {each(check_limits, tasks)}")


def check_memory(tasks):
    results = []
    with folder_for("memory") as folder:
        folder = pathlib.Path(folder)
        works = {}
        for name, library, number in tasks:
            if name not in works:
                (folder / name).mkdir()
                works[name] = Work(folder / name, COMMANDS[name])
            work = works[name]
            work.restore()
            seam = Seam(calls="memory", path=library, at=number, do=errno.ENOMEM)
            done = run(work.command, work.folder, seam)
            results.append(work.check(done, f"{name}, no memory at {number} {library}"))
    return counted(results)


def asked_for(command):
    """Who asks for memory, each time that something does."""
    with folder_for("count") as folder:
        work = Work(folder, command)
        work.restore()
        return [pathlib.Path(path).name for _, path in calls(command, work.folder, calls="memory")]


def test_memory():
    """Memory that cannot be had, once, at any place."""
    tasks = []
    for name, command in COMMANDS.items():
        made = len(asked_for(command))
        chance = random.Random(1)
        wanted = made // STEP if STEP else 80
        tasks += [(name, "", chance.randrange(1, made + 1)) for _ in range(wanted)]
    tasks = sampled(tasks)
    print(f"{len(tasks)} times no memory: {each(check_memory, tasks)}")


OWN = ("", "libstdc++.so.6")  # "": the program, and what the system maps


def test_libraries():
    """The same for each library by itself, most at its begin, where it makes what it works with: not
    all look whether they got what they asked for."""
    tasks = []
    for name, command in COMMANDS.items():
        for library, made in counted(asked_for(command)).items():
            if library not in OWN:
                numbers = {2 ** power for power in range(made.bit_length())}
                numbers |= set(range(1, made + 1, STEP or made))
                tasks += [(name, library, number) for number in sorted(numbers)]
    tasks = sampled(tasks)
    print(f"{len(tasks)} times no memory for a library: {each(check_memory, tasks)}")


# ---- Names ----

def test_names():
    """Names as long as a file system takes."""
    with folder_for("names") as folder:
        folder = pathlib.Path(folder)
        (folder / "batches").mkdir()
        deep = folder / "import" / ("ö" * 127) / ("d" * 255)
        deep.mkdir(parents=True)
        people = [{"changeType": "CREATE", "type": "PERSON",
                   "person": {"customerId": str(61000000000 + i), "username": name,
                              "firstName": name, "lastName": "ÅÄÖ" * 60}}
                  for i, name in enumerate(("x" * 400, "ö" * 300, "😀é漢" * 80))]
        (folder / "batches" / ("b" * 250 + ".json")).write_text(json.dumps({"data": people}))
        answers = [{"customerId": person["person"]["customerId"], "changeType": "CREATE",
                    "username": person["person"]["username"], "result": "R" * 300,
                    "error": "e" * 3000} for person in people]
        (deep / ("s" * 250 + ".json")).write_text(json.dumps({"data": answers}))
        for out in ("out", "o" * 255):
            done = run(("recover", "--batches", "batches", "--out", out, "import"), folder)
            assert done.returncode == 0, done.stderr
            written = list((folder / out).rglob("customer_*.json"))
            assert len(written) == 3, written
            assert all(len(os.fsencode(path.name)) <= 255 for path in written)
            for command in (("report", "--index", out, "--out", "p" * 250 + ".html"),
                            ("export", "failures", "--index", out, "--out", "e" * 251 + ".csv"),
                            ("bundle", "--redact-key", "key", "--index", out, "--out", "b" * 255)):
                (folder / "key").write_text("0123456789abcdef" * 4)
                done = run(command, folder)
                assert done.returncode == 0, f"{command}: {done.stderr}"
            again = run(("verify", out), folder)
            assert again.returncode == 0, again.stdout
        done = run(("recover", "--batches", "batches", "--out", "y" * 256, "import"), folder)
        assert done.returncode == 3 and "File name too long" in done.stderr, done.stderr
    print("names of 255 bytes: all commands write under them")


TESTS = {name[5:]: test for name, test in list(globals().items()) if name.startswith("test_")}


def main():
    chosen = sys.argv[3] if len(sys.argv) > 3 else ""
    for name, test in TESTS.items():
        if chosen in ("", name):
            test()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
