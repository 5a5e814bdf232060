#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/progress.h"
#include "analyzer/base/result.h"

namespace analyzer {

// The file in which `recover` puts its index, in the folder of what it writes.
inline constexpr char kIndexName[] = "import-analyzer.sqlite";

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

// Stands in the folder that a run writes to while it puts what it wrote in its places.
inline constexpr char kUnfinishedMark[] = ".import-analyzer-unfinished";

// Whether a run was ended while it did that: the trees and the index in `folder` may then be of
// different runs.
bool IsUnfinished(const std::filesystem::path& folder);

// Whether this program gives that name to what it writes into a folder of the client's.
bool IsOutputName(std::string_view name);

// Whether an earlier run of this program wrote into a folder, by its manifest; false where that
// cannot be read.
bool IsOwnOutput(const std::filesystem::path& path);

// Whether `bytes` are a manifest of this program's output.
bool IsOwnManifest(std::string_view bytes);

// The folders in a member's path in which a name stands that this program gives to its output: `a`
// of `a/single_failures/README.md`. They are its output where such a manifest is among its members.
std::vector<std::string> FoldersOfOwnNames(std::string_view member);

// Whether a part of a path is what a killed run of this program left half-written.
bool HasLeftOverPart(std::string_view member);

// Whether the client made a file as a copy of a batch, by the names of the folders that it is in:
// `batches_to_retry`, `response_nok`, `auth_service_down`, `retry_batches`, `single_failures`.
bool IsInCopyFolder(std::string_view shown);

// Whether the client wrote a file for people to read, by its name.
bool IsForPeople(std::string_view shown);

// Files of the arguments, folders read recursively, in the order of the paths, whatever that of the
// arguments; a file that comes under two arguments comes once. An argument may be a link. Links in
// folders are left alone where `follow` is false; else what they lead to is read as well, each file
// and folder once, under its own name where it has one without links: so loops end.
//
// What this program wrote is left out, also where its manifest cannot be read; so is `excluded`
// (the index). Files that are known keep the names under which they are, and no other file gets one
// of these. *problems gets a line for each folder and manifest that cannot be read, each link that
// leads to what is not read, or to nothing, and each FIFO, socket and device: these are not opened.
// An argument that is not there, or neither a file nor a folder, or was written by this program, is
// an error. `progress` is told of each file.
Result<std::vector<FoundFile>> FindFiles(const std::vector<std::string>& arguments,
                                         const std::filesystem::path& excluded,
                                         const std::vector<KnownFile>& known, bool follow,
                                         std::vector<std::string>* problems,
                                         Progress* progress = nullptr);

}  // namespace analyzer
