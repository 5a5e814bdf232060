#pragma once

#include <memory>
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
};

struct JsonField {
  std::string key;  // escapes undone
  JsonValue value;
};

// Reads one level of a JSON value, with simdjson. Not for use by several threads at once.
//
// The views given back point into the value that was read; 64 bytes behind it must be readable.
// Raw control characters in strings, which simdjson refuses, are read.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  // The fields of an object in their order, duplicates too. False where `object` is no well-formed
  // object as far as this level goes, or has a U+0000 in it, which stands for what was lost;
  // *fields is then not to be used.
  bool ReadObject(std::string_view object, std::vector<JsonField>* fields);

  // The values of an array. False as above.
  bool ReadArray(std::string_view array, std::vector<JsonValue>* values);

  // Whether a text is one well-formed JSON document, to its last byte and all that is in it.
  // Strict: no raw control characters, no more than 1024 levels.
  bool IsDocument(std::string_view text);

  // How many values had raw control characters in their strings, so far.
  size_t repaired() const { return repaired_; }

 private:
  struct Parser;
  enum class Attempt { kRead, kControlCharacters, kBroken };
  Attempt TryObject(std::string_view padded, std::string_view original,
                    std::vector<JsonField>* fields);
  Attempt TryArray(std::string_view padded, std::string_view original,
                   std::vector<JsonValue>* values);
  std::string_view Blanked(std::string_view text);

  std::unique_ptr<Parser> parser_;
  std::string blanked_;
  size_t repaired_ = 0;
};

// The last field named `key` (of duplicates the last counts), or nullptr.
const JsonValue* FindField(const std::vector<JsonField>& fields, std::string_view key);

// The text of the last field named `key`; empty where there is none.
std::string FieldText(const std::vector<JsonField>& fields, std::string_view key);

}  // namespace analyzer
