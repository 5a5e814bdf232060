#include "analyzer/extract/json_reader.h"

#include <simdjson.h>

#include <new>

namespace analyzer {
namespace {

// What stands before a hole and behind it can be of two objects. simdjson does not look into values
// that are not asked for, and would not see it there.
bool HasHole(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// These three rely on what JsonTokens has made sure of. `number` is that of the text.
bool FillValue(const JsonTokens& tokens, uint64_t number, uint32_t token, JsonValue* value) {
  value->raw = tokens.Raw(token);
  value->plain = tokens.IsPlain(value->raw);
  value->token = token;
  value->text_number = number;
  if (tokens.sound()) {
    value->kind = KindByFirst(value->raw.front());
    return true;
  }
  const auto kind = KindOf(value->raw);
  if (kind) value->kind = *kind;
  return kind.has_value();
}

bool FillFields(const JsonTokens& tokens, uint64_t number, uint32_t object, JsonFields* fields) {
  fields->Clear();
  if (tokens.First(object) != '{') return false;
  for (uint32_t key = object + 1; tokens.First(key) != '}';) {
    const std::string_view quoted = tokens.Raw(key);
    const std::string_view raw_key = quoted.substr(1, quoted.size() - 2);
    const bool escaped = !tokens.IsPlain(quoted) && raw_key.find('\\') != std::string_view::npos;
    const uint32_t value = key + 2;
    if (!FillValue(tokens, number, value, &fields->Add(raw_key, escaped))) return false;
    key = tokens.Behind(value);
    if (tokens.First(key) == ',') ++key;
  }
  return true;
}

bool FillValues(const JsonTokens& tokens, uint64_t number, uint32_t array,
                std::vector<JsonValue>* values) {
  values->clear();
  if (tokens.First(array) != '[') return false;
  for (uint32_t value = array + 1; tokens.First(value) != ']';) {
    if (!FillValue(tokens, number, value, &values->emplace_back())) return false;
    value = tokens.Behind(value);
    if (tokens.First(value) == ',') ++value;
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
  last_.number = last_.tokens.Find(text) ? ++texts_ : 0;
  return last_.number != 0;
}

bool JsonReader::Prepare(std::string_view row) {
  const bool sound = prepared_.tokens.FindRow(row) && prepared_.tokens.sound();
  prepared_.number = sound ? ++texts_ : 0;
  return sound;
}

bool JsonReader::IsPrepared(std::string_view part) const {
  if (prepared_.number == 0) return false;
  const std::string_view row = prepared_.tokens.text();
  return part.data() >= row.data() && part.data() + part.size() <= row.data() + row.size();
}

// The token of a value of what was prepared. No hole is in it, as it is sound.
std::optional<uint32_t> JsonReader::Prepared(std::string_view value) const {
  if (!IsPrepared(value)) return std::nullopt;
  const auto token = prepared_.tokens.At(value.data());
  return token && prepared_.tokens.Raw(*token).size() == value.size() ? token : std::nullopt;
}

// The place tells values that another reader gave.
const JsonReader::Found* JsonReader::FoundOf(const JsonValue& value) const {
  for (const Found* found : {&prepared_, &last_}) {
    if (value.text_number != 0 && value.text_number == found->number &&
        found->tokens.IsAt(value.token, value.raw.data()))
      return found;
  }
  return nullptr;
}

bool JsonReader::ReadObject(std::string_view object, JsonFields* fields) {
  if (const auto token = Prepared(object))
    return FillFields(prepared_.tokens, prepared_.number, *token, fields);
  if (HasHole(object)) return false;
  if (FindTokens(object) && FillFields(last_.tokens, last_.number, 0, fields)) return true;
  return level_.ReadObject(object, fields);
}

bool JsonReader::ReadObject(const JsonValue& object, JsonFields* fields) {
  const Found* const found = FoundOf(object);
  if (found != nullptr && FillFields(found->tokens, found->number, object.token, fields))
    return true;
  return ReadObject(object.raw, fields);
}

bool JsonReader::ReadArray(std::string_view array, std::vector<JsonValue>* values) {
  if (const auto token = Prepared(array))
    return FillValues(prepared_.tokens, prepared_.number, *token, values);
  if (HasHole(array)) return false;
  if (FindTokens(array) && FillValues(last_.tokens, last_.number, 0, values)) return true;
  return level_.ReadArray(array, values);
}

bool JsonReader::ReadArray(const JsonValue& array, std::vector<JsonValue>* values) {
  const Found* const found = FoundOf(array);
  if (found != nullptr && FillValues(found->tokens, found->number, array.token, values))
    return true;
  return ReadArray(array.raw, values);
}

bool JsonReader::IsSound(std::string_view object) {
  if (Prepared(object)) return true;
  if (HasHole(object)) return false;
  const std::string_view last = last_.number == 0 ? std::string_view() : last_.tokens.text();
  const bool at_hand = last.data() == object.data() && last.size() == object.size();
  return at_hand || FindTokens(object) ? last_.tokens.sound() : IsDocument(object);
}

bool JsonReader::IsDocument(std::string_view text) {
  const auto error = parser_->parser.parse(text.data(), text.size(), false).error();
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();  // the text is not to blame
  return error == simdjson::SUCCESS;
}

}  // namespace analyzer
