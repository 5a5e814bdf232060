#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/extract/json_fields.h"

namespace analyzer {

// Reads one level of a JSON value and forgives what is wrong in the levels below it: they are only
// followed to their closing bracket (simdjson's On-Demand parser). Raw control characters in
// strings, which simdjson refuses, are read. Not for use by several threads at once.
//
// The views given back point into the value that was read; kPadding bytes behind it must be
// readable.
class JsonLevelReader {
 public:
  JsonLevelReader();
  ~JsonLevelReader();
  JsonLevelReader(const JsonLevelReader&) = delete;
  JsonLevelReader& operator=(const JsonLevelReader&) = delete;

  // The fields of an object, the values of an array. False where the text is no well-formed one as
  // far as this level goes; what is given back is then not to be used.
  bool ReadObject(std::string_view object, JsonFields* fields);
  bool ReadArray(std::string_view array, std::vector<JsonValue>* values);

  // How many values had raw control characters in their strings, so far.
  size_t repaired() const { return repaired_; }

 private:
  struct Parser;
  enum class Attempt { kRead, kControlCharacters, kBroken };
  Attempt TryObject(std::string_view padded, std::string_view original, JsonFields* fields);
  Attempt TryArray(std::string_view padded, std::string_view original,
                   std::vector<JsonValue>* values);
  std::string_view Blanked(std::string_view text);

  std::unique_ptr<Parser> parser_;
  std::string blanked_;
  size_t repaired_ = 0;
};

}  // namespace analyzer
