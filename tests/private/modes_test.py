#!/usr/bin/env python3
"""Runs every command that writes, under several umasks, and looks at the modes of all that is there
afterwards: files 0600 and folders 0700, or stricter where the umask is. What the user had keeps its
mode.

usage: modes_test.py ANALYZER
"""

import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

ANALYZER = pathlib.Path(sys.argv.pop()).resolve()
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample-data" / "import"

# Each writes to the folder `made`, or to what is in it.
COMMANDS = [
    "recover --json --memory 16MB --batches import/batches --out made/recovered import",
    "recover --batches import/batches --out made/recovered --replace import/api_responses",
    "write --index made/recovered/import-analyzer.sqlite --out made/a/b/written",
    "retry --index made/recovered/import-analyzer.sqlite --out made/retried --result CONFLICT",
    "index --index made/i/steps.sqlite import/batches",
    "scan --index made/i/steps.sqlite import/bulk_import.log",
    "scan --index made/i/steps.sqlite import/api_responses",
    "report --index made/recovered --out made/report.html",
    "report --index made/recovered --out made/redacted.html --redact --redact-key made/k/key",
    "export failures --index made/recovered --out made/failures.csv --redact",
    "query --index made/recovered --out made/rows.csv --format csv",
    "bundle --out made/bundle --batches import/batches --redact-key made/bundle.key import",
    "bundle --out made/bundle --index made/recovered",
]


def mode_of(path):
    return stat.S_IMODE(path.lstat().st_mode)


class Modes(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        shutil.copytree(SAMPLE, self.folder / "import")
        self.home = self.folder / "made" / "home"  # where the key is that no option names

    def run_under(self, umask, command):
        arguments = command.split()
        if arguments[0] == "query":
            arguments.insert(1, "SELECT * FROM failures")
        environment = {**os.environ, "XDG_CONFIG_HOME": str(self.home), "TMPDIR": str(self.folder)}
        done = subprocess.run([ANALYZER, *arguments], cwd=self.folder, umask=umask,
                              capture_output=True, text=True, env=environment)
        self.assertIn(done.returncode, (0, 1), f"{command}: {done.stderr}")

    def run_all_under(self, umask):
        (self.folder / "made").mkdir(mode=0o700)
        for command in COMMANDS:
            self.run_under(umask, command)
        return sorted((self.folder / "made").rglob("*"))

    def test_what_is_made_is_for_its_user_alone_whatever_the_umask(self):
        for umask in (0o000, 0o022, 0o077):
            paths = self.run_all_under(umask)
            self.assertGreater(len(paths), 100)
            for name in ("recovered/.import-analyzer-last-recover", "i/steps.sqlite", "k/key",
                         "home/import-analyzer/redact.key", "bundle/import-analyzer.sqlite"):
                self.assertIn(self.folder / "made" / name, paths)
            for path in paths:
                expected = 0o700 if path.is_dir() else 0o600
                self.assertEqual(oct(mode_of(path)), oct(expected), f"{path} under {umask:04o}")
            self.assertEqual({"import", "made"}, {path.name for path in self.folder.iterdir()})
            shutil.rmtree(self.folder / "made")

    def test_a_stricter_umask_is_heeded(self):
        for path in self.run_all_under(0o277) if os.geteuid() == 0 else []:
            self.assertEqual(oct(mode_of(path)), oct(0o500 if path.is_dir() else 0o400), str(path))

    def test_folders_of_the_user_keep_their_mode_and_files_that_are_replaced_do_not(self):
        out = self.folder / "made"
        out.mkdir()
        out.chmod(0o755)
        self.run_under(0o000, COMMANDS[0].replace("made/recovered", "made"))
        self.assertEqual(oct(mode_of(out)), oct(0o755))
        replaced = [out / "report.html", out / "failures.csv"]
        for path in replaced:
            path.write_text("of yesterday")
        index = out / "import-analyzer.sqlite"
        for path in [*replaced, index]:
            path.chmod(0o666)
        (out / "import-analyzer.sqlite.new").touch(mode=0o666)
        self.run_under(0o000, f"scan --index {index} import/other.log")
        self.run_under(0o000, "report --index made --out made/report.html")
        self.run_under(0o000, "export failures --index made --out made/failures.csv")
        for path in [*replaced, index]:
            self.assertEqual(oct(mode_of(path)), oct(0o600), str(path))

    def test_no_link_leads_what_is_written_elsewhere(self):
        victim = self.folder / "victim"
        for name in ("made/steps.sqlite.new", "made/report.html"):
            shutil.rmtree(self.folder / "made", ignore_errors=True)
            (self.folder / "made").mkdir()
            victim.write_text("of somebody else")
            (self.folder / name).symlink_to(victim)
            subprocess.run([ANALYZER, "index", "--index", "made/steps.sqlite", "import/batches"],
                           cwd=self.folder, capture_output=True, check="report" in name)
            subprocess.run([ANALYZER, "report", "--out", "made/report.html", "import"],
                           cwd=self.folder, capture_output=True)
            self.assertEqual(victim.read_text(), "of somebody else")


if __name__ == "__main__":
    unittest.main()
