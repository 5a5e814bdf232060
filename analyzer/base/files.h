#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "analyzer/base/result.h"

struct stat;

namespace analyzer {

// The error that tells why something cannot be done with a file, and what to do: `number` is errno.
Error CannotDo(const char* what, const std::filesystem::path& path, int number);
Error CannotRead(const std::filesystem::path& path, int number);

// The whole file, read with read(2): a file that shrinks meanwhile gives fewer bytes, not a crash.
Result<std::string> ReadFile(const std::filesystem::path& path);

// Bytes [begin, end) of it; fewer where it ends before.
Result<std::string> ReadFileRange(const std::filesystem::path& path, int64_t begin, int64_t end);

// The 1-based line of a file's byte `at`. LF, CRLF, and a CR by itself each end a line. 0 where it
// cannot be read.
int64_t LineAt(const std::filesystem::path& path, int64_t at);

// Keeps bytes in an unnamed file in memory, for what can be read only once; the path opens it for
// as long as this process lives.
Result<std::filesystem::path> KeepInMemory(std::string_view bytes);

// Writes beside `path` and renames over it: a reader sees the old bytes or the new, never a part.
// The error names the path, the reason, and what to do.
Status WriteFileAtomically(const std::filesystem::path& path, std::string_view bytes);

// A file that is too large to be kept in memory as a whole, written the same way: beside `path`,
// with mode 0600, and put there by Publish. Until then its process has it locked (flock), which
// tells it from what a killed run left.
class AtomicFile {
 public:
  static Result<std::unique_ptr<AtomicFile>> Create(const std::filesystem::path& path);
  // Leaves nothing of what was not published.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  // Behind what was written before. False where writing on is of no use: the first error is kept,
  // and told by Publish.
  bool Write(std::string_view bytes);
  // To be called once, after the last Write. The error names the path, the reason, and what to do.
  Status Publish();
  // The same, but where something is at `path` already that stays, and there is an error.
  Status PublishNew();

 private:
  AtomicFile(std::filesystem::path path, std::string temporary, int descriptor);
  void Flush();
  void Close();

  std::filesystem::path path_;
  std::string temporary_;
  int descriptor_;
  std::string buffer_;
  Status status_;
  bool published_ = false;
};

// Writes a file that is not there yet; an existing one is an error. For trees that are renamed
// into place as a whole.
Status WriteNewFile(const std::filesystem::path& path, std::string_view bytes);

// The same for a file of a folder that is open already; `path` is that of the folder, for errors.
Status WriteNewFileIn(int folder, const std::string& name, std::string_view bytes,
                      const std::filesystem::path& path);

// Makes `path` and what is missing above it.
Status MakeFolder(const std::filesystem::path& path);

struct FolderEntry {
  enum class Kind { kFile, kFolder, kLink, kOther };
  std::string name;
  Kind kind = Kind::kOther;
};

// What is in a folder, in the order of the names' bytes. *code tells why that may not be all of it.
std::vector<FolderEntry> ListFolder(const std::filesystem::path& path, std::error_code* code);

Status RemoveTree(const std::filesystem::path& path);

Status Rename(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace analyzer
