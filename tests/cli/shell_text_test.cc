#include "analyzer/cli/shell_text.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("Only what a shell would take apart is quoted") {
  CHECK(ShellWord("batches/") == "batches/");
  CHECK(ShellWord("kundfiler/åäö-1.json") == "kundfiler/åäö-1.json");
  CHECK(ShellWord("my batches/") == "'my batches/'");
  CHECK(ShellWord("a'b") == "'a'\\''b'");
  CHECK(ShellWord("$HOME;*") == "'$HOME;*'");
  CHECK(ShellWord("~") == "'~'");
  CHECK(ShellWord("") == "''");
}

TEST_CASE("A name is never taken for an option") {
  CHECK(ShellWord("-x") == "./-x");
  CHECK(ShellWord("--out x") == "'./--out x'");
}
