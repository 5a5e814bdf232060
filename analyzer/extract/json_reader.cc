#include "analyzer/extract/json_reader.h"

#include <simdjson.h>

#include <new>

namespace analyzer {
namespace {

// What stands before a hole and behind it can be of two objects. simdjson does not look into values
// that are not asked for, and would not see it there.
bool HasHole(std::string_view text) { return text.find('\0') != std::string_view::npos; }

}  // namespace

struct JsonReader::Parser {
  simdjson::dom::parser parser;  // looks into all values; takes more memory
};

JsonReader::JsonReader() : parser_(std::make_unique<Parser>()) {}
JsonReader::~JsonReader() = default;

bool JsonReader::FindTokens(std::string_view text) {
  prepared_ = false;
  text_number_ = tokens_.Find(text) ? ++texts_ : 0;
  return text_number_ != 0;
}

// What is sound has no hole in it.
void JsonReader::Prepare(std::string_view row) {
  prepared_ = tokens_.FindRow(row) && tokens_.sound();
  text_number_ = prepared_ ? ++texts_ : 0;
}

// The token of a value of the row.
std::optional<uint32_t> JsonReader::Prepared(std::string_view value) const {
  const std::string_view row = tokens_.text();
  if (!prepared_ || value.data() < row.data() || value.data() >= row.data() + row.size())
    return std::nullopt;
  const auto token = tokens_.At(value.data());
  return token && tokens_.Raw(*token).size() == value.size() ? token : std::nullopt;
}

// The place tells values that another reader gave.
bool JsonReader::HasTokensOf(const JsonValue& value) const {
  return value.text_number != 0 && value.text_number == text_number_ &&
         tokens_.IsAt(value.token, value.raw.data());
}

bool JsonReader::FillValue(uint32_t token, JsonValue* value) const {
  value->raw = tokens_.Raw(token);
  value->plain = !tokens_.has_backslash();
  value->token = token;
  value->text_number = text_number_;
  if (tokens_.sound()) {
    value->kind = KindByFirst(value->raw.front());
    return true;
  }
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
    const std::string_view quoted = tokens_.Raw(key);
    const std::string_view raw_key = quoted.substr(1, quoted.size() - 2);
    const bool escaped = tokens_.has_backslash() && raw_key.find('\\') != std::string_view::npos;
    const uint32_t value = key + 2;
    if (!FillValue(value, &fields->Add(raw_key, escaped))) return false;
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
    if (!FillValue(value, &values->emplace_back())) return false;
    value = tokens_.Behind(value);
    if (tokens_.First(value) == ',') ++value;
  }
  return true;
}

bool JsonReader::ReadObject(std::string_view object, JsonFields* fields) {
  if (const auto token = Prepared(object)) return FieldsFromTokens(*token, fields);
  if (HasHole(object)) return false;
  if (FindTokens(object) && FieldsFromTokens(0, fields)) return true;
  return level_.ReadObject(object, fields);
}

bool JsonReader::ReadObject(const JsonValue& object, JsonFields* fields) {
  if (HasTokensOf(object) && FieldsFromTokens(object.token, fields)) return true;
  return ReadObject(object.raw, fields);
}

bool JsonReader::ReadArray(std::string_view array, std::vector<JsonValue>* values) {
  if (const auto token = Prepared(array)) return ValuesFromTokens(*token, values);
  if (HasHole(array)) return false;
  if (FindTokens(array) && ValuesFromTokens(0, values)) return true;
  return level_.ReadArray(array, values);
}

bool JsonReader::ReadArray(const JsonValue& array, std::vector<JsonValue>* values) {
  if (HasTokensOf(array) && ValuesFromTokens(array.token, values)) return true;
  return ReadArray(array.raw, values);
}

bool JsonReader::IsSound(std::string_view object) {
  if (Prepared(object)) return true;
  if (HasHole(object)) return false;
  const std::string_view last = text_number_ == 0 ? std::string_view() : tokens_.text();
  const bool at_hand = last.data() == object.data() && last.size() == object.size();
  return at_hand || FindTokens(object) ? tokens_.sound() : IsDocument(object);
}

bool JsonReader::IsDocument(std::string_view text) {
  const auto error = parser_->parser.parse(text.data(), text.size(), false).error();
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();  // the text is not to blame
  return error == simdjson::SUCCESS;
}

}  // namespace analyzer
