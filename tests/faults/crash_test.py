#!/usr/bin/env python3
"""Kills the program at each call by which it changes a file, and at random moments, and holds what
is there then, and what the next run makes of it, against a run that nobody disturbs.

usage: crash_test.py ANALYZER SEAM [boundaries|moments|pairs] [NUMBER | --sample N] [--only WORD]

Without a name, all three:
  boundaries  before each call that changes what is in its place, and each NUMBER-th (6) of those
              that change only what is not there yet; 1 takes all, in some minutes. --only
              takes the commands alone in whose name (see SCENARIOS) WORD stands
  moments     at NUMBER random moments (200), on all cores
  pairs       two runs on one place at once, NUMBER times (60)
"""

import collections
import multiprocessing
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from program import (INDEX, LAST, SOURCES, UNFINISHED, Seam, calls, files, left_overs, option, replace,
                     rows, run, sampled, start)

WORKERS = 2
TREES = ("failed_customers", "failed_households")
RECOVER = ("recover", "--batches", "import/batches", "--out", "out", "import")


class Scenario:
    """A command, what was there before it, and what is there after it. All of it is in `out`."""

    name = ""
    no_exchange = False

    def __init__(self, folder):
        self.folder = folder
        self.out = folder / "out"
        self.random = random.Random(1)
        shutil.copytree(SOURCES, folder / "import")
        self.prepare()
        time.sleep(0.05)  # later than the tick in which the sources were changed
        self.around = self.all_around()
        replace(folder / "before", self.out)
        self.undisturbed()
        replace(folder / "after", self.out)
        self.old, self.new = self.state(folder / "before"), self.state(folder / "after")
        assert self.old != self.new, f"{self.name}: there is nothing to be done"

    def command(self):
        raise NotImplementedError

    def prepare(self):
        """Makes what is there before."""

    def run(self, *arguments):
        done = run(arguments or self.command(), self.folder)
        assert done.returncode in (0, 1), f"status {done.returncode}: {done.stderr}"
        return done

    def undisturbed(self):
        self.run()

    def restore(self):
        replace(self.out, self.folder / "before")

    def all_around(self):
        """Without SQLite's own temporary files: each has a name for one call, and is empty then."""
        temporary = {path: text for path, text in files(self.folder / "tmp").items()
                     if not (path.startswith("etilqs_") and text == b"")}
        return files(self.folder / "import") | temporary

    def state(self, out):
        """Of each part that is put in its place in one step, what it holds."""
        parts = {tree: files(out / tree) for tree in TREES}
        parts["index"] = rows(out / INDEX)
        parts["beside"] = {path: text for path, text in files(out, (LAST, INDEX)).items()
                           if "/" not in path and not path.startswith(".import-analyzer-")
                           and not path.endswith(".new")}
        return parts

    def seam(self, **settings):
        return Seam(**settings, **({"no_exchange": 1} if self.no_exchange else {}))

    def check_killed(self):
        """Each part is the old or the new one; where they are of both, the program tells so."""
        now = self.state(self.out)
        ages = set()
        for part, content in now.items():
            if part in TREES and self.no_exchange and not content:
                continue  # on such a file system, for a moment, there is neither
            if self.old[part] == self.new[part]:
                assert content == self.old[part], f"{self.name}: {part} is neither old nor new"
                continue
            assert content in (self.old[part], self.new[part]), (
                f"{self.name}: {part} is neither old nor new: {difference(content, self.old[part])}"
                f" / {difference(content, self.new[part])}")
            ages.add("new" if content == self.new[part] else "old")
        if len(ages) > 1:
            assert (self.out / UNFINISHED).exists(), f"{self.name}: {ages}, and nobody tells"
            if (self.out / INDEX).exists():
                told = run(("audit", "--index", "out"), self.folder)
                assert "was ended before it was done" in told.stderr, told.stderr
        self.check_around()
        return "both" if len(ages) > 1 else "".join(ages)

    def check_around(self):
        assert self.all_around() == self.around, f"{self.name}: something outside of out changed"

    def check_again(self):
        self.undisturbed()
        now = self.state(self.out)
        for part, content in now.items():
            assert content == self.new[part], (
                f"{self.name}: {part} after the next run: {difference(content, self.new[part])}")
        assert left_overs(self.out) == [], f"{self.name}: {left_overs(self.out)}"
        self.check_around()


def difference(a, b):
    if not isinstance(a, dict) or not isinstance(b, dict):
        return f"{type(a).__name__} and {type(b).__name__}"
    return sorted(key for key in a.keys() | b.keys() if a.get(key) != b.get(key))[:5]


def more_answers(folder):
    """A later import, in which some fail and some are imported."""
    answers = folder / "import/api_responses"
    text = (answers / "batch_002_success_20251111_093044.json").read_text()
    (answers / "batch_009_success_20251112_100000.json").write_text(
        text.replace("CONFLICT", "FAILED"))
    batch = folder / "import/batches/customers_batch_01.json"
    batch.write_text(batch.read_text() + "\n")
    answer = answers / "batch_001_success_20251111_130513.json"  # of households
    answer.write_text(answer.read_text().replace("ERROR", "CONFLICT"))


class FirstRun(Scenario):
    name = "recover into nothing"

    def command(self):
        return RECOVER


class LaterRun(Scenario):
    name = "recover over an earlier output, other sources"

    def command(self):
        return RECOVER

    def prepare(self):
        self.run()
        more_answers(self.folder)


class LaterRunWithoutExchange(LaterRun):
    name = "the same on a file system that cannot exchange folders"
    no_exchange = True


class AmongOthersFiles(LaterRun):
    name = "recover --replace among files of somebody else"

    def command(self):
        return ("recover", "--replace", *RECOVER[1:])

    def prepare(self):
        super().prepare()
        customers = self.out / "failed_customers"
        shutil.rmtree(customers / "retry_batches")
        (customers / "retry_batches/deep").mkdir(parents=True)
        (customers / "retry_batches/deep/retry_batch_00001_failed.json").write_text("the client's")
        (customers / "single_failures/CONFLICT/note.txt").write_text("mine")
        (customers / "batches_to_retry_1").mkdir()
        (customers / "batches_to_retry_1/batch.json").write_text("{}")
        (customers / "link").symlink_to("batches_to_retry_1/batch.json")
        manifest = customers / "manifest.json"
        lines = manifest.read_text()
        manifest.write_text(lines.replace("failed_customers/retry_batches/", "gone/"))


class WriteAnew(Scenario):
    name = "write"

    def command(self):
        return ("write", "--out", "out", "--skip-already-imported", "--batch-size", "2", "--as-of",
                "2025-11-12")

    def prepare(self):
        self.run(*RECOVER)


class RetryAnew(Scenario):
    name = "retry"

    def command(self):
        return ("retry", "--out", "out", "--result", "CONFLICT,ERROR", "--batch-size", "1")

    def prepare(self):
        self.run(*RECOVER)


class AddToIndex(Scenario):
    name = "scan"

    def command(self):
        return ("scan", "--index", f"out/{INDEX}", "import")

    def prepare(self):
        self.run("index", "--index", f"out/{INDEX}", "import/batches")


class ReportPage(Scenario):
    name = "report"

    def command(self):
        return ("report", "--index", "out", "--out", "out/page.html")

    def prepare(self):
        self.run(*RECOVER)
        (self.out / "page.html").write_text("an old page")


class RedactedExport(Scenario):
    name = "export --out, redacted with a key that is made"

    def command(self):
        return ("export", "failures", "--redact", "--redact-key", "out/key", "--index", "out",
                "--out", "out/rows.csv")

    def prepare(self):
        self.run(*RECOVER)
        (self.out / "rows.csv").write_text("old rows")

    def state(self, out):
        """The key is another one each time, and so are the pseudonyms; their number is the same."""
        parts = super().state(out)
        beside = parts["beside"]
        if "key" in beside:
            assert len(beside["key"]) == 65, beside["key"]
            beside["key"] = b"a key"
        if beside.get("rows.csv") != b"old rows":
            beside["rows.csv"] = len(beside["rows.csv"].splitlines())
        parts["key"] = beside.pop("key", None)
        return parts

    def check_killed(self):
        now, both = self.state(self.out), (self.old, self.new)
        for part, content in now.items():
            assert content in (both[0][part], both[1][part]), f"{self.name}: {part}"
        self.check_around()
        return "old" if now == self.old else "new" if now == self.new else "between"


class Bundle(Scenario):
    name = "bundle"

    def command(self):
        return ("bundle", "--redact-key", "key", "--batches", "import/batches", "--out", "out/to-show",
                "import")

    def prepare(self):
        (self.folder / "key").write_text("0123456789abcdef" * 4)
        self.run()
        more_answers(self.folder)

    def state(self, out):
        """Times of the files of a bundle are those of the moment."""
        bundle = out / "to-show"
        return {"bundle": (files(bundle, (INDEX,)),
                           rows(bundle / INDEX, ("settled", "changed", "modified")))}


ONLY = option("--only") or ""
SCENARIOS = [scenario for scenario in (
    FirstRun, LaterRun, LaterRunWithoutExchange, AmongOthersFiles, WriteAnew, RetryAnew, AddToIndex,
    ReportPage, RedactedExport, Bundle) if ONLY in scenario.name]


def one_thread(command):
    """The same calls each time."""
    return (command[0], "--jobs", "1", *command[1:])


def is_beside(call):
    """Whether a call changes only what is not in its place yet. A name alone is one in a folder that
    is open, which those are that are being made or removed."""
    name, path = call
    return name != "mkdir" and ("/.import-analyzer-" in path or ".new" in path or "/" not in path)


def chosen_calls(made, share):
    """The numbers of the calls to be killed at."""
    beside = 0
    for number, call in enumerate(made, 1):
        beside += is_beside(call)
        if not is_beside(call) or beside % share == 0:
            yield number


def boundaries_of(arguments):
    """Kills at each WORKERS-th of the chosen calls; how many calls there were, and what was found."""
    which, worker, share = arguments
    found = {}
    with tempfile.TemporaryDirectory(prefix="import-analyzer-crash-") as folder:
        scenario = SCENARIOS[which](pathlib.Path(folder))
        scenario.restore()
        command = one_thread(scenario.command())
        made = calls(command, scenario.folder, scenario.seam)
        chosen = sampled(chosen_calls(made, share))
        for call in chosen[worker::WORKERS]:
            scenario.restore()
            killed = run(command, scenario.folder, scenario.seam(at=call, do="kill"))
            assert killed.returncode == -signal.SIGKILL, f"{scenario.name}, call {call}: {killed}"
            try:
                state = scenario.check_killed()
                found[state] = found.get(state, 0) + 1
                scenario.check_again()
            except Exception:
                print(f"{scenario.name}: killed at call {call}", file=sys.stderr, flush=True)
                raise
    return which, len(made), collections.Counter(found)


def boundaries(share):
    kills = 0
    with multiprocessing.Pool(WORKERS) as pool:
        jobs = [(which, worker, share) for which in range(len(SCENARIOS))
                for worker in range(WORKERS)]
        found_first = None
        for number, (which, made, found) in enumerate(pool.imap(boundaries_of, jobs)):
            kills += found.total()
            if number % WORKERS < WORKERS - 1:
                found_first = found
                continue
            found += found_first
            told = ", ".join(f"{times} {state}" for state, times in sorted(found.items()))
            print(f"{SCENARIOS[which].name}: killed at {found.total()} of {made} calls, found: "
                  f"{told}", flush=True)
    print(f"{kills} kills before calls that change files, all survived", flush=True)


def moments(number):
    """Kills at any time, also while threads are at work, and also the run that follows."""
    chance = random.Random(2)
    killed = 0
    for scenario_of in (FirstRun, LaterRun):
        with tempfile.TemporaryDirectory(prefix="import-analyzer-crash-") as folder:
            scenario = scenario_of(pathlib.Path(folder))
            scenario.restore()
            begun = time.monotonic()
            scenario.run()
            whole = time.monotonic() - begun
            wanted = number // 2
            while wanted > 0:
                scenario.restore()
                for _ in range(chance.choice((1, 1, 2))):
                    process = start(scenario.command(), scenario.folder)
                    time.sleep(chance.uniform(0, whole))
                    process.kill()
                    process.communicate()
                    if process.returncode == -signal.SIGKILL:
                        wanted -= 1
                        killed += 1
                    scenario.check_killed()
                scenario.check_again()
    print(f"{killed} kills at random moments, all survived")


def pairs(number):
    """One works, the other says so; or both, one after the other. Nothing is mixed up."""
    chance = random.Random(3)
    refused = 0
    with tempfile.TemporaryDirectory(prefix="import-analyzer-pairs-") as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(SOURCES, folder / "import")
        (folder / "key").write_text("0123456789abcdef" * 4)
        out, index = folder / "out", f"out/{INDEX}"
        done = run(RECOVER, folder)
        assert done.returncode == 1, done.stderr
        commands = {
            "recover": ("recover", "--fresh", *RECOVER[1:]),
            "other": ("recover", "--fresh", "--batch-size", "1", "--skip-already-imported",
                      *RECOVER[1:]),
            "retry": ("retry", "--out", "out", "--result", "CONFLICT"),
            "write": ("write", "--out", "out"),
            "index": ("index", "--index", index, "import/batches"),
            "bundle": ("bundle", "--redact-key", "key", "--index", "out", "--out", "to-show")}
        for _ in range(number):
            chosen = [chance.choice(sorted(commands)) for _ in range(2)]
            processes = []
            for name in chosen:
                processes.append(start(commands[name], folder))
                time.sleep(chance.choice((0, 0, 0.005, 0.02)))
            for name, process in zip(chosen, processes):
                _, errors = process.communicate()
                assert process.returncode in (0, 1, 3), f"{chosen}, {name}: {errors}"
                if process.returncode == 3:
                    assert "another run of this program is at work on" in errors, f"{chosen}: {errors}"
                    refused += 1
            assert rows(folder / index), chosen
            assert left_overs(out) == [], f"{chosen}: {left_overs(out)}"
            done = run(RECOVER, folder)
            assert done.returncode == 1, done.stderr
            # 0 or 1: what one left is whole; findings would be files that are not as they were sent.
            verified = subprocess.run([sys.argv[1], "verify", "out"], cwd=folder, text=True,
                                      capture_output=True, check=False)
            assert verified.returncode == 0, verified.stdout + verified.stderr
        expected = files(out, (LAST, INDEX))
        shutil.rmtree(out)
        run(RECOVER, folder)
        assert files(out, (LAST, INDEX)) == expected
    print(f"{number} pairs of runs at once: {refused} said that another one is at work")


def main():
    what = sys.argv[3] if len(sys.argv) > 3 else ""
    number = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    if what in ("", "boundaries"):
        boundaries(number or 6)
    if what in ("", "moments"):
        moments(number or 200)
    if what in ("", "pairs"):
        pairs(number or 60)


if __name__ == "__main__":
    main()
