#include "analyzer/extract/json_tokens.h"

#include <simdjson.h>

#include <algorithm>
#include <new>

#include "analyzer/extract/json_fields.h"

namespace analyzer {
namespace {

constexpr size_t kLargest = size_t{16} << 20;
constexpr size_t kSmallest = size_t{16} << 10;

bool BeginsValue(char c) { return c != ',' && c != ':' && c != '}' && c != ']'; }

// As JSON has it: no further digits behind a zero.
bool IsSoundNumber(std::string_view raw) {
  const std::string_view digits = raw.substr(raw.front() == '-' ? 1 : 0);
  return digits.size() < 2 || digits[0] != '0' || digits[1] < '0' || digits[1] > '9';
}

// Where the last escape of a text begins whose first backslash is at `first`; nothing where one is
// none that JSON has.
std::optional<size_t> LastEscape(std::string_view text, size_t first) {
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  size_t last = first;
  for (size_t at = first; at < text.size(); at = text.find('\\', at + 2)) {
    const std::string_view escape = text.substr(at + 1, 5);
    if (escape.substr(0, 1) == "u") {
      if (escape.size() < 5 || escape.find_first_not_of(kHex, 1) != std::string_view::npos)
        return std::nullopt;
    } else if (escape.empty() ||
               std::string_view("\"\\/bfnrt").find(escape.front()) == std::string_view::npos) {
      return std::nullopt;
    }
    last = at;
  }
  return last;
}

}  // namespace

struct JsonTokens::Stage {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  size_t room = 0;  // bytes of text

  bool Run(std::string_view text) {
    if (text.size() > room) {
      const size_t wanted = std::max(kSmallest, std::min(kLargest, text.size() * 2));
      const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
          wanted, simdjson::DEFAULT_MAX_DEPTH, parser);
      if (error == simdjson::MEMALLOC) throw std::bad_alloc();  // the text is not to blame
      if (error != simdjson::SUCCESS) return false;
      room = wanted;
    }
    return parser->stage1(reinterpret_cast<const uint8_t*>(text.data()), text.size(),
                          simdjson::stage1_mode::regular) == simdjson::SUCCESS;
  }
};

JsonTokens::JsonTokens() : stage_(std::make_unique<Stage>()) {}
JsonTokens::~JsonTokens() = default;

bool JsonTokens::Find(std::string_view text) {
  return FindIn(text) && (First(0) == '{' || First(0) == '[') && Pair(false);
}

bool JsonTokens::FindRow(std::string_view row) { return FindIn(row) && Pair(true); }

bool JsonTokens::FindIn(std::string_view text) {
  if (text.empty() || text.size() > kLargest || !stage_->Run(text)) return false;
  text_ = text;
  begins_ = stage_->parser->structural_indexes.get();
  count_ = stage_->parser->n_structural_indexes;
  first_backslash_ = text.find('\\');
  last_escape_ = text.size();
  return true;
}

// Finds for each opening bracket the closing one, and holds all between against the grammar. Until
// it is closed, an opening bracket has in closes_ the one that is open around it.
bool JsonTokens::Pair(bool row) {
  constexpr uint32_t kNone = UINT32_MAX;
  if (closes_.size() < count_) closes_.resize(count_);
  sound_ = true;
  uint32_t open = kNone;
  bool object = false;
  for (uint32_t at = 0;;) {
    // Here a member of what is open begins, or a value of the row.
    if (object) {
      while (at + 4 <= count_ && IsTextField(at)) at += 4;  // as nearly all are
      if (First(at) != '"' || First(at + 1) != ':') return false;
      at += 2;
    }
    if (at >= count_) return false;
    const char c = First(at);
    if (c == '{' || c == '[') {
      closes_[at] = open;
      open = at++;
      object = c == '{';
      if (at < count_ && First(at) != (object ? '}' : ']')) continue;
    } else {
      if (!BeginsValue(c)) return false;
      if (c != '"') sound_ = sound_ && IsSoundScalar(at);
      ++at;
    }
    // Behind a value, or at the bracket that closes an empty object or array.
    while (open != kNone && at < count_ && First(at) == (object ? '}' : ']')) {
      const uint32_t around = closes_[open];
      closes_[open] = at++;
      open = around;
      object = open != kNone && First(open) == '{';
    }
    if (at == count_) break;
    if (First(at++) != ',' || (open == kNone && !row)) return false;
  }
  // Backslashes stand in strings, and nowhere else, where the other scalars are sound.
  if (sound_ && first_backslash_ != std::string_view::npos) {
    const auto last = LastEscape(text_, first_backslash_);
    sound_ = last.has_value();
    if (last) last_escape_ = *last;
  }
  return open == kNone;
}

bool JsonTokens::IsSoundScalar(uint32_t token) const {
  const std::string_view raw = Raw(token);
  const auto kind = KindOf(raw);
  return kind && (kind != JsonKind::kNumber || IsSoundNumber(raw));
}

std::optional<uint32_t> JsonTokens::At(const char* place) const {
  const auto offset = static_cast<uint32_t>(place - text_.data());
  const uint32_t* const found = std::lower_bound(begins_, begins_ + count_, offset);
  if (found == begins_ + count_ || *found != offset) return std::nullopt;
  return static_cast<uint32_t>(found - begins_);
}

}  // namespace analyzer
