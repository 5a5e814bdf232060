// Names of files, made of what sources say of customers.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/unicode.h"
#include "analyzer/cli/shell_text.h"
#include "analyzer/source/member_name.h"
#include "analyzer/write/names.h"
#include "analyzer/write/terminal_text.h"
#include "tests/fuzz/property.h"

namespace analyzer {
namespace {

// What is safe as one part of a path, on Linux and on Windows.
void CheckPart(const std::string& name) {
  Require(!name.empty() && name.size() <= 255, "a name has 1 to 255 bytes", name);
  Require(IsValidUtf8(name), "a name is UTF-8", name);
  Require(name != "." && name != "..", "a name is no way out of its folder");
  Require(name.find_first_of(std::string_view("/\\:*?\"<>|\0", 10)) == std::string::npos,
          "a name has no character that is more than itself", name);
  for (const char c : name)
    Require(static_cast<unsigned char>(c) >= 0x20, "a name has no controls", name);
  Require(name.back() != '.' && name.back() != ' ', "a name ends as Windows keeps it", name);
}

void CheckClean(std::string_view text) {
  const std::string clean = CleanNamePart(text);
  Require(CleanNamePart(clean) == clean, "a clean name stays as it is", clean);
  Require(clean.size() <= 100, "a part has at most 100 bytes", clean);
  if (!clean.empty()) CheckPart(clean);
  size_t characters = 0;
  for (size_t at = 0; at < clean.size(); ++characters) {
    bool valid = true;
    NextCodePoint(clean, &at, &valid);
  }
  Require(characters <= 80, "a part has at most 80 characters", clean);
  CheckPart(ReasonFolderName(text));
  for (const char* const device : {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"})
    Require(Upper(ReasonFolderName(text)) != device, "no name is a device's");
  if (IsValidUtf8(text)) {
    const std::string shown = TerminalText(text);
    for (const char c : shown)
      Require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a line is one line");
  }
}

// The word that a shell makes of it: what is in single quotes as it stands, `\'` a quote.
std::string ShellReads(std::string_view word) {
  std::string read;
  bool quoted = false;
  for (size_t at = 0; at < word.size(); ++at) {
    const char c = word[at];
    if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && c == '\\') {
      read += word[++at];
    } else {
      Require(
          quoted || std::string_view(" \t\n$`\"&|;<>()*?[]#~!{}").find(c) == std::string_view::npos,
          "a shell takes it as one word", word);
      read += c;
    }
  }
  Require(!quoted, "quotes are closed", word);
  return read;
}

void CheckShell(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return;
  const std::string read = ShellReads(ShellWord(text));
  Require(read == (text.starts_with("-") ? "./" : "") + std::string(text), "a shell reads the word",
          text);
}

// Names that are given out differ, also where case and composition do not count.
void CheckRegister(const std::vector<std::string_view>& lines) {
  NameRegister names;
  std::vector<std::string> given;
  for (const std::string_view line : lines) {
    std::string stem = "customer_" + CleanNamePart(line);
    if (line.size() % 3 == 0) stem += "_" + CleanNamePart(line.substr(line.size() / 2));
    given.push_back(names.Take(stem, ".json"));
    CheckPart(given.back());
    Require(given.back().ends_with(".json"), "a name keeps its extension", given.back());
    for (size_t i = 0; i + 1 < given.size(); ++i)
      Require(Fold(given[i]) != Fold(given.back()), "names differ", given.back());
  }
}

void CheckMember(std::string_view bytes) {
  for (const bool zip : {false, true}) {
    const std::string name = MemberName(bytes, zip);
    Require(IsValidUtf8(name), "a member's name is UTF-8", name);
    Require(!name.starts_with("/") && !name.starts_with("./"), "it begins with a name", name);
    IsMacOsExtra(name);
    Require(MemberPath("a.zip", name) == "a.zip/" + name, "it stands in its archive", name);
  }
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  FuzzInput input(data, size);
  std::vector<std::string_view> lines;
  while (!input.empty() && lines.size() < 40) lines.push_back(input.Line());
  for (const std::string_view line : lines) {
    CheckClean(line);
    CheckShell(line);
    CheckMember(line);
  }
  CheckRegister(lines);
  return 0;
}
