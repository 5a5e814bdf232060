#include "analyzer/redact/bundle_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/json_cutter.h"
#include "analyzer/redact/file_redactor.h"
#include "analyzer/source/archive.h"
#include "analyzer/source/client_names.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

struct IndexedPart {
  std::string path;    // as shown
  std::string member;  // empty for a file on disk
  bool batch = false;
  bool understood = false;
  bool doubtful = false;  // its originals may be wrong, and were taken out of the index again
};

// Of one file on disk.
using Parts = std::vector<IndexedPart>;

std::map<std::string, Parts> LoadParts(Index* index) {
  Statement rows(index->database(),
                 "SELECT on_disk, path, member, given_as = 'batch', role <> 'none',"
                 " role IN ('batch', 'copy') AND"
                 " NOT EXISTS (SELECT 1 FROM original WHERE original.id >= first_original"
                 " AND original.id < first_original + originals)"
                 " FROM file ORDER BY path");
  std::map<std::string, Parts> parts;
  while (rows.Step()) {
    parts[index->OnDisk(rows.Text(0)).string()].push_back({rows.Text(1), rows.Text(2),
                                                           rows.Number(3) != 0, rows.Number(4) != 0,
                                                           rows.Number(5) != 0});
  }
  return parts;
}

// A whole JSON document is read by its structure whatever it says, as an answer without results is.
bool IsOneDocument(const std::string& bytes) {
  const SourceText source(bytes);
  const std::string_view text = Trim(source.text());
  if (text.empty() || (text.front() != '{' && text.front() != '[')) return false;
  const JsonCut cut = CutJson(text, 0, false);
  return cut.end_kind == CutEnd::kWhole && cut.end == text.size();
}

class BundleWriter {
 public:
  BundleWriter(fs::path folder, Redaction* redaction)
      : folder_(std::move(folder)), redaction_(*redaction) {}

  void Write(const IndexedPart& part, const std::string& bytes, int64_t modified) {
    StopIfAsked();
    if (!status_.ok()) return;
    const std::string name = redaction_.text.Redact(part.path);
    std::optional<std::string> redacted;
    const bool understood = part.understood || IsForPeople(part.path) || IsOneDocument(bytes);
    if (understood && !part.doubtful) redacted = RedactFile(bytes, redaction_.text);
    if (!redacted) {
      written_.left_out.push_back(name);
      return;
    }
    const fs::path inside = PlaceOf(part, name);
    written_.files.push_back(inside.string());
    written_.has_batches |= part.batch;
    if (folder_.empty()) return;
    const fs::path path = folder_ / inside;
    status_ = MakeFolder(path.parent_path());
    if (status_.ok()) status_ = WriteNewFile(path, *redacted);
    if (status_.ok()) SetTime(path, modified);
  }

  void Problem(std::string problem) { written_.problems.push_back(std::move(problem)); }

  Result<BundledFiles> Finish() {
    if (!status_.ok()) return status_.error();
    std::sort(written_.files.begin(), written_.files.end());
    std::sort(written_.left_out.begin(), written_.left_out.end());
    return std::move(written_);
  }

 private:
  static fs::path PlaceOf(const IndexedPart& part, const std::string& name) {
    fs::path path = part.batch ? kBundleBatches : kBundleSources;
    // No name of a member leads out of the bundle.
    for (const fs::path& step : fs::path(name).relative_path()) {
      path /= step == ".." ? fs::path("__") : step;
    }
    return path;
  }

  // Whole seconds, which every way of copying keeps: by the time the index knows the file again.
  static void SetTime(const fs::path& path, int64_t modified) {
    constexpr int64_t kNanoseconds = 1'000'000'000;
    const timespec time{modified / kNanoseconds, 0};
    const timespec times[] = {time, time};
    ::utimensat(AT_FDCWD, path.c_str(), times, 0);
  }

  fs::path folder_;
  Redaction& redaction_;
  BundledFiles written_;
  Status status_;
};

// Gives the members of one archive to the writer.
class MemberCopier : public MemberTaker {
 public:
  MemberCopier(const Parts& parts, int64_t modified, BundleWriter* writer)
      : modified_(modified), writer_(*writer) {
    for (const IndexedPart& part : parts) {
      parts_[part.member] = &part;
      names_.insert(part.member);
    }
  }

  bool Wants(const std::string& name) override { return IsOrHoldsOneOf(names_, name); }

  bool Take(Member member) override {
    const auto found = parts_.find(member.name);
    if (found == parts_.end()) return true;
    writer_.Write(*found->second, std::string(member.bytes.view()), modified_);
    names_.erase(member.name);
    return !names_.empty();
  }

  // Told when it was read first.
  void OnDamage(const std::string& /*name*/, const Damage& /*damage*/) override {}
  void OnLeftOut(const std::string& /*name*/, const std::string& /*why*/) override {}

 private:
  int64_t modified_;
  BundleWriter& writer_;
  std::map<std::string, const IndexedPart*> parts_;
  std::set<std::string> names_;
};

}  // namespace

Result<BundledFiles> WriteBundledFiles(Index* index, const ExpansionLimits& limits,
                                       const fs::path& folder, Redaction* redaction) {
  BundleWriter writer(folder, redaction);
  for (const auto& [on_disk, parts] : LoadParts(index)) {
    const int64_t modified = StampOf(on_disk).value_or(FileStamp()).modified;
    const IndexedPart& first = parts.front();
    if (!first.member.empty()) {
      const std::string shown = first.path.substr(0, first.path.size() - first.member.size() - 1);
      MemberCopier copier(parts, modified, &writer);
      const Status status =
          ReadArchive(on_disk, shown.substr(shown.rfind('/') + 1), limits, &copier);
      if (!status.ok()) writer.Problem(status.error().message);
      continue;
    }
    const auto bytes = ReadFile(on_disk);
    if (!bytes.ok()) {
      writer.Problem(bytes.error().message);
    } else {
      writer.Write(first, bytes.value(), modified);
    }
  }
  return writer.Finish();
}

}  // namespace analyzer
