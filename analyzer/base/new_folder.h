#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "analyzer/base/result.h"

namespace analyzer {

// A folder that is made anew beside its place, under a name that is left out of all sources, and
// then put there in one step: whoever looks sees the old one or the new one, never a part of each.
class NewFolder {
 public:
  // Where a file of the old folder goes in the new one, both relative to it; nothing: it goes with
  // the old one. Asked of folders, too: their names end with '/'.
  using Destination = std::function<std::optional<std::string>(const std::string& inside)>;

  explicit NewFolder(const std::filesystem::path& place);
  // Leaves nothing of a folder that was not put in its place.
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  // Where it is until Exchange.
  const std::filesystem::path& path() const { return path_; }

  // Puts in order what a run that was killed left of this: what it had not finished goes, and an
  // old folder that it had moved aside is put back. To be called before the place is looked at,
  // while no other run is at work on it.
  Status Repair();
  // Makes the new folder, empty, after Repair: with the mode of the old one, else 0700.
  Status Make();
  // Puts what `destination` gives a place into the new folder, too: as hard links, where the file
  // system has no such as copies. Where it fails, nothing was changed.
  Status CarryOver(Destination destination);
  // Puts it in its place, after CarryOver.
  Status Exchange();
  // Takes that back. False where it cannot: then the new folder stays in its place.
  [[nodiscard]] bool Undo();
  // After Exchange: moves what came into the old folder since CarryOver; the rest of it is gone.
  void Finish();

 private:
  std::filesystem::path place_;
  std::filesystem::path path_;
  bool made_ = false;       // path_ is the new folder
  bool replaced_ = false;   // path_ is the old folder
  bool exchanged_ = false;  // place_ is the new folder
  Destination destination_;
};

}  // namespace analyzer
