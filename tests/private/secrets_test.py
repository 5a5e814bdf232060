#!/usr/bin/env python3
"""Puts a secret of its own into each place of each format that the client leaves behind, in each
form, runs every command, and looks for them in all that is written: files, standard output and
error, and the bytes of the index, also where they are compressed. What a customer's own fields hold
is sent again as it was.

usage: secrets_test.py ANALYZER
"""

import base64
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile

ANALYZER = pathlib.Path(sys.argv[1]).resolve()
OWN = "0wnPasswordOfTheCustomer"  # stands in an original: no secret of the client's
SECRETS = {}  # by what is searched for: where it stands


def fresh(where):
    """A secret that stands nowhere else."""
    secret = f"s3cr3t{len(SECRETS):04}Value{'xyz'[len(SECRETS) % 3]}"
    SECRETS[secret] = where
    return secret


def of_basic(where):
    text = base64.b64encode(f"u:{fresh(where)}".encode()).decode()
    SECRETS[text.rstrip("=")] = where
    return text


def of_web_token(where):
    part = base64.urlsafe_b64encode(fresh(where).encode()).decode().rstrip("=")
    SECRETS[part] = where
    return f"eyJhbGciOiJIUzI1NiJ9.{part}.{part}"


FORMS = {
    "bearer": lambda w: f"upstream said Bearer {fresh(w)}",
    "authorization": lambda w: f"sent Authorization: Custom {fresh(w)} {fresh(w)}",
    "passport": lambda w: f"X-Auth-Passport: {fresh(w)}",
    "json": lambda w: json.dumps({"user": "client", "password": fresh(w)}),
    "json in json": lambda w: json.dumps({"body": json.dumps({"accessToken": fresh(w)})}),
    "nested": lambda w: json.dumps({"cookies": {"a": fresh(w), "b": [fresh(w)]}}),
    "python": lambda w: str({"x-api-key": fresh(w), "Authorization": "Bearer " + fresh(w)}),
    "cookie": lambda w: f"Set-Cookie: sid={fresh(w)}; other={fresh(w)}",
    "url user": lambda w: f"cannot reach https://client:{fresh(w)}@api.example/v1",
    "url token": lambda w: f"GET /import?token={fresh(w)}&sig={fresh(w)}",
    "basic": lambda w: f"proxy wants Basic {of_basic(w)}",
    "web token": lambda w: f"expired: {of_web_token(w)}",
    "assignment": lambda w: f"login with password={fresh(w)}, tried twice",
    "by itself": lambda w: f"Invalid token '{fresh(w)}'",
}


class Folder:
    """A working folder of the client in which customer after customer fails."""

    def __init__(self):
        self.files = {}
        self.customers = []
        self.log = ["2025-11-10 08:15:02,105 - INFO - [IMPORT] Starting bulk import from 1 files"]

    def customer(self, has_original=True):
        number = len(self.customers)
        self.customers.append({
            "changeType": "CREATE", "type": "PERSON", "password": OWN,
            "person": {"customerId": str(51000200000 + number), "firstName": "ALMA",
                       "lastName": f"STENQVIST{number}", "token": OWN}})
        row = {"customerId": str(51000200000 + number), "username": f"ALMA STENQVIST{number}-4821"}
        if not has_original:
            row = {"customerId": str(59000000000 + number), "username": f"NOBODY X{number}-1111"}
        return row

    def failures(self, where, key="error"):
        return [{**self.customer(i % 5 > 0), "changeType": "CREATE", "result": "FAILED",
                 key: make(f"{where}: {form}")} for i, (form, make) in enumerate(FORMS.items())]

    def tell(self, line):
        number = len(self.log)
        self.log.append(f"2025-11-10 08:15:{3 + number // 40:02},{number:03} - {line}")

    def response(self, number, data, **more):
        answer = {"timestamp": "20251110_081504", "batch_id": number, "status_code": 200,
                  "headers": {"Authorization": "Bearer " + fresh("headers of an answer"),
                              "Set-Cookie": "sid=" + fresh("cookie of an answer")},
                  "response_data": data, "response_type": "success", **more}
        name = f"api_responses/batch_{number:03}_success_20251110_081504.json"
        self.files[name] = json.dumps(answer, indent=2)

    def texts(self, where):
        return [(form, make(f"{where}: {form}")) for form, make in FORMS.items()]


def working_folder():
    work = Folder()
    work.response(1, {"data": work.failures("error")})
    work.response(2, {"data": work.failures("errorMessage", "errorMessage")})
    work.response(3, {"errors": [{**row, "result": None} for row in work.failures("errors list")]})
    work.response(4, {"raw_response": json.dumps({"data": work.failures("raw response")})[:-30]})
    objects = work.failures("error as an object")
    for row in objects:
        row["error"] = {"detail": row["error"], "password": fresh("object"), "token": None}
    work.response(5, {"data": objects})
    accepted = {**work.customer(), "result": "SUCCESS", "error": FORMS["json"]("accepted")}
    work.response(6, {"data": [accepted]})
    work.response(7, {"detail": FORMS["bearer"]("problem")}, status_code=500)
    for number, (form, text) in enumerate(work.texts("log"), start=20):
        row = work.customer()
        work.tell(f"INFO - Sending batch {number} (attempt 1/2) - 4 customers")
        work.tell(f"WARNING - ⚠️ Batch {number} failed with status 500: {text}")
        work.tell(f"ERROR - [ERROR] Batch {number} error (attempt 2): {FORMS[form]('log error')}")
        work.tell(f"INFO - request headers: {FORMS[form]('log line')}")
        work.tell(f"INFO - [FAILED] FOUND FAILED CUSTOMER: {row['customerId']} - {row['username']}"
                  f" - Result: FAILED")
        work.tell(f"ERROR -    - Failed: {row['customerId']} ({row['username']}) -"
                  f" {FORMS[form]('failed line')}")
        work.tell(f"INFO - [FAILED] FOUND FAILED CUSTOMER: {work.customer()['customerId']} -"
                  f" TORN {FORMS[form]('torn line')}")
    work.tell(f"INFO - [SAVE] Saved failed batch 20 to https://u:{fresh('path')}@host/b.json"
              " (4 customers)")
    window = []
    for number, (form, text) in enumerate(work.texts("window"), start=60):
        row = work.customer()
        window += [f"[08:20:{number}] ⚠️ SUCCESS - Batch {number}", "Status Code: 200",
                   "Customers: 1", "❌ Failed Customers: 1", "Failed Customer Details (first 5):",
                   f"  1. ID: {row['customerId']}", f"     Username: {row['username']}",
                   f"     Error: {text}", "Headers: " + json.dumps({"x-passport": fresh("window")}),
                   "-" * 80]
    work.files["response.log"] = "\n".join(window) + "\n"
    records = [{**row, "timestamp": "2025-11-10T08:15:06", "batch_number": 1,
                "originalData": work.customers[int(row["customerId"]) - 51000200000]
                if row["customerId"] < "59" else None}
               for row in work.failures("record of the client")]
    work.files["failed_customers/failed_customers.json"] = json.dumps(records, indent=2)
    nok = {"data": work.customers[:2], "error_info": {
        "batch_id": 20, "status_code": 500, "response_text": FORMS["json in json"]("response_nok"),
        "timestamp": "20251110_081509", "customer_count": 2}}
    work.files["failed_customers/response_nok_20251110_081502/batch_00020_status_500.json"] = \
        json.dumps(nok)
    summary = {"timestamp": "20251110_081509", "total_failed_batches": 1, "retry_files": [],
               "error_details": [{"batch_id": 20, "customer_count": 2, "status_code": 500,
                                  "error": FORMS["authorization"]("retry summary"),
                                  "retry_file": "x.json"}]}
    work.files["retry_batches_20251110_081509/retry_summary.json"] = json.dumps(summary)
    work.files["bulk_import.log"] = "\n".join(work.log) + "\n"
    work.files["batches/customers.json"] = json.dumps({"data": work.customers}, indent=1)
    return work


class Check:
    def __init__(self, folder):
        self.folder = folder
        self.found = []
        self.commands = 0

    def run(self, *arguments, ok=(0, 1), **more):
        done = subprocess.run([ANALYZER, *map(str, arguments)], cwd=self.folder,
                              capture_output=True, **more)
        assert done.returncode in ok, (arguments, done.returncode, done.stderr.decode())
        self.commands += 1
        what = " ".join(map(str, arguments))
        self.look(done.stdout, f"standard output of {what}")
        self.look(done.stderr, f"standard error of {what}")
        return done.stdout.decode()

    def look(self, data, where, own=False):
        for text in (data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace"),
                     data[1:].decode("utf-16-le", "replace")):
            text = text.lower()
            self.found += [f"{where}: {secret}, of {place}" for secret, place in SECRETS.items()
                           if secret.lower() in text]
            if OWN.lower() in text and not own:
                self.found.append(f"{where}: a customer's own password")

    def look_at_tree(self, out):
        for path in sorted(out.rglob("*")):
            if not path.is_file():
                continue
            data = path.read_bytes()
            sent_again = "single_failures" in path.parts or "retry_batches" in path.parts
            self.look(str(path).encode(), str(path))
            self.look(data, str(path), own=sent_again and not path.name.startswith("_SUMMARY"))
            if path.suffix == ".sqlite":
                self.look_at_index(path)

    def look_at_index(self, path):
        index = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for sql in ("SELECT bytes FROM kept_frame",
                    "SELECT packed FROM response WHERE length(packed) > 0"):
            for (block,) in index.execute(sql):
                data = subprocess.run(["zstd", "-dcq"], input=block, check=True,
                                      capture_output=True)
                self.look(data.stdout, f"{path}, {sql}", own="kept_frame" in sql)
        index.close()


def write(folder, files, encodings):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encodings.get(name, "utf-8")))


def packed(files, kind):
    data = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    else:
        with tarfile.open(fileobj=data, mode="w:gz") as archive:
            for name, text in files.items():
                member = tarfile.TarInfo(name)
                wide = name.endswith("failed_customers.json")  # it holds originals and secrets
                encoded = text.encode("utf-16" if wide else "utf-8")
                member.size = len(encoded)
                archive.addfile(member, io.BytesIO(encoded))
    return data.getvalue()


def run_all(check, out, *sources):
    """Every command, over what `recover` made of the sources."""
    check.run("recover", "--verbose", "--json", "--out", out, *sources)
    check.run("retry", "--out", out, "--result", "FAILED,UNKNOWN,UNANSWERED")
    index = check.folder / out / "import-analyzer.sqlite"
    check.run("audit", "--json", "--index", out)
    check.run("audit", "--verbose", *sources)
    for what in ("outcomes", "failures", "attempts", "runs", "unmatched"):
        check.run("export", what, "--format", "json", "--index", out)
    database = sqlite3.connect(f"file:{index}?mode=ro", uri=True)
    tables = [row[0] for row in database.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    customers = [row[0] for row in database.execute(
        "SELECT DISTINCT customer_id FROM failures WHERE customer_id <> '' ORDER BY 1")]
    database.close()
    assert len(customers) > 100, customers
    for table in tables:
        check.run("query", f"SELECT * FROM {table}", "--format", "ndjson", "--index", out)
    for number, customer in enumerate(customers):
        check.run("explain", customer, "--index", out, *(["--json"] if number % 2 else []))
    check.run("report", "--out", f"{out}.html", "--index", out)
    check.look((check.folder / f"{out}.html").read_bytes(), "the page")
    check.run("verify", out, "--json")
    check.run("verify", "import/failed_customers", "--json", "--index", out)
    check.run("bundle", "--out", f"{out}-bundle", "--index", out)
    check.look_at_tree(check.folder / out)
    check.look_at_tree(check.folder / f"{out}-bundle")


def main():
    work = working_folder()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check = Check(folder)
        write(folder / "import", work.files, {"response.log": "utf-16"})
        run_all(check, "plain", "import")
        sent = (folder / "plain").rglob("customer_51000200001_*.json")
        assert next(sent).read_text().count(OWN) == 2, "a customer's own fields changed"
        for kind in ("zip", "tgz"):
            (folder / f"all.{kind}").write_bytes(packed(work.files, kind))
        run_all(check, "zipped", "all.zip")
        check.run("recover", "--json", "--out", "tar", "all.tgz")
        check.look_at_tree(folder / "tar")
        piped = work.files["failed_customers/failed_customers.json"].encode()
        check.run("recover", "--json", "--out", "piped", "-", input=piped)
        check.look_at_tree(folder / "piped")
        check.run("index", "--verbose", "--index", "steps.sqlite", "import/batches")
        check.run("scan", "--verbose", "--json", "--index", "steps.sqlite", "import")
        check.run("write", "--json", "--index", "steps.sqlite", "--out", "steps")
        check.look((folder / "steps.sqlite").read_bytes(), "steps.sqlite")
        check.look_at_tree(folder / "steps")
    print(f"{len(SECRETS)} secrets, {check.commands} commands, {len(check.found)} found")
    sys.exit("\n".join(check.found[:40]) if check.found else 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    os.umask(0o077)
    main()
