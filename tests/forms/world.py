"""A working folder of the client, and what each line and file in it tells."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import items as forms
import jsontext


@dataclass
class BatchFile:
    path: str  # relative to the working folder
    items: list
    form: str = "data"


@dataclass(eq=False)
class Sending:
    """One batch of one run."""

    number: int
    items: list
    file: BatchFile = None  # with first and end: where the items stand, where files are not cut across
    first: int = 0
    answered_with: list = None  # the rows of the answer, also where it was cut later
    sent: bool = False

    @property
    def end(self):
        return self.first + len(self.items)


@dataclass(eq=False)
class Run:
    start: datetime
    files: list
    sendings: list

    @property
    def stamp(self):
        return self.start.strftime("%Y%m%d_%H%M%S")


@dataclass(frozen=True, eq=False)
class Fact:
    """What a reader of one source can know: `log`, `responses` or `records`.

    log: planned (run); loading, sending, failed, broken, counted, answered, aborted (sending);
    named (row). counted: the answer was seen, and its failures counted.
    responses: response (sending, rows; whole is False where the body was cut).
    records: record (row). The result is the word that the source gives, None where it gives none.
    """

    source: str
    kind: str
    sending: Sending = None
    run: Run = None
    rows: tuple = ()
    result: str = None
    whole: bool = True


@dataclass
class Event:
    """A log line, or something that the client wrote elsewhere (`write`, called with the world)."""

    time: datetime
    level: str = "INFO"
    message: str = ""
    facts: tuple = ()
    write: object = None

    @property
    def text(self):
        moment = self.time.strftime("%Y-%m-%d %H:%M:%S,") + f"{self.time.microsecond // 1000:03}"
        return f"{moment} - {self.level} - {self.message}\n"


@dataclass
class World:
    """Everything that one scenario leaves behind, and the facts that are in it."""

    release: object
    batch_files: list = field(default_factory=list)
    runs: list = field(default_factory=list)
    logs: dict = field(default_factory=dict)  # name: text
    compressed_logs: dict = field(default_factory=dict)  # name: bytes
    files: dict = field(default_factory=dict)  # path: bytes
    window: list = field(default_factory=list)
    records: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    all_facts: list = field(default_factory=list)  # those of lost lines, too
    windows: bool = False  # saved on Windows: CRLF, UTF-16, its paths

    def add(self, events):
        """Takes over what events wrote and tell; gives the lines of the log, oldest first."""
        lines = []
        for event in sorted(events, key=lambda event: event.time):
            self.facts += event.facts
            self.all_facts += event.facts
            if event.write:
                event.write(self)
            else:
                lines.append(event)
        return lines

    def forget(self, lines):
        """The lines were lost: nobody can know their facts from the log."""
        lost = {id(fact) for line in lines for fact in line.facts}
        self.facts = [fact for fact in self.facts if id(fact) not in lost]

    def save_json(self, path, value, indent=2):
        assert path not in self.files, path
        self.files[path] = jsontext.dumps(value, indent=indent).encode()

    def free_time_for(self, pattern, time):
        """The first second from time on of which no such response was saved yet."""
        while pattern.format(time.strftime("%Y%m%d_%H%M%S")) in self.files:
            time += timedelta(seconds=1)
        return pattern.format(time.strftime("%Y%m%d_%H%M%S"))

    def write_to(self, folder):
        for batch in self.batch_files:
            key = self.release.things if self.release.households else "data"
            _write(folder / batch.path, forms.document(batch.items, batch.form, key))
        for path, content in (self.files | self.compressed_logs).items():
            _write(folder / path, content)
        for name, text in self.logs.items():
            content = text.replace("\n", "\r\n") if self.windows else text
            _write(folder / name, content.encode())
        if self.window:
            text = "API responses will appear here during import...\n\n" + "\n".join(self.window)
            content = text.replace("\n", "\r\n").encode("utf-16") if self.windows else text.encode()
            _write(folder / self.release.window_file, content)
        if self.records:
            name = f"{self.release.failed_folder}/{self.release.failed_folder}.json"
            _write(folder / name, jsontext.dumps(self.records, indent=2).encode())


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
