#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/span.h"
#include "analyzer/extract/record.h"

namespace analyzer {

// The fields that make a record. The first ones may stand only once in one.
enum FieldId : size_t {
  kCustomerId,
  kHouseholdId,
  kUsername,
  kEmail,
  kResult,
  kChangeType,
  kError,
  kErrorMessage,
  kMessage,
  kTimestamp,
  kFieldIds,
};

// kFieldIds for any other key.
FieldId IdOfKey(std::string_view key);
bool IsErrorField(FieldId id);

// Fields that stand together in one object, with nothing between that parts them.
struct FieldSet {
  std::array<std::string_view, kFieldIds> values;  // as they stand; no data: not read
  bool empty = true;
  Span span;
  size_t last_field = 0;  // where the last of `values` ends
  size_t junk = 0;        // met in the text before this set

  bool Has(FieldId id) const { return values[id].data() != nullptr; }
};

// Whether they are a record's, as far as their values tell that without being read.
bool MakesRecord(const FieldSet& fields);

// What was found so far; where an object turns out to be a record or an original, what was found
// inside of it is taken back.
struct Mark {
  size_t records = 0;
  size_t quoted = 0;
  size_t wrapper = 0;
};

// What keys tell of an object.
struct Traits {
  bool household_id = false;
  bool household_part = false;
  bool original = false;
  bool client_json = false;
  bool wrapper = false;  // holds a whole answer
};

// An open bracket.
struct Frame {
  bool array = false;
  bool implicit = false;  // an object of which only fields are there
  bool hidden = false;    // inside a record or an original
  bool settled = false;   // itself a record or an original
  bool copy = false;      // what the client's record keeps of what was sent, one item of it
  bool copies = false;    // a list of such items, or the object around that list
  bool in_errors = false;
  bool parted = false;  // a set of fields has ended before the bracket closes
  std::string_view key;
  size_t begin = 0;
  size_t junk = 0;          // met in the text before
  size_t list_junk = 0;     // met before the list it stands in
  size_t settled_junk = 0;  // met before it was settled
  int64_t elements = 0;
  int64_t position = -1;
  Traits traits;
  Mark mark;
  FieldSet fields;
};

// The text of a field, empty where it is not there.
std::string Text(const FieldSet& fields, FieldId id);

void NoteTraits(std::string_view key, std::string_view value, Traits* traits);

// Fields that may make a record, as views of the text: small, and read only when they are asked
// for.
struct FoundRecord {
  FieldSet fields;
  int64_t position = -1;  // in its list; -1: not known
  bool client_json = false;
  bool in_errors = false;
};
FoundRecord FoundIn(const Frame& frame);

// The same as a record that is not judged yet.
Record MakeRecord(const FoundRecord& found);

}  // namespace analyzer
