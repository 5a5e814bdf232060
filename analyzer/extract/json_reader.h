#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/extract/json_fields.h"
#include "analyzer/extract/json_level.h"
#include "analyzer/extract/json_tokens.h"

namespace analyzer {

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

  // Looks at one or more values with a comma between each two at once: where all of them are sound
  // as IsSound has it, reading what is in them looks at none again. It changes nothing else. They
  // must live until Forget, or until others are prepared. True where they are sound.
  bool Prepare(std::string_view row);
  void Forget() { prepared_.number = 0; }
  bool IsPrepared(std::string_view part) const;
  // Of what was prepared. REQUIRES: Prepare gave true, and Forget was not called.
  const JsonTokens& prepared_tokens() const { return prepared_.tokens; }

  // Whether a text is one well-formed JSON document, to its last byte and all that is in it.
  // Strict: no raw control characters, no more than 1024 levels.
  bool IsDocument(std::string_view text);

  // Whether brackets, commas, colons and keys stand as they must in all levels of an object or
  // array of at most 16 MB.
  bool IsWellFormed(std::string_view text) { return FindTokens(text); }

  // As IsDocument, of an object, but for the range of numbers. It costs next to nothing where it is
  // what was read last, or was prepared.
  bool IsSound(std::string_view object);

  // How many values had raw control characters in their strings, so far.
  size_t repaired() const { return level_.repaired(); }

 private:
  struct Parser;
  struct Found {
    JsonTokens tokens;
    uint64_t number = 0;  // of the text whose tokens these are; 0: of none
  };
  bool FindTokens(std::string_view text);
  const Found* FoundOf(const JsonValue& value) const;
  std::optional<uint32_t> Prepared(std::string_view value) const;

  Found last_;          // looked at last, by itself
  Found prepared_;      // sound
  uint64_t texts_ = 0;  // so far
  JsonLevelReader level_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace analyzer
