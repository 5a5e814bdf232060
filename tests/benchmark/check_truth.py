#!/usr/bin/env python3
"""Holds what `recover` wrote against what make_data.py knows to be true.

usage: check_truth.py FORM CUSTOMERS FOLDER OUT [OPTIONS OF make_data.py]

FOLDER is what make_data.py made with these arguments, OUT what `recover --out` wrote. Each failure
has one file, in the folder of its reason, and nobody else has one; each customer whose result asks
for it, and nobody else, is once in the retry batches; and each item is, byte for byte but for its
indentation, what make_data.py wrote. Prints what is wrong, at most a few of a kind, and ends with 1.
"""

import argparse
import collections
import json
import re
import sys
from pathlib import Path

import make_data

SENT_AGAIN = {"FAILED"}
FEW = 5


def without_indentation(text):
    return re.sub(r"\n +", "\n", text)


class Check:
    def __init__(self, arguments):
        self.customers = make_data.Customers(arguments.failing)
        truth = json.loads(Path(arguments.folder, "truth.json").read_text(encoding="utf-8"))
        self.failures = truth["failures"]
        self.unanswered = set(truth["unanswered"])
        self.base = Path(arguments.out, "failed_customers")
        self.wrong = collections.Counter()

    def tell(self, kind, what):
        self.wrong[kind] += 1
        if self.wrong[kind] <= FEW:
            print(f"{kind}: {what}")

    def original_of(self, customer):
        return self.customers.original(int(customer) - make_data.FIRST_ID)

    def items_of(self, path):
        """The ids of a file's items, each of which is held against what was sent."""
        text = path.read_text(encoding="utf-8")
        ids = [item["person"]["customerId"] for item in json.loads(text)["data"]]
        sent = '{\n"data": [\n' + ",\n".join(map(self.original_of, ids)) + "\n]\n}\n"
        if without_indentation(text) != without_indentation(sent):
            self.tell("other data", f"{path} does not hold what was sent of {', '.join(ids)[:80]}")
        return ids

    def check_single_files(self):
        seen = collections.Counter()
        for folder in sorted((self.base / "single_failures").iterdir()):
            if not folder.is_dir():
                continue
            for path in folder.iterdir():
                if path.name.startswith("_SUMMARY_"):
                    continue
                ids = self.items_of(path)
                seen.update(ids)
                if len(ids) != 1:
                    self.tell("not one", f"{path} holds {len(ids)} customers")
                for customer in ids:
                    if self.failures.get(customer) != folder.name:
                        self.tell("other reason", f"{path}: {self.failures.get(customer)}")
        self.compare("single files", seen, set(self.failures))

    def check_retry_batches(self):
        seen = collections.Counter()
        for path in sorted((self.base / "retry_batches").glob("retry_batch_*.json")):
            seen.update(self.items_of(path))
        wanted = {customer for customer, result in self.failures.items() if result in SENT_AGAIN}
        self.compare("retry batches", seen, wanted | self.unanswered)

    def compare(self, where, seen, wanted):
        for customer in wanted - set(seen):
            self.tell("lost", f"{customer} is not in the {where}")
        for customer, times in seen.items():
            if customer not in wanted:
                self.tell("made up", f"{customer} is in the {where}")
            if times > 1:
                self.tell("twice", f"{customer} is {times} times in the {where}")
        print(f"{where}: {len(seen)} of {len(wanted)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("form", choices=["responses", "log", "export"])
    parser.add_argument("customers", type=int)
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--per-file", type=int, default=100)
    parser.add_argument("--failing", type=float, default=3)
    parser.add_argument("--damage", type=float, default=0)
    check = Check(parser.parse_args())
    check.check_single_files()
    check.check_retry_batches()
    sys.exit(1 if check.wrong else 0)


if __name__ == "__main__":
    main()
