#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/extract/sink.h"
#include "analyzer/index/identity_pages.h"
#include "analyzer/index/index.h"
#include "analyzer/index/source_reader.h"

namespace analyzer {

// An original, as its row tells of it.
struct OriginalRow {
  int64_t file = 0;
  std::optional<int64_t> position;  // from 0; nothing where it stands inside a record or a log
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  bool household = false;
  std::string own_id;
  std::string change_type;
  std::string customer;  // the same for all versions of one customer
};

// The originals of an index: found by what identifies them, and read again where more is asked of
// them than their rows tell. What was read is kept until Trim. Not for use by several threads at
// once.
class Originals {
 public:
  // `index` must outlive this.
  explicit Originals(Index* index);

  // nullptr where there is none. Both live until Trim.
  const OriginalRow* Row(int64_t id);
  // What its text says; an empty one where that cannot be read any more.
  const Original& Said(int64_t id);

  // The same for equal values (ValueHash), and lives as long; empty where its text cannot be read
  // any more.
  const std::string& Version(int64_t id);

  // Those that bear this value, in the order of their ids.
  std::vector<int64_t> Find(IdentityKind kind, std::string_view value);
  // The same, whatever kind the value is of.
  std::vector<int64_t> FindAnyKind(std::string_view value);
  // Whether one bears the value with this IdentityHash: told by 64 bits, without a look at any.
  // Hashes are best asked for in their order.
  bool Holds(uint64_t hash) { return pages_.Has(hash); }
  // All versions of the customer that this one is of, or that is named as the schema does; in the
  // order of their ids.
  std::vector<int64_t> VersionsOf(int64_t id);
  std::vector<int64_t> VersionsOf(std::string_view customer);

  // Reads each original of the index once, in the order of their places, and keeps none. The first
  // error where one cannot be read any more; the others are told nevertheless.
  Status ForEach(const std::function<void(const Original&)>& take);

  // Lets go of what was read, where it has become much. Whoever goes over many originals calls this
  // between them.
  void Trim() {
    constexpr size_t kMuch = 8192;
    if (known_.size() > kMuch) known_.clear();
  }

  // Its text as it was sent, in UTF-8, with kPadding bytes of room behind it. An error where the
  // file is not what was read any more.
  Result<std::string> Text(int64_t id);

 private:
  struct Known {
    bool there = false;
    OriginalRow row;
    uint64_t digest = 0;
    std::string escaped_version;  // of one whose text stands escaped in another
    std::optional<std::string> version;
    std::unique_ptr<Original> said;
  };
  Known& KnownOf(int64_t id);
  static Known ReadKnown(const Statement& row);
  Original Parse(const std::string& text);
  Result<std::string> TextOf(const Known& known);
  bool Bears(int64_t id, IdentityKind kind, std::string_view value);

  IdentityPages pages_;
  SourceReader source_;
  const Database& database_;
  Statement row_;
  JsonReader reader_;
  std::unordered_map<int64_t, Known> known_;
};

// The id of the original that begins at that byte of the file that is shown by that name; nothing
// where none does.
std::optional<int64_t> FindOriginalAt(Index* index, std::string_view file, int64_t byte_begin);

}  // namespace analyzer
