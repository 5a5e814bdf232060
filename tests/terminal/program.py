"""Runs the program as a person would: in a terminal of some width, or with its output in pipes."""

import fcntl
import hashlib
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata
import unittest

BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve()) if len(sys.argv) > 1 else ""
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample-data" / "import"
PATIENCE = 300  # seconds; sanitizers are slow
CTRL_C = b"\x03"


def clean_environment(**variables):
    """That of a plain terminal, with nothing that changes what is shown but `variables`."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("NO_COLOR", "CLICOLOR_FORCE", "COLUMNS") and not name.startswith("IMPORT_ANALYZER")}
    return kept | {"TERM": "xterm-256color"} | variables


class Terminal:
    """The program in a terminal of its own, whose controlling terminal that is. Its standard input is a pipe. Another
    program has the terminal for that, too."""

    def __init__(self, *arguments, program=None, columns=80, cwd=None, **variables):
        self.output = b""
        read, self._input = os.pipe()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            try:
                if not program:
                    os.dup2(read, 0)
                os.close(self._input)
                os.chdir(cwd or ".")
                signal.pthread_sigmask(signal.SIG_SETMASK, [])
                os.execve(program or BINARY, [program or BINARY, *map(str, arguments)], clean_environment(**variables))
            finally:
                os._exit(127)
        os.close(read)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def feed(self, data):
        """Gives the program its standard input, and ends that."""
        os.write(self._input, data)
        self.end_input()

    def end_input(self):
        os.close(self._input)
        self._input = None

    def type(self, keys):
        os.write(self._terminal, keys)

    def wait_for(self, text):
        """Until the program shows `text`."""
        self.wait_until(lambda: text.encode() in self.output)

    def wait_until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            if not self._read(0.002) or time.monotonic() > end:
                raise AssertionError(f"it did not come to that; shown: {self.output!r}")

    def end(self):
        """Until it ends; the exit status, or minus the signal that ended it."""
        while self._read(PATIENCE):
            pass
        if self._input is not None:
            self.end_input()
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _read(self, patience):
        if not select.select([self._terminal], [], [], patience)[0]:
            return patience < 1  # a short wait is no end
        try:
            got = os.read(self._terminal, 1 << 16)
        except OSError:  # nobody has the other side any more
            return False
        self.output += got
        return bool(got)

    def screen(self):
        """The lines that stand there at the end, as far as this program uses the terminal."""
        lines = []
        for line in self.output.decode().split("\n"):
            shown = ""
            for part in line.removesuffix("\r").split("\r"):
                shown = part + shown[len(part):] if "\x1b[K" not in part else part.replace("\x1b[K", "")
            lines.append(shown)
        return lines


def width(line):
    """The columns that a line takes, colour codes aside."""
    while "\x1b[" in line:
        begin = line.index("\x1b[")
        line = line[:begin] + line[line.index("m", begin) + 1:]
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def run(*arguments, cwd=None, **variables):
    """The program with its output in pipes."""
    return subprocess.run([BINARY, *map(str, arguments)], cwd=cwd, env=clean_environment(**variables),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False)


def contents(folder):
    """What is in a folder: each path with a digest, and when it was changed."""
    if not folder.exists():
        return None
    return {str(path.relative_to(folder)): (path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest(),
                                            path.stat().st_mtime_ns)
            for path in sorted(folder.rglob("*"))}


class Case(unittest.TestCase):
    """A test with a copy of the sample's working folder, `self.work`, and room beside it, `self.place`."""

    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.place)
        self.work = self.place / "work"
        shutil.copytree(SAMPLE, self.work)
