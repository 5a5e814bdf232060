"""Holds what recover wrote against the truth."""

import hashlib
import json
import pathlib
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import jsontext

MOST_ITEMS = 100  # in one request of the API

# How the report tells of failures and items that are counted and cannot be named.
UNNAMED = [
    "items whose result no source tells apart",
    "batches whose file is not at hand",
    "no log tells whom it sent",
]


@dataclass
class Verdict:
    """What is wrong, in words; and the numbers of the table."""

    problems: list = field(default_factory=list)
    failures_right: int = 0
    failures: int = 0
    made_up: int = 0
    open_right: int = 0
    open: int = 0
    retry_right: int = 0
    retry: int = 0

    def problem(self, what, names):
        if names:
            shown = ", ".join(sorted(map(str, names))[:5])
            self.problems.append(f"{what} ({len(names)}): {shown}")


class Checker:
    """Checks one written tree. things: customers or households."""

    def __init__(self, out, world, truth):
        self.out, self.world, self.truth = out, world, truth
        self.verdict = Verdict(
            failures=len(truth.failures), open=len(truth.causes), retry=len(truth.retry)
        )
        self.items = {
            repr(jsontext.exact(item.text)): item for file in world.batch_files for item in file.items
        }

    def check(self, status, report, with_retry):
        unmatched = self._unmatched()
        # What is counted and cannot be named needs a look, whatever else is right.
        if status == 1 and not unmatched and _told(report):
            status = min(self.truth.statuses)
        if status not in self.truth.statuses:
            wanted = " or ".join(map(str, sorted(self.truth.statuses)))
            why = f" (without file: {', '.join(unmatched)})" if unmatched else _told(report)
            self.verdict.problems.append(f"exit status {status}, not {wanted}{why}")
        self._single_failures()
        self._resolved()
        self._open_items()
        if with_retry:
            self._retry_batches()
        self._manifests()
        return self.verdict

    # Single failures.

    def _single_failures(self):
        written = defaultdict(list)
        for path in sorted(self.out.glob("failed_*/single_failures/*/*.json")):
            if not path.name.startswith("_SUMMARY_"):
                for item in self._items_of(path, 1):
                    written[item.key, item.kind].append((path.parent.name, item))
        verdict, truth = self.verdict, self.truth
        right = {n for n, want in truth.failures.items() if written.get(n) == [want]}
        verdict.failures_right = len(right)
        allowed = set(truth.failures) | set(truth.may_fail)
        made_up = set(written) - allowed
        verdict.made_up = len(made_up)
        verdict.problem("a file of nobody who failed", made_up)
        missing = set(truth.failures) - set(written)
        verdict.problem("no file", [f"{n[0]} ({truth.failures[n][0]})" for n in missing])
        wrong = set(truth.failures) - right - missing
        shown = [f"{n[0]}: {self._shown(written[n])}, not {self._shown([truth.failures[n]])}" for n in wrong]
        verdict.problem("not as it should be", shown)

    def _shown(self, files):
        texts = [f"{reason} {hashlib.sha256(item.text.encode()).hexdigest()[:6]}" for reason, item in files]
        return " and ".join(texts)

    def _items_of(self, path, count=None):
        """The items of a written file; those that nobody sent are a problem."""
        try:
            value = jsontext.exact(path.read_text(encoding="utf-8"))
        except ValueError as error:
            self.verdict.problems.append(f"not JSON: {path}: {error}")
            return []
        key = "households" if self.world.release.households else "data"
        listed = [repr(item) for item in jsontext.members(value).get(key, [])]
        if count and len(listed) != count:
            self.verdict.problems.append(f"{len(listed)} items in {path}")
        altered = [item for item in listed if item not in self.items]
        self.verdict.problem(f"altered in {path.name}", [item[:200] for item in altered])
        return [self.items[item] for item in listed if item in self.items]

    def _resolved(self):
        files = [_load(path) for path in self.out.glob("failed_*/resolved.json")]
        count = sum(len(value["resolved"]) for value in files)
        if count != len(self.truth.resolved):
            self.verdict.problems.append(f"{count} in resolved.json, not {len(self.truth.resolved)}")

    def _unmatched(self):
        """Which failures got no file, each in a few words."""
        files = [_load(path) for path in self.out.glob("failed_*/unmatched.json")]
        return sorted({_words(entry) for value in files for entry in value["failures"]})

    # Unanswered items, as the index tells them.

    def _open_items(self):
        told = defaultdict(set)
        for path, begin, end, cause in self._open_rows():
            text = pathlib.Path(path).read_bytes()[begin:end].decode()
            item = self.items[repr(jsontext.exact(text))]
            told[item.key, item.kind].add(cause)
        verdict, causes = self.verdict, self.truth.causes
        verdict.open_right = len({name for name in causes if told.get(name) == {causes[name]}})
        verdict.problem("not open", [f"{n[0]} ({causes[n]})" for n in set(causes) - set(told)])
        verdict.problem("open without need", set(told) - set(causes) - set(self.truth.maybe))
        others = [n for n in set(told) & set(causes) if told[n] != {causes[n]}]
        verdict.problem("another cause", [f"{n[0]}: {told[n]}, not {causes[n]}" for n in others])

    def _open_rows(self):
        index = self.out / "import-analyzer.sqlite"
        if not index.exists():
            return []
        with sqlite3.connect(f"file:{index}?mode=ro", uri=True) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], index
            return database.execute(
                "SELECT f.on_disk, o.byte_begin, o.byte_end, u.cause FROM unanswered u"
                " JOIN original o ON o.id = u.original JOIN file f ON f.id = o.file"
                " WHERE u.state = 'open'"
            ).fetchall()

    # What audit says of the same index.

    def check_audit(self, status, errors, audit, planned):
        """`planned`: how many items the runs had; None where the sources do not tell."""
        if status not in (0, 1):
            self.verdict.problems.append(f"audit: {errors.strip()[-400:]}")
            return
        found = json.loads(audit)
        words, totals = found["last_words"], found["totals"]
        unmatched = [_load(path)["failures"] for path in self.out.glob("failed_*/unmatched.json")]
        files = [
            path
            for path in self.out.glob("failed_*/single_failures/*/*.json")
            if not path.name.startswith("_SUMMARY_")
        ]
        pairs = {
            "failures": (words["failures"], len(files) + sum(map(len, unmatched))),
            "resolved": (words["resolved"], len(self.truth.resolved)),
            "open": (found["books"]["unanswered_by_state"].get("open", 0), len(self._open_rows())),
            "planned": (totals["planned"], totals["planned"] if planned is None else planned),
        }
        wrong = [f"{name} {a}, not {b}" for name, (a, b) in pairs.items() if a != b]
        wrong += [problem for problem in _sums(found) if problem]
        self.verdict.problem("audit", wrong)

    # Retry batches.

    def _retry_batches(self):
        sent = Counter()
        verdict, truth = self.verdict, self.truth
        for path in sorted(self.out.glob("failed_*/retry_batches/retry_batch_*_failed.json")):
            items = self._items_of(path)
            if not 1 <= len(items) <= MOST_ITEMS:
                verdict.problems.append(f"{len(items)} items in {path.name}")
            sent.update((item.key, item.kind) for item in items)
            verdict.problem("another version than the one to be sent again", self._other_versions(items))
        verdict.retry_right = len(set(truth.retry) & set(sent))
        missing = set(truth.retry) - set(sent)
        verdict.problem("in no retry batch", [f"{n[0]} ({truth.causes.get(n, 'FAILED')})" for n in missing])
        verdict.problem("sent again without need", set(sent) - set(truth.retry) - set(truth.maybe))
        verdict.problem("in the retry batches more than once", [n for n in sent if sent[n] > 1])

    def _other_versions(self, items):
        wanted = self.truth.maybe | self.truth.retry
        pairs = [(item, wanted.get((item.key, item.kind))) for item in items]
        return [item.key for item, want in pairs if want and want.text != item.text]

    # Manifests.

    def _manifests(self):
        listed = {}
        for path in self.out.glob("failed_*/manifest.json"):
            for entry in _load(path)["files"]:
                listed[entry["path"]] = entry["sha256"]
        present = {
            str(path.relative_to(self.out)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.out.glob("failed_*/**/*")
            if path.is_file() and path.name != "manifest.json"
        }
        self.verdict.problem("not in the manifest", set(present) - set(listed))
        self.verdict.problem("in the manifest only", set(listed) - set(present))
        differ = [path for path in set(listed) & set(present) if listed[path] != present[path]]
        self.verdict.problem("another SHA-256 in the manifest", differ)


def _load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _sums(audit):
    """What does not add up, taken once more."""
    parts = [("in all", audit["totals"])]
    parts += [(f"run {run['run']}", run) for run in audit["runs"]]
    for name, part in parts:
        answered = part["succeeded"] + sum(part["reasons"].values())
        sent = part["answered"] + part["presumed"] + part["untold"] + part["unanswered"]
        for key, value in ("answered", answered), ("sent", sent):
            if part[key] != value:
                yield f"{name}: {key} {part[key]}, not {value}"


def _told(report):
    """What the report says of things that cannot be named, without the numbers."""
    told = [phrase for phrase in UNNAMED if phrase in report]
    return f" (told: {', '.join(told)})" if told else ""


def _words(entry):
    """An entry of unmatched.json: how it is joined, who tells of it, and of whom it tells."""
    voices = " and ".join(sorted({seen["voice"] for seen in entry["seen"]}))
    named = [key for key in ("customerId", "username", "email") if entry.get(key)]
    return f"{entry['joining']} by {voices}, {' and '.join(named) or 'nobody'} named"
