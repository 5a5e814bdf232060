#!/usr/bin/env python3
"""Times whole commands in turn, with their peers and limits; see run.sh."""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOOKS_AT_MEMORY_EVERY = 0.005  # seconds


@dataclass
class Command:
    """One column of a case. Each run gets a folder of its own, {out}, which stays: emptying and
    refilling folders slows the file system for whoever comes next."""

    name: str
    arguments: list
    limit: bool = False  # a part of what the machine can do at most, not a peer
    before: list = None  # prepares {out}, not timed
    seconds: list = field(default_factory=list)
    memory: list = field(default_factory=list)  # bytes of RssAnon at its highest
    failed: bool = False  # a peer that gives up is no measure


@dataclass
class Case:
    name: str
    bytes: int  # of what is read
    commands: list


def size_of(*paths):
    total = 0
    for path in paths:
        files = [path] if path.is_file() else path.rglob("*")
        total += sum(file.stat().st_size for file in files if file.is_file())
    return total


def highest_rss_anon(process, found):
    while process.poll() is None:
        try:
            for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
                if line.startswith("RssAnon:"):
                    found[0] = max(found[0], int(line.split()[1]) * 1024)
        except OSError:
            return
        time.sleep(LOOKS_AT_MEMORY_EVERY)


def run_once(command, out):
    def filled(arguments):
        return [str(argument).replace("{out}", str(out)) for argument in arguments]

    if command.before:
        subprocess.run(filled(command.before), check=False, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    os.sync()  # what the run before wrote is not paid for by this one
    memory = [0]
    begin = time.perf_counter()
    process = subprocess.Popen(filled(command.arguments), stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    watch = threading.Thread(target=highest_rss_anon, args=(process, memory))
    watch.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - begin
    watch.join()
    # Ours ends with 1 where something needs a look.
    if process.returncode == 1 and "analyzer" not in command.name:
        command.failed = True
    elif process.returncode not in (0, 1):
        sys.exit(f"{' '.join(filled(command.arguments))} ended with {process.returncode}:\n"
                 + errors.decode(errors="replace")[-2000:])
    command.seconds.append(seconds)
    command.memory.append(memory[0])


class Bench:
    def __init__(self, options, work):
        self.options = options
        self.work = work
        self.outs = 0
        modules = os.environ.get("NODE_PATH", str(HERE))
        self.has_duckdb = bool(shutil.which("node")) and os.path.isdir(
            os.path.join(modules, "node_modules/@duckdb/node-api"))

    def data(self, name, form, customers, *extra):
        folder = self.work / name
        if not folder.exists():
            print(f"making {name}: {form}, {customers} customers", file=sys.stderr)
            subprocess.run([sys.executable, HERE / "make_data.py", form, str(customers), folder,
                            *map(str, extra)], check=True)
        return folder

    def peers(self, folder):
        peers = [Command("python", [sys.executable, HERE / "peer.py", folder, "{out}"])]
        if self.has_duckdb and (folder / "api_responses").exists():
            peers.append(Command("duckdb", ["node", HERE / "peer_duckdb.mjs", folder, "{out}"]))
        return peers

    def sources(self, folder):
        return [path for path in (folder / "api_responses", folder / "bulk_import.log")
                if path.exists()]

    def recover(self, folder):
        return [self.options.analyzer, "recover", "--batches", folder / "batches", "--out", "{out}",
                *self.sources(folder)]

    def limits_of(self, folder, rows):
        example = self.work / (folder.name + ".example")
        if not example.exists():
            subprocess.run([str(a).replace("{out}", str(example)) for a in self.recover(folder)],
                           check=False, stderr=subprocess.DEVNULL)
        limits = self.options.limits
        return [
            Command("read", [limits, "read", folder / "batches", *self.sources(folder)[:1]]
                    if (folder / "api_responses").exists() else
                    [limits, "read", folder / "batches"], limit=True),
            Command("parse", [limits, "parse", folder / "batches"], limit=True),
            Command("create", [limits, "create", example / "failed_customers", "{out}"],
                    limit=True),
            Command("rows", [limits, "rows", str(rows), "{out}"], limit=True),
        ]

    def recover_case(self, name, form, customers, *extra):
        folder = self.data(name, form, customers, *extra)
        size = size_of(folder / "batches", *self.sources(folder))
        return Case(name, size, [Command("import-analyzer", self.recover(folder)),
                                 *self.peers(folder), *self.limits_of(folder, customers)])

    def again_case(self):
        folder = self.data("responses", "responses", self.options.customers)
        size = size_of(folder / "batches", *self.sources(folder))
        return Case("again", size, [
            Command("import-analyzer", self.recover(folder), before=self.recover(folder)),
            Command("python", [sys.executable, HERE / "peer.py", folder, "{out}/python"])])

    def help_case(self):
        analyzer = self.options.analyzer
        return Case("help", size_of(analyzer), [Command("import-analyzer", [analyzer, "--help"])])

    def extract_case(self, name, form, customers):
        folder = self.data(name, form, customers)
        source = self.sources(folder)[0]
        commands = [Command("import-analyzer", [self.options.analyzer, "scan", "--index", "{out}",
                                                source])]
        files = [source] if source.is_file() else sorted(source.iterdir())
        if shutil.which("rg"):
            pattern = r'"result": "(FAILED|ERROR|CONFLICT)"'
            commands.append(Command("rg", ["rg", "-c", pattern, source]))
        if shutil.which("jq") and not source.is_file() and len(files) < 5000:
            query = '.response_data.data[]? | select(.result != "SUCCESS")'
            commands.append(Command("jq", ["jq", "-c", query, *files]))
        limits = self.options.limits
        if not source.is_file():
            commands += [Command("read", [limits, "read", source], limit=True),
                         Command("parse", [limits, "parse", source], limit=True)]
        else:
            commands.append(Command("cat", ["cat", source], limit=True))
        return Case("extract " + name, size_of(source), commands)

    def cases(self):
        n = self.options.customers
        return {
            "responses": lambda: self.recover_case("responses", "responses", n),
            "again": self.again_case,
            "help": self.help_case,
            "log": lambda: self.recover_case("log", "log", n),
            "export": lambda: self.recover_case("export", "export", n),
            "small": lambda: self.recover_case("small", "responses", n // 4, "--per-file", 1),
            "failing": lambda: self.recover_case("failing", "responses", n // 4, "--failing", 60),
            "damaged": lambda: self.recover_case("damaged", "responses", n, "--damage", 20),
            "extract-responses": lambda: self.extract_case("responses", "responses", n),
            "extract-log": lambda: self.extract_case("log", "log", n),
        }

    def run(self, case):
        for _ in range(self.options.runs):
            for command in case.commands:
                self.outs += 1
                run_once(command, self.work / f"out{self.outs}")


def figures_of(case):
    ours = statistics.median(case.commands[0].seconds)
    limits = [c for c in case.commands if c.limit and c.name in ("read", "parse", "create", "rows")]
    figures = {"case": case.name, "bytes": case.bytes,
               "memory": statistics.median(case.commands[0].memory), "seconds": {}, "ratio": {}}
    for command in case.commands:
        if command.failed:
            figures["seconds"][command.name] = None
            continue
        figures["seconds"][command.name] = round(statistics.median(command.seconds), 4)
        if command is not case.commands[0]:
            figures["ratio"][command.name] = round(statistics.median(command.seconds) / ours, 3)
    if limits:
        total = sum(statistics.median(c.seconds) for c in limits)
        figures["seconds"]["limits"] = round(total, 4)
        figures["ratio"]["limits"] = round(total / ours, 3)
    return figures


def table(all_figures):
    columns = ["import-analyzer", "python", "duckdb", "jq", "rg", "cat", "read", "parse", "create",
               "rows", "limits"]
    lines = ["| case | MB | MB/s | RssAnon MB | " + " | ".join(columns) + " |",
             "| --- |" + " ---: |" * (3 + len(columns))]
    for figures in all_figures:
        cells = []
        for column in columns:
            seconds = figures["seconds"].get(column)
            ratio = figures["ratio"].get(column)
            cells.append("gives up" if column in figures["seconds"] and seconds is None else
                         "" if seconds is None else
                         f"{seconds:.{3 if seconds < 0.1 else 2}f} s" + (f" ({ratio:.2f}×)" if ratio else ""))
        rate = figures["bytes"] / 1e6 / figures["seconds"]["import-analyzer"]
        lines.append(f"| {figures['case']} | {figures['bytes'] / 1e6:.0f} | {rate:.0f} | "
                     f"{figures['memory'] / 1e6:.0f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--analyzer", type=Path, required=True)
    parser.add_argument("--limits", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=200000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cases", help="names with commas between; default: all")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--keep", type=Path, help="make the data there, and leave it")
    options = parser.parse_args()
    work = options.keep or Path(tempfile.mkdtemp(prefix="import-analyzer-benchmark-"))
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(options, work)
    bench.outs = sum(1 for _ in work.glob("out*"))
    all_figures = []
    try:
        names = options.cases.split(",") if options.cases else list(bench.cases())
        for name in names:
            case = bench.cases()[name]()
            bench.run(case)
            all_figures.append(figures_of(case))
            print(f"{name}: " + json.dumps(all_figures[-1]["seconds"]), file=sys.stderr)
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{platform.machine()}, {os.cpu_count()} cores, {options.customers} customers, medians of "
          f"{options.runs} runs; in brackets: how many times our time")
    print(table(all_figures))
    if options.json:
        options.json.write_text(json.dumps(all_figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
