#include "analyzer/write/archived_slices.h"

#include <map>
#include <set>

#include "analyzer/source/archive.h"

namespace analyzer {
namespace {

// Cuts the slices of one archive out of its members.
class Cutter : public MemberTaker {
 public:
  void Add(ArchivedSlice* slice) {
    by_member_[slice->member].push_back(slice);
    names_.insert(slice->member);
  }

  bool Wants(const std::string& name) override { return IsOrHoldsOneOf(names_, name); }

  bool Take(Member member) override {
    const auto found = by_member_.find(member.name);
    if (found == by_member_.end()) return true;
    for (ArchivedSlice* slice : found->second) {
      const auto begin = static_cast<size_t>(slice->begin);
      const auto end = static_cast<size_t>(slice->end);
      if (end <= member.bytes.size()) slice->bytes = member.bytes.view().substr(begin, end - begin);
    }
    names_.erase(member.name);
    return !names_.empty();
  }

  // Told when it was read first.
  void OnDamage(const std::string& /*name*/, const Damage& /*damage*/) override {}
  void OnLeftOut(const std::string& /*name*/, const std::string& /*why*/) override {}

 private:
  std::map<std::string, std::vector<ArchivedSlice*>> by_member_;
  std::set<std::string> names_;  // still to be read
};

}  // namespace

void ReadArchived(std::vector<ArchivedSlice>* slices) {
  struct Archive {
    std::string shown;
    Cutter cutter;
  };
  std::map<std::filesystem::path, Archive> archives;
  for (ArchivedSlice& slice : *slices) {
    Archive& archive = archives[slice.archive];
    archive.shown = slice.shown;
    archive.cutter.Add(&slice);
  }
  for (auto& [path, archive] : archives) {
    // One that is gone gives nothing.
    (void)ReadArchive(path, archive.shown, ExpansionLimits::None(), &archive.cutter).ok();
  }
}

}  // namespace analyzer
