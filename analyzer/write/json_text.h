#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace analyzer {

// Re-indents one JSON value: the tokens (strings with their escapes, numbers, literals, keys in
// their order, duplicates) stay byte for byte, the white space between them becomes line breaks and
// two blanks a level, as Python's json.dumps(indent=2) writes it; `depth` is the level of the value
// itself; levels past 64 are indented like the 64th. Empty objects and arrays stay `{}` and `[]`.
// REQUIRES: brackets in `json` are balanced.
std::string Reindent(std::string_view json, int depth);

// `text` as a JSON string with its quotes; invalid UTF-8 becomes U+FFFD.
std::string Quote(std::string_view text);

// Builds a JSON document. Keys and values in the order of the calls.
class JsonWriter {
 public:
  enum class Layout { kIndented, kOneLine };
  using Sink = std::function<void(std::string_view part)>;
  // Indented by two, or without any white space.
  explicit JsonWriter(Layout layout = Layout::kIndented) : layout_(layout) {}
  // Indented; the document goes to `sink` in parts, as it is built, the rest with Take.
  explicit JsonWriter(Sink sink) : sink_(std::move(sink)) {}

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);
  JsonWriter& String(std::string_view value);
  // null where `value` is empty.
  JsonWriter& StringOrNull(std::string_view value);
  JsonWriter& Number(long long value);
  JsonWriter& NumberOrNull(std::optional<long long> value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  // A value that is JSON already; it is indented as it fits. On one line it stays as it is.
  JsonWriter& Raw(std::string_view json);

  // The document, ending in a line break; nothing where it went to a sink. REQUIRES: all that was
  // begun is ended.
  std::string Take();

 private:
  void Separate();
  void BreakLine();
  void Spill();

  Layout layout_ = Layout::kIndented;
  Sink sink_;
  std::string out_;
  int depth_ = 0;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace analyzer
