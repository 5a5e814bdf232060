#!/usr/bin/env python3
"""Makes the data of the benchmark: what an import of many customers leaves behind.

usage: make_data.py FORM CUSTOMERS FOLDER [--per-file N] [--failing PERCENT] [--damage PERCENT]

FORM     responses  batch files, a saved response each, the import's log
         log        batch files, and one log that holds the bodies of the answers
         export     one document with all customers, cut into batches by the log; saved responses
FOLDER   must not be there; gets batches/, what the form has of api_responses/ and bulk_import.log,
         and truth.json: {"failures": {id: reason}, "unanswered": [id]}

--per-file N       customers of a batch file, at most 100 (default 100)
--failing PERCENT  customers that fail (default 3)
--damage PERCENT   answers that are cut off or garbled (default 0)

The same arguments give the same bytes. All names and numbers are invented.
"""

import argparse
import json
import os
import random
from datetime import datetime, timedelta

FIRST = ["ALVA", "BJÖRN", "ÅSA", "ÖSTEN", "ZOË", "MAY-BRITT", "JOSÉ", "TORE", "SIGNE", "MÄRTA",
         "EBBA", "YNGVE", "HÅKAN", "ULLA", "VIDAR", "PER OLOF"]
LAST = ["TALLÅS", "ÖRNVIK", "AF SKOGSTA", "O'HARE", "GRANLIDA", "SJÖHED", "ÅKERBRO", "LINDTORP",
        "HÄSSELMO", "ÄNGSVALL", "BJÖRKNÄS", "ROSENHAGE", "ELMSÄTER", "FURUKULLA", "ASPLID"]
RESULTS = [("CONFLICT", "Customer already exists with this ID"),
           ("FAILED", "Temporary outage, try again later"),
           ("ERROR", "Field 'birthday' is not a valid date: \\\"1955-13-01\\\"")]
FIRST_ID = 51000000000
BEGIN = datetime(2025, 11, 10, 8, 0, 0)

ORIGINAL = """{
      "changeType": "CREATE",
      "type": "PERSON",
      "person": {
        "customerId": "%(id)d",
        "status": "ACTIVE",
        "firstName": "%(first)s",
        "lastName": "%(last)s",
        "languageCode": "sv",
        "birthday": "%(birthday)s",
        "statisticalUseAllowed": false,
        "marketingAllowedFlag": true,
        "declarationAvailable": true,
        "addresses": [
          {
            "addressee": "%(first)s %(last)s",
            "street": "Storgatan",
            "streetNumber": "%(tail)d",
            "city": "Ålunda",
            "postalCode": "%(postal)d",
            "countryCode": "SE",
            "contactPurposeTypeCode": "DEFAULT",
            "contactMethodTypeCode": "HOME"
          }
        ],
        "customerCards": [
          {
            "number": "%(card)d",
            "type": "MAIN_CARD",
            "scope": "GLOBAL"
          }
        ]
      }
    }"""

ROW = """      {
        "customerId": "%d",
        "username": "%s %s-%04d",
        "changeType": "CREATE",
        "result": "%s"%s
      }"""

RESPONSE = """{
  "timestamp": "%s",
  "batch_id": %d,
  "status_code": 200,
  "headers": {
    "Content-Type": "application/json"
  },
  "response_data": {
    "data": [
%s
    ]
  },
  "response_type": "success"
}"""


class Customers:
    """Customer i is the same whatever form it is written in."""

    def __init__(self, failing):
        self.failing = failing

    def traits(self, i):
        mixed = (i * 2654435761) & 0xFFFFFFFF  # spreads neighbours, without a generator's cost
        return (FIRST[mixed % len(FIRST)], LAST[(mixed >> 8) % len(LAST)], 1000 + (mixed >> 4) % 9000,
                mixed)

    def original(self, i):
        first, last, tail, mixed = self.traits(i)
        return ORIGINAL % {
            "id": FIRST_ID + i, "first": first, "last": last, "tail": tail,
            "birthday": "19%02d-%02d-%02d" % (40 + mixed % 50, 1 + mixed % 12, 1 + mixed % 28),
            "postal": 10000 + mixed % 80000, "card": 91000000000 + i}

    def result(self, i):
        """None: imported; else the result and the error."""
        mixed = ((i + 7) * 2246822519) & 0xFFFFFFFF
        return RESULTS[mixed % 3] if mixed // 3 % 1000 < self.failing * 10 else None

    def row(self, i):
        first, last, tail, _ = self.traits(i)
        failed = self.result(i)
        if failed is None:
            return ROW % (FIRST_ID + i, first, last, tail, "SUCCESS", "")
        error = ',\n        "errorMessage": "%s"' % failed[1]
        return ROW % (FIRST_ID + i, first, last, tail, failed[0], error)


class Import:
    """One run of the client over all batches, and what is true of it."""

    def __init__(self, arguments):
        self.form = arguments.form
        self.count = arguments.customers
        self.per_file = arguments.per_file
        self.folder = arguments.folder
        self.damage = arguments.damage
        self.customers = Customers(arguments.failing)
        self.random = random.Random(1)
        self.failures = {}
        self.unanswered = []

    def batches(self):
        for number, first in enumerate(range(0, self.count, self.per_file), 1):
            yield number, first, min(first + self.per_file, self.count)

    def write(self):
        os.makedirs(os.path.join(self.folder, "batches"))
        if self.form != "log":
            os.makedirs(os.path.join(self.folder, "api_responses"))
        self.write_originals()
        self.write_log_and_responses()
        truth = {"failures": self.failures, "unanswered": self.unanswered}
        with self.open("truth.json") as file:
            json.dump(truth, file)

    def open(self, name):
        return open(os.path.join(self.folder, name), "x", encoding="utf-8", newline="\n")

    def path_of(self, number):
        return "batches/export.json" if self.form == "export" else f"batches/batch_{number:06}.json"

    def write_originals(self):
        if self.form == "export":
            with self.open("batches/export.json") as file:
                file.write('{\n  "importId": "1",\n  "customers": [\n    ')
                for i in range(self.count):
                    file.write((",\n    " if i else "") + self.customers.original(i))
                file.write("\n  ]\n}\n")
            return
        for number, first, last in self.batches():
            with self.open(self.path_of(number)) as file:
                rows = ",\n    ".join(self.customers.original(i) for i in range(first, last))
                file.write('{\n  "data": [\n    ' + rows + "\n  ]\n}\n")

    def write_log_and_responses(self):
        time = BEGIN
        with self.open("bulk_import.log") as log:
            def say(message, level="INFO"):
                log.write(f"{time:%Y-%m-%d %H:%M:%S},{time.microsecond // 1000:03} - {level} - "
                          f"{message}\n")

            self.say_plan(say)
            for number, first, last in self.batches():
                time += timedelta(milliseconds=350)
                size = last - first
                begin = first if self.form == "export" else 0
                say(f"Loading batch {number} from {self.path_of(number)} (customers {begin}-"
                    f"{begin + size}) - {size} customers")
                say(f"Sending batch {number} (attempt 1/2) - {size} customers")
                time += timedelta(milliseconds=400)
                body, seen = self.answer(number, first, last, time)
                if self.form == "log":
                    say(f"Batch {number} response: {body}")
                else:
                    with self.open(f"api_responses/batch_{number:03}_success_{time:%Y%m%d_%H%M%S}"
                                   ".json") as file:
                        file.write(body)
                self.conclude(say, number, first, last, seen)
            say("[SUMMARY] IMPORT SUMMARY:")

    def say_plan(self, say):
        batches = -(-self.count // self.per_file)
        files = 1 if self.form == "export" else batches
        say(f"[IMPORT] Starting bulk import from {files} files")
        if self.form == "export":
            say(f"Planned {self.count} customers from batches/export.json -> {batches} batches (not "
                "loaded yet)")
        else:
            for number, first, last in self.batches():
                say(f"Planned {last - first} customers from {self.path_of(number)} -> 1 batches (not "
                    "loaded yet)")
        say(f"[STATS] Created {batches} batches of {self.per_file} customers each")

    def answer(self, number, first, last, time):
        """The body, and the customer before whom it is cut off."""
        rows = [self.customers.row(i) for i in range(first, last)]
        if self.random.random() * 100 >= self.damage:
            return RESPONSE % (f"{time:%Y%m%d_%H%M%S}", number, ",\n".join(rows)), last
        seen = self.random.randrange(first, last)
        whole = RESPONSE % (f"{time:%Y%m%d_%H%M%S}", number, ",\n".join(rows[:seen - first] + [""]))
        return whole[:whole.rindex("\n    ]")], seen

    def conclude(self, say, number, first, last, seen):
        for i in range(first, seen):
            failed = self.customers.result(i)
            if failed is not None:
                self.failures[str(FIRST_ID + i)] = failed[0]
        if seen < last:
            say(f"⚠️ Batch {number} - JSON decode error: Expecting value: line 1 column 1", "WARNING")
            self.unanswered += [str(FIRST_ID + i) for i in range(seen, last)]
            return
        failed = sum(self.customers.result(i) is not None for i in range(first, last))
        if failed:
            say(f"[FAILED] Batch {number} completed with HTTP 200 but {failed} customers FAILED!",
                "WARNING")
        else:
            say(f"[SUCCESS] Batch {number} - No failed customers detected")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("form", choices=["responses", "log", "export"])
    parser.add_argument("customers", type=int)
    parser.add_argument("folder")
    parser.add_argument("--per-file", type=int, default=100)
    parser.add_argument("--failing", type=float, default=3)
    parser.add_argument("--damage", type=float, default=0)
    Import(parser.parse_args()).write()


if __name__ == "__main__":
    main()
