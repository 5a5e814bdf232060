#!/usr/bin/env python3
"""Plays each release of the import client and makes a bundle of what it leaves behind.

recover must come to the same on the bundle as on the folder that it was made of, and nothing of any
customer may be left in it: names, user names, emails, personal numbers, ids, streets, tokens. Exit status 1 where anything is wrong.
"""

import argparse
import concurrent.futures
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import scenarios
from releases import RELEASES

SECRETS = {"Authorization": "Bearer eyJhbGciOi.Zm9vYmFy.c2VjcmV0", "Set-Cookie": "JSESSIONID=9F8E7D6C5B4A"}

# What may be equal by chance, or is a word of the formats as well.
SHORTEST_WORD = 4
KEPT = {"none", "true", "false", "null", "active", "customer"}


def texts(value):
    """All strings and numbers in a JSON value, but those that are codes of the API."""
    codes = {"changeType", "type", "status", "scope", "languageCode", "countryCode", "result",
             "contactPurposeTypeCode", "contactMethodTypeCode"}
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in codes:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value.removeprefix("@number:")


def personal(world):
    """The words and numbers of the customers that no byte of a bundle may hold."""
    words = set()
    for file in world.batch_files:
        for item in file.items:
            for text in [*texts(item.value), *texts(item.identity)]:
                text = text.split("@example")[0]
                words |= {w for w in re.findall(r"[^\W\d_]+", text) if len(w) >= SHORTEST_WORD}
                words |= set(re.findall(r"\d{9,}", text))
    return {word for word in words if word.lower() not in KEPT}


def plain(data):
    """The bytes of a file as one text in which words can be found, however they were written."""
    readings = [data.decode("utf-8", "replace"), data.decode("cp1252", "replace")]
    readings += [data[start:].decode(code, "ignore") for code in ("utf-16-le", "utf-16-be") for start in (0, 1)]
    for text in readings[:1]:
        readings.append(re.sub(r"\\+u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text))
        for code in ("cp1252", "latin-1"):
            readings.append(text.encode(code, "ignore").decode("utf-8", "ignore"))
    return "\n".join(readings)


def dump(index):
    """All that an index says, but for its hashes."""
    lines = "\n".join(sqlite3.connect(f"file:{index}?mode=ro", uri=True).iterdump())
    return re.sub(r"X'[0-9A-F]*'|[0-9a-f]{16,}", "", lines)


def leaks(bundle, words):
    found = set()
    numbers = {word for word in words if word.isdigit()}
    names = {word.lower() for word in words - numbers}
    for path in sorted(bundle.rglob("*")):
        if path.name == "README.md" and path.parent == bundle:
            continue
        text = str(path.relative_to(bundle)) + "\n"
        if path.suffix == ".sqlite":
            text += dump(path)
        elif path.is_file():
            text += plain(path.read_bytes())
        here = {w for w in re.findall(r"[^\W\d_]+", text) if w.lower() in names}
        here |= set(re.findall(r"\d{9,}", text)) & numbers
        here |= {secret for secret in SECRETS.values() if secret.split()[-1] in text}
        found |= {f"{word} in {path.relative_to(bundle)}" for word in here}
    return sorted(found)


def add_secrets(folder):
    """The headers that answers came with, and a token in the log."""
    for path in folder.glob("api_responses/*.json"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"headers": \{', '"headers": {' + json.dumps(SECRETS)[1:-1] + ", ", text, count=1),
                        encoding="utf-8")


def figures(report):
    """All that the report counts, but for the sizes and names of files."""
    value = json.loads(report)
    for run in value["runs"]:
        run.pop("log", None)
    read = value["read"]
    value["notes"] = len(value["notes"])  # they name files
    return {key: value[key] for key in value if key not in ("read", "generator")} | {
        key: read[key] for key in read if key not in ("bytes", "files", "archives", "not_understood", "problems")
    }


def recover(binary, arguments, out):
    command = [binary, "recover", "--json", "--out", out, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return figures(done.stdout) if done.returncode in (0, 1) else done.stderr


def run_one(job):
    release, name, seed, binary, keep = job
    world = scenarios.play(release, name, seed)
    top = keep / re.sub(r"\W+", "-", f"{release.name} {name} {seed}")
    folder, bundle = top / "import", top / "bundle"
    world.write_to(folder)
    add_secrets(folder)
    command = [binary, "bundle", "--batches", folder / "batches", "--out", bundle, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    problems = []
    if done.returncode not in (0, 1) or "does not tell the same" in done.stderr or "still holds" in done.stderr:
        problems.append(f"status {done.returncode}: {done.stderr[-600:]}")
    else:
        before = recover(binary, ["--batches", folder / "batches", folder], top / "before")
        after = recover(binary, ["--batches", bundle / "batches", bundle / "sources"], top / "after")
        if before != after:
            problems.append(f"recover tells {after}, not {before}")
        problems += leaks(bundle, personal(world))[:8]
    shutil.rmtree(top)
    return (f"{release.name} {name} {seed}", problems)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("-k", dest="filter", default="", help="only those whose `release scenario seed` match")
    parser.add_argument("--seeds", type=int, default=1, help="how many of each (default 1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        jobs = [
            (release, scenario.name, seed, options.binary.resolve(), pathlib.Path(scratch))
            for scenario in scenarios.SCENARIOS
            for release in RELEASES
            for seed in range(1, options.seeds + 1)
            if scenario.fits(release) and re.search(options.filter, f"{release.name} {scenario.name} {seed}")
        ]
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            rows = list(pool.map(run_one, jobs, chunksize=5))
    wrong = [row for row in rows if row[1]]
    for title, problems in wrong:
        print(title, *problems, sep="\n    ")
    print(f"{len(rows)} bundles, {len(wrong)} wrong")
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
