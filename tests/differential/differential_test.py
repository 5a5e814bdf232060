#!/usr/bin/env python3
"""Holds the extractor against the reference, on documents that are intact or damaged at random.

  intact   the same records, at the same bytes
  damaged  every record that is whole, as it is; and beside these only what is left of those that the
           damage hit

Arguments: the program list_records; [--documents N] [--seed N] [--keep FOLDER].
"""

import argparse
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import reference
from documents import Maker

FIELDS = ("id", "username", "email", "changeType", "result", "error", "standing")
# A line of a log within other text, from its head to its end.
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - [A-Z]+ - [^\r\n{]*(?:[\r\n]+|\Z)")
LOG_LINE_WITHIN = re.compile(r"[\r\n]*" + LOG_LINE.pattern)
WINDOWS_1252 = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode(data):
    """The text, and for each of its characters the place of its first byte, with that of the end.
    Bytes that are no UTF-8 are Windows-1252, each by itself."""
    text, places = [], []
    at = 0
    while at < len(data):
        length = 1 if data[at] < 0x80 else 2 if data[at] < 0xE0 else 3 if data[at] < 0xF0 else 4
        try:
            character = data[at:at + length].decode()
        except UnicodeDecodeError:
            character, length = WINDOWS_1252[data[at]], 1
        text.append(character)
        places.append(at)
        at += length
    return "".join(text), places + [len(data)]


def content(record):
    """What it says, without places. An error that is JSON has no white space of its own."""
    error = record["error"]
    if error.startswith(("{", "[")):
        error = re.sub(r"\s+", "", error)
    return tuple({**record, "error": error}[field] for field in FIELDS)


def placed(record, places):
    return (places[record["begin"]], places[record["end"]], *content(record))


def forms(text):
    """The text with escapes undone 0 to 4 times."""
    for _ in range(5):
        yield text
        undone = reference.unescape(text)
        if undone == text:
            return
        text = undone


class Document:
    def __init__(self, name, data, damaged, before):
        self.name = name
        self.data = data
        self.damaged = damaged  # stretches of bytes that are not as they were; empty: none
        self.before = before    # the texts that it was made of, whole

    @functools.cached_property
    def known(self):
        """What all records may say that were there before."""
        return set().union(*map(contents_of, self.before))

    @functools.cached_property
    def nested(self):
        """The records that stood in strings, each with the string."""
        records = reference.whole(self.before[0])
        return [(record["literal"], content(record)) for record in records[1]] if records else []

    def problems(self, found):
        """Lines that say in what the found records are not right."""
        found = [record for record in found if record["extractor"] in ("json", "pattern")]
        text, places = decode(self.data)
        # Lines of a log are no part of a document that they stand in.
        expected = None if LOG_LINE.search(text) else reference.whole(text)
        if expected is not None:
            return self.compare_intact(expected, found, places)
        return self.compare_damaged(text, places, found)

    def compare_intact(self, expected, found, places):
        here = [placed(record, places) for record in expected[0]]
        got = [(record["begin"], record["end"], *content(record)) for record in found]
        problems = [f"intact: not found: {record}" for record in here if record not in got]
        rest = [record for record in found if (record["begin"], record["end"], *content(record)) not in here]
        if len(got) - len(rest) != len(here):
            problems.append("intact: found more than once")
        contents = [content(record) for record in rest]
        for record in expected[1]:
            if content(record) not in contents:
                problems.append(f"intact: in a string, not found: {content(record)}")
        # In a string there may be the begin of a document.
        nested = {content(record) for record in expected[1]}
        problems += [f"intact: made up: {record}" for record in rest
                     if content(record) not in nested and not self.is_left_of(record, self.known)]
        return problems

    def compare_damaged(self, text, places, found):
        contents = {content(record) for record in found}
        problems = []
        whole = set()
        for record in reference.scan(text):
            begin, end, *said = placed(record, places)
            may_say = {tuple(said)}
            if record["in_summary"] is not None:
                may_say.add(content(record["in_summary"]))
            whole |= may_say
            # Where damage stands on the bracket's line, the record begins at its first field.
            if not any(begin <= mine["begin"] and mine["end"] <= end and content(mine) in may_say
                       for mine in found) and not self.is_in_open_string(begin) \
                    and not reference.is_inside_record(text, record["begin"], record["end"]):
                problems.append(f"damaged: whole, not found: {(begin, end, *said)}")
        for literal, record in self.nested:
            # The same string may stand in a record, where it is not searched.
            place = re.compile(r'"\w+":\s*' + re.escape(literal))
            all_there = len(place.findall(text)) >= len(place.findall(self.before[0]))
            if all_there and record not in contents:
                problems.append(f"damaged: in a string, not found: {record}")
        for record in found:
            if content(record) in whole or content(record) in self.known:
                continue
            if not self.is_left_of(record, self.known | contents_of(text)):
                problems.append(f"damaged: made up: {record}")
        return problems

    def is_in_open_string(self, begin):
        """Whether no quote stands between the damage and the bracket that begins a record: then it
        may stand in a string that the damage left open."""
        return any(end <= begin and not re.search(rb'["\r\n]', self.data[end:begin])
                   for _, end in self.damaged)

    def is_left_of(self, record, known):
        """Whether it is what is left of a record that the damage hit."""
        mine = content(record)
        for whole in known:
            if mine[4] == whole[4] and all(a in ("", b) for a, b in zip(mine[:4] + mine[5:6], whole[:4] + whole[5:6])):
                return True
        hit = any(record["begin"] <= end + 1 and begin <= record["end"] + 1
                  for begin, end in self.damaged)
        slice_text = decode(self.data[record["begin"]:record["end"]])[0]
        said = list(forms(slice_text))
        says = lambda value: any(value in form for form in said)
        return hit and all(says(record[field]) for field in ("id", "username", "email"))


def contents_of(text):
    """What all objects of a text may say, also those that stand escaped in it, and those with lines
    of a log between. A line that came into the middle of a character leaves no character; a backslash
    that it parted from what it escapes stands for itself."""
    without = LOG_LINE.sub("", text)
    parted = re.sub(r"\\(?=[\r\n])|(?<=[\r\n])\\(?![\"\\/bfnrtu])", r"\\\\", without)
    wholes = dict.fromkeys((text, without, parted, LOG_LINE_WITHIN.sub("", text)))
    return {content(record) for whole in wholes for form in forms(whole)
            for record in reference.every(form)}


def make(count, seed):
    maker = Maker(seed)
    for number in range(count):
        name, text = maker.document()
        _, other = maker.document()
        data, damaged = text.encode(), []
        if maker.chance(0.6):
            data, damaged = maker.damage(data, other.encode())
        yield Document(f"{number:05}_{name}", data, damaged, [text, other, *maker.uncut])
        maker.uncut.clear()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list_records", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="where documents that differ are kept")
    options = parser.parse_args()
    documents = list(make(options.documents, options.seed))
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder) / document.name for document in documents]
        for path, document in zip(paths, documents):
            path.write_bytes(document.data)
        listed = subprocess.run([options.list_records], input="\n".join(map(str, paths)) + "\n",
                                capture_output=True, text=True, check=True).stdout
    lines = listed.splitlines()
    if len(lines) != len(documents):
        sys.exit(f"{len(lines)} of {len(documents)} documents were read")
    differ = 0
    records = 0
    for document, line in zip(documents, lines):
        found = json.loads(line)
        records += len(found)
        problems = document.problems(found)
        differ += bool(problems)
        if problems and differ <= 20:
            print(document.name, document.damaged, *problems, sep="\n  ", file=sys.stderr)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / document.name).write_bytes(document.data)
    damaged = sum(bool(document.damaged) for document in documents)
    print(f"{len(documents)} documents, {damaged} of them damaged, {records} records: {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
