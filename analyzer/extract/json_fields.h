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
  bool plain = false;  // known to have no backslash in it

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
  uint8_t mark = 0;          // of the key, escapes undone; see JsonFields
  JsonValue value;

  // Whether this is the key, escapes undone.
  bool Is(std::string_view key) const { return escaped_key ? Key() == key : raw_key == key; }
  std::string Key() const;
};

// The fields of an object, in their order, duplicates too.
class JsonFields {
 public:
  void Clear() {
    fields_.clear();
    marks_ = 0;
    same_marks_ = false;
  }
  // Adds one, whose value is to be filled in.
  JsonValue& Add(std::string_view raw_key, bool escaped_key) {
    const uint8_t mark = escaped_key ? MarkOfEscaped(raw_key) : MarkOf(raw_key);
    const uint64_t bit = uint64_t{1} << mark;
    same_marks_ = same_marks_ || (marks_ & bit) != 0;
    marks_ |= bit;
    if (fields_.capacity() == 0) fields_.reserve(kFew);
    return fields_.emplace_back(JsonField{raw_key, escaped_key, mark, {}}).value;
  }

  // The last field of that name, of duplicates the one that counts; nullptr where there is none.
  const JsonValue* Find(std::string_view key) const {
    const uint8_t mark = MarkOf(key);
    return (marks_ >> mark & 1) == 0 ? nullptr : FindMarked(mark, key);
  }
  // Whether a key is there more than once.
  bool HasKeyTwice() const { return same_marks_ && HasSameKeys(); }

  bool empty() const { return fields_.empty(); }
  size_t size() const { return fields_.size(); }
  const JsonField& operator[](size_t i) const { return fields_[i]; }
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  static constexpr size_t kFew = 16;  // mostly, an object has no more

  // Most keys that are asked for are not there, and this tells it: a number from 0 to 63 that two
  // keys seldom share. Of a key that stands in the code, the compiler makes it.
  static uint8_t MarkOf(std::string_view key) {
    if (key.empty()) return 0;
    return static_cast<uint8_t>((key.size() + size_t{3} * static_cast<unsigned char>(key.front()) +
                                 size_t{7} * static_cast<unsigned char>(key.back())) %
                                64);
  }
  static uint8_t MarkOfEscaped(std::string_view raw_key);
  const JsonValue* FindMarked(uint8_t mark, std::string_view key) const;
  bool HasSameKeys() const;

  std::vector<JsonField> fields_;
  uint64_t marks_ = 0;       // bit n: a field has the mark n
  bool same_marks_ = false;  // two fields have one mark
};

// The last field named `key` (of duplicates the last counts), or nullptr.
inline const JsonValue* FindField(const JsonFields& fields, std::string_view key) {
  return fields.Find(key);
}

inline bool HasKey(const JsonFields& fields, std::string_view key) {
  return FindField(fields, key) != nullptr;
}

// The text of the last field named `key`; empty where there is none.
inline std::string FieldText(const JsonFields& fields, std::string_view key) {
  const JsonValue* value = fields.Find(key);
  return value == nullptr ? std::string() : value->Text();
}

}  // namespace analyzer
