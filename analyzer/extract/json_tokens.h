#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace analyzer {

// The tokens of one JSON value, or of several in a row, all found in one go, so that each of their
// levels can be read without looking at the bytes between them again. A token is a bracket, a
// comma, a colon, a string or any other scalar.
//
// simdjson's first stage finds them, at gigabytes a second; its second, which would judge and copy
// every scalar, is left out: few are ever asked for. Not for use by several threads at once.
class JsonTokens {
 public:
  JsonTokens();
  ~JsonTokens();
  JsonTokens(const JsonTokens&) = delete;
  JsonTokens& operator=(const JsonTokens&) = delete;

  // Finds the tokens of an object or array; false where brackets, commas, colons and keys do not
  // stand as they must in JSON, in all levels of it, a string holds a raw control character, or it
  // is larger than 16 MB. `text` must live, with kPadding readable bytes behind it, as long as the
  // tokens are asked for.
  bool Find(std::string_view text);
  // The same of one or more values with a comma between each two.
  bool FindRow(std::string_view row);

  // Whether all scalars are what JSON has, escapes in strings too, but for the range of numbers.
  bool sound() const { return sound_; }
  // Whether no backslash is in a part of the text; false may also mean that it was not looked for.
  bool IsPlain(std::string_view part) const {
    const auto begin = static_cast<size_t>(part.data() - text_.data());
    return begin + part.size() <= first_backslash_ || begin > last_escape_;
  }
  // The text whose tokens these are.
  std::string_view text() const { return text_; }
  uint32_t count() const { return count_; }
  // The token that begins at this place in memory, which is within the text; nothing where none
  // does.
  std::optional<uint32_t> At(const char* place) const;
  // Whether this one does.
  bool IsAt(uint32_t token, const char* place) const {
    return token < count_ && text_.data() + begins_[token] == place;
  }
  // Where a token begins in the text.
  size_t Place(uint32_t token) const { return begins_[token]; }
  char First(uint32_t token) const { return text_[begins_[token]]; }
  // The token behind the value that begins with this one: a comma or a closing bracket.
  uint32_t Behind(uint32_t value) const {
    return First(value) == '{' || First(value) == '[' ? closes_[value] + 1 : value + 1;
  }
  // The value's text, without white space behind it; also a key's, with its quotes.
  std::string_view Raw(uint32_t value) const {
    const char* const begin = text_.data() + begins_[value];
    if (*begin == '{' || *begin == '[')
      return {begin, size_t{begins_[closes_[value]]} + 1 - begins_[value]};
    const char* end = text_.data() + begins_[value + 1];
    while (IsJsonSpace(end[-1])) --end;
    return {begin, static_cast<size_t>(end - begin)};
  }

 private:
  struct Stage;
  static bool IsJsonSpace(char c) {
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
  }
  bool FindIn(std::string_view text);
  bool Pair(bool row);
  // Whether these four are a key, its colon, a string and a comma.
  bool IsTextField(uint32_t key) const {
    return First(key) == '"' && First(key + 1) == ':' && First(key + 2) == '"' &&
           First(key + 3) == ',';
  }
  bool IsSoundScalar(uint32_t token) const;

  std::unique_ptr<Stage> stage_;
  std::string_view text_;
  const uint32_t* begins_ = nullptr;  // of each token, and the text's end
  uint32_t count_ = 0;                // of tokens
  std::vector<uint32_t> closes_;      // of each opening bracket: the one that closes it
  bool sound_ = false;
  size_t first_backslash_ = std::string_view::npos;
  size_t last_escape_ = 0;  // behind its first byte, only its own backslashes stand
};

}  // namespace analyzer
