#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"

namespace analyzer {

// An original, and where it stands.
struct OriginalPlace {
  int64_t file_id = 0;
  std::string file;
  std::string encoding;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  std::optional<int64_t> position;
  bool household = false;
  std::string own_id;
  std::string first_name;
  std::string last_name;
  std::string change_type;
  std::string version;
  std::string member;               // in an archive; empty: the file on disk
  std::optional<std::string> kept;  // of a member: the bytes, where KeepArchived cut them out

  std::string Reference() const { return file + "#" + std::to_string(byte_begin); }
  // First and last name, as far as it has them.
  std::string Name() const;
};

// Reads places of originals from the index, which must outlive this.
class OriginalLoader {
 public:
  explicit OriginalLoader(Index* index);
  // REQUIRES: the index has an original of that id.
  OriginalPlace Load(int64_t id);

 private:
  Statement statement_;
};

// Cuts an original out of its file, as UTF-8. One in an archive takes the reading of the archive,
// but where KeepArchived (archived_originals.h) did so for all. An error where the file is not what
// was indexed any more.
Result<std::string> ReadOriginalBytes(const OriginalPlace& place,
                                      const std::map<int64_t, std::filesystem::path>& files);

}  // namespace analyzer
