#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "analyzer/base/bytes.h"
#include "analyzer/base/mapped_file.h"
#include "analyzer/base/result.h"

namespace analyzer {

// A file as it was when it was opened.
struct FileContent {
  bool archive = false;  // or compressed: it is to be read with ReadArchive, and `bytes` is empty
  Bytes bytes;
  std::shared_ptr<const MappedFile> map;  // of a large file

  // Whether the file lost bytes that were read: what was made of `bytes` may be wrong.
  bool BecameShorter() const { return map != nullptr && map->BecameShorter(); }
};

// Reads files as a whole, one after the other: small ones into a buffer that it keeps, large ones
// by mapping them. Not for use by several threads at once.
class FileReader {
 public:
  // Of a pipe, all that comes. The bytes live until the next call.
  Result<FileContent> Read(const std::filesystem::path& path);

 private:
  Status ReadSmall(int descriptor, const std::filesystem::path& path, size_t size,
                   FileContent* content);

  std::unique_ptr<char[]> buffer_;
  size_t room_ = 0;  // of the buffer, without the padding
};

// Keeps what comes from standard input, which can be read only once, in memory or in a file without
// a name; the path opens it for as long as this process lives.
Result<std::filesystem::path> KeepStandardInput();

}  // namespace analyzer
