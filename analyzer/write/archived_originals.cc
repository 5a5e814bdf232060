#include "analyzer/write/archived_originals.h"

#include <set>
#include <utility>

#include "analyzer/source/archive.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

// Cuts the originals of one archive out of its members.
class Cutter : public MemberTaker {
 public:
  void Add(OriginalPlace* place) {
    by_member_[place->member].push_back(place);
    names_.insert(place->member);
  }

  bool Wants(const std::string& name) override { return IsOrHoldsOneOf(names_, name); }

  bool Take(Member member) override {
    const auto found = by_member_.find(member.name);
    if (found == by_member_.end()) return true;
    for (OriginalPlace* place : found->second) {
      const auto begin = static_cast<size_t>(place->byte_begin);
      const auto end = static_cast<size_t>(place->byte_end);
      if (end > member.bytes.size()) continue;
      place->kept = member.bytes.substr(begin, end - begin);
    }
    names_.erase(member.name);
    return !names_.empty();
  }

  // Told when it was read first; what is not right is found by its hash.
  void OnDamage(const std::string& /*name*/, const Damage& /*damage*/) override {}
  void OnLeftOut(const std::string& /*name*/, const std::string& /*why*/) override {}

 private:
  std::map<std::string, std::vector<OriginalPlace*>> by_member_;
  std::set<std::string> names_;  // still to be read
};

}  // namespace

void KeepArchived(const std::vector<OriginalPlace*>& places,
                  const std::map<int64_t, std::filesystem::path>& files,
                  const ExpansionLimits& limits) {
  struct Archive {
    std::string name;
    Cutter cutter;
  };
  std::map<std::filesystem::path, Archive> archives;
  for (OriginalPlace* place : places) {
    if (place->member.empty() || place->kept) continue;
    Archive& archive = archives[files.at(place->file_id)];
    archive.name = place->file.substr(0, place->file.size() - place->member.size() - 1);
    archive.cutter.Add(place);
  }
  for (auto& [path, archive] : archives) {
    // One that is gone keeps nothing.
    (void)ReadArchive(path, archive.name, limits, &archive.cutter).ok();
  }
}

Result<std::string> ReadArchived(const OriginalPlace& place,
                                 const std::map<int64_t, std::filesystem::path>& files) {
  // Only these bytes of it are kept, and the reading ends there.
  OriginalPlace copy = place;
  KeepArchived({&copy}, files, ExpansionLimits::None());
  if (copy.kept) {
    std::string bytes;
    bytes.reserve(copy.kept->size() + kPadding);
    bytes = *copy.kept;
    return bytes;
  }
  return Error{place.file + " cannot be found in its archive any more: it changed while it was " +
               "read; run again"};
}

}  // namespace analyzer
