#!/usr/bin/env python3
"""Runs what README.md and the pages of docs/ show on a console, and compares what comes out.

Usage: docs_test.py ANALYZER

A ```console block holds commands, each behind `$ `, with what they print below, on standard output or
standard error. The blocks of one page are one session of a shell, in a folder that holds sample-data,
and team.key, which holds a key for pseudonyms. A line `...` stands for any lines.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
END = "\x01"  # printed behind each command


def examples(page):
    """The commands of a page, each with what stands below it."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        for line in block.splitlines(keepends=True):
            if line.startswith("$ "):
                found.append([line[2:].rstrip("\n"), ""])
            else:
                found[-1][1] += line
    return found


def outputs(analyzer, commands):
    """What each of them prints."""
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        shutil.copytree(ROOT / "sample-data", place / "sample-data")
        (place / "team.key").write_text("07" * 32 + "\n")
        (place / "team.key").chmod(0o600)
        (place / "bin").mkdir()
        (place / "bin" / "import-analyzer").symlink_to(analyzer)
        environment = {"PATH": f"{place}/bin:/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8"}
        session = "status() { return $1; }\n" + "".join(
            f"{command}\nstatus=$?; printf '\\001'; status $status\n" for command in commands)
        done = subprocess.run(["/bin/bash", "-c", session], cwd=place, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)
        return done.stdout.decode().replace("\r\n", "\n").split(END)[:-1]


def is_as_told(told, printed):
    """Whether it is that, but for the lines that `...` stands for."""
    pattern = re.escape(told).replace(re.escape("...\n"), "(?:.*\n)*?")
    return re.fullmatch(pattern, printed) is not None


class Docs(unittest.TestCase):
    analyzer = ""
    maxDiff = None

    def test_each_example_is_what_comes_out(self):
        for page in PAGES:
            told = examples(page)
            printed = outputs(self.analyzer, [command for command, _ in told])
            self.assertEqual(len(told), len(printed), page)
            for (command, below), output in zip(told, printed):
                with self.subTest(page=page.name, command=command):
                    if not is_as_told(below, output):
                        self.assertEqual(below, output)

    def test_each_use_has_examples(self):
        for name in ("recover", "audit", "retry", "verify", "bundle"):
            self.assertTrue(examples(ROOT / "docs" / f"{name}.md"), name)

    def test_each_link_leads_to_something(self):
        for page in [*PAGES, *ROOT.glob("*.md"), *ROOT.glob("s*/README.md")]:
            text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
            for link in re.findall(r"\]\(([^)]+)\)", text):
                path, _, heading = link.partition("#")
                if re.match(r"\w+:", path):
                    continue
                target = page.parent / path if path else page
                self.assertTrue(target.exists(), f"{page.name}: {link}")
                if heading:
                    headings = [re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-")
                                for line in re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)]
                    self.assertIn(heading, headings, f"{page.name}: {link}")


if __name__ == "__main__":
    Docs.analyzer = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
