#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/extract/json_tokens.h"

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

// Reads one level of a JSON value, with simdjson. Not for use by several threads at once.
//
// The views given back point into the value that was read; 64 bytes behind it must be readable.
// Raw control characters in strings, which simdjson refuses, are read.
//
// A text is looked at once: what is well-formed in all its levels is split into tokens, and a value
// that was found in it is read from these. Else, simdjson looks at the level that is asked for
// alone, and forgives what is wrong in the levels below it.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  // The fields of an object in their order, duplicates too. False where `object` is no well-formed
  // object as far as this level goes, or has a U+0000 in it, which stands for what was lost;
  // *fields is then not to be used.
  bool ReadObject(std::string_view object, JsonFields* fields);
  // The same of a value that a reader gave. REQUIRES: the text that it was found in still lives.
  bool ReadObject(const JsonValue& object, JsonFields* fields);

  // The values of an array. False as above.
  bool ReadArray(std::string_view array, std::vector<JsonValue>* values);
  bool ReadArray(const JsonValue& array, std::vector<JsonValue>* values);

  // Whether a text is one well-formed JSON document, to its last byte and all that is in it.
  // Strict: no raw control characters, no more than 1024 levels.
  bool IsDocument(std::string_view text);

  // How many values had raw control characters in their strings, so far.
  size_t repaired() const { return repaired_; }

 private:
  struct Parser;
  enum class Attempt { kRead, kControlCharacters, kBroken };
  bool FindTokens(std::string_view text);
  bool AddValue(uint32_t token, JsonValue* value) const;
  bool FieldsFromTokens(uint32_t object, JsonFields* fields) const;
  bool ValuesFromTokens(uint32_t array, std::vector<JsonValue>* values) const;
  bool ReadObjectAlone(std::string_view object, JsonFields* fields);
  bool ReadArrayAlone(std::string_view array, std::vector<JsonValue>* values);
  Attempt TryObject(std::string_view padded, std::string_view original, JsonFields* fields);
  Attempt TryArray(std::string_view padded, std::string_view original,
                   std::vector<JsonValue>* values);
  std::string_view Blanked(std::string_view text);

  JsonTokens tokens_;
  uint64_t text_number_ = 0;    // of the text whose tokens these are; 0: of none
  uint64_t texts_ = 0;          // so far
  bool has_backslash_ = false;  // anywhere in that text
  std::unique_ptr<Parser> parser_;
  std::string blanked_;
  size_t repaired_ = 0;
};

// The last field named `key` (of duplicates the last counts), or nullptr.
inline const JsonValue* FindField(const JsonFields& fields, std::string_view key) {
  return fields.Find(key);
}

// The text of the last field named `key`; empty where there is none.
std::string FieldText(const JsonFields& fields, std::string_view key);

}  // namespace analyzer
