#!/usr/bin/env python3
"""Links, FIFOs, sockets and devices among the sources: what is read, and what is told.

usage: links_test.py ANALYZER
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

ANALYZER = pathlib.Path(sys.argv.pop()).resolve()


def request(customer):
    person = {"customerId": customer, "username": f"NOBODY-{customer[-4:]}", "firstName": "NOBODY"}
    return json.dumps({"data": [{"changeType": "CREATE", "type": "PERSON", "person": person}]})


def answer(customer):
    return json.dumps({"data": [{"customerId": customer, "result": "FAILED", "error": "time-out"}]})


class Links(unittest.TestCase):
    """`import` is the source; `elsewhere` is beside it."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name, customer in {"import/api/answer.json": "61000000001",
                               "elsewhere/deep/answer.json": "61000000002",
                               "elsewhere/single.json": "61000000003"}.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(answer(customer))

    def link(self, name, target):
        (self.folder / name).symlink_to(target)

    def export(self, *arguments):
        done = subprocess.run([ANALYZER, "export", "failures", "--format", "json", *arguments],
                              cwd=self.folder, capture_output=True, text=True, timeout=60)
        rows = json.loads(done.stdout) if done.stdout else []
        return done.returncode, sorted(row["customer_id"][-1] for row in rows), done.stderr

    def files(self, *arguments):
        done = subprocess.run([ANALYZER, "query", "SELECT path FROM file ORDER BY path", "--format",
                               "json", *arguments], cwd=self.folder, capture_output=True, text=True)
        return [row["path"] for row in json.loads(done.stdout)]

    def test_links_out_of_the_folder_are_named_and_read_only_with_follow(self):
        self.link("import/out", "../elsewhere/deep")
        self.link("import/one.json", "../elsewhere/single.json")
        status, customers, told = self.export("import")
        self.assertEqual((status, customers), (1, ["1"]))
        for name in ("import/out is not followed: it leads to", "import/one.json is not followed"):
            self.assertIn(name, told)
        status, customers, told = self.export("--follow", "import")
        self.assertEqual((status, customers, told), (0, ["1", "2", "3"], ""))

    def test_links_to_what_is_read_anyway_are_passed_over_in_silence(self):
        self.link("import/again", "api")
        self.link("import/again.json", "api/answer.json")
        for follow in ([], ["--follow"]):
            self.assertEqual(self.export(*follow, "import"), (0, ["1"], ""))
            self.assertEqual(self.files(*follow, "import"), ["import/api/answer.json"])

    def test_loops_end(self):
        self.link("import/api/up", "..")
        self.link("import/itself", "itself")
        self.link("import/beside", "../elsewhere")
        self.link("elsewhere/back", "../import")
        self.link("elsewhere/deep/root", "../../..")
        status, customers, told = self.export("import")
        self.assertEqual((status, customers), (1, ["1"]))
        self.assertIn("link import/itself leads nowhere", told)
        (self.folder / "elsewhere/deep/root").unlink()
        status, customers, told = self.export("--follow", "import")
        self.assertEqual((status, customers), (1, ["1", "2", "3"]))
        self.assertEqual(self.files("--follow", "import"),
                         ["import/api/answer.json", "import/beside/deep/answer.json",
                          "import/beside/single.json"])

    def test_a_link_that_is_named_is_followed(self):
        self.link("named", "elsewhere")
        self.link("named.json", "import/api/answer.json")
        self.assertEqual(self.export("named", "named.json"), (0, ["1", "2", "3"], ""))

    def test_a_link_into_an_earlier_output_is_no_source(self):
        subprocess.run([ANALYZER, "recover", "--out", "out", "import"], cwd=self.folder,
                       capture_output=True)
        self.link("import/output", "../out/failed_customers/single_failures")
        self.assertEqual(self.export("--follow", "import"), (0, ["1"], ""))

    def test_what_is_no_file_is_named_and_not_opened(self):
        os.mkfifo(self.folder / "import/pipe")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(self.folder / "import/socket"))
        self.link("import/null", "/dev/null")
        for follow in ([], ["--follow"]):
            status, customers, told = self.export(*follow, "import")
            self.assertEqual((status, customers), (1, ["1"]))
            for line in ("import/pipe was not read: it is a FIFO",
                         "import/socket was not read: it is a socket",
                         "import/null was not read: it is a device"):
                self.assertIn(line, told)
        status, _, told = self.export("import/pipe")
        self.assertEqual(status, 2)
        self.assertIn("it is a FIFO; give its text on standard input", told)

    def verify_tree(self, *arguments):
        done = subprocess.run([ANALYZER, "verify", "out", *arguments], cwd=self.folder, text=True,
                              capture_output=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def make_tree(self):
        """`out`, with one file in it; gives the folder of that file."""
        (self.folder / "batches").mkdir()
        (self.folder / "batches/batch.json").write_text(request("61000000001"))
        subprocess.run([ANALYZER, "recover", "--batches", "batches", "--out", "out", "import"],
                       cwd=self.folder, capture_output=True, check=True)
        self.assertEqual(self.verify_tree()[0], 0)
        return "out/failed_customers/single_failures/FAILED"

    def test_files_behind_links_in_a_tree_are_verified_only_with_follow(self):
        reason = self.make_tree()
        (self.folder / "elsewhere/more").mkdir()
        (self.folder / "elsewhere/one.json").write_text(request("61000000008"))
        (self.folder / "elsewhere/more/two.json").write_text(request("61000000009"))
        self.link(f"{reason}/customer_61000000008_NOBODY.json", "../../../../elsewhere/one.json")
        self.link("out/failed_customers/single_failures/EXPIRED", "../../../elsewhere/more")
        status, text, told = self.verify_tree()
        self.assertEqual(status, 1)
        self.assertIn("2 of 2 files are exactly what was sent", text)
        self.assertNotIn("made up", text)
        for name in ("FAILED/customer_61000000008_NOBODY.json", "EXPIRED"):
            self.assertIn(f"link out/failed_customers/single_failures/{name} is not followed", told)
        status, text, told = self.verify_tree("--follow")
        self.assertEqual(status, 1)
        self.assertIn("2 of 4 files are exactly what was sent", text)
        self.assertIn("made up", text)
        self.assertNotIn("is not followed", told)

    def test_a_tree_that_is_a_link_or_holds_loops_is_verified(self):
        reason = self.make_tree()
        self.link(f"{reason}/up", "..")
        self.link(f"{reason}/nowhere.json", "gone")
        status, text, told = self.verify_tree("--follow")
        self.assertEqual(status, 1)
        self.assertIn("2 of 2 files are exactly what was sent", text)
        self.assertIn("nowhere.json leads to no file or folder", told)
        for name in ("up", "nowhere.json"):
            (self.folder / reason / name).unlink()
        (self.folder / "out").rename(self.folder / "kept")
        self.link("out", "kept")
        self.assertEqual(self.verify_tree()[0], 0)

    def test_a_manifest_or_tree_behind_a_link_is_not_read(self):
        self.make_tree()
        customers = self.folder / "out/failed_customers"
        (customers / "manifest.json").rename(self.folder / "elsewhere/manifest.json")
        self.link("out/failed_customers/manifest.json", "../../elsewhere/manifest.json")
        status, text, told = self.verify_tree()
        self.assertEqual(status, 1)
        self.assertIn("link out/failed_customers/manifest.json is not followed", told)
        self.assertNotIn("byte for byte", text)
        self.assertIn("byte for byte", self.verify_tree("--follow")[1])
        customers.rename(self.folder / "elsewhere/failed_customers")
        self.link("out/failed_customers", "../elsewhere/failed_customers")
        status, text, told = self.verify_tree()
        self.assertEqual((status, text), (2, ""))
        self.assertIn("link out/failed_customers is not followed", told)
        self.assertEqual(self.verify_tree("--follow")[0], 0)

    def test_all_that_take_sources_take_follow(self):
        self.link("import/out", "../elsewhere")
        for command in (["recover", "--out", "o1"], ["audit"], ["explain", "61000000002"],
                        ["verify", "o1"], ["report", "--out", "page.html"],
                        ["bundle", "--out", "o2"],
                        ["index", "--index", "i.sqlite"], ["scan", "--index", "i.sqlite"]):
            done = subprocess.run([ANALYZER, *command, "--follow", "import"], cwd=self.folder,
                                  capture_output=True, text=True)
            self.assertIn(done.returncode, (0, 1), done.stderr)
            self.assertNotIn("is not followed", done.stderr)


if __name__ == "__main__":
    unittest.main()
