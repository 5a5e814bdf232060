#include "analyzer/extract/json_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/json_string.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

static_assert(kPadding >= simdjson::SIMDJSON_PADDING);

bool IsNumber(std::string_view raw) {
  size_t at = raw.substr(0, 1) == "-" ? 1 : 0;
  const auto digits = [&] {
    const size_t from = at;
    while (at < raw.size() && raw[at] >= '0' && raw[at] <= '9') ++at;
    return at > from;
  };
  if (!digits()) return false;
  if (at < raw.size() && raw[at] == '.') {
    ++at;
    if (!digits()) return false;
  }
  if (at < raw.size() && (raw[at] == 'e' || raw[at] == 'E')) {
    ++at;
    if (at < raw.size() && (raw[at] == '+' || raw[at] == '-')) ++at;
    if (!digits()) return false;
  }
  return at == raw.size();
}

// simdjson looks at a value when it is asked for; here each is looked at, as text that only
// resembles JSON (`None`, `'x'`) must not pass for it.
std::optional<JsonKind> KindOf(std::string_view raw) {
  if (raw.empty()) return std::nullopt;
  switch (raw.front()) {
    case '{':
      return JsonKind::kObject;
    case '[':
      return JsonKind::kArray;
    case '"':
      return raw.size() > 1 && raw.back() == '"' ? std::optional(JsonKind::kString) : std::nullopt;
    case 't':
      return raw == "true" ? std::optional(JsonKind::kBool) : std::nullopt;
    case 'f':
      return raw == "false" ? std::optional(JsonKind::kBool) : std::nullopt;
    case 'n':
      return raw == "null" ? std::optional(JsonKind::kNull) : std::nullopt;
    default:
      return IsNumber(raw) ? std::optional(JsonKind::kNumber) : std::nullopt;
  }
}

// What stands before a hole and behind it can be of two objects. simdjson does not look into values
// that are not asked for, and would not see it there.
bool HasHole(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// The raw text of a value, which simdjson gives with what stands behind it up to the next token.
bool RawOf(simdjson::ondemand::value value, std::string_view* raw) {
  simdjson::ondemand::json_type type;
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  if (type == simdjson::ondemand::json_type::object) {
    simdjson::ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return false;
    if (object.raw_json().get(*raw) != simdjson::SUCCESS) return false;
  } else if (type == simdjson::ondemand::json_type::array) {
    simdjson::ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    if (array.raw_json().get(*raw) != simdjson::SUCCESS) return false;
  } else {
    *raw = value.raw_json_token();
  }
  *raw = Trim(*raw);
  return true;
}

}  // namespace

struct JsonReader::Parser {
  simdjson::ondemand::parser parser;
  simdjson::dom::parser whole;  // looks into all values; takes more memory
};

JsonReader::JsonReader() : parser_(std::make_unique<Parser>()) {}
JsonReader::~JsonReader() = default;

std::string JsonValue::Text() const {
  if (kind == JsonKind::kNumber) return std::string(raw);
  if (kind != JsonKind::kString) return "";
  return DecodeJsonString(raw.substr(1, raw.size() - 2));
}

std::string JsonField::Key() const { return DecodeJsonString(raw_key); }

void JsonFields::Clear() {
  fields_.clear();
  lengths_ = 0;
}

void JsonFields::Add(const JsonField& field) {
  fields_.push_back(field);
  lengths_ |= uint64_t{1} << (field.escaped_key ? field.Key().size() : field.raw_key.size()) % 64;
}

const JsonValue* JsonFields::FindAmong(std::string_view key) const {
  for (size_t i = fields_.size(); i > 0; --i) {
    if (fields_[i - 1].Is(key)) return &fields_[i - 1].value;
  }
  return nullptr;
}

bool JsonReader::FindTokens(std::string_view text) {
  text_number_ = 0;
  if (!tokens_.Find(text)) return false;
  text_number_ = ++texts_;
  has_backslash_ = text.find('\\') != std::string_view::npos;
  return true;
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
  return ReadObjectAlone(object, fields);
}

bool JsonReader::ReadObject(const JsonValue& object, JsonFields* fields) {
  const bool known = object.text_number != 0 && object.text_number == text_number_;
  if (known && FieldsFromTokens(object.token, fields)) return true;
  return ReadObject(object.raw, fields);
}

bool JsonReader::ReadArray(std::string_view array, std::vector<JsonValue>* values) {
  if (HasHole(array)) return false;
  if (FindTokens(array) && ValuesFromTokens(0, values)) return true;
  return ReadArrayAlone(array, values);
}

bool JsonReader::ReadArray(const JsonValue& array, std::vector<JsonValue>* values) {
  const bool known = array.text_number != 0 && array.text_number == text_number_;
  if (known && ValuesFromTokens(array.token, values)) return true;
  return ReadArray(array.raw, values);
}

bool JsonReader::ReadObjectAlone(std::string_view object, JsonFields* fields) {
  Attempt attempt = TryObject(object, object, fields);
  if (attempt == Attempt::kControlCharacters) {
    attempt = TryObject(Blanked(object), object, fields);
    repaired_ += attempt == Attempt::kRead;
  }
  return attempt == Attempt::kRead;
}

bool JsonReader::ReadArrayAlone(std::string_view array, std::vector<JsonValue>* values) {
  Attempt attempt = TryArray(array, array, values);
  if (attempt == Attempt::kControlCharacters) {
    attempt = TryArray(Blanked(array), array, values);
    repaired_ += attempt == Attempt::kRead;
  }
  return attempt == Attempt::kRead;
}

bool JsonReader::IsDocument(std::string_view text) {
  return parser_->whole.parse(text.data(), text.size(), false).error() == simdjson::SUCCESS;
}

JsonReader::Attempt JsonReader::TryObject(std::string_view padded, std::string_view original,
                                          JsonFields* fields) {
  fields->Clear();
  simdjson::ondemand::document document;
  const auto error =
      parser_->parser.iterate(padded.data(), padded.size(), padded.size() + kPadding).get(document);
  if (error == simdjson::UNESCAPED_CHARS) return Attempt::kControlCharacters;
  simdjson::ondemand::object object;
  if (error != simdjson::SUCCESS || document.get_object().get(object) != simdjson::SUCCESS) {
    return Attempt::kBroken;
  }
  for (auto found : object) {
    simdjson::ondemand::field field;
    if (std::move(found).get(field) != simdjson::SUCCESS) return Attempt::kBroken;
    const char* const key = field.key().raw();
    std::string_view raw;
    if (!RawOf(field.value(), &raw)) return Attempt::kBroken;
    const auto kind = KindOf(raw);
    if (!kind) return Attempt::kBroken;
    // Up to the key's closing quote: raw() is not ended by one.
    size_t length = 0;
    while (key[length] != '"') length += key[length] == '\\' ? 2 : 1;
    JsonField read;
    read.raw_key = original.substr(static_cast<size_t>(key - padded.data()), length);
    read.escaped_key = read.raw_key.find('\\') != std::string_view::npos;
    const auto offset = static_cast<size_t>(raw.data() - padded.data());
    read.value = {*kind, original.substr(offset, raw.size())};
    fields->Add(read);
  }
  return Attempt::kRead;
}

JsonReader::Attempt JsonReader::TryArray(std::string_view padded, std::string_view original,
                                         std::vector<JsonValue>* values) {
  values->clear();
  simdjson::ondemand::document document;
  const auto error =
      parser_->parser.iterate(padded.data(), padded.size(), padded.size() + kPadding).get(document);
  if (error == simdjson::UNESCAPED_CHARS) return Attempt::kControlCharacters;
  simdjson::ondemand::array array;
  if (error != simdjson::SUCCESS || document.get_array().get(array) != simdjson::SUCCESS) {
    return Attempt::kBroken;
  }
  for (auto found : array) {
    simdjson::ondemand::value value;
    std::string_view raw;
    if (found.get(value) != simdjson::SUCCESS || !RawOf(value, &raw)) {
      return Attempt::kBroken;
    }
    const auto kind = KindOf(raw);
    if (!kind) return Attempt::kBroken;
    const auto offset = static_cast<size_t>(raw.data() - padded.data());
    values->push_back({*kind, original.substr(offset, raw.size())});
  }
  return Attempt::kRead;
}

std::string_view JsonReader::Blanked(std::string_view text) {
  blanked_.reserve(text.size() + kPadding);
  blanked_ = text;
  std::replace_if(
      blanked_.begin(), blanked_.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; },
      ' ');
  return blanked_;
}

std::string FieldText(const JsonFields& fields, std::string_view key) {
  const JsonValue* value = FindField(fields, key);
  return value == nullptr ? "" : value->Text();
}

}  // namespace analyzer
