#include "analyzer/extract/json_reader.h"

#include <simdjson.h>

#include <new>

namespace analyzer {
namespace {

// What stands before a hole and behind it can be of two objects. simdjson does not look into values
// that are not asked for, and would not see it there.
bool HasHole(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// As JSON has it: no further digits behind a zero.
bool IsSoundNumber(std::string_view raw) {
  const std::string_view digits = raw.substr(raw.front() == '-' ? 1 : 0);
  return digits.size() < 2 || digits[0] != '0' || digits[1] < '0' || digits[1] > '9';
}

bool IsSoundString(std::string_view raw) {
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  for (size_t at = raw.find('\\'); at != std::string_view::npos; at = raw.find('\\', at + 2)) {
    const std::string_view escape = raw.substr(at + 1, 5);
    if (escape.front() == 'u') {
      if (escape.size() < 5 || escape.find_first_not_of(kHex, 1) != std::string_view::npos)
        return false;
    } else if (std::string_view("\"\\/bfnrt").find(escape.front()) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace

struct JsonReader::Parser {
  simdjson::dom::parser parser;  // looks into all values; takes more memory
};

JsonReader::JsonReader() : parser_(std::make_unique<Parser>()) {}
JsonReader::~JsonReader() = default;

bool JsonReader::FindTokens(std::string_view text) {
  text_number_ = 0;
  if (!tokens_.Find(text)) return false;
  text_number_ = ++texts_;
  has_backslash_ = text.find('\\') != std::string_view::npos;
  return true;
}

// The place tells values that another reader gave.
bool JsonReader::HasTokensOf(const JsonValue& value) const {
  return value.text_number != 0 && value.text_number == text_number_ &&
         tokens_.IsAt(value.token, value.raw.data());
}

bool JsonReader::AddValue(uint32_t token, JsonValue* value) const {
  value->raw = tokens_.Raw(token);
  value->token = token;
  value->text_number = text_number_;
  const auto kind = KindOf(value->raw);
  if (kind) value->kind = *kind;
  return kind.has_value();
}

// These two rely on what JsonTokens has made sure of.
bool JsonReader::FieldsFromTokens(uint32_t object, JsonFields* fields) const {
  fields->Clear();
  if (tokens_.First(object) != '{') return false;
  uint32_t key = object + 1;
  while (tokens_.First(key) != '}') {
    JsonField field;
    const std::string_view quoted = tokens_.Raw(key);
    field.raw_key = quoted.substr(1, quoted.size() - 2);
    field.escaped_key = has_backslash_ && field.raw_key.find('\\') != std::string_view::npos;
    const uint32_t value = key + 2;
    if (!AddValue(value, &field.value)) return false;
    fields->Add(field);
    key = tokens_.Behind(value);
    if (tokens_.First(key) == ',') ++key;
  }
  return true;
}

bool JsonReader::ValuesFromTokens(uint32_t array, std::vector<JsonValue>* values) const {
  values->clear();
  if (tokens_.First(array) != '[') return false;
  uint32_t value = array + 1;
  while (tokens_.First(value) != ']') {
    if (!AddValue(value, &values->emplace_back())) return false;
    value = tokens_.Behind(value);
    if (tokens_.First(value) == ',') ++value;
  }
  return true;
}

bool JsonReader::ReadObject(std::string_view object, JsonFields* fields) {
  if (HasHole(object)) return false;
  if (FindTokens(object) && FieldsFromTokens(0, fields)) return true;
  return level_.ReadObject(object, fields);
}

bool JsonReader::ReadObject(const JsonValue& object, JsonFields* fields) {
  if (HasTokensOf(object) && FieldsFromTokens(object.token, fields)) return true;
  return ReadObject(object.raw, fields);
}

bool JsonReader::ReadArray(std::string_view array, std::vector<JsonValue>* values) {
  if (HasHole(array)) return false;
  if (FindTokens(array) && ValuesFromTokens(0, values)) return true;
  return level_.ReadArray(array, values);
}

bool JsonReader::ReadArray(const JsonValue& array, std::vector<JsonValue>* values) {
  if (HasTokensOf(array) && ValuesFromTokens(array.token, values)) return true;
  return ReadArray(array.raw, values);
}

// Brackets, commas, colons and keys stand as they must where there are tokens.
bool JsonReader::HasSoundScalars() const {
  for (uint32_t token = 0; token < tokens_.count(); ++token) {
    const char first = tokens_.First(token);
    if (std::string_view("{}[],:").find(first) != std::string_view::npos) continue;
    if (first == '"') {
      if (has_backslash_ && !IsSoundString(tokens_.Raw(token))) return false;
      continue;
    }
    const std::string_view raw = tokens_.Raw(token);
    const auto kind = KindOf(raw);
    if (!kind || (kind == JsonKind::kNumber && !IsSoundNumber(raw))) return false;
  }
  return true;
}

bool JsonReader::IsSound(std::string_view object) {
  if (HasHole(object)) return false;
  const std::string_view last = text_number_ == 0 ? std::string_view() : tokens_.text();
  const bool at_hand = last.data() == object.data() && last.size() == object.size();
  return at_hand || FindTokens(object) ? HasSoundScalars() : IsDocument(object);
}

bool JsonReader::IsDocument(std::string_view text) {
  const auto error = parser_->parser.parse(text.data(), text.size(), false).error();
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();  // the text is not to blame
  return error == simdjson::SUCCESS;
}

}  // namespace analyzer
