#include "analyzer/extract/json_tokens.h"

#include <simdjson.h>

#include <algorithm>
#include <new>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr size_t kLargest = size_t{16} << 20;
constexpr size_t kSmallest = size_t{64} << 10;

bool BeginsValue(char c) { return c != ',' && c != ':' && c != '}' && c != ']'; }

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
  if (text.empty() || text.size() > kLargest || !stage_->Run(text)) return false;
  text_ = text;
  begins_ = stage_->parser->structural_indexes.get();
  count_ = stage_->parser->n_structural_indexes;
  return Pair();
}

// Finds for each opening bracket the closing one, and holds all between against the grammar.
bool JsonTokens::Pair() {
  if (closes_.size() < count_) closes_.resize(count_);
  open_.clear();
  if (First(0) != '{' && First(0) != '[') return false;
  // What begins at `at` is the first member behind an opening bracket, or follows a comma.
  bool first = true;
  uint32_t at = 1;
  open_.push_back(0);
  while (at < count_) {
    const bool object = First(open_.back()) == '{';
    if (!first || First(at) != (object ? '}' : ']')) {
      if (object) {
        if (at + 2 >= count_ || First(at) != '"' || First(at + 1) != ':') return false;
        at += 2;
      }
      const char c = First(at);
      if (!BeginsValue(c)) return false;
      first = c == '{' || c == '[';
      if (first) open_.push_back(at);
      ++at;
      if (first) continue;
    }
    // Behind a value, or at the bracket that closes an empty object or array.
    while (at < count_ && First(at) == (First(open_.back()) == '{' ? '}' : ']')) {
      closes_[open_.back()] = at++;
      open_.pop_back();
      if (open_.empty()) return at == count_;
    }
    if (at == count_ || First(at) != ',') return false;
    ++at;
    first = false;
  }
  return false;
}

std::string_view JsonTokens::Raw(uint32_t value) const {
  const size_t begin = begins_[value];
  const char c = text_[begin];
  if (c == '{' || c == '[') return text_.substr(begin, begins_[closes_[value]] + 1 - begin);
  const size_t end = begins_[value + 1];
  const std::string_view raw = text_.substr(begin, end - begin);
  return c > ' ' && text_[end - 1] > ' ' ? raw : Trim(raw);
}

}  // namespace analyzer
