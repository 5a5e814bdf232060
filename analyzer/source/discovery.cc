#include "analyzer/source/discovery.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/nearest.h"
#include "analyzer/source/own_output.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// What may have been meant by an argument that is not there.
std::string OrNearest(const std::string& argument) {
  std::error_code code;
  fs::path missing = fs::path(argument).lexically_normal();
  if (!missing.has_filename()) missing = missing.parent_path();
  while (missing.has_parent_path() && !fs::exists(missing.parent_path(), code))
    missing = missing.parent_path();
  const fs::path folder = missing.has_parent_path() ? missing.parent_path() : ".";
  Nearest nearest(missing.filename().string());
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
       entry.increment(code)) {
    nearest.LookAt(entry->path().filename().string());
  }
  const std::vector<std::string> found = nearest.Take();
  if (found.empty()) return "; check the name, relative to " + fs::current_path(code).string();
  return "; did you mean " + (missing.parent_path() / found.front()).string() + "?";
}

struct Link {
  fs::path path;
  std::string shown;
};

// Device and inode: the same by whatever way a folder is reached.
using FolderIdentity = std::pair<dev_t, ino_t>;

FolderIdentity IdentityOf(const fs::path& folder) {
  struct stat status {};
  ::stat(folder.c_str(), &status);
  return {status.st_dev, status.st_ino};
}

bool IsReadable(fs::file_type type) {
  return type == fs::file_type::regular || type == fs::file_type::directory;
}

std::string KindNamed(fs::file_type type) {
  return type == fs::file_type::fifo     ? "a FIFO"
         : type == fs::file_type::socket ? "a socket"
                                         : "a device";
}

class Finder {
 public:
  Finder(const fs::path& excluded, const std::vector<KnownFile>& known, bool follow,
         std::vector<std::string>* problems, Progress* progress)
      : known_(known), follow_(follow), problems_(problems), progress_(progress) {
    for (const KnownFile& file : known) names_.insert(file.shown.substr(0, file.shown.find('/')));
    for (const char* const suffix : {"", ".new", ".new-journal", "-journal", "-wal", "-shm"}) {
      fs::path path = excluded;
      path += suffix;
      std::error_code code;  // what cannot be looked into is told where it is to be written to
      const fs::path where = fs::weakly_canonical(path, code);
      excluded_.insert((code ? path : where).native());
    }
  }

  // Takes an argument; the files of all are found by Take.
  Status Add(const std::string& argument) {
    if (argument == "-") {
      arguments_.insert(argument);
      return {};
    }
    std::error_code code;
    const fs::path path = fs::canonical(argument, code);
    if (code) {
      return Error{"cannot read " + argument + ": " + code.message() + OrNearest(argument)};
    }
    const auto own = IsInsideOwnOutput(path);
    if (!own.ok()) {
      return Error{argument + " may have been written by this program, which is never a source: " +
                   own.error().message};
    }
    if (own.value()) {
      return Error{argument +
                   " was written by this program and is never a source; name the "
                   "client's own files"};
    }
    const fs::file_type type = fs::status(path, code).type();
    if (!IsReadable(type)) {
      return Error{"cannot read " + argument + ": it is " + KindNamed(type) +
                   "; give its text on standard input, with - as the source"};
    }
    arguments_.insert(path);
    return {};
  }

  // In the order of the paths, so that nothing depends on the order of the arguments.
  std::vector<FoundFile> Take() {
    for (const fs::path& path : arguments_) Find(path);
    // What is found without them has its own name. Those that they lead to are further ones.
    for (size_t i = 0; i < links_.size(); ++i) LookBehind(Link(links_[i]));
    return std::move(files_);
  }

 private:
  void Find(const fs::path& path) {
    std::error_code code;
    if (path == "-") {
      files_.emplace_back(path, "-").named = true;
    } else if (fs::is_directory(path, code)) {
      Walk(path, NameOf(path));
    } else {
      AddFile(path, FoundFile(path, NameOf(path)), true);
    }
  }

  // The name that an argument has, where files in it are known; else one of its own.
  std::string NameOf(const fs::path& path) {
    for (const KnownFile& file : known_) {
      if (file.path == path) return file.shown;
      const std::string inside = "/" + file.path.lexically_relative(path).generic_string();
      if (inside.starts_with("/..") || !file.shown.ends_with(inside)) continue;
      return file.shown.substr(0, file.shown.size() - inside.size());
    }
    return Distinct(path.filename().string());
  }

  // Two arguments may have the same last part.
  std::string Distinct(const std::string& name) {
    std::string shown = name;
    for (int n = 2; !names_.insert(shown).second; ++n) shown = name + "~" + std::to_string(n);
    return shown;
  }

  // `folder` is canonical, so that only links lead elsewhere.
  void Walk(const fs::path& folder, const std::string& shown) {
    if (!walked_.insert(IdentityOf(folder)).second) return;
    std::error_code code;
    const std::vector<FolderEntry> entries = ListFolder(folder, &code);
    if (code)
      problems_->push_back("cannot read folder " + shown + ": " + code.message() +
                           "; check its permissions");
    const auto own = HasOwnManifest(folder);
    if (!own.ok()) {
      problems_->push_back("what this program may have written in " + shown +
                           " was left out: " + own.error().message);
    }
    const bool leave_out = !own.ok() || own.value();
    const auto found = std::make_shared<FoundFolder>(
        FoundFolder{(folder / "").native(), shown + "/", std::string()});
    for (const FolderEntry& entry : entries) {
      StopIfAsked();
      const fs::path path = folder / entry.name;
      if ((leave_out && IsOutputName(entry.name)) || IsLeftOverName(entry.name)) continue;
      if (entry.kind == FolderEntry::Kind::kFolder) {
        Walk(path, shown + "/" + entry.name);
      } else if (entry.kind == FolderEntry::Kind::kFile && !IsOwnIndex(path)) {
        AddFile(path, FoundFile(found, entry.name), false);
      } else if (entry.kind == FolderEntry::Kind::kLink) {
        links_.push_back({path, shown + "/" + entry.name});
      } else if (entry.kind == FolderEntry::Kind::kOther) {
        TellUnreadable(shown + "/" + entry.name, fs::status(path, code).type());
      }
    }
  }

  void LookBehind(const Link& link) {
    std::error_code code;
    const fs::path path = fs::canonical(link.path, code);
    if (code) {
      problems_->push_back("link " + link.shown + " leads nowhere: " + code.message() +
                           "; mend or remove it");
      return;
    }
    const fs::file_type type = fs::status(path, code).type();
    const bool folder = type == fs::file_type::directory;
    if (!IsReadable(type)) return TellUnreadable(link.shown, type);
    if (folder ? walked_.contains(IdentityOf(path)) : seen_.Find(path).has_value()) return;
    if (excluded_.contains(path.native())) return;
    const auto own = IsInsideOwnOutput(path);
    if (own.ok() && own.value()) return;
    if (!own.ok()) {
      problems_->push_back("link " + link.shown +
                           " is not followed: this program may have written what it leads to: " +
                           own.error().message);
    } else if (!follow_) {
      problems_->push_back("link " + link.shown + " is not followed: it leads to " + path.string() +
                           "; give --follow, or name that as well");
    } else if (folder) {
      Walk(path, link.shown);
    } else if (!IsOwnIndex(path)) {
      AddFile(path, FoundFile(path, link.shown), false);
    }
  }

  void TellUnreadable(const std::string& shown, fs::file_type type) {
    problems_->push_back(shown + " was not read: it is " + KindNamed(type));
  }

  void AddFile(const fs::path& path, FoundFile file, bool named) {
    if (excluded_.contains(path.native())) return;
    if (const auto seen = seen_.Find(path)) {
      files_[*seen].named |= named;
      return;
    }
    file.stamp = StampOf(path).value_or(FileStamp());
    file.settled = IsSettled(file.stamp, moment_);
    file.named = named;
    files_.push_back(std::move(file));
    seen_.AddLast();
    if (progress_ != nullptr) progress_->Add({1, 0});
  }

  const int64_t moment_ = Now();
  const std::vector<KnownFile>& known_;
  const bool follow_;
  std::vector<std::string>* problems_;
  Progress* progress_;
  std::set<fs::path> arguments_;
  std::set<std::string> excluded_;
  std::vector<Link> links_;
  std::set<FolderIdentity> walked_;
  std::set<std::string> names_;
  std::vector<FoundFile> files_;
  FilesByPath seen_{&files_};
};

}  // namespace

Result<std::vector<FoundFile>> FindFiles(const std::vector<std::string>& arguments,
                                         const fs::path& excluded,
                                         const std::vector<KnownFile>& known, bool follow,
                                         std::vector<std::string>* problems, Progress* progress) {
  Finder finder(excluded, known, follow, problems, progress);
  for (const std::string& argument : arguments) {
    if (Status status = finder.Add(argument); !status.ok()) return status.error();
  }
  return finder.Take();
}

}  // namespace analyzer
