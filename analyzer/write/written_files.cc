#include "analyzer/write/written_files.h"

#include <charconv>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/source/text.h"
#include "analyzer/write/manifest.h"

namespace analyzer {

WrittenFiles::WrittenFiles(const std::filesystem::path& out) {
  for (const char* const folder : {"failed_customers", "failed_households"}) {
    const Manifest manifest = ReadManifest(out / folder);
    if (!manifest.ours) continue;
    for (const auto& [path, entry] : manifest.files) {
      const std::string reference = ReferenceOf(entry);
      if (!reference.empty()) by_reference_[reference].push_back({path, 0, {}});
    }
    const std::string retry = std::string(folder) + "/retry_batches/";
    if (manifest.files.contains(retry + "retry_summary.json")) ReadRetrySummary(out, retry);
  }
}

// A batch holds several originals: the manifest names none of them, the summary does.
void WrittenFiles::ReadRetrySummary(const std::filesystem::path& out, const std::string& folder) {
  auto bytes = ReadFile(out / (folder + "retry_summary.json"));
  if (!bytes.ok()) return;
  bytes.value().reserve(bytes.value().size() + kPadding);
  JsonReader reader;
  JsonFields document;
  std::vector<JsonValue> items;
  JsonFields item;
  if (!reader.ReadObject(bytes.value(), &document)) return;
  const JsonValue* list = FindField(document, "customers");
  if (list == nullptr) list = FindField(document, "households");
  if (list == nullptr || !reader.ReadArray(list->raw, &items)) return;
  for (const JsonValue& value : items) {
    if (!reader.ReadObject(value.raw, &item)) continue;
    const JsonValue* original = FindField(item, "original");
    if (original == nullptr) continue;
    WrittenFile file{folder + FieldText(item, "retry_file"), 0, {}};
    const std::string position = FieldText(item, "position");
    int64_t number = 0;
    const auto parsed = std::from_chars(position.data(), position.data() + position.size(), number);
    if (parsed.ec == std::errc()) file.position = number;
    by_reference_[ReferenceOf({"", "", std::string(original->raw)})].push_back(std::move(file));
  }
}

void WrittenFiles::FindWritten(CustomerHistory* history) const {
  for (const HistoryOriginal& original : history->originals) {
    const auto files = by_reference_.find(original.place.Reference());
    if (files == by_reference_.end()) continue;
    for (WrittenFile file : files->second) {
      file.original = original.id;
      history->written.push_back(std::move(file));
    }
  }
}

}  // namespace analyzer
