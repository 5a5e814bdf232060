// Lines of logs and of the client's window, and what they tell.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/log_fact.h"
#include "analyzer/extract/log_line.h"
#include "analyzer/extract/secrets.h"
#include "analyzer/source/source_text.h"
#include "tests/fuzz/property.h"
#include "tests/fuzz/provenance.h"
#include "tests/fuzz/scan_check.h"

namespace analyzer {
namespace {

void CheckHead(std::string_view line) {
  const auto parsed = ParseLogLine(line);
  const size_t head = FindLogLineHead(line);
  if (!parsed) {
    Require(head != 0, "a line that is none has no head at its begin", line);
  } else {
    Require(head == 0, "a line has its head at its begin", line);
    Require(parsed->message.data() >= line.data() &&
                parsed->message.data() + parsed->message.size() <= line.data() + line.size(),
            "a message is a part of its line", line);
    Require(FormatIso(parsed->time).substr(0, 10) == line.substr(0, 10), "a line's date is read",
            line);
  }
  if (head != std::string_view::npos)
    Require(ParseLogLine(line.substr(head)).has_value(), "a head begins a line", line);
}

void CheckFact(std::string_view message) {
  const auto fact = ReadFact(message);
  if (!fact) return;
  for (const std::string* value : {&fact->path, &fact->customer_id, &fact->username, &fact->error})
    Require(BytesSay(message, *value), "a message says what it tells", message);
  if (fact->result) Require(BytesSay(message, *fact->result), "a message says its result", message);
  for (const int64_t number : {fact->batch, fact->batches, fact->attempt, fact->status, fact->count,
                               fact->first, fact->last}) {
    Require(number >= -1, "numbers are counts", message);
  }
  // White space around a message tells nothing.
  const auto spaced = ReadFact(" \t" + std::string(message) + "  ");
  Require(spaced && spaced->pattern == fact->pattern, "white space tells nothing", message);
}

std::string WithLineEnds(std::string_view text, std::string_view end) {
  std::string changed;
  for (const char c : text) c == '\n' ? changed.append(end) : changed.append(1, c);
  return changed;
}

// Lines without documents tell the same each by itself, one behind the other, and however they end.
void CheckLog(std::string log) {
  std::erase_if(log,
                [](char c) { return c == '{' || c == '[' || c == '\r' || c == '\0' || c == '\''; });
  log += '\n';
  const auto told = [](const std::string& text) {
    const Found found = ScanAndCheck(text, {});
    return TextOf(found, -1);
  };
  const std::string once = told(log);
  Require(told(WithLineEnds(log, "\r\n")) == once, "lines may end in CRLF", log);
  Require(told(WithLineEnds(log, "\r")) == once, "lines may end in CR", log);
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  const SourceText source(std::string(reinterpret_cast<const char*>(data), size));
  const std::string text(source.text());
  CheckStretches(text, ContextOfPath("import/bulk_import.log"));
  CheckLog(text);
  MaskSecrets(text);
  size_t lines = 0;
  for (std::string_view rest = text; !rest.empty() && lines < 50; ++lines) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    CheckHead(line);
    CheckFact(line);
    if (const auto parsed = ParseLogLine(line)) CheckFact(parsed->message);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return 0;
}
