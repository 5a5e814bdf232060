// Files in the place of an index: foreign, or an index of ours with bytes that are others. The
// input is a foreign file, or, behind a zero, changes to an index: the place (3 bytes) and the new
// byte.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "analyzer/extract/scan_text.h"
#include "analyzer/index/index.h"
#include "analyzer/index/originals.h"
#include "analyzer/index/query.h"
#include "analyzer/match/books.h"
#include "analyzer/match/outcomes.h"
#include "tests/fuzz/property.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

// An index of one batch file and one answer.
std::string MakeIndex(const std::filesystem::path& path) {
  auto index = Index::Create(path);
  Require(index.ok(), "an index can be made");
  const std::string bytes =
      R"({"data": [{"changeType": "CREATE", "person": {"customerId": "61000000001", "firstName": )"
      R"("Anna", "lastName": "Ek"}}]})";
  const SourceText source{std::string(bytes)};
  Findings found;
  FindingsSink sink(&source, &found);
  ScanText(source.text(), {}, &sink);
  sink.Finish();
  found.file.path = "batches/a.json";
  found.file.role = "batch";
  found.file.encoding = "UTF-8";
  index.value()->Add(found);
  const SourceText answer{
      std::string(R"({"data": [{"customerId": "61000000001", "result": "FAILED"}]})")};
  Findings answered;
  FindingsSink answer_sink(&answer, &answered);
  ScanText(answer.text(), {}, &answer_sink);
  answer_sink.Finish();
  answered.file.path = "a.json";
  answered.file.role = "response";
  answered.file.encoding = "UTF-8";
  index.value()->Add(answered);
  index.value()->FinishLoading();
  Match(index.value().get(), {});
  index.value()->FinishMatching();
  Require(index.value()->Publish().ok(), "an index can be put in its place");
  std::ifstream stream(path, std::ios::binary);
  return {(std::istreambuf_iterator<char>(stream)), {}};
}

std::string Changed(std::string index, std::string_view changes) {
  for (; changes.size() >= 4; changes.remove_prefix(4)) {
    const size_t place = static_cast<uint8_t>(changes[0]) << 16U |
                         static_cast<uint8_t>(changes[1]) << 8U | static_cast<uint8_t>(changes[2]);
    index[place % index.size()] = changes[3];
  }
  return index;
}

// All ends in an answer, or in an error that says why: a subcommand tells it.
template <typename Work>
void Try(const Work& work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    Require(error.what()[0] != '\0', "an error says why");
  }
}

void Look(Index* index) {
  Try([&] { index->Files(); });
  Try([&] {
    std::vector<std::string> paths;
    ForEachIndexedFile(index->database(),
                       [&](const IndexedFile& file) { paths.push_back(file.on_disk); });
    for (const std::string& path : paths) LoadReading(index->database(), path);
  });
  Try([&] { LoadLogPrefixes(index->database()); });
  Try([&] { index->IsMatched(std::nullopt); });
  Try([&] { CountBooks(&index->database()); });
  Try([&] {
    Originals originals(index);
    for (int64_t id = 0; id < 3; ++id) {
      if (originals.Row(id) != nullptr) originals.Said(id);
    }
    originals.Find(IdentityKind::kCustomerId, "61000000001");
  });
  for (const char* const sql :
       {"SELECT * FROM failures", "SELECT * FROM evidence", "SELECT * FROM runs"}) {
    Try([&] {
      auto query = Query::Prepare(&index->database(), sql);
      if (!query.ok()) return;
      while (true) {
        const auto step = query.value()->Step();
        if (!step.ok() || !step.value()) break;
      }
    });
  }
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  static const Scratch kScratch;
  static const std::string kIndex = MakeIndex(kScratch / "made.sqlite");
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bool ours = input.starts_with('\0');
  const std::string bytes = ours ? Changed(kIndex, input.substr(1)) : std::string(input);
  const std::filesystem::path path = kScratch / "index.sqlite";
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  const auto tell = [](const auto& result) {
    Require(result.ok() || !result.error().message.empty(), "a refusal says why");
    return result.ok();
  };
  Try([&] { tell(Index::Check(path)); });
  Try([&] {
    auto index = Index::OpenToRead(path);
    if (tell(index)) Look(index.value().get());
  });
  Try([&] {
    auto index = Index::OpenTemporaryCopy(path);
    if (!tell(index)) return;
    Match(index.value().get(), {});
    index.value()->FinishMatching();
    Look(index.value().get());
  });
  std::ifstream stream(path, std::ios::binary);
  const std::string after((std::istreambuf_iterator<char>(stream)), {});
  Require(after == bytes, "who only looks changes nothing");
  return 0;
}
