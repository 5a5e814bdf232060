#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/index/originals.h"

namespace analyzer {

// An original, and where it stands.
struct OriginalPlace {
  int64_t id = 0;  // in the index
  std::string file;
  std::string encoding;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  std::optional<int64_t> position;
  bool household = false;
  std::string own_id;
  std::string first_name;  // where AddName was asked for them, these two
  std::string last_name;
  std::string change_type;
  std::string member;  // in an archive; empty: the file on disk

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
  void AddName(OriginalPlace* place);
  // The ids of all originals of a customer, which is named as in the index.
  std::vector<int64_t> VersionsOf(std::string_view customer) {
    return originals_.VersionsOf(customer);
  }

 private:
  Originals originals_;
  Statement file_;
};

}  // namespace analyzer
