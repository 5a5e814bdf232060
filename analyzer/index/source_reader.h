#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"

namespace analyzer {

// Reads bytes of the files that the index knows again: of a file on disk as they are now, which is
// for the caller to hold against a digest or the file's stamp; of a member of an archive or of
// standard input from what the index keeps of it. Not for use by several threads at once.
class SourceReader {
 public:
  // `index` must outlive this.
  explicit SourceReader(Index* index);
  ~SourceReader();
  SourceReader(const SourceReader&) = delete;
  SourceReader& operator=(const SourceReader&) = delete;

  // Bytes [begin, end) of a file, with kPadding bytes of room behind them. An error where the file
  // is gone or has not so many. Throws std::runtime_error where the system cannot read it.
  Result<std::string> Read(int64_t file, int64_t begin, int64_t end);

  // Whether the index keeps its bytes: they can be read whatever became of the file.
  bool IsKept(int64_t file) { return FileOf(file).kept; }
  // As it is shown, and its encoding; until another file is asked for. REQUIRES: the index has it.
  const std::string& ShownName(int64_t file) { return FileOf(file).shown; }
  const std::string& Encoding(int64_t file) { return FileOf(file).encoding; }

 private:
  struct File {
    std::string shown;
    std::string encoding;
    std::string named;  // as the index names it
    std::filesystem::path on_disk;
    bool kept = false;
    int descriptor = -1;
    int64_t bytes = 0;    // when it was opened: memory for more is not asked for
    std::string why_not;  // it cannot be read; empty: it can, or nobody tried
  };
  File& FileOf(int64_t id);
  void Open(File* file);
  Result<std::string> ReadKept(int64_t id, const File& file, int64_t begin, int64_t end);

  Index* index_;
  Statement file_;
  Statement frame_;
  std::map<int64_t, File> files_;
  std::list<int64_t> open_;  // files with a descriptor, the one opened first in front
  int64_t frame_file_ = 0;   // whose frame was unpacked last, and which
  int64_t frame_number_ = -1;
  std::string frame_bytes_;
};

}  // namespace analyzer
