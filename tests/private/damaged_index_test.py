#!/usr/bin/env python3
"""Damages an index in hundreds of places and runs the commands on it: each comes to what it comes
to on the whole index, or says that the index is damaged, with status 3. None crashes.

usage: damaged_index_test.py ANALYZER [RESEAL [SEED [DAMAGES]]]

RESEAL mends the seals of an index's pages (tests/support/reseal.cc): with it values of all columns
are changed as somebody might who knows what he does.
"""

import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ANALYZER = pathlib.Path(sys.argv[1]).resolve()
RESEAL = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample-data" / "import"
PAGE = 4096
WHYS = [" is damaged: ", " is no index; ", " of another program; ", " version of this program; "]

COMMANDS = [
    ["audit", "--json", "--index", "{index}"],
    ["export", "outcomes", "--format", "json", "--index", "{index}"],
    ["export", "attempts", "--format", "json", "--index", "{index}"],
    ["explain", "51000100001", "--json", "--index", "{index}"],
    ["query", "SELECT * FROM failures", "--format", "json", "--index", "{index}"],
    ["verify", "whole", "--json", "--index", "{index}"],
    ["report", "--out", "{out}/page.html", "--index", "{index}"],
    ["write", "--out", "{out}", "--index", "{index}"],
    ["retry", "--out", "{out}", "--index", "{index}"],
    ["scan", "--index", "{index}", "import/other.log"],
    ["bundle", "--redact-key", "key", "--out", "{out}", "--index", "{index}"],
]


# Damages: each takes the bytes of an index, and a random number generator.

def bits(data, dice):
    for _ in range(dice.randint(1, 3)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return data


def zeros(data, dice):
    at, size = dice.randrange(len(data)), dice.choice([16, 512, PAGE, 4 * PAGE])
    if size >= PAGE:
        at -= at % PAGE
    data[at:at + size] = bytes(len(data[at:at + size]))
    return data


def noise(data, dice):
    at, size = dice.randrange(len(data)), dice.choice([4, 100, PAGE])
    data[at:at + size] = dice.randbytes(len(data[at:at + size]))
    return data


def head(data, dice):
    data[dice.randrange(100)] = dice.randrange(256)
    return data


def shorter(data, dice):
    return data[:dice.choice([1, 60, 100, PAGE, dice.randrange(len(data)),
                              dice.randrange(len(data) // PAGE) * PAGE])]


def longer(data, dice):
    return data + dice.randbytes(dice.choice([1, PAGE]))


def swapped(data, dice):
    one, other = (dice.randrange(1, len(data) // PAGE) * PAGE for _ in range(2))
    data[one:one + PAGE], data[other:other + PAGE] = data[other:other + PAGE], data[one:one + PAGE]
    return data


DAMAGES = [bits, bits, zeros, noise, head, shorter, longer, swapped]


class Work:
    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(SAMPLE, folder / "import")
        self.run("recover", "--batches", "import/batches", "--out", "whole", "import")
        self.whole = (folder / "whole/import-analyzer.sqlite").read_bytes()
        self.expected = {}

    def run(self, *arguments):
        return subprocess.run([ANALYZER, *arguments], cwd=self.folder, capture_output=True)

    def outcome(self, command, data):
        """Status, standard output and error, and what was written but for the index."""
        out, index = self.folder / "out", self.folder / "index.sqlite"
        shutil.rmtree(out, ignore_errors=True)
        index.write_bytes(data)
        out.mkdir()
        if command[0] == "bundle":
            out.rmdir()
        done = self.run(*(part.format(index="index.sqlite", out="out") for part in command))
        written = {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*"))
                   if path.is_file() and path.suffix != ".sqlite"}
        return done.returncode, done.stdout, done.stderr.decode(), written

    def check(self, command, data, what):
        """Whether the command noticed."""
        name = " ".join(command)
        if name not in self.expected:
            self.expected[name] = self.outcome(command, self.whole)
            assert self.expected[name][0] in (0, 1), self.expected[name]
        outcome = self.outcome(command, bytes(data))
        if outcome == self.expected[name]:
            return False
        status, _, error, written = outcome
        assert status in (2, 3), f"{what}, {name}: status {status}\n{error}"
        assert "index.sqlite" in error and any(why in error for why in WHYS), f"{what}: {error}"
        assert not written, f"{what}, {name}: {list(written)}"
        return True


def check_damages(work, dice, count):
    noticed = 0
    for number in range(count):
        damage = DAMAGES[number % len(DAMAGES)]
        data = damage(bytearray(work.whole), dice)
        command = COMMANDS[number // len(DAMAGES) % len(COMMANDS)]
        noticed += work.check(command, data, f"damage {number}, {damage.__name__}")
    print(f"{count} damages, {noticed} noticed; the others came to what the whole index comes to")
    assert noticed > count // 3


def check_recover(work, dice):
    """A damaged index of an earlier run changes nothing of what comes out."""
    index = work.folder / "whole/import-analyzer.sqlite"
    tree = work.folder / "whole/failed_customers"
    expected = {path: path.read_bytes() for path in tree.rglob("*.json")}
    with (work.folder / "import/debug.log").open("a") as file:
        file.write("2025-11-12 13:05:11,100 - INFO - nothing\n")
    for number in range(24):
        index.write_bytes(DAMAGES[number % len(DAMAGES)](bytearray(work.whole), dice))
        done = work.run("recover", "--batches", "import/batches", "--out", "whole", "import")
        assert done.returncode in (1, 3), done.stderr.decode()
        if done.returncode == 3:
            assert b"import-analyzer.sqlite is" in done.stderr, done.stderr.decode()
        assert {path: path.read_bytes() for path in tree.rglob("*.json")} == expected
    index.write_bytes(work.whole)


def changed_by_hand(work, statements):
    copy = work.folder / "changed.sqlite"
    copy.write_bytes(work.whole)
    database = sqlite3.connect(copy)
    database.execute("PRAGMA ignore_check_constraints = ON")
    try:
        for statement in statements:
            database.execute(statement)
        database.commit()
    except sqlite3.Error:
        return None
    finally:
        database.close()
    subprocess.run([RESEAL, copy], check=True)
    return copy.read_bytes()


def check_foreign(work):
    """What is no index, or one that another program worked on."""
    foreign = {
        "no database": b"customers\n" * 1000,
        "nothing but zeros": bytes(8192),
    }
    other = work.folder / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE file (id INTEGER PRIMARY KEY)")
    foreign["a database of another program"] = other.read_bytes()
    if RESEAL:
        for what, statement in {
            "another version": "PRAGMA user_version = 99",
            "an earlier version": "PRAGMA user_version = 3",
            "another application": "PRAGMA application_id = 7",
            "a missing table": "DROP TABLE candidate",
            "a missing view": "DROP VIEW failures",
            "a trigger": "CREATE TRIGGER t AFTER INSERT ON file BEGIN DELETE FROM record; END",
            "a view in a table's place": "DROP TABLE repair; CREATE VIEW repair AS SELECT 1",
            "another view": "DROP VIEW runs; CREATE VIEW runs AS SELECT 1 AS run",
        }.items():
            statements = [statement] if "TRIGGER" in statement else statement.split("; ")
            foreign[what] = changed_by_hand(work, statements)
    # Without new seals it is what another program wrote.
    changed = work.folder / "unsealed.sqlite"
    changed.write_bytes(work.whole)
    with sqlite3.connect(changed) as database:
        database.execute("UPDATE outcome SET customer_id = '1'")
    foreign["rows of another program"] = changed.read_bytes()
    for what, data in foreign.items():
        for command in COMMANDS:
            if command[0] != "explain":
                assert work.check(command, data, what) or what.startswith("rows"), what
        beside = [p.name for p in work.folder.iterdir() if p.name.startswith("index.sqlite")]
        assert beside == ["index.sqlite"], beside


def check_values(work, dice, count):
    """Values that no index has, with pages that are sealed: nothing crashes."""
    database = sqlite3.connect(work.folder / "whole/import-analyzer.sqlite")
    columns = [(table, column, kind) for (table,) in database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'")
        for _, column, kind, *_ in database.execute(f"PRAGMA table_info({table})")]
    database.close()
    values = {"INTEGER": ["-1", "0", "1", "9223372036854775807", "-9223372036854775808", "NULL",
                          "4294967296", "{column} + 1", "{column} * 1000003"],
              "TEXT": ["''", "NULL", "'../../x'", "'\x01\xff'", "hex(zeroblob(100000))"],
              "BLOB": ["x''", "x'00'", "randomblob(16)", "randomblob(100000)", "zeroblob(13)",
                       "substr({column}, 2)", "{column} || {column}"]}
    statuses = {}
    for number in range(count):
        table, column, kind = dice.choice(columns)
        value = dice.choice(values[kind]).format(column=column)
        some = dice.choice(["", " WHERE rowid % 3 = 1", " WHERE rowid = 2"])
        if table in ("reading", "kept_frame", "batch_part"):
            some = ""
        statement = f"UPDATE OR REPLACE {table} SET {column} = {value}{some}"
        data = changed_by_hand(work, [statement])
        if data is None:
            continue
        command = COMMANDS[number % len(COMMANDS)]
        outcome = work.outcome(command, data)
        assert outcome[0] in (0, 1, 2, 3), f"{statement}, {command}: {outcome[0]} {outcome[2]}"
        statuses[outcome[0]] = statuses.get(outcome[0], 0) + 1
        for name in outcome[3]:
            assert ".." not in pathlib.PurePath(name).parts, name
    print(f"values changed, by exit status: {statuses}")


def main():
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 240
    with tempfile.TemporaryDirectory() as name:
        os.umask(0o077)
        work = Work(pathlib.Path(name))
        check_damages(work, random.Random(seed), count)
        check_foreign(work)
        check_recover(work, random.Random(seed))
        if RESEAL:
            check_values(work, random.Random(seed), count)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()
