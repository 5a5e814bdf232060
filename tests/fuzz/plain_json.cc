#include "tests/fuzz/plain_json.h"

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr int kDeepest = 512;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<PlainJson> Document() {
    PlainJson value;
    SkipBlanks();
    if (!Value(0, &value)) return std::nullopt;
    SkipBlanks();
    return at_ == text_.size() ? std::optional(std::move(value)) : std::nullopt;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void SkipBlanks() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool IsDigit() const { return Peek() >= '0' && Peek() <= '9'; }

  bool Value(int depth, PlainJson* value) {
    if (depth > kDeepest) return false;
    value->begin = at_;
    bool read = false;
    if (Peek() == '{') {
      read = Object(depth, value);
    } else if (Peek() == '[') {
      read = Array(depth, value);
    } else if (Peek() == '"') {
      value->kind = PlainJson::Kind::kString;
      read = String(&value->text);
    } else {
      read = Scalar(value);
    }
    value->end = at_;
    return read;
  }

  bool Object(int depth, PlainJson* value) {
    value->kind = PlainJson::Kind::kObject;
    ++at_;
    SkipBlanks();
    if (Take('}')) return true;
    do {
      SkipBlanks();
      if (!String(&value->keys.emplace_back())) return false;
      SkipBlanks();
      if (!Take(':')) return false;
      SkipBlanks();
      if (!Value(depth + 1, &value->items.emplace_back())) return false;
      SkipBlanks();
    } while (Take(','));
    return Take('}');
  }

  bool Array(int depth, PlainJson* value) {
    value->kind = PlainJson::Kind::kArray;
    ++at_;
    SkipBlanks();
    if (Take(']')) return true;
    do {
      SkipBlanks();
      if (!Value(depth + 1, &value->items.emplace_back())) return false;
      SkipBlanks();
    } while (Take(','));
    return Take(']');
  }

  bool Scalar(PlainJson* value) {
    const size_t begin = at_;
    value->kind = PlainJson::Kind::kNumber;
    if (Peek() == '-' || IsDigit()) {
      Take('-');
      if (!Take('0') && !Digits()) return false;
      if (Take('.') && !Digits()) return false;
      if (Take('e') || Take('E')) {
        if (!Take('+')) Take('-');
        if (!Digits()) return false;
      }
      value->text = text_.substr(begin, at_ - begin);
      return true;
    }
    value->kind = PlainJson::Kind::kWord;
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      value->text = word;
      return true;
    }
    return false;
  }

  bool Digits() {
    const size_t begin = at_;
    while (IsDigit()) ++at_;
    return at_ > begin;
  }

  bool String(std::string* out) {
    if (!Take('"')) return false;
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte < 0x20) return false;
      if (byte == '\\') {
        if (!Escape(out)) return false;
        continue;
      }
      ++at_;
      if (byte == '"') return true;
      out->push_back(static_cast<char>(byte));
    }
    return false;
  }

  bool Escape(std::string* out) {
    constexpr std::string_view kShort = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    ++at_;
    if (Take('u')) {
      char32_t unit = 0;
      if (!Unit(&unit)) return false;
      if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_, 2) == "\\u") {
        const size_t before = at_;
        char32_t low = 0;
        at_ += 2;
        if (!Unit(&low)) return false;
        if (low >= 0xDC00 && low < 0xE000) {
          unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        } else {
          at_ = before;
        }
      }
      AppendUtf8(unit, out);
      return true;
    }
    const size_t which = kShort.find(Peek());
    if (at_ == text_.size() || which == std::string_view::npos) return false;
    ++at_;
    out->push_back(kMeant[which]);
    return true;
  }

  bool Unit(char32_t* unit) {
    for (int i = 0; i < 4; ++i, ++at_) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      const char c = Peek();
      const size_t digit = kDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
      if (at_ == text_.size() || digit == std::string_view::npos) return false;
      *unit = *unit * 16 + static_cast<char32_t>(digit);
    }
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

const PlainJson* PlainJson::Find(std::string_view key) const {
  for (size_t i = keys.size(); i > 0; --i) {
    if (keys[i - 1] == key) return &items[i - 1];
  }
  return nullptr;
}

bool operator==(const PlainJson& a, const PlainJson& b) {
  return a.kind == b.kind && a.text == b.text && a.keys == b.keys && a.items == b.items;
}

std::optional<PlainJson> ParsePlainJson(std::string_view text) {
  if (!IsValidUtf8(text)) return std::nullopt;
  return Parser(text).Document();
}

}  // namespace analyzer
