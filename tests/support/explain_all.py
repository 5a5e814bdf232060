#!/usr/bin/env python3
"""Explains every customer of an index, each into a file of its own.

Usage: explain_all.py ANALYZER OUT FOLDER

OUT is a folder that `recover` wrote to. FOLDER is made; the file of the Nth customer in it is
history_N.json. Fails where a customer is not found by the key that the index has.
"""

import contextlib
import pathlib
import sqlite3
import subprocess
import sys


def main(analyzer, out, folder):
    pathlib.Path(folder).mkdir(parents=True)
    index = f"file:{out}/import-analyzer.sqlite?mode=ro"
    with contextlib.closing(sqlite3.connect(index, uri=True)) as database:
        keys = [key for (key,) in database.execute(
            "SELECT customer FROM original UNION SELECT customer FROM outcome ORDER BY 1")]
    for number, key in enumerate(keys, 1):
        done = subprocess.run([analyzer, "explain", key, "--json", "--index", out],
                              capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"explain {key}: status {done.returncode}: {done.stderr.decode()}")
        pathlib.Path(folder, f"history_{number}.json").write_bytes(done.stdout)
    print(f"{len(keys)} customers explained")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
