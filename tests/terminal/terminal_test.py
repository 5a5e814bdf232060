#!/usr/bin/env python3
"""What the program shows in a terminal, and how it stops."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import unittest

from program import BINARY, CTRL_C, Case, Terminal, clean_environment, contents, run, width


class Progress(Case):
    def recover(self, *arguments, **options):
        return Terminal("recover", "--out", self.place / "out", "--batches", "batches", *arguments,
                        cwd=self.work, **options)

    def test_it_is_shown_while_work_lasts_and_erased_at_its_end(self):
        terminal = self.recover("bulk_import.log", "-", columns=40)
        terminal.wait_for("reading sources")
        terminal.feed(b"")
        self.assertEqual(terminal.end(), 1)
        self.assertFalse([line for line in terminal.screen() if "reading" in line])
        for line in terminal.output.decode().split("\r"):
            if line.startswith("reading"):
                self.assertLess(width(line.split("\x1b[K")[0]), 40)

    def test_it_is_of_what_is_read(self):
        terminal = self.recover("bulk_import.log", "-", columns=200)
        terminal.wait_for("1 of 2 files")
        terminal.feed(b"")
        terminal.end()

    def test_messages_stand_above_it(self):
        terminal = self.recover("bulk_import.log", "-", "--verbose")
        terminal.wait_for("reading sources")
        terminal.feed(b"{}")
        terminal.end()
        size = (self.work / "bulk_import.log").stat().st_size
        self.assertTrue([line for line in terminal.screen() if
                         line.startswith(f"import-analyzer: read bulk_import.log: log, {size} bytes")])

    def test_there_is_none_without_a_terminal_that_can_erase_it(self):
        for arguments, variables in [(["--quiet"], {}), ([], {"TERM": "dumb"})]:
            terminal = self.recover("bulk_import.log", "-", *arguments, **variables)
            terminal.feed(b"")
            terminal.end()
            self.assertNotIn(b"reading", terminal.output)
            self.assertNotIn(b"\x1b[K", terminal.output)
        piped = run("recover", "--out", self.place / "out2", ".", cwd=self.work)
        self.assertNotIn("\r", piped.stderr)


class Colour(Case):
    def audit(self, terminal, *arguments, **variables):
        run("recover", "--out", self.place / "out", ".", cwd=self.work)
        arguments = ["audit", "--index", self.place / "out", *arguments]
        if not terminal:
            return run(*arguments, **variables).stdout
        shown = Terminal(*arguments, **variables)
        shown.end()
        return shown.output.decode()

    def test_when_there_is_any(self):
        for terminal, arguments, variables, coloured in [
                (True, [], {}, True),
                (True, [], {"NO_COLOR": "1"}, False),
                (True, [], {"NO_COLOR": ""}, True),
                (True, [], {"TERM": "dumb"}, False),
                (True, ["--color", "never"], {}, False),
                (False, [], {}, False),
                (False, [], {"CLICOLOR_FORCE": "1"}, True),
                (False, ["--color=always"], {"NO_COLOR": "1"}, True)]:
            with self.subTest(terminal=terminal, arguments=arguments, variables=variables):
                self.assertEqual("\x1b[1m" in self.audit(terminal, *arguments, **variables), coloured)

    def test_errors_are_red_and_what_needs_a_look_is_yellow(self):
        error = Terminal("audit", "--index", "nowhere")
        error.end()
        self.assertIn(b"\x1b[31mimport-analyzer: \x1b[0mthere is no index nowhere", error.output)
        report = Terminal("recover", "--out", self.place / "out", ".", cwd=self.work)
        report.end()
        self.assertIn("\x1b[33m", report.output.decode())


class Width(Case):
    def test_tables_fit_the_terminal(self):
        run("recover", "--out", self.place / "out", ".", cwd=self.work)
        for columns in (40, 80, 200):
            terminal = Terminal("audit", "--index", self.place / "out", columns=columns)
            terminal.end()
            tables = [line for line in terminal.screen() if line.count("  ") > 1]
            self.assertTrue(tables)
            for line in tables:
                self.assertLessEqual(width(line), columns, line)

    def test_they_are_whole_where_there_is_none(self):
        run("recover", "--out", self.place / "out", ".", cwd=self.work)
        self.assertNotIn("…", run("audit", "--index", self.place / "out", COLUMNS="40").stdout)
        narrow = Terminal("audit", "--index", self.place / "out", columns=200, COLUMNS="60")
        narrow.end()
        self.assertIn("…", narrow.output.decode())


class Stopping(Case):
    def setUp(self):
        super().setUp()
        self.out = self.place / "out"

    def test_while_reading_it_leaves_nothing(self):
        terminal = Terminal("recover", "--out", self.out, "-", cwd=self.work)
        terminal.wait_for("reading sources")
        terminal.type(CTRL_C)
        self.assertEqual(terminal.end(), -signal.SIGINT)
        self.assertIn(f"stopped; nothing was changed in {self.out}", " ".join(terminal.screen()))
        self.assertFalse(self.out.exists())

    def test_while_reading_it_leaves_what_was_there(self):
        run("recover", "--out", self.out, ".", cwd=self.work)
        before = contents(self.out)
        terminal = Terminal("recover", "--out", self.out, "-", cwd=self.work)
        terminal.wait_for("reading sources")
        terminal.type(CTRL_C)
        terminal.end()
        self.assertEqual(contents(self.out), before)

    def many(self):
        """More failures than can be written before somebody looks."""
        customers = [{"changeType": "CREATE", "type": "PERSON", "person": {"customerId": str(52000000000 + i)}}
                     for i in range(30000)]
        (self.work / "batches" / "many.json").write_text(json.dumps({"data": customers}))
        answers = [{"customerId": str(52000000000 + i), "changeType": "CREATE", "result": "FAILED"}
                   for i in range(30000)]
        (self.work / "many_answers.json").write_text(json.dumps({"data": answers}))

    def test_while_writing_it_leaves_what_was_there(self):
        run("recover", "--out", self.out, ".", cwd=self.work)
        before = contents(self.out)
        self.many()
        terminal = Terminal("recover", "--out", self.out, ".", cwd=self.work)
        terminal.wait_until((self.out / ".import-analyzer-failed_customers" / "single_failures" / "FAILED").exists)
        terminal.type(CTRL_C)
        self.assertEqual(terminal.end(), -signal.SIGINT)
        self.assertIn(f"stopped; nothing was changed in {self.out}", " ".join(terminal.screen()))
        after = contents(self.out)
        self.assertEqual({path: digest for path, (digest, _) in after.items()},
                         {path: digest for path, (digest, _) in before.items()})

    def test_while_nobody_reads_its_output(self):
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        process = subprocess.Popen([BINARY, "query", numbers, "."], cwd=self.work, env=clean_environment(),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        full = fcntl.fcntl(process.stdout, fcntl.F_GETPIPE_SZ)
        waiting = bytearray(4)
        while int.from_bytes(waiting, sys.byteorder) < full:
            fcntl.ioctl(process.stdout, termios.FIONREAD, waiting)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertEqual(errors, "import-analyzer: stopped; no file was changed\n")

    def test_what_failed_meanwhile_is_not_called_done(self):
        run("recover", "--out", self.out, ".", cwd=self.work)
        decisions = self.place / "decisions"
        os.mkfifo(decisions)
        process = subprocess.Popen([BINARY, "write", "--out", self.out, "--decide", decisions],
                                   env=clean_environment(), stderr=subprocess.PIPE, text=True)
        writer = os.open(decisions, os.O_WRONLY)  # waits until the program reads
        process.send_signal(signal.SIGINT)
        os.close(writer)
        _, errors = process.communicate()
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertIn("decisions", errors)
        self.assertNotIn("all is done", errors)

    def test_a_signal_that_is_ignored_stays_so(self):
        process = subprocess.Popen([BINARY, "recover", "--out", self.out, "-"], cwd=self.work,
                                   env=clean_environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        process.send_signal(signal.SIGINT)
        process.communicate((self.work / "bulk_import.log").read_bytes())
        self.assertIn(process.returncode, (0, 1))

    def test_terminated_it_stops_in_the_same_way(self):
        process = subprocess.Popen([BINARY, "recover", "--out", self.out, "-"], cwd=self.work,
                                   env=clean_environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while not self.out.exists():
            pass
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate()
        self.assertEqual(process.returncode, -signal.SIGTERM)
        self.assertIn(f"stopped; nothing was changed in {self.out}", errors)
        self.assertFalse(self.out.exists())


if __name__ == "__main__":
    unittest.main()
