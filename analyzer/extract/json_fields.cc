#include "analyzer/extract/json_fields.h"

#include <algorithm>

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
  const std::string_view content = raw.substr(1, raw.size() - 2);
  return plain ? std::string(content) : DecodeJsonString(content);
}

std::string JsonField::Key() const { return DecodeJsonString(raw_key); }

uint8_t JsonFields::MarkOfEscaped(std::string_view raw_key) {
  return MarkOf(DecodeJsonString(raw_key));
}

const JsonValue* JsonFields::FindMarked(uint8_t mark, std::string_view key) const {
  for (size_t i = fields_.size(); i > 0; --i) {
    const JsonField& field = fields_[i - 1];
    if (field.mark == mark && field.Is(key)) return &field.value;
  }
  return nullptr;
}

bool JsonFields::HasSameKeys() const {
  std::vector<std::string> keys;
  keys.reserve(fields_.size());
  for (const JsonField& field : fields_) keys.push_back(field.Key());
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

}  // namespace analyzer
