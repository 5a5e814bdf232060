// Batch files: what is indexed of them, and had again from them.

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/hash.h"
#include "analyzer/cli/file_reading.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/index/findings.h"
#include "analyzer/index/index.h"
#include "analyzer/index/originals.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/plain_json.h"
#include "tests/fuzz/property.h"
#include "tests/fuzz/provenance.h"

namespace analyzer {
namespace {

// Leading white space is taken by no one: numbers and literals of JSON beyond what simdjson takes
// (of any size) are what a plain parser takes.
void CheckOriginal(int64_t id, Originals* originals) {
  const OriginalRow* const row = originals->Row(id);
  Require(row != nullptr, "an original has a row");
  const auto text = originals->Text(id);
  Require(text.ok(), "an original is had again");
  const auto json = ParsePlainJson(text.value());
  Require(json && json->kind == PlainJson::Kind::kObject && json->begin == 0 &&
              json->end == text.value().size(),
          "an original is JSON in all that is in it", text.value());
  Require(BytesSay(text.value(), row->own_id), "an original's bytes say its id", text.value());
  const Original said = originals->Said(id);
  Require(said.id == row->own_id && said.household == row->household, "it says so again",
          text.value());
  Require(CustomerKey(said) == row->customer, "it is named alike", text.value());
  for (const Identity& identity : said.identities) {
    const auto found = originals->Find(identity.kind, identity.value);
    Require(std::find(found.begin(), found.end(), id) != found.end(),
            "an original is found by what identifies it", identity.value);
  }
  const auto versions = originals->VersionsOf(id);
  Require(std::find(versions.begin(), versions.end(), id) != versions.end(),
          "an original is a version of itself", text.value());
}

Findings Read(const MemoryFile& file, std::string_view bytes, IntakeReport* report) {
  const FoundFile found(file.path(), "batches/a.json");
  Findings all;
  ReadMember(
      found, {"", std::string(bytes), false}, {Given::kBatches, false, false}, {},
      [&](Findings piece) { all = std::move(piece); }, report);
  return all;
}

void CheckAccounts(const Findings& findings, const IntakeReport& report, size_t size) {
  int64_t bytes = 0;
  for (const int64_t of_kind : findings.file.bytes_by_kind) bytes += of_kind;
  Require(bytes == static_cast<int64_t>(size), "each byte is of one kind");
  Require(findings.records.empty() && findings.facts.empty(), "a batch file has no results");
  Require(report.originals + report.copies == static_cast<int64_t>(findings.originals.size()),
          "originals are counted");
  std::set<std::pair<size_t, size_t>> places;
  for (const Findings::FoundOriginal& original : findings.originals) {
    Require(original.bytes.end <= size, "an original lies in its file");
    Require(places.emplace(original.bytes.begin, original.bytes.end).second,
            "an original is told once");
  }
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const MemoryFile file(bytes);
  IntakeReport report;
  const Findings findings = Read(file, bytes, &report);
  CheckAccounts(findings, report, size);
  if (findings.originals.empty()) return 0;
  auto index = Index::CreateTemporary();
  Require(index.ok(), "an index can be made");
  index.value()->Add(findings);
  index.value()->FinishLoading();
  Originals originals(index.value().get());
  const auto count = static_cast<int64_t>(findings.originals.size());
  Require(originals.Row(count + 1) == nullptr, "there are no others");
  for (int64_t id = 1; id <= count; ++id) CheckOriginal(id, &originals);
  return 0;
}
