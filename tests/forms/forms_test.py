#!/usr/bin/env python3
"""Plays each release of the import client and checks the whole way to the written files.

Every line of the table is one release, one scenario and one way of giving the sources to recover:
  folder     the whole working folder as one source
  parts      each file and folder of it named apart
  log        the logs only
  responses  the saved responses only (first release: the text saved from the window)
  records    the logs and what the client saved of failures
Exit status 1 where anything is wrong.
"""

import argparse
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import check
import scenarios
from releases import RELEASES
from truth import truth

WAYS = {
    "folder": {"log", "responses", "records", "copies"},
    "parts": {"log", "responses", "records", "copies"},
    "log": {"log"},
    "responses": {"responses"},
    "records": {"log", "records"},
}


def sources(world, folder, way):
    """The arguments that give the sources; none where this way has nothing to give."""
    names = sorted(path.name for path in folder.iterdir() if path.name != "batches")
    logs = [*world.logs, *world.compressed_logs]
    if way == "folder":
        return [folder]
    if way == "log":
        names = logs
    elif way == "responses":
        one = world.release.window_file if world.release.window_shows_data else "api_responses"
        names = [name for name in names if name == one]
    elif way == "records":
        if world.release.failed_folder not in names:
            return []
        names = [*logs, world.release.failed_folder]
    return [folder / name for name in names]


def run_one(job):
    """One line of the table: its cells and the problems."""
    release, name, seed, way, options = job
    world = scenarios.play(release, name, seed)
    label = re.sub(r"\W+", "-", f"{release.name} {name} {seed}")
    top = options.keep / label / way
    folder, out = top / "import", top / "out"
    shutil.rmtree(top, ignore_errors=True)  # what an earlier run kept
    try:
        world.write_to(folder)
        given = sources(world, folder, way)
        if not given:
            return None
        status, errors = recover(options.binary, folder, out, given, top)
        checker = check.Checker(out, world, truth(world, WAYS[way]))
        verdict = checker.check(status, errors, options.retry)
        if status in (0, 1):
            checker.check_audit(*audit(options.binary, out), planned(world, way))
        if status not in (0, 1):
            verdict.problems.append(errors.strip()[-400:])
        return (release.name, name, seed, way, verdict)
    finally:
        if not options.kept:
            shutil.rmtree(top, ignore_errors=True)


def recover(binary, folder, out, given, top):
    command = [binary, "recover", "--batches", folder / "batches", "--out", out, *given]
    (top / "command").write_text(" ".join(f"'{part}'" for part in command) + "\n")
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    (top / "report").write_text(done.stdout + done.stderr)
    return done.returncode, done.stderr


def audit(binary, out):
    """Exit status, standard error and standard output."""
    command = [binary, "audit", "--json", "--index", out]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr, done.stdout


def planned(world, way):
    """How many items the runs had; None where no log tells all of that."""
    told = [fact.run for fact in world.facts if fact.kind == "planned"]
    if "log" not in WAYS[way] or any(run not in told for run in world.runs):
        return None
    return sum(len(sending.items) for run in world.runs for sending in run.sendings)


def jobs(options):
    for scenario in scenarios.SCENARIOS:
        name = scenario.name
        for release in RELEASES:
            for seed in range(1, options.seeds + 1):
                for way in [way for way in WAYS if way not in scenario.not_by]:
                    title = f"{release.name} {name} {seed} {way}"
                    if scenario.fits(release) and re.search(options.filter, title):
                        yield (release, name, seed, way, options)


def show(row, options):
    release, name, seed, way, verdict = row
    retry = f"{verdict.retry_right}/{verdict.retry}" if options.retry else "-"
    unanswered = f"{verdict.open_right}/{verdict.open}"
    failures = f"{verdict.failures_right}/{verdict.failures}"
    word = "WRONG" if verdict.problems else "right"
    print(f"{release:18} {name:27} {seed:4} {way:9} {failures:>8} {verdict.made_up:7} {unanswered:>10} {retry:>7} {word}")
    for problem in verdict.problems:
        print(f"    {problem}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("-k", dest="filter", default="", help="only lines whose `release scenario seed way` match")
    parser.add_argument("--seeds", type=int, default=1, help="how many of each (default 1)")
    parser.add_argument("--keep", type=pathlib.Path, help="keep inputs and outputs in this folder")
    parser.add_argument("--no-retry", dest="retry", action="store_false", help="do not check retry batches")
    parser.add_argument("--quiet", action="store_true", help="show what is wrong only")
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    return options


def main():
    options = arguments()
    options.kept = options.keep is not None
    with tempfile.TemporaryDirectory() as scratch:
        options.keep = (options.keep or pathlib.Path(scratch)).resolve()
        print(f"{'release':18} {'scenario':27} seed {'way':9} failures made up unanswered   retry verdict")
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            rows = [row for row in pool.map(run_one, list(jobs(options)), chunksize=5) if row]
    wrong = [row for row in rows if row[-1].problems]
    for row in wrong if options.quiet else rows:
        show(row, options)
    print(f"{len(rows)} lines, {len(wrong)} wrong")
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
