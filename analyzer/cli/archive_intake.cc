#include "analyzer/cli/archive_intake.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/source/member_name.h"
#include "analyzer/source/own_output.h"

namespace analyzer {
namespace {

// Whether this program wrote a member shows only when its manifest was read. Members of names
// that it uses are put off until then, and read in a second pass if there are any of others.
class ArchiveIntake : public MemberTaker {
 public:
  ArchiveIntake(const FoundFile& archive, const MemberReader& read, const OriginalsDropper& drop,
                IntakeReport* report)
      : archive_(archive), read_(read), drop_(drop), report_(report) {}

  // Whether a second pass has anything to read.
  bool BeginSecondPass() {
    second_ = true;
    std::erase_if(put_off_, [&](const std::string& name) { return IsOwn(name); });
    return !put_off_.empty();
  }

  bool Wants(const std::string& name) override {
    if (HasLeftOverPart(name)) return false;
    if (second_) return IsPutOff(name);
    if (FoldersOfOwnNames(name).empty()) return true;
    put_off_.insert(name);
    return IsManifestName(name);
  }

  bool Take(Member member) override {
    if (!second_ && !FoldersOfOwnNames(member.name).empty()) {
      if (IsOwnManifest(member.bytes.view())) own_.insert(FoldersOfOwnNames(member.name).back());
      return true;
    }
    if (member.damaged) damaged_ = member.name;
    const std::string name = member.name;
    if (name.empty()) --report_->archives;  // an office document
    taken_.insert(name);
    read_(Found(name), std::move(member));
    return true;
  }

  void OnDamage(const std::string& name, const Damage& damage) override {
    const bool corrupt = damage.kind == Damage::Kind::kCorrupt;
    if (corrupt) DropOriginals(name);
    if (!told_.insert(name).second) return;
    std::string text = Shown(name) + " is damaged: " + damage.reason;
    if (damaged_ != name && IsInside(damaged_, name)) text += " (in " + damaged_ + ")";
    text += "; what could be read before that was read";
    if (corrupt) text += ", but no originals are taken from it: any byte may be wrong";
    report_->problems.push_back(text + "; get an undamaged copy and run again");
  }

  void OnLeftOut(const std::string& name, const std::string& why) override {
    if (!told_.insert("left out " + name).second) return;
    if (name.empty()) {
      report_->problems.push_back(Shown(name) + ": the rest of it was left out: " + why);
    } else {
      report_->problems.push_back(Shown(name) + " was left out: " + why);
      report_->not_understood.push_back({Shown(name), true});
    }
  }

 private:
  std::string Shown(const std::string& name) const {
    return name.empty() ? archive_.shown() : MemberPath(archive_.shown(), name);
  }

  // Who names a compressed file means what it holds; of an archive's members none is named itself.
  FoundFile Found(const std::string& name) const {
    const bool is_all = name.empty() || name == StemOfPath(archive_.shown());
    FoundFile found(archive_.path(), Shown(name));
    found.named = archive_.named && is_all;
    found.stamp = archive_.stamp;
    found.settled = archive_.settled;
    return found;
  }

  static bool IsManifestName(const std::string& name) {
    return name.substr(name.rfind('/') + 1) == "manifest.json";
  }

  // Whether a member is what `name` names, or inside of it; all is inside of the archive.
  static bool IsInside(const std::string& member, const std::string& name) {
    return name.empty() || member == name || member.starts_with(name + "/");
  }

  bool IsOwn(const std::string& name) const {
    const auto folders = FoldersOfOwnNames(name);
    return std::any_of(folders.begin(), folders.end(),
                       [&](const std::string& folder) { return own_.contains(folder); });
  }

  // A member that was put off, one in an archive that was, or an archive around one.
  bool IsPutOff(const std::string& name) const {
    if (IsOrHoldsOneOf(put_off_, name)) return true;
    for (size_t end = name.rfind('/'); end != std::string::npos && end > 0;
         end = name.rfind('/', end - 1)) {
      if (put_off_.contains(name.substr(0, end))) return true;
    }
    return false;
  }

  void DropOriginals(const std::string& name) {
    for (const std::string& member : taken_) {
      if (IsInside(member, name)) drop_(Shown(member));
    }
  }

  const FoundFile& archive_;
  const MemberReader& read_;
  const OriginalsDropper& drop_;
  IntakeReport* report_;
  bool second_ = false;
  std::set<std::string> put_off_;
  std::set<std::string> own_;    // folders that this program wrote into
  std::set<std::string> taken_;  // what was read
  std::string damaged_;          // the last damaged member
  std::set<std::string> told_;   // of what was told, in either pass
};

}  // namespace

Status ReadMembers(const FoundFile& archive, const ExpansionLimits& limits,
                   const MemberReader& read, const OriginalsDropper& drop, IntakeReport* report) {
  ++report->archives;
  ArchiveIntake intake(archive, read, drop, report);
  const std::string path = archive.path();
  const std::string shown = archive.shown();
  const std::string name = shown.substr(shown.rfind('/') + 1);
  if (Status status = ReadArchive(path, name, limits, &intake); !status.ok()) return status;
  return intake.BeginSecondPass() ? ReadArchive(path, name, limits, &intake) : Status();
}

}  // namespace analyzer
