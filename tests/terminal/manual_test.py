#!/usr/bin/env python3
"""The manual pages, and completion in real shells: manual_test.py ANALYZER, with `manual` beside it."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from program import BINARY, SAMPLE, Terminal, clean_environment, run

MANUAL = pathlib.Path(BINARY).parent / "manual"
SUBCOMMANDS = re.findall(r"^  (\w+)  ", run("--help").stdout.split("Subcommands:")[1], re.MULTILINE)

# What is typed, what is offered, and what is not. A single offer is put in.
COMPLETED = [
    ("import-analyzer bun", ["bundle"], []),
    ("import-analyzer recover --dec", ["--decide"], []),
    ("import-analyzer audit --color ", ["auto", "always", "never"], ["bulk_import.log"]),
    ("import-analyzer --color never export ", ["outcomes", "attempts", "unmatched"], ["recover"]),
    ("import-analyzer export runs --format ", ["csv", "ndjson", "json"], ["table"]),
    ("import-analyzer retry --change-type UPD", ["UPDATE"], []),
    ("import-analyzer retry --result ", ["FAILED", "UNANSWERED", "NOT_FOUND"], []),
    ("import-analyzer export failures --columns customer_id,last_", ["last_seen"], []),
    ("import-analyzer recover --out ", ["api_responses", "batches"], ["bulk_import.log"]),
    ("import-analyzer audit bul", ["bulk_import.log"], []),
    ("import-analyzer recover --batches bat", ["batches"], []),
]


class ManualPages(unittest.TestCase):
    def pages(self):
        return {name: MANUAL / "man1" / ("import-analyzer" + (name and "-" + name) + ".1")
                for name in ["", *SUBCOMMANDS]}

    def test_each_subcommand_has_one_and_no_more(self):
        self.assertGreater(len(SUBCOMMANDS), 10)
        self.assertEqual(set(self.pages().values()), set((MANUAL / "man1").glob("*.1")))

    def test_readers_of_manuals_find_no_fault(self):
        for page in self.pages().values():
            for reader in (["man", "-l", "--warnings", "-E", "UTF-8", page], ["mandoc", "-Tlint", "-Wwarning", page]):
                done = subprocess.run(reader, capture_output=True, text=True, check=False)
                said = done.stderr if reader[0] == "man" else done.stdout
                self.assertEqual((done.returncode, said), (0, ""), reader)

    def test_they_tell_all_that_help_tells(self):
        for name, page in self.pages().items():
            text = subprocess.run(["mandoc", "-Tutf8", "-Owidth=1000", page], capture_output=True, text=True,
                                  check=True).stdout
            text = re.sub(".\b", "", text)
            options = run(*filter(None, [name]), "--help").stdout.split("Example")[0]
            for line in re.findall(r"^  (-\S+(?: \S+)?)", options, re.MULTILINE):
                for word in line.replace("-h,--help", "--help").split():
                    self.assertRegex(text, rf"(?m)^ +.*{re.escape(word)}\b", page)
            for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT",
                            "SEE ALSO"):
                self.assertRegex(text, rf"(?m)^{section}$", page)


class Completion(unittest.TestCase):
    def setUp(self):
        place = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, place)
        self.work = place / "work"
        shutil.copytree(SAMPLE, self.work)
        self.place = place

    def shown_by(self, shell, offered):
        """What a shell shows once it offers all that; the typed line stands there already."""
        begin = len(shell.output)
        shell.type(b"\t")
        shell.type(b"\t")
        shell.wait_until(lambda: all(word.encode() in shell.output[begin:] for word in offered))
        return shell.output[begin:].decode()

    def check(self, start):
        """`start(NUMBER)` gives a shell that waits for a line, with the completion loaded."""
        for number, (line, offered, others) in enumerate(COMPLETED):
            with self.subTest(line=line):
                shell = start()
                shell.type(line.encode())
                shell.wait_for(line)
                typed = line.split(" ")[-1].split(",")[-1]
                shown = self.shown_by(shell, [word.removeprefix(typed) for word in offered])
                for other in others:
                    self.assertNotIn(other, shown)
                shell.type(b"\x15exit\r")
                shell.end()

    def test_bash(self):
        rc = self.place / "bashrc"
        rc.write_text(f"PS1='ready> '\nsource {MANUAL}/bash/import-analyzer\n")

        def start():
            shell = Terminal("--noprofile", "--rcfile", rc, "-i", program="/bin/bash", columns=300, cwd=self.work)
            shell.wait_for("ready> ")
            return shell
        self.check(start)

    def test_zsh(self):
        (self.place / ".zshrc").write_text(
            f"PS1='ready> '\nfpath=({MANUAL}/zsh $fpath)\n"
            "autoload -U compinit\ncompinit -u -D\n")

        def start():
            shell = Terminal("-i", program="/usr/bin/zsh", columns=300, cwd=self.work, ZDOTDIR=str(self.place))
            shell.wait_for("ready> ")
            return shell
        self.check(start)

    def test_fish(self):
        for line, offered, others in COMPLETED:
            with self.subTest(line=line):
                done = subprocess.run(
                    ["fish", "--no-config", "-c", f"source {MANUAL}/fish/import-analyzer.fish; complete -C '{line}'"],
                    cwd=self.work, env=clean_environment(HOME=str(self.place)), capture_output=True, text=True,
                    check=True)
                words = [shown.split("\t")[0] for shown in done.stdout.splitlines()]
                for word in offered:
                    self.assertTrue(any(shown.rstrip("/").endswith(word) for shown in words), (word, words))
                for other in others:
                    self.assertNotIn(other, words)


if __name__ == "__main__":
    unittest.main()
