#!/usr/bin/python3
"""Validates every JSON file that the program wrote against its schema.

usage: validate.py TREE [REPORT]

TREE    the folder given to `--out`
REPORT  what any of the subcommands printed with --json

Fails where a file is no JSON, breaks its schema, or has none, and where there was nothing to do.
"""
import fnmatch
import json
import pathlib
import sys

import jsonschema

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "schema"

# The first pattern that fits a file's name decides.
PATTERNS = [
    ("customer_*.json", "single_failure"),
    ("household_*.json", "single_failure"),
    ("_SUMMARY_*.json", "summary"),
    ("unmatched.json", "unmatched"),
    ("resolved.json", "resolved"),
    ("unanswered.json", "unanswered"),
    ("retry_batch_*_failed*.json", "retry_batch"),
    ("retry_summary.json", "retry_summary"),
    ("manifest.json", "manifest"),
    ("audit.json", "audit"),
    ("page_customers.json", "page_customers"),
    ("history_*.json", "history"),
]


def load_schemas():
    schemas = {}
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        schemas[path.name] = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schemas[path.name])
    return schemas


def make_validator(schemas, name):
    # a schema refers to another by its file's name; nothing is fetched
    def find(uri):
        return schemas[uri.rpartition("/")[2]]

    handlers = {"http": find, "https": find, "file": find}
    base = schemas[name].get("$id", (SCHEMAS / name).as_uri())
    resolver = jsonschema.RefResolver(base, schemas[name], handlers=handlers)
    return jsonschema.Draft202012Validator(schemas[name], resolver=resolver)


def main(tree, report=None):
    schemas = load_schemas()
    tasks, problems = [], []
    for path in sorted(pathlib.Path(tree).rglob("*.json")):
        # what --replace moved away is not ours
        if any(part.endswith(".before") for part in path.parent.parts):
            continue
        name = next((s for pattern, s in PATTERNS if fnmatch.fnmatchcase(path.name, pattern)), None)
        if name is None:
            problems.append(f"{path}: no schema covers this file")
        else:
            tasks.append((path, f"{name}.schema.json"))
    if not tasks:
        problems.append(f"{tree}: no JSON file was written that a schema covers")
    if report is not None:
        tasks.append((pathlib.Path(report), "report.schema.json"))

    for path, name in tasks:
        if name not in schemas:
            problems.append(f"{path}: there is no schema/{name}")
            continue
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            problems.append(f"{path}: {error}")
            continue
        if name == "report.schema.json" and "tree" in document:
            name = "verify.schema.json"
        # index and scan tell only what they read, audit what it all comes to
        elif name == "report.schema.json" and "books" not in document:
            name = "read.schema.json"
        elif name == "report.schema.json" and "throughput" in document:
            name = "audit.schema.json"
        validator = make_validator(schemas, name)
        try:
            for error in validator.iter_errors(document):
                problems.append(f"{path}: {error.json_path}: {error.message[:300]}")
        except jsonschema.RefResolutionError as error:
            problems.append(f"schema/{name}: a reference leads nowhere: {error}")

    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(tasks)} files validated, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
