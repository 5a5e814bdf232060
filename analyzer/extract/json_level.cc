#include "analyzer/extract/json_level.h"

#include <simdjson.h>

#include <algorithm>
#include <new>

#include "analyzer/base/unicode.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

static_assert(kPadding >= simdjson::SIMDJSON_PADDING);

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

// Whether nothing stands behind the value that was read to its closing bracket. Damage below can
// make a bracket of a value further in the one that closes it.
bool IsAtEnd(simdjson::ondemand::document& document) {
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

}  // namespace

struct JsonLevelReader::Parser {
  simdjson::ondemand::parser parser;
};

JsonLevelReader::JsonLevelReader() : parser_(std::make_unique<Parser>()) {}
JsonLevelReader::~JsonLevelReader() = default;

bool JsonLevelReader::ReadObject(std::string_view object, JsonFields* fields) {
  Attempt attempt = TryObject(object, object, fields);
  if (attempt == Attempt::kControlCharacters) {
    attempt = TryObject(Blanked(object), object, fields);
    repaired_ += attempt == Attempt::kRead;
  }
  return attempt == Attempt::kRead;
}

bool JsonLevelReader::ReadArray(std::string_view array, std::vector<JsonValue>* values) {
  Attempt attempt = TryArray(array, array, values);
  if (attempt == Attempt::kControlCharacters) {
    attempt = TryArray(Blanked(array), array, values);
    repaired_ += attempt == Attempt::kRead;
  }
  return attempt == Attempt::kRead;
}

JsonLevelReader::Attempt JsonLevelReader::TryObject(std::string_view padded,
                                                    std::string_view original, JsonFields* fields) {
  fields->Clear();
  simdjson::ondemand::document document;
  const auto error =
      parser_->parser.iterate(padded.data(), padded.size(), padded.size() + kPadding).get(document);
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();  // the text is not to blame
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
    const std::string_view raw_key =
        original.substr(static_cast<size_t>(key - padded.data()), length);
    JsonValue& value = fields->Add(raw_key, raw_key.find('\\') != std::string_view::npos);
    value.kind = *kind;
    value.raw = original.substr(static_cast<size_t>(raw.data() - padded.data()), raw.size());
  }
  return IsAtEnd(document) ? Attempt::kRead : Attempt::kBroken;
}

JsonLevelReader::Attempt JsonLevelReader::TryArray(std::string_view padded,
                                                   std::string_view original,
                                                   std::vector<JsonValue>* values) {
  values->clear();
  simdjson::ondemand::document document;
  const auto error =
      parser_->parser.iterate(padded.data(), padded.size(), padded.size() + kPadding).get(document);
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();  // the text is not to blame
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
    JsonValue& found_value = values->emplace_back();
    found_value.kind = *kind;
    found_value.raw = original.substr(static_cast<size_t>(raw.data() - padded.data()), raw.size());
  }
  return IsAtEnd(document) ? Attempt::kRead : Attempt::kBroken;
}

std::string_view JsonLevelReader::Blanked(std::string_view text) {
  blanked_.reserve(text.size() + kPadding);
  blanked_ = text;
  std::replace_if(
      blanked_.begin(), blanked_.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; },
      ' ');
  return blanked_;
}

}  // namespace analyzer
