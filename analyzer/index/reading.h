#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/hash.h"
#include "analyzer/index/database.h"
#include "analyzer/index/log_prefix.h"

namespace analyzer {

// A file on disk, as the index knows it. The members of an archive are one such file.
struct IndexedFile {
  std::string on_disk;  // absolute
  std::string shown;
  bool batch = false;  // given as a batch file
  // As it was before it was read; `settled`: as IsSettled says of that moment.
  FileStamp stamp;
  bool settled = false;
  Hash128 hash;        // of its bytes
  uint64_t terms = 0;  // a hash of all else that its reading depends on
};

// Whether a file holds the bytes that were read. A stamp that is the same is trusted where it was
// settled; else the bytes are read again, and their hash tells. False where it is not there.
bool IsAsRead(const std::string& on_disk, const FileStamp& stamp, bool settled,
              const Hash128& hash);
inline bool IsAsRead(const IndexedFile& file) {
  return IsAsRead(file.on_disk, file.stamp, file.settled, file.hash);
}

// What the reading of a file on disk came to, beside what was found in it.
struct Reading {
  struct Note {
    std::string kind;  // as in the schema
    std::string text;
    int64_t number = 0;
  };

  IndexedFile file;
  int64_t archives = 0;
  int64_t originals = 0;
  int64_t copies = 0;
  int64_t responses = 0;
  int64_t log_lines = 0;
  std::vector<Note> notes;
  std::optional<LogPrefix> prefix;
  // These two are those of its rows in the table `file`; not for Index::AddReading.
  std::map<std::string, int64_t> files_by_role;
  int64_t bytes = 0;
};

// Calls `visit` with each file on disk that an index holds, or with each of these that originals
// are from, in the order of `shown`. Their paths are as the table names them.
void ForEachIndexedFile(const Database& database, const std::function<void(IndexedFile)>& visit);
void ForEachIndexedFileOfOriginals(const Database& database,
                                   const std::function<void(IndexedFile)>& visit);

// The reading of a file, which is named as the table names it; without its prefix. REQUIRES: there
// is one.
Reading LoadReading(const Database& database, const std::string& on_disk);

// Of all logs that have one, by their paths as the table names them.
std::map<std::string, LogPrefix> LoadLogPrefixes(const Database& database);

}  // namespace analyzer
