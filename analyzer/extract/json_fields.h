#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

enum class JsonKind { kObject, kArray, kString, kNumber, kBool, kNull };

// A value as it stands in the text; `raw` is its bytes without white space around them.
struct JsonValue {
  JsonKind kind = JsonKind::kNull;
  std::string_view raw;

  // The text of a string with its escapes undone, the digits of a number, empty for null and
  // for anything else.
  std::string Text() const;

  // For the reader that gave it: where its tokens are, among those of which text.
  uint32_t token = 0;
  uint64_t text_number = 0;
};

// What a value with these bytes, none of them white space at either end, is: told by how it begins
// and, of a scalar, by all of it. Nothing where it is none. simdjson looks at a value when it is
// asked for; here each is looked at, as text that only resembles JSON (`None`, `'x'`) must not pass
// for it.
std::optional<JsonKind> KindOf(std::string_view raw);

// The same of a value that is one, told by its first byte.
JsonKind KindByFirst(char first);

struct JsonField {
  std::string_view raw_key;  // between its quotes, as it stands
  bool escaped_key = false;  // a backslash is in it
  JsonValue value;

  // Whether this is the key, escapes undone.
  bool Is(std::string_view key) const { return escaped_key ? Key() == key : raw_key == key; }
  std::string Key() const;
};

// The fields of an object, in their order, duplicates too.
class JsonFields {
 public:
  void Clear();
  void Add(const JsonField& field);

  // The last field of that name, of duplicates the one that counts; nullptr where there is none.
  const JsonValue* Find(std::string_view key) const {
    return (lengths_ >> key.size() % 64 & 1) == 0 ? nullptr : FindAmong(key);
  }

  bool empty() const { return fields_.empty(); }
  size_t size() const { return fields_.size(); }
  const JsonField& operator[](size_t i) const { return fields_[i]; }
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  const JsonValue* FindAmong(std::string_view key) const;

  std::vector<JsonField> fields_;
  // Bit n: the key of a field has n bytes, or n more than a multiple of 64. Most keys that are
  // asked for are not there, and no other is as long.
  uint64_t lengths_ = 0;
};

// The last field named `key` (of duplicates the last counts), or nullptr.
inline const JsonValue* FindField(const JsonFields& fields, std::string_view key) {
  return fields.Find(key);
}

// The text of the last field named `key`; empty where there is none.
std::string FieldText(const JsonFields& fields, std::string_view key);

}  // namespace analyzer
