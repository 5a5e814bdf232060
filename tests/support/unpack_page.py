#!/usr/bin/python3
"""Puts the JSON documents that a page of `report` holds into a folder, for validate.py.

usage: unpack_page.py PAGE FOLDER
"""
import html.parser
import pathlib
import sys

NAMES = {"audit-data": "audit.json", "customers-data": "page_customers.json"}


class Scripts(html.parser.HTMLParser):
    """The texts of the script elements that have an id."""

    def __init__(self):
        super().__init__()
        self.texts = {}
        self._open = None

    def handle_starttag(self, tag, attributes):
        self._open = dict(attributes).get("id") if tag == "script" else None

    def handle_endtag(self, tag):
        self._open = None

    def handle_data(self, data):
        if self._open:
            self.texts[self._open] = self.texts.get(self._open, "") + data


def main(page, folder):
    scripts = Scripts()
    scripts.feed(pathlib.Path(page).read_text(encoding="utf-8"))
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for name, text in scripts.texts.items():
        if name in NAMES:
            (folder / NAMES[name]).write_text(text, encoding="utf-8")
            continue
        for line in filter(None, text.split("\n")):
            (folder / f"history_{number}.json").write_text(line, encoding="utf-8")
            number += 1
    missing = [name for name in NAMES if name not in scripts.texts]
    if missing or not number:
        sys.exit(f"{page}: no {', '.join(missing) or 'histories'} in it")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
