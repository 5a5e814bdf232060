#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/file_stamp.h"

namespace analyzer {

// A folder in which files were found, and their names. Both paths end in a slash. One file that was
// found by itself is the only name of such a folder, an empty one: the paths are its own.
struct FoundFolder {
  std::string path;
  std::string shown;
  std::string names;  // each with a zero byte behind it
};

// A file to be read. There may be very many: those of a folder share what they have in common.
class FoundFile {
 public:
  // By itself, not in a folder. `path` opens it; `-` is standard input.
  FoundFile(const std::filesystem::path& path, std::string shown);
  // The next one of a folder, to which its name is added.
  FoundFile(const std::shared_ptr<FoundFolder>& folder, std::string_view name);

  // To open it.
  std::string path() const { return folder_->path + name(); }
  // Relative to its argument, beginning with that one's last part.
  std::string shown() const { return folder_->shown + name(); }
  bool IsStandardInput() const { return folder_->path == "-"; }

  FileStamp stamp;       // when it was found,
  bool settled = false;  // and as IsSettled says of that moment
  bool named = false;    // stood on the command line itself

 private:
  const char* name() const { return folder_->names.c_str() + name_; }

  uint32_t name_ = 0;  // where it begins
  std::shared_ptr<const FoundFolder> folder_;
};

// Finds files by their paths, in little memory.
class FilesByPath {
 public:
  // Those of *files, which must outlive this, and have fewer than 2^32.
  explicit FilesByPath(const std::vector<FoundFile>* files);

  // A file was put behind those before.
  void AddLast() { Add(files_.size() - 1); }
  // Its place in the list; nothing where none has this path.
  std::optional<size_t> Find(const std::string& path) const;

 private:
  void Add(size_t place);

  const std::vector<FoundFile>& files_;
  std::unordered_multimap<uint64_t, uint32_t> places_;  // by the hash of the path
};

// A file that was found before; it keeps its name.
struct KnownFile {
  std::filesystem::path path;  // absolute
  std::string shown;
};

}  // namespace analyzer
