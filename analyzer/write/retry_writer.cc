#include "analyzer/write/retry_writer.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "analyzer/write/retry_documents.h"

namespace analyzer {
namespace {

std::string NameOf(size_t number) {
  char name[64];
  std::snprintf(name, sizeof name, "retry_batch_%05zu_failed.json", number);
  return name;
}

class RetryWriter {
 public:
  RetryWriter(const SingleFiles& single_files, bool household, const RetryOptions& options,
              OriginalLoader* originals, OwnedFolder* folder)
      : single_files_(single_files),
        household_(household),
        options_(options),
        originals_(*originals),
        folder_(*folder) {}

  Status Write(const RetrySelection& selection) {
    const auto size = static_cast<size_t>(options_.batch_size);
    for (size_t at = 0; at < selection.items.size(); at += size) {
      const size_t end = std::min(at + size, selection.items.size());
      if (Status status = WriteBatch(&selection.items[at], end - at); !status.ok()) return status;
    }
    NameRegister& names = folder_.Names("");
    const std::string name = names.Take("retry_summary", ".json");
    auto summary = folder_.Open(name);
    if (!summary.ok()) return summary.error();
    WriteRetrySummary(written_, selection, options_, household_, &summary.value()->json());
    if (Status status = folder_.PutWhole(name, summary.value().get()); !status.ok()) return status;
    return folder_.Put(names.Take("RETRY_INSTRUCTIONS", ".md"),
                       RetryInstructions(written_, selection, household_));
  }

 private:
  Status WriteBatch(const RetryItem* items, size_t count) {
    // A foreign file may have the name.
    const std::string stem = NameOf(written_.size() + 1);
    const std::string name = folder_.Names("").Take(stem.substr(0, stem.rfind('.')), ".json");
    RetryFile& file = written_.emplace_back();
    file.name = name;
    std::vector<std::string> texts;
    size_t held = 0;
    for (const RetryItem* item = items; item != items + count; ++item) {
      auto text = originals_.Text(item->original.id);
      if (!text.ok()) return text.error();
      const std::string sent = std::move(text.value());
      Rewritten changed{sent, ""};
      if (item->reason == "CONFLICT" && !options_.change_type.empty())
        changed = WithChangeType(sent, options_.change_type);
      file.rows.push_back({item, SingleFileOf(*item), changed.item != sent, changed.why_not});
      held += changed.item.size();
      texts.push_back(std::move(changed.item));
    }
    return folder_.Put(
        name,
        [texts = std::move(texts), household = household_] { return RetryBatch(texts, household); },
        held, std::nullopt);
  }

  std::string SingleFileOf(const RetryItem& item) const {
    return item.unanswered() ? "" : single_files_.Find(item.original.Reference());
  }

  const SingleFiles& single_files_;
  bool household_;
  const RetryOptions& options_;
  OriginalLoader& originals_;
  OwnedFolder& folder_;
  std::vector<RetryFile> written_;
};

}  // namespace

Status WriteRetryBatches(const RetrySelection& selection, const SingleFiles& single_files,
                         bool household, const RetryOptions& options, OriginalLoader* originals,
                         OwnedFolder* folder) {
  // Where a file of somebody else stays in the folder, something of ours tells that it is ours.
  const bool nothing_to_tell =
      selection.items.empty() && selection.left_out.empty() && selection.without_time == 0;
  if (nothing_to_tell && !(folder->IsOurs() && folder->HasForeignFiles())) return {};
  return RetryWriter(single_files, household, options, originals, folder).Write(selection);
}

}  // namespace analyzer
