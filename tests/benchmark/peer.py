#!/usr/bin/env python3
"""The same join as a script would do it: json, re and a dict. The peer of the benchmark.

usage: peer.py FOLDER OUT

FOLDER  what make_data.py wrote
OUT     must not be there; gets single_failures/REASON/customer_ID_USERNAME.json

It knows this one form of data only: nothing of runs, versions, names, encodings or order.
"""

import json
import os
import re
import sys


def originals_of(folder):
    originals = {}
    batches = os.path.join(folder, "batches")
    for name in sorted(os.listdir(batches)):
        with open(os.path.join(batches, name), encoding="utf-8") as file:
            document = json.load(file)
        for customer in document.get("data") or document["customers"]:
            originals[customer["person"]["customerId"]] = customer
    return originals


def rows_of(folder):
    responses = os.path.join(folder, "api_responses")
    if os.path.isdir(responses):
        for name in sorted(os.listdir(responses)):
            with open(os.path.join(responses, name), encoding="utf-8") as file:
                text = file.read()
            try:
                yield from json.loads(text)["response_data"]["data"]
            except json.JSONDecodeError:
                yield from rows_by_pattern(text)
        return
    with open(os.path.join(folder, "bulk_import.log"), encoding="utf-8") as file:
        yield from rows_by_pattern(file.read())


ROW = re.compile(r'"customerId": "(\d+)",\s+"username": "([^"]*)",\s+"changeType": "\w+",\s+'
                 r'"result": "(\w+)"')


def rows_by_pattern(text):
    for match in ROW.finditer(text):
        yield {"customerId": match[1], "username": match[2], "result": match[3]}


def write(out, row, customer):
    folder = os.path.join(out, "single_failures", row["result"])
    os.makedirs(folder, exist_ok=True)
    user = re.sub(r"[^\w-]", "", row["username"])
    path = os.path.join(folder, f"customer_{row['customerId']}_{user}.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"data": [customer]}, file, ensure_ascii=False, indent=2)


def main(folder, out):
    originals = originals_of(folder)
    failures = {}
    for row in rows_of(folder):
        if row["result"] == "SUCCESS":
            failures.pop(row["customerId"], None)
        else:
            failures[row["customerId"]] = row
    for customer_id, row in failures.items():
        write(out, row, originals[customer_id])
    print(len(failures))


if __name__ == "__main__":
    main(*sys.argv[1:])
