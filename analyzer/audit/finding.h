#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// What can be wrong with a tree of failures; behind kTwice, what is only worth knowing.
enum class FindingKind {
  kMissing,
  kMisfiled,
  kStale,
  kMadeUp,
  kUndecided,
  kWrongOriginal,
  kAltered,
  kNull,
  kUnreadable,
  kNotImportable,
  kChanged,
  kGone,
  kUnlisted,
  kSourceDiffers,
  kMiscount,
  kTwice,
  kInBoth,
  kRecordedTwice,
  kNotProved,
};

inline constexpr size_t kFindingKinds = static_cast<size_t>(FindingKind::kNotProved) + 1;

// The kind, as it is told.
struct KindText {
  std::string_view name;
  std::string_view meaning;
  std::string_view remedy;
};
const KindText& TextOf(FindingKind kind);

// Whether such a finding is no fault.
bool IsNote(FindingKind kind);

// Where a source says so: a line of a file, or the first byte of an original in it.
struct Witness {
  std::string file = {};
  std::optional<int64_t> line = {};
  std::optional<int64_t> byte = {};
  std::string says = {};
};

struct Finding {
  FindingKind kind = FindingKind::kMissing;
  std::string file = {};                 // begins with the tree's name; empty: none is there
  std::optional<int64_t> position = {};  // in a file that holds several, from 0
  std::string reason = {};               // of the failure, as the tree or else the sources have it
  std::string customer_id = {};          // whom it is of, as far as that is known
  std::string username = {};
  std::string what = {};
  std::vector<Witness> evidence = {};
};

// By kind, file, place, reason, and whom they are of.
void Sort(std::vector<Finding>* findings);

}  // namespace analyzer
