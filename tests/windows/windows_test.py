#!/usr/bin/env python3
"""What a Windows machine would have left of sample-data comes to the same as sample-data itself.

Usage: windows_test.py ANALYZER
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample-data" / "import"
BATCH_FILE = re.compile(r"\S*/\S*\.json")


def with_crlf(text):
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def in_code_page(text):
    """Windows-1252, but for the lines that it has no letters for: those are UTF-8."""
    encoded = b""
    for line in text.splitlines(keepends=True):
        try:
            encoded += line.encode("windows-1252")
        except UnicodeEncodeError:
            encoded += line.encode("utf-8")
    return encoded


def on_windows(folder, name_of, encoding):
    """Rewrites a working folder: CRLF, paths in logs as `name_of` gives them, the main log in an encoding."""
    for path in folder.rglob("*"):
        if path.suffix not in (".log", ".txt", ".json"):
            continue
        text = with_crlf(path.read_bytes().decode("utf-8"))
        if path.name == "bulk_import.log":
            text = BATCH_FILE.sub(lambda found: name_of(found.group()), text)
            path.write_bytes(in_code_page(text) if encoding == "windows-1252" else text.encode(encoding))
        else:
            path.write_bytes(text.encode("utf-8"))


def drive(path):
    return "C:\\Import\\2025\\" + path.replace("/", "\\")


class Windows(unittest.TestCase):
    analyzer = ""

    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.place)

    def recover(self, name, change=lambda folder: None, to="out"):
        """Each file of the tree that is made of a changed copy, with its bytes."""
        work = self.place / name / "import"
        shutil.copytree(SAMPLE, work)
        change(work)
        out = self.place / name / to
        done = subprocess.run([self.analyzer, "recover", "--batches", "import/batches", "--out", out, "import"],
                              cwd=work.parent, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        return {str(path.relative_to(out)): path.read_bytes()
                for path in out.rglob("*.json") if path.name.startswith(("customer_", "household_", "retry_batch_"))}

    def test_paths_lines_and_encodings(self):
        as_it_is = self.recover("plain")
        self.assertEqual(len(as_it_is), 20)
        for name, name_of, encoding in [
                ("drive", drive, "utf-8"),
                ("utf16", drive, "utf-16"),
                ("byte-order-mark", drive, "utf-8-sig"),
                ("code-page", drive, "windows-1252"),
                ("share", lambda path: "\\\\server\\share\\" + path.replace("/", "\\"), "utf-8"),
                ("upper-case", lambda path: drive(path).upper(), "utf-8")]:
            with self.subTest(name):
                self.assertEqual(self.recover(name, lambda folder: on_windows(folder, name_of, encoding)), as_it_is)

    def test_without_backslashes_case_counts(self):
        tree = self.recover("slashes", lambda folder: on_windows(folder, str.upper, "utf-8"))
        self.assertNotIn("failed_customers/single_failures/FAILED/customer_51000100021_TAGE_BERGSKOG.json", tree)

    def test_long_paths_and_names_that_windows_refuses(self):
        def change(folder):
            answers = folder / "api_responses"
            first = answers / "batch_001_success_20251110_081504.json"
            for name in ("CON.json", "nul", "trailing.", "trailing ", "a:b.json"):
                shutil.copy(first, answers / name)
        self.assertEqual(self.recover("/".join(["long" * 20] * 4), change), self.recover("plain"))

    def test_what_is_written_can_be_copied_to_windows(self):
        def change(folder):
            rows = [{"customerId": str(51000100001 + i), "username": name, "result": result, "error": "no"}
                    for i, (name, result) in enumerate([("anna. ", "CON"), ("ANNA", "nul"), ("a:b\\c", "Com1"),
                                                        ("x" * 300, "LPT1."), ("aux", "trailing. ")])]
            (folder / "answer.json").write_text(json.dumps({"data": rows}))
        names = [part for path in self.recover("names", change) for part in path.split("/")]
        for name in names:
            self.assertNotRegex(name, r'[<>:"\\|?*\x00-\x1f]|[. ]$')
            self.assertNotRegex(name, r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
            self.assertLess(len(name), 180)
        folded = [path.casefold() for path in self.recover("again", change)]
        self.assertEqual(len(folded), len(set(folded)))


if __name__ == "__main__":
    Windows.analyzer = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
