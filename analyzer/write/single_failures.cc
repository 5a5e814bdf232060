#include "analyzer/write/single_failures.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "analyzer/write/documents.h"
#include "analyzer/write/failures_ahead.h"
#include "analyzer/write/names.h"

namespace analyzer {
namespace {

class SingleFailuresWriter {
 public:
  SingleFailuresWriter(bool household, bool skip_already_imported, FailureLoader* loader,
                       RetrySelector* retry, OwnedFolder* folder, SingleFiles* single_files)
      : household_(household),
        skip_already_imported_(skip_already_imported),
        loader_(*loader),
        retry_(retry),
        folder_(*folder),
        single_files_(*single_files) {}

  Status Write(const FailureList& list) {
    std::map<std::string, size_t> counts;
    for (const ReasonOfList& reason : list.reasons) {
      const std::string folder = folders_.Take(ReasonFolderName(reason.reason), "");
      if (Status status = WriteReason(reason, folder, list); !status.ok()) return status;
      counts[folder] = reason.end - reason.begin;
    }
    if (Status status = folder_.Put("README.md", TreeReadme(household_, counts)); !status.ok())
      return status;
    return folder_.Finish();
  }

  int64_t already_imported() const { return already_imported_; }

 private:
  // Each failure is loaded once, for its file and for its part of the summary.
  Status WriteReason(const ReasonOfList& reason, const std::string& folder,
                     const FailureList& list) {
    NameRegister& names = folder_.Names(folder);
    const std::string name = folder + "/" + names.Take("_SUMMARY_" + folder, ".json");
    auto summary = folder_.Open(name);
    if (!summary.ok()) return summary.error();
    const std::span<const ListedFailure> those(list.failures.data() + reason.begin,
                                               reason.end - reason.begin);
    const EachFailure reported = [&](const auto& take) {
      for (const ListedFailure& listed : those) take(loader_.LoadReported(listed));
    };
    Status status;
    const EachWritten written = [&](const auto& take) {
      LoadAhead(those, &loader_, [&](FailureWithText loaded) {
        const Failure& failure = loaded.failure;
        if (retry_ != nullptr && failure.original) retry_->Add(failure);
        WrittenFailure of{&failure, "", WhyNoFile(failure)};
        if (of.why_none.empty()) status = WriteFile(folder, std::move(loaded.text), &names, &of);
        if (status.ok()) take(of);
        return status.ok();
      });
    };
    WriteSummary(reason, folder_.PathOf(folder), household_, reported, written,
                 &summary.value()->json());
    if (!status.ok()) return status;
    return folder_.PutWhole(name, summary.value().get());
  }

  Status WriteFile(const std::string& folder, Result<std::string> text, NameRegister* names,
                   WrittenFailure* written) {
    if (!text.ok()) return text.error();
    const OriginalPlace& original = *written->failure->original;
    const size_t held = text.value().size();
    const std::string name = folder + "/" + names->Take(StemOf(*written->failure), ".json");
    if (Status status = folder_.Put(
            name,
            [text = std::move(text.value()), household = household_] {
              return SingleFailure(text, household);
            },
            held, original.source());
        !status.ok()) {
      return status;
    }
    written->file = folder_.PathOf(name);
    single_files_.Add(original.Reference(), name);
    return {};
  }

  std::string WhyNoFile(const Failure& failure) {
    if (failure.original && failure.already_imported && skip_already_imported_) {
      ++already_imported_;
      return "already imported: an earlier attempt was a success";
    }
    if (failure.original) return "";
    return failure.joining == "ambiguous" ? "ambiguous: several originals fit, see unmatched.json"
                                          : "unmatched: no original was found";
  }

  std::string StemOf(const Failure& failure) const {
    const OriginalPlace& original = *failure.original;
    std::string id = CleanNamePart(original.own_id.empty() ? failure.customer_id : original.own_id);
    if (id.empty()) id = "NOID";
    if (household_) return "household_" + id;
    std::string name = CleanNamePart(failure.username);
    if (name.empty())
      name = CleanNamePart(original.first_name) + "_" + CleanNamePart(original.last_name);
    return "customer_" + id + (name == "_" ? "" : "_" + name);
  }

  bool household_;
  bool skip_already_imported_;
  FailureLoader& loader_;
  RetrySelector* retry_;
  OwnedFolder& folder_;
  SingleFiles& single_files_;
  NameRegister folders_;
  int64_t already_imported_ = 0;
};

}  // namespace

Result<int64_t> WriteSingleFailures(const FailureList& list, bool household,
                                    bool skip_already_imported, FailureLoader* loader,
                                    RetrySelector* retry, OwnedFolder* folder,
                                    SingleFiles* single_files) {
  SingleFailuresWriter writer(household, skip_already_imported, loader, retry, folder,
                              single_files);
  if (Status status = writer.Write(list); !status.ok()) return status.error();
  return writer.already_imported();
}

}  // namespace analyzer
