"""Imports that the tests of the page make up: batch files, saved answers and a log."""

import datetime
import json

BATCH = 100
REASONS = ("CONFLICT", "ERROR", "FAILED")

# Each of these is the user name, and part of the error, of one customer that failed.
HOSTILE = [
    "<img src=x onerror=\"window.ran='img'\">",
    "</script><script>window.ran='script'</script>",
    "<!--<script>window.ran='comment'</script>-->",
    "\"'><svg onload=\"window.ran='svg'\">",
    "{{script}} ${window.ran='template'}",
    "\u202eTXT.EXE \u05e9\u05dc\u05d5\u05dd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 BJ\u00d6RN \u2028\u2029 ]]>",
    "W" * 3000,
]


def customer(number):
    return {"changeType": "CREATE", "type": "PERSON", "person": {
        "customerId": f"52{number:09}", "firstName": f"Name{number % 977}",
        "lastName": f"Last{number % 1009}", "emails": [{
            "contactPurposeTypeCode": "DEFAULT", "contactMethodTypeCode": "HOMEEMAIL",
            "email": f"user{number}@example.org"}]}}


def failed(number, username, error):
    return {"customerId": f"52{number:09}", "username": username, "changeType": "CREATE",
            "result": REASONS[number % len(REASONS)], "error": error}


def write(folder, results):
    """An import of one run: results[i] is the answer to the customer of number i."""
    (folder / "batches").mkdir(parents=True)
    (folder / "api_responses").mkdir()
    moment = datetime.datetime(2025, 11, 10, 8, 0, 0)
    log = []

    def tell(text):
        log.append(f"{moment},000 - INFO - {text}")

    tell("[IMPORT] Starting bulk import from 1 files")
    (folder / "batches" / "customers.json").write_text(
        json.dumps({"data": [customer(number) for number in range(len(results))]}))
    for batch, first in enumerate(range(0, len(results), BATCH), 1):
        rows = results[first:first + BATCH]
        last = first + len(rows)
        tell(f"Loading batch {batch} from batches/customers.json (customers {first}-{last})"
             f" - {len(rows)} customers")
        tell(f"Sending batch {batch} (attempt 1/3) - {len(rows)} customers")
        moment += datetime.timedelta(seconds=1)
        name = f"batch_{batch:03}_success_{moment:%Y%m%d_%H%M%S}.json"
        (folder / "api_responses" / name).write_text(json.dumps({
            "timestamp": f"{moment:%Y%m%d_%H%M%S}", "batch_id": batch, "status_code": 200,
            "response_data": {"data": rows}, "response_type": "success"}))
        tell(f"[FAILED] Batch {batch} completed with HTTP 200 but {len(rows)} customers FAILED!")
    (folder / "bulk_import.log").write_text("\n".join(log) + "\n")


def write_hostile(folder):
    write(folder, [failed(number, name, f"Not valid: {name}") for number, name in enumerate(HOSTILE)])


def write_large(folder, number_of_failures):
    write(folder, [
        failed(number, f"NAME{number % 977} LAST{number % 1009}-{number % 10000:04}",
               f"Field {number % 17} is not valid for {number}")
        for number in range(number_of_failures)])
