#!/usr/bin/env python3
"""The command line: what it takes, from where, what it says where that is wrong, and dry runs."""

import json
import re
import shlex
import shutil
import unittest

from program import Case, contents, run

SUBCOMMANDS = ["recover", "index", "scan", "write", "retry", "audit", "explain", "export", "query", "verify",
               "report", "bundle"]


class Help(Case):
    def examples(self, *command):
        text = run(*command, "--help").stdout
        return re.findall(r"^  import-analyzer( .*)$", text[text.index("Example"):], re.MULTILINE)

    def test_each_subcommand_has_examples_that_work(self):
        examples = {name: self.examples(name) for name in SUBCOMMANDS}
        for name in ["recover", "index", "scan", *SUBCOMMANDS]:
            self.assertTrue(examples[name], name)
            for example in examples[name]:
                done = run(*shlex.split(example), cwd=self.work)
                self.assertIn(done.returncode, (0, 1), f"{example}: {done.stderr}")

    def test_it_is_no_wider_than_a_terminal(self):
        for name in SUBCOMMANDS:
            for line in run(name, "--help").stdout.splitlines():
                self.assertTrue(len(line) <= 100 or line.startswith("  import-analyzer"), line)

    def test_usage_shows_what_is_required(self):
        self.assertIn("Usage: import-analyzer recover [OPTIONS] --out DIR SOURCE...", run("recover", "--help").stdout)

    def test_the_version_names_the_libraries(self):
        text = run("--version").stdout
        for library in ("simdjson", "RE2", "SQLite", "libarchive", "zlib", "bzip2", "lzma", "zstd", "utf8proc",
                        "xxHash", "OpenSSL", "CLI11"):
            self.assertRegex(text, rf"(?m)^{library} \d")


class Settings(Case):
    """The command line counts before the environment, that before the file, and that before the default."""

    def colours(self, *arguments, config="", **variables):
        run("recover", "--out", self.place / "out", ".", cwd=self.work)
        file = self.place / "settings.toml"
        file.write_text(config)
        done = run("audit", "--index", self.place / "out", "--config", file, *arguments, **variables)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return "\x1b" in done.stdout

    def test_order(self):
        always, never = 'color = "always"', 'color = "never"'
        self.assertFalse(self.colours())
        self.assertTrue(self.colours(config=always))
        self.assertTrue(self.colours(config="[audit]\n" + always))
        self.assertFalse(self.colours(config="[verify]\n" + always))
        self.assertTrue(self.colours(config=never, IMPORT_ANALYZER_COLOR="always"))
        self.assertFalse(self.colours("--color=never", config=always, IMPORT_ANALYZER_COLOR="always"))
        typed_before = run("--color", "always", "audit", "--index", self.place / "out", IMPORT_ANALYZER_COLOR="never")
        self.assertIn("\x1b", typed_before.stdout)

    def test_order_of_what_excludes_each_other(self):
        run("recover", "--out", self.place / "out", ".", cwd=self.work)
        file = self.place / "settings.toml"
        for config, variables, arguments, verbose in [
                ("", {"IMPORT_ANALYZER_QUIET": "1"}, ["--verbose"], True),
                ("", {"IMPORT_ANALYZER_VERBOSE": "1"}, ["--quiet"], False),
                ("quiet = true", {}, ["--verbose"], True),
                ("verbose = true", {"IMPORT_ANALYZER_QUIET": "1"}, [], False)]:
            with self.subTest(config=config, variables=variables, arguments=arguments):
                file.write_text(config)
                done = run("recover", "--fresh", "--out", self.place / "out", ".", "--config", file, *arguments,
                           cwd=self.work, **variables)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual("read work/bulk_import.log" in done.stderr, verbose, done.stderr)

    def test_a_key_that_is_set_serves_where_something_is_redacted(self):
        key, file = self.place / "key", self.place / "settings.toml"
        for config, variables in [("", {"IMPORT_ANALYZER_REDACT_KEY": str(key)}), (f'redact-key = "{key}"', {})]:
            file.write_text(config)
            export = ["export", "failures", ".", "--config", file]
            plain = run(*export, cwd=self.work, **variables)
            self.assertEqual(plain.returncode, 0, plain.stderr)
            self.assertFalse(key.exists())
            self.assertNotEqual(run(*export, "--redact", cwd=self.work, **variables).stdout, plain.stdout)
            key.unlink()
        typed = run("export", "failures", ".", "--redact-key", key, cwd=self.work)
        self.assertIn("--redact-key requires --redact", typed.stderr)

    def test_the_file_gives_what_is_required(self):
        file = self.place / "settings.toml"
        file.write_text('quiet = true\n[recover]\nout = "../out"\nbatches = ["batches"]\nno-retry = true\n')
        done = run("recover", "api_responses", cwd=self.work, IMPORT_ANALYZER_CONFIG=str(file))
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertNotIn("records seen", done.stderr)
        self.assertTrue((self.place / "out" / "failed_customers" / "single_failures").is_dir())
        self.assertFalse((self.place / "out" / "failed_customers" / "retry_batches").exists())

    def test_what_is_wrong_in_it_is_told(self):
        for config, message in [
                ("[recover]\noutt = 1", "recover has no option 'outt'; did you mean --out?"),
                ("[recovr]\nout = 1", "there is no subcommand 'recovr'; did you mean recover?"),
                ("out = 1", "'out' is no option of every subcommand; write it behind the name of the subcommand"),
                ("jobs = 0", "settings.toml)")]:
            file = self.place / "settings.toml"
            file.write_text(config)
            done = run("recover", "--out", "../out", "--config", file, ".", cwd=self.work)
            self.assertEqual(done.returncode, 2)
            self.assertIn(message, done.stderr)
        self.assertIn("(set by IMPORT_ANALYZER_JOBS)",
                      run("recover", "--out", "o", ".", IMPORT_ANALYZER_JOBS="0").stderr)

    def test_quiet_and_verbose_exclude_each_other(self):
        self.assertEqual(run("audit", "--quiet", "--verbose", "x").returncode, 2)


class Advice(Case):
    """Each error says what to type."""

    def error(self, *arguments, status=2):
        done = run(*arguments, cwd=self.work)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def test_mistyped(self):
        self.assertIn("there is no subcommand 'recovr'; did you mean recover?", self.error("recovr", "."))
        self.assertIn("there is no subcommand 'xyzzy'; there are recover, index", self.error("xyzzy"))
        self.assertIn("recover has no option --batchs; did you mean --batches?",
                      self.error("recover", "--out", "o", "--batchs", "b", "."))
        self.assertIn("there is no subcommand 'recovr'; did you mean", self.error("--jobs", "2", "recovr"))
        self.assertIn("--out is required; see `import-analyzer recover --help`", self.error("recover", "."))
        self.assertIn("--color needs a value behind it: auto, always, never", self.error("audit", "--color"))
        self.assertIn("--columns needs a value behind it: NAMES", self.error("export", "runs", ".", "--columns"))
        self.assertIn("'blue' is none of auto, always, never", self.error("audit", "--color", "blue", "."))
        self.assertIn("'failurs' is none of outcomes, failures, attempts, runs, unmatched; did you mean failures?",
                      self.error("export", "failurs", "."))
        self.assertIn("WHAT is required: one of outcomes, failures", self.error("export"))
        self.assertIn("there is no subcommand 'help'; did you mean --help?", self.error("help"))
        self.assertIn("'table' is none of csv, ndjson, json", self.error("export", "runs", "--format", "table", "."))

    def test_a_value_that_is_named_like_a_subcommand(self):
        (self.work / "audit").write_text('color = "always"')
        for before in (["--config", "audit"], ["--config=audit"], ["--color", "never", "--config", "audit"]):
            done = run(*before, "audit", ".", cwd=self.work)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual("\x1b" in done.stdout, "never" not in before)
        self.assertIn("there is no index report", self.error("audit", "--index", "report"))
        self.assertIn("cannot read the configuration report", self.error("--config", "report", "verify", "."))

    def test_a_file_that_is_not_there(self):
        error = self.error("recover", "--out", "o", "bulk_imprt.log")
        self.assertIn("cannot read bulk_imprt.log: No such file or directory; did you mean bulk_import.log?", error)
        self.assertIn("did you mean batches?", self.error("recover", "--out", "o", "--batches", "btches", "."))

    def test_what_was_written_is_no_source(self):
        run("recover", "--out", "recovered", ".", cwd=self.work)
        for command in (["audit"], ["explain", "51000100005"], ["export", "failures"]):
            self.assertIn("recovered is what `recover` wrote; name it with --index", self.error(*command, "recovered"))
        self.assertIn("there is no index", self.error("audit", "--index", "."))

    def test_a_folder_where_nobody_may_write(self):
        shut = self.place / "shut"
        shut.mkdir(mode=0)
        done = run("recover", "--out", shut / "out", ".", cwd=self.work)
        self.assertIn(done.returncode, (1, 3))  # root may
        self.assertNotIn("filesystem error", done.stderr)

    def test_nothing_but_batch_files(self):
        self.assertIn("nothing but batch files was read",
                      self.error("recover", "--out", "../out", "batches", status=0))

    def test_no_batch_files(self):
        self.assertIn("no original was read, so that no failure can be written: name the folder of the batch files "
                      "with --batches", self.error("recover", "--out", "../out", "api_responses", status=1))
        self.assertIn("what --batches names holds no original, as api_responses/batch_001",
                      self.error("recover", "--out", "../out", "--batches", "api_responses", "bulk_import.log",
                                 status=1))

    def test_batch_files_of_another_import(self):
        shutil.rmtree(self.work / "batches")
        (self.work / "batches").mkdir()
        customer = {"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "99000000001"}}
        (self.work / "batches" / "other.json").write_text(json.dumps({"data": [customer]}))
        error = self.error("recover", "--out", "../out", "--batches", "batches", "api_responses", status=1)
        self.assertIn("failures is of a customer in these batch files: no id that was reported, like 51000100001, is "
                      "one of theirs, like 99000000001; they are probably of another import", error)

    def test_a_source_is_not_overwritten(self):
        before = (self.work / "bulk_import.log").read_bytes()
        for command in (["export", "failures"], ["report"], ["query", "SELECT 1"]):
            self.assertIn("bulk_import.log is one of the sources, and would be overwritten",
                          self.error(*command, ".", "--out", "bulk_import.log", status=3))
        self.assertEqual((self.work / "bulk_import.log").read_bytes(), before)


class FirstLook(Case):
    def commands(self, **options):
        done = run(**{"cwd": self.work} | options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, [shlex.split(line)[1:] for line in done.stdout.splitlines()
                             if line.startswith("  import-analyzer ")]

    def test_it_says_what_is_there_and_what_to_type(self):
        text, commands = self.commands()
        self.assertRegex(text, r"batch files +batches/ +7 ")
        self.assertRegex(text, r"log +bulk_import.log +1 .* 3 runs, from 2025-11-10 08:15:02 on")
        self.assertRegex(text, r"saved answers +api_responses/ +16 ")
        self.assertEqual(commands, [["recover", "--out", "recovered", "--batches", "batches/", "."]])
        # What it wrote is no source of what is read then.
        run(*commands[0], cwd=self.work)
        run("recover", "--batches", "batches", "--out", "../named", ".", cwd=self.work)
        audits = [run("audit", "--index", index, cwd=self.work).stdout for index in ("recovered", "../named")]
        self.assertEqual(*audits)

    def test_names_are_quoted_for_the_shell(self):
        (self.work / "batches").rename(self.work / "it's a batch")
        _, commands = self.commands()
        self.assertIn("it's a batch/", commands[0])

    def test_it_knows_what_it_wrote_before(self):
        run("recover", "--out", "recovered", ".", cwd=self.work)
        text, commands = self.commands()
        self.assertRegex(text, r"output of this program +recovered/")
        self.assertIn(["audit", "--index", "recovered/"], commands)
        self.assertIn(["retry", "--out", "recovered/", "--result", "CONFLICT,ERROR"], commands)
        self.assertIn(["recover", "--out", "recovered-2", "--batches", "batches/", "."], commands)

    def test_the_tree_of_the_client_can_be_verified(self):
        tree = self.work / "failed_customers" / "single_failures" / "CONFLICT"
        tree.mkdir(parents=True)
        (tree / "customer_1_A.json").write_text('{"data": [{}]}')
        _, commands = self.commands()
        self.assertIn(["verify", "failed_customers/single_failures/", "--batches", "batches/", "."], commands)

    def test_an_empty_folder(self):
        empty = self.place / "empty"
        empty.mkdir()
        done = run(cwd=empty)
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing that the import client leaves behind is in", done.stderr)
        self.assertIn("--help", done.stderr)


class DryRun(Case):
    """It tells what would be written, and that is what is written then; meanwhile nothing changes."""

    def planned(self, *arguments):
        before = contents(self.place)
        done = run(*arguments, "--dry-run", cwd=self.work)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(contents(self.place), before)
        lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()[1:]]
        return {kind: {path for k, path in lines if k == kind} for kind in ("new", "replace", "remove", "move")}

    def files(self):
        return {path: digest for path, (digest, _) in (contents(self.place / "out") or {}).items() if digest}

    def check(self, *arguments):
        planned = self.planned(*arguments)
        before = self.files()
        run(*arguments, cwd=self.work)
        after = self.files()
        index = {"import-analyzer.sqlite"}  # it is replaced, if only by an equal one
        self.assertEqual(planned["new"], after.keys() - before.keys())
        self.assertEqual(planned["replace"] - index,
                         {path for path in after.keys() & before.keys() if after[path] != before[path]} - index)
        self.assertEqual(planned["remove"], before.keys() - after.keys())
        return planned

    def test_recover_and_what_follows(self):
        self.assertIn("failed_customers/manifest.json", self.check("recover", "--out", "../out", ".")["new"])
        self.assertTrue(self.check("retry", "--out", "../out", "--result", "CONFLICT")["replace"])
        self.assertTrue(self.check("write", "--out", "../out", "--no-retry")["remove"])
        self.check("recover", "--out", "../out", "--as-of", "2025-11-10", ".")

    def test_where_nothing_changed(self):
        arguments = ["recover", "--out", "../out", "."]
        run(*arguments, cwd=self.work)
        self.assertEqual(set().union(*self.planned(*arguments).values()), set())
        self.assertIn("import-analyzer.sqlite", self.planned(*arguments, "--fresh")["replace"])

    def test_a_folder_that_makes_way(self):
        tree = self.place / "out" / "failed_customers" / "single_failures"
        tree.mkdir(parents=True)
        (tree / "mine.json").write_text("{}")
        planned = self.planned("recover", "--replace", "--out", "../out", ".")
        self.assertEqual(planned["move"],
                         {"failed_customers/single_failures to failed_customers/single_failures.before"})

    def test_a_folder_makes_way_only_for_something(self):
        mine = self.place / "out" / "failed_customers" / "retry_batches"
        mine.mkdir(parents=True)
        (mine / "mine.json").write_text("{}")
        planned = self.check("recover", "--replace", "--out", "../out", "--result", "NONE", ".")
        self.assertEqual(planned["move"], set())
        self.assertTrue((mine / "mine.json").exists())

    def test_as_json(self):
        done = run("recover", "--out", "../out", "--dry-run", "--json", ".", cwd=self.work)
        planned = json.loads(done.stdout)["dry_run"]
        self.assertIn("import-analyzer.sqlite", planned["new"])
        self.assertEqual((planned["replaced"], planned["removed"], planned["unchanged"]), ([], [], 0))

    def test_index_and_scan(self):
        before = contents(self.place)
        done = run("index", "--index", "new/it.sqlite", "batches", "--dry-run", cwd=self.work)
        self.assertIn("dry run: new/it.sqlite would be made, nothing was written", done.stderr)
        self.assertEqual(contents(self.place), before)
        run("index", "--index", "it.sqlite", "batches", cwd=self.work)
        before = contents(self.place)
        done = run("scan", "--index", "it.sqlite", "api_responses", "--dry-run", cwd=self.work)
        self.assertIn("dry run: it.sqlite would be changed, nothing was written", done.stderr)
        self.assertIn("15 response", done.stderr)
        self.assertEqual(contents(self.place), before)

    def test_results_of_one_file(self):
        key = self.place / "key"
        for command in (["report", "--redact", "--redact-key", key], ["export", "failures"], ["query", "SELECT 1"]):
            before = contents(self.place)
            done = run(*command, ".", "--out", "../result", "--dry-run", cwd=self.work)
            self.assertRegex(done.stderr, r"dry run, nothing was written: ../result would be made with \d+ bytes")
            self.assertEqual(contents(self.place), before)

    def test_bundle(self):
        planned = self.planned("bundle", "--out", "../out", "--batches", "batches", ".")
        run("bundle", "--out", "../out", "--batches", "batches", ".", cwd=self.work)
        # Pseudonyms are made anew for each.
        self.assertEqual(len(planned["new"]), len(self.files()))


if __name__ == "__main__":
    unittest.main()
