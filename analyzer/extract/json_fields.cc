#include "analyzer/extract/json_fields.h"

#include "analyzer/extract/json_string.h"

namespace analyzer {
namespace {

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

}  // namespace

JsonKind KindByFirst(char first) {
  switch (first) {
    case '{':
      return JsonKind::kObject;
    case '[':
      return JsonKind::kArray;
    case '"':
      return JsonKind::kString;
    case 't':
    case 'f':
      return JsonKind::kBool;
    case 'n':
      return JsonKind::kNull;
    default:
      return JsonKind::kNumber;
  }
}

std::optional<JsonKind> KindOf(std::string_view raw) {
  if (raw.empty()) return std::nullopt;
  const JsonKind kind = KindByFirst(raw.front());
  const bool whole = kind == JsonKind::kString ? raw.size() > 1 && raw.back() == '"'
                     : kind == JsonKind::kBool ? raw == "true" || raw == "false"
                     : kind == JsonKind::kNull ? raw == "null"
                                               : kind != JsonKind::kNumber || IsNumber(raw);
  return whole ? std::optional(kind) : std::nullopt;
}

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
  constexpr size_t kFew = 16;  // mostly, an object has no more
  if (fields_.capacity() == 0) fields_.reserve(kFew);
  fields_.push_back(field);
  lengths_ |= uint64_t{1} << (field.escaped_key ? field.Key().size() : field.raw_key.size()) % 64;
}

const JsonValue* JsonFields::FindAmong(std::string_view key) const {
  for (size_t i = fields_.size(); i > 0; --i) {
    if (fields_[i - 1].Is(key)) return &fields_[i - 1].value;
  }
  return nullptr;
}

std::string FieldText(const JsonFields& fields, std::string_view key) {
  const JsonValue* value = FindField(fields, key);
  return value == nullptr ? "" : value->Text();
}

}  // namespace analyzer
