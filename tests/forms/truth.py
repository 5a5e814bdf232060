"""What can be known of each customer from given sources, and so what recover must write."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Truth:
    """Keys are those of the items; a DELETE and the other changes of a customer stand apart.

    failures: each must have one file with this item under this reason.
    may_fail: failures that are told without identity: they may be there, and may be unmatched.
    retry, maybe: what must be in a retry batch, and what may be; causes: why it is unanswered.
    """

    failures: dict = field(default_factory=dict)
    may_fail: dict = field(default_factory=dict)
    resolved: set = field(default_factory=set)
    retry: dict = field(default_factory=dict)
    maybe: dict = field(default_factory=dict)
    causes: dict = field(default_factory=dict)
    statuses: set = field(default_factory=lambda: {0})


@dataclass
class Word:
    """What one sending says of one item: failed, accepted, presumed, unanswered or unclear."""

    what: str
    item: object
    reason: str = None  # of a failure, or why it is unanswered


class _Known:
    """The facts of one sending in the sources at hand."""

    def __init__(self, facts, planned, file_at_hand):
        self.log = {fact.kind for fact in facts if fact.source == "log"}
        if planned:
            self.log.add("planned")
        self.file_at_hand = file_at_hand
        self.layout = bool({"planned", "loading"} & self.log)
        self.rows, self.results, self.named = {}, {}, set()
        self.cut = False
        for fact in facts:
            if fact.kind == "response":
                self.cut = self.cut or not fact.whole
                self.rows |= {row.item.key: row for row in fact.rows}
            for row in fact.rows if fact.kind in ("named", "record") else ():
                self.named.add(row.item.key)
                if fact.result and (fact.source == "log" or row.item.key not in self.results):
                    self.results[row.item.key] = fact.result

    def word(self, item):
        """None where the sources say nothing of it."""
        row = self.rows.get(item.key)
        if row:
            return Word("failed", item, row.result) if row.failed else Word("accepted", item)
        if item.key in self.named:
            return Word("failed", item, self.results.get(item.key, "UNKNOWN"))
        if not self.layout:
            return None
        if not self.file_at_hand:  # a copy of the batch may tell whom it held
            return Word("unclear", item) if "answered" in self.log else None
        if "broken" in self.log or self.cut:
            return Word("unanswered", item, "cut response")
        if "answered" in self.log:
            return Word("presumed", item)
        if "counted" in self.log:
            return Word("unclear", item)
        if "failed" in self.log:
            return Word("unanswered", item, "failed batch")
        if "sending" in self.log:
            return Word("unanswered", item, "import stopped")
        return Word("unanswered", item, "never sent")


class _Last:
    """The last word of one customer, word by word."""

    def __init__(self):
        self.failure = self.open = self.uncertain = self.last = None
        self.later = self.resolved = False

    def take(self, word):
        getattr(self, word.what)(word)

    def failed(self, word):
        self.failure = self.last = word
        self.open = self.uncertain = None
        self.later = self.resolved = False

    def accepted(self, word):
        self.resolved = self.resolved or self.failure is not None
        self.last = word
        self.failure = self.open = self.uncertain = None

    def presumed(self, word):
        self.later = self.failure is not None
        self.open = self.uncertain = None
        if not self.failure:
            self.last = word

    def unanswered(self, word):
        last = self.last
        if not last or last.item.text != word.item.text:
            self.open = word
        elif last.what == "presumed" or last.reason == "UNKNOWN" or self.later:
            self.uncertain = word

    def unclear(self, word):
        """It was answered, as it seems: it may be sent again, and need not."""
        self.open, self.uncertain = None, word


def _last_words(world, facts, sources):
    visible = defaultdict(list)
    planned = set()
    for fact in facts:
        if fact.source in sources:
            visible[fact.sending].append(fact)
            planned |= {fact.run} if fact.kind == "planned" else set()
    last = defaultdict(_Last)
    for run in world.runs:
        for sending in run.sendings:
            file = sending.file
            at_hand = not file or file in world.batch_files or "copies" in sources
            known = _Known(visible[sending], run in planned, at_hand)
            for item in sending.items:
                word = known.word(item)
                if word:
                    last[item.key, item.kind].take(word)
    return last


def _told_blindly(world, sources):
    """Failures that the log or the client's record tells without saying whom it means."""
    if "responses" in sources:
        return {}
    rows = [row for fact in world.all_facts if fact.kind == "response" for row in fact.rows]
    return {row.item.key: row for row in rows if row.failed and not row.item.named_in_log}


def truth(world, sources):
    """The truth as far as these sources can tell it: `log`, `responses`, `records`, `copies`."""
    found = Truth()
    for (key, kind), word in _last_words(world, world.facts, sources).items():
        name = (key, kind)
        if word.failure:
            found.failures[name] = (word.failure.reason, word.failure.item)
        if word.resolved:
            found.resolved.add(name)
        if word.open:
            found.retry[name] = word.open.item
            found.causes[name] = word.open.reason
        elif word.failure and word.failure.reason == "FAILED" and not word.later:
            found.retry[name] = word.failure.item
        if word.uncertain:
            found.maybe[name] = word.uncertain.item
    for name, word in _last_words(world, world.all_facts, {"log", "responses", "records", "copies"}).items():
        if word.open:
            found.maybe.setdefault(name, word.open.item)
    for key, row in _told_blindly(world, sources).items():
        name = (key, row.item.kind)
        if name not in found.failures:
            found.may_fail[name] = row.item
            found.maybe.setdefault(name, row.item)
            found.statuses = {0, 1}
    _without_place(world, sources, found)
    return found


def _without_place(world, sources, found):
    """Rows without any identity are told by their place, and that by the log alone."""
    for name, (_, item) in list(found.failures.items()):
        if not item.identity and not {"log", "responses"} <= sources:
            del found.failures[name]
            found.retry.pop(name, None)
            found.statuses = {1} if "responses" in sources else {0, 1}
