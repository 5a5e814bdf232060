#!/usr/bin/env python3
"""Changes batch files and sources after they were indexed, in each way that there is, and sees that
every command notices: it reads them again, or names them, and never cuts from a place at which
another customer stands now.

usage: changed_test.py ANALYZER SEAM
"""

import gzip
import json
import os
import pathlib
import shutil
import tempfile
import time

from program import INDEX, LAST, files, left_overs, run

RECOVER = ("recover", "--batches", "batches", "--out", "out", "answers")
PEOPLE = 12


def person(number, name="Nobody"):
    return {"changeType": "CREATE", "type": "PERSON",
            "person": {"customerId": str(63000000000 + number), "firstName": name,
                       "lastName": f"NN{number:04}", "username": f"NN{number:04}"}}


def batch(people):
    """One a line, each as long as the other."""
    return '{"data": [\n' + ",\n".join(json.dumps(one) for one in people) + "\n]}\n"


class Work:
    def __init__(self, folder):
        self.folder = folder
        self.batch = folder / "batches/batch.json"
        self.answer = folder / "answers/answer.json"
        (folder / "batches").mkdir()
        (folder / "answers").mkdir()
        self.people = [person(number) for number in range(PEOPLE)]
        self.batch.write_text(batch(self.people))
        failed = [{"customerId": one["person"]["customerId"], "changeType": "CREATE",
                   "result": "FAILED", "error": "no"} for one in self.people[::2]]
        self.answer.write_text(json.dumps({"data": failed}))
        time.sleep(0.05)

    def run(self, *command):
        return run(command, self.folder)

    def written(self):
        """The items of single failures and of retry batches, by id."""
        items = {}
        for pattern in ("customer_*.json", "retry_batch_*.json"):
            for path in (self.folder / "out").rglob(pattern):
                for item in json.loads(path.read_text())["data"]:
                    items.setdefault(item["person"]["customerId"], []).append(item)
        return items

    def may_stand(self):
        """All items of the batch file as it is now."""
        if not self.batch.exists():
            return []
        text = self.batch.read_bytes()
        if text.startswith(b"\x1f\x8b"):
            text = gzip.decompress(text)
        try:
            return json.loads(text)["data"]
        except ValueError:
            return [json.loads(line.rstrip(",")) for line in text.decode().splitlines()
                    if line.startswith('{"changeType"') and line.rstrip(",").endswith("}}")]


def keep_time(change):
    """The same size, and the time set back: as `cp -p`, `rsync` and careless restores do."""
    def changed(work):
        before = work.batch.stat()
        change(work)
        assert work.batch.stat().st_size == before.st_size, change.__name__
        os.utime(work.batch, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed.__name__ = change.__name__ + "_at_the_same_time"
    return changed


def two_customers_changed_places(work):
    """What is cut at the old place is another customer, whole and valid."""
    people = list(work.people)
    people[0], people[2] = people[2], people[0]
    work.batch.write_text(batch(people))


def all_moved_by_one(work):
    work.batch.write_text(batch(work.people[1:] + work.people[:1]))


def one_byte(work):
    work.batch.write_text(work.batch.read_text().replace("Nobody", "Nobodi", 1))


def another_file_was_renamed_over(work):
    other = work.folder / "other"
    other.write_text(batch([person(number, "Others") for number in range(PEOPLE)]))
    other.rename(work.batch)


def a_line_came_in_front(work):
    work.batch.write_text("\n" + work.batch.read_text())


def it_was_cut(work):
    text = work.batch.read_text()
    work.batch.write_text(text[:len(text) // 2])


def it_grew(work):
    work.batch.write_text(batch(work.people + [person(99)]))


def it_is_empty(work):
    work.batch.write_text("")


def it_was_compressed(work):
    work.batch.write_bytes(gzip.compress(work.batch.read_bytes(), mtime=0))


def its_place_is_another_of_the_same_size(work):
    """An item as long as before, with another customer in it."""
    work.batch.write_text(work.batch.read_text().replace("63000000002", "63000009992"))


CHANGES = [two_customers_changed_places, all_moved_by_one, one_byte, another_file_was_renamed_over,
           a_line_came_in_front, it_was_cut, it_grew, it_is_empty, it_was_compressed,
           its_place_is_another_of_the_same_size]
CHANGES += [keep_time(change) for change in (
    two_customers_changed_places, all_moved_by_one, one_byte, another_file_was_renamed_over,
    its_place_is_another_of_the_same_size)]


def check_recover(change):
    """It reads the file again: the same comes out as of a run that knows nothing."""
    with tempfile.TemporaryDirectory() as folder:
        work = Work(pathlib.Path(folder))
        assert work.run(*RECOVER).returncode == 0
        change(work)
        done = work.run(*RECOVER)
        assert done.returncode in (0, 1), done.stderr
        kept = files(work.folder / "out", (LAST, INDEX))
        shutil.rmtree(work.folder / "out")
        work.run(*RECOVER)
        assert files(work.folder / "out", (LAST, INDEX)) == kept, change.__name__
        check_items(work, change.__name__)


def check_items(work, what):
    now = work.may_stand()
    for customer, items in work.written().items():
        for item in items:
            assert item in now, f"{what}: {customer} was written as {item}"
            assert item["person"]["customerId"] == customer


COMMANDS = (
    ("write", "--out", "out", "--batch-size", "1"),
    ("retry", "--out", "out", "--batch-size", "1"),
    ("explain", "63000000002", "--index", "out"),
    ("report", "--index", "out", "--out", "page.html"),
    ("audit", "--index", "out"),
    ("export", "failures", "--index", "out"),
    ("verify", "out"),
    ("bundle", "--index", "out", "--out", "to-show"))


def check_command(change, command, name="batch.json"):
    """It works on what is indexed: it names the file, and takes nothing wrong from it."""
    with tempfile.TemporaryDirectory() as folder:
        work = Work(pathlib.Path(folder))
        assert work.run(*RECOVER).returncode == 0
        before = files(work.folder / "out", (LAST, INDEX))
        change(work)
        done = work.run(*command)
        what = f"{change.__name__}, {command}: status {done.returncode}: {done.stderr}{done.stdout}"
        assert done.returncode in (1, 3), what
        assert name in done.stderr, what
        if done.returncode == 3 or command[0] not in ("write", "retry"):
            assert files(work.folder / "out", (LAST, INDEX)) == before, what
        elif command[0] == "write":
            check_items(work, what)
        assert left_overs(work.folder / "out") == [], what
        if command[0] == "explain":
            for line in done.stdout.splitlines():
                if "| {" in line:  # a text that was read again is that of this customer
                    assert "63000000002" in line, what


def answer_changed(work):
    text = work.answer.read_text()
    before = work.answer.stat()
    work.answer.write_text(text.replace("FAILED", "EXPIRD", 1))
    os.utime(work.answer, ns=(before.st_atime_ns, before.st_mtime_ns))


def main():
    for change in CHANGES:
        check_recover(change)
    check_recover(answer_changed)
    number = 0
    for command in COMMANDS:
        for change in CHANGES:
            check_command(change, command)
            number += 1
        check_command(answer_changed, command, "answer.json")
    print(f"{len(CHANGES)} kinds of change: recover reads again; {number} times another command "
          "named the file and took nothing wrong from it")


main()
