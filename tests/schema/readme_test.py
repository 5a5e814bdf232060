#!/usr/bin/env python3
"""Asks the index of sample-data what schema/README.md asks, and loads the exports into SQLite.

Usage: readme_test.py ANALYZER
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = (ROOT / "schema" / "README.md").read_text(encoding="utf-8")
EXPORTS = {
    "outcomes": "SELECT count(*) FROM outcome",
    "failures": "SELECT count(*) FROM outcome WHERE state = 'failure'",
    "attempts": "SELECT count(*) FROM attempt",
    "runs": "SELECT count(*) FROM run WHERE same_as IS NULL",
    "unmatched": "SELECT count(*) FROM outcome WHERE state = 'failure' AND joining <> 'matched'",
}


def output_of(*command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"{command}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout


class ReadmeTest(unittest.TestCase):
    analyzer = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.out = cls.folder.name + "/recovered"
        output_of(cls.analyzer, "recover", "--batches", "sample-data/import/batches", "--out",
                  cls.out, "sample-data/import")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def query(self, sql, *options):
        return output_of(self.analyzer, "query", sql, "--index", self.out, *options).decode()

    def test_each_question_has_its_answer(self):
        questions = re.findall(r"```sql\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
        self.assertEqual(len(questions), 10)
        self.assertEqual(len(questions), README.count("```sql"))
        for sql, answer in questions:
            with self.subTest(sql=sql):
                self.assertEqual(self.query(sql), answer)

    def test_each_table_and_view_is_explained(self):
        rows = self.query("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')",
                          "--format", "csv")
        for name in rows.split()[1:]:
            self.assertIn(f"`{name}`", README)

    def test_exports_load_into_sqlite(self):
        for what, count in EXPORTS.items():
            with self.subTest(what=what):
                csv = f"{self.folder.name}/{what}.csv"
                output_of(self.analyzer, "export", what, "--index", self.out, "--out", csv)
                loaded = output_of("sqlite3", ":memory:", "-cmd", f".import --csv {csv} rows",
                                   "SELECT count(*) FROM rows").decode()
                there = self.query(count, "--format", "csv").split()[1]
                self.assertEqual(loaded.strip(), there)
                self.assertGreater(int(there), 0)

    def test_a_loaded_export_says_what_the_index_says(self):
        csv = f"{self.folder.name}/all.csv"
        output_of(self.analyzer, "export", "outcomes", "--index", self.out, "--out", csv)
        columns = "id, customer_id, username, error, time, original_file"
        loaded = output_of("sqlite3", ":memory:", "-cmd", f".import --csv {csv} rows",
                           f"SELECT json_group_array(json_array({columns})) FROM"
                           " (SELECT * FROM rows ORDER BY CAST(id AS INTEGER))").decode()
        there = output_of("sqlite3", f"file:{self.out}/import-analyzer.sqlite?mode=ro",
                          "SELECT json_group_array(json_array(CAST(id AS TEXT), customer_id,"
                          " username, error, coalesce(time, ''), coalesce(original_file, '')))"
                          " FROM (SELECT * FROM outcomes ORDER BY id)").decode()
        self.assertEqual(loaded, there)


if __name__ == "__main__":
    ReadmeTest.analyzer = str(pathlib.Path(sys.argv.pop()).resolve())
    unittest.main()
