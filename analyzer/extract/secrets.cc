#include "analyzer/extract/secrets.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "analyzer/base/ascii.h"

namespace analyzer {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::string_view kSpaces = " \t";
constexpr size_t kShortestBare = 3;    // `token: <` is part of a parser's message
constexpr size_t kShortestToken = 6;   // behind `Bearer`
constexpr size_t kShortestAlone = 16;  // behind a name without `:` or `=`

// One pass over the text: where something may be a secret, and what of its kinds. Names are
// extended on both sides by hand, so that the pattern begins with letters and is fast.
const RE2& Triggers() {
  static const RE2 pattern(
      "(?i)"
      "(authorization|passport|cookie)"
      "|(passw(?:or)?d|passphrase|pwd|secret|token|credential|jwt|sess(?:ion)?[-_]?id"
      "|(?:api|account|access|auth|private|subscription|functions?|signature|signing)[-_]?key)"
      R"(|\b(bearer)\s+|\b(basic)\s+|(://)|([?&](?:key|sig|signature|auth|code|pass|sid)=))"
      R"(|\b(eyJ[\w-]{8,}\.[\w-]{4,}))");
  return pattern;
}
enum Trigger { kHeader, kName, kBearer, kBasic, kUrl, kParameter, kWebToken, kTriggers };

bool IsNameCharacter(char c) { return IsLetter(c) || IsDigit(c) || c == '_' || c == '-'; }
bool IsTokenCharacter(char c) {
  return IsNameCharacter(c) || std::string_view(".~+/=").find(c) != std::string_view::npos;
}

// What may stand between a name and its secret.
bool IsBetween(char c) {
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\f':
    case '\r':
    case '"':
    case '\'':
    case ':':
    case '=':
    case '%':
    case '<':
      return true;
    default:
      return false;
  }
}

// False where no secret can be: there is nothing of that, as in most words and paths, nor what a
// web token begins with.
bool MayHoldSecret(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (IsBetween(text[at])) return true;
    if ((text[at] | 0x20) == 'e' && at + 2 < text.size() && (text[at + 1] | 0x20) == 'y' &&
        (text[at + 2] | 0x20) == 'j') {
      return true;
    }
  }
  return false;
}

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::vector<Span> Find() {
    std::array<re2::StringPiece, 1 + kTriggers> groups;
    for (size_t at = 0; at < text_.size();) {
      const re2::StringPiece whole(text_.data(), text_.size());
      if (!Triggers().Match(whole, at, text_.size(), RE2::UNANCHORED, groups.data(),
                            static_cast<int>(groups.size()))) {
        break;
      }
      const auto end = static_cast<size_t>(groups[0].end() - text_.data());
      size_t kind = 0;
      while (groups[1 + kind].data() == nullptr) ++kind;
      Take(static_cast<Trigger>(kind), static_cast<size_t>(groups[0].data() - text_.data()), end);
      at = found_.empty() ? end : std::max(end, found_.back().end);
    }
    return std::move(found_);
  }

 private:
  void Take(Trigger kind, size_t begin, size_t end) {
    switch (kind) {
      case kHeader:
      case kName:
        return TakeNamed(kind == kHeader, begin, end);
      case kBearer:
        if (TokenEnd(end) - end >= kShortestToken) Add(end, TokenEnd(end));
        return;
      case kBasic:
        if (MayBeBasic(Part(end, TokenEnd(end)))) Add(end, TokenEnd(end));
        return;
      case kUrl:
        return TakeUserOfUrl(end);
      case kParameter:
        return Add(end, BareEnd(end));
      default:
        return Add(begin, TokenEnd(begin));
    }
  }

  // The value behind a name, of which [begin, end) is a part.
  void TakeNamed(bool header, size_t begin, size_t end) {
    while (begin > 0 && IsNameCharacter(text_[begin - 1])) --begin;
    while (end < text_.size() && IsNameCharacter(text_[end])) ++end;
    if (begin > 0 && text_[begin - 1] == '<' && At(end) == '>') {
      return Add(end + 1, std::min(text_.find('<', end), text_.size()));
    }
    const size_t quote = Skip(end, "\\");
    const bool quoted = IsQuote(At(quote));
    const size_t separator = Skip(quoted ? quote + 1 : end, quoted ? " \t\r\n" : kSpaces);
    const size_t behind = BehindSeparator(separator);
    if (behind == separator) return TakeAlone(Skip(separator, "\"'"), separator > end);
    TakeValue(header, Skip(behind, quoted ? " \t\r\n" : kSpaces));
  }

  void TakeValue(bool header, size_t at) {
    const size_t quote = Skip(at, "\\");
    if (IsQuote(At(quote))) return Add(quote + 1, QuotedEnd(quote + 1, quote - at));
    if (At(at) == '{' || At(at) == '[') return TakeWithin(at);
    const size_t end = header ? HeaderEnd(at) : BareEnd(at);
    if (end - at >= kShortestBare) Add(at, end);
  }

  // All values inside of brackets; of texts that are cut, to their end.
  void TakeWithin(size_t at) {
    size_t level = 0;
    while (at < text_.size()) {
      const char c = text_[at];
      const size_t quote = Skip(at, "\\");
      if (c == '{' || c == '[') {
        ++level;
      } else if (c == '}' || c == ']') {
        if (--level == 0) return;
      } else if (IsQuote(At(quote))) {
        const size_t end = QuotedEnd(quote + 1, quote - at);
        const size_t next = Skip(Skip(end, "\\") + 1, " \t\r\n");
        if (At(next) != ':') Add(quote + 1, end);
        at = Skip(end, "\\");
      } else if (IsTokenCharacter(c)) {
        const size_t end = BareEnd(at);
        Add(at, end);
        at = std::max(at, end - 1);
      }
      ++at;
    }
  }

  // `Invalid token 'a1b2…'`.
  void TakeAlone(size_t at, bool apart) {
    const std::string_view word = Part(at, TokenEnd(at));
    if (apart && word.size() >= kShortestAlone && std::any_of(word.begin(), word.end(), IsLetter) &&
        std::any_of(word.begin(), word.end(), IsDigit)) {
      Add(at, at + word.size());
    }
  }

  // `https://USER:PASSWORD@HOST/`.
  void TakeUserOfUrl(size_t at) {
    const size_t end = std::min(text_.find_first_of(" \t\r\n\"'<>/?#\\", at), text_.size());
    const size_t host = Part(at, end).rfind('@');
    if (host != std::string_view::npos) Add(at, at + host);
  }

  // What Basic sends is BASE64 (RFC 7617); a word is not, as it has no digits and no capitals
  // inside.
  static bool MayBeBasic(std::string_view word) {
    bool unlike_a_word = false;
    for (size_t i = 0; i < word.size(); ++i) {
      const char c = word[i];
      const bool letter = IsLetter(c);
      if (!letter && !IsDigit(c) && c != '+' && c != '/' && c != '=') return false;
      const bool capital_inside = i > 0 && std::isupper(static_cast<unsigned char>(c)) != 0 &&
                                  std::islower(static_cast<unsigned char>(word[i - 1])) != 0;
      unlike_a_word |= !letter || capital_inside;
    }
    return unlike_a_word && word.size() >= kShortestToken;
  }

  // Behind `:`, `=`, `=>` or the two as a URL has them; `at` where none is there.
  size_t BehindSeparator(size_t at) const {
    if (At(at) == '=' && At(at + 1) == '>') return at + 2;
    if (At(at) == ':' || At(at) == '=') return at + 1;
    const bool escaped = At(at) == '%' && At(at + 1) == '3' &&
                         std::string_view("AaDd").find(At(at + 2)) != std::string_view::npos;
    return escaped ? at + 3 : at;
  }

  // Of a text behind a quote with so many backslashes before it: at its last quote or, where it is
  // cut off, the line's end.
  size_t QuotedEnd(size_t at, size_t backslashes) const {
    const char quote = text_[at - 1];
    for (size_t before = 0; at < text_.size() && text_[at] != '\n'; ++at) {
      if (text_[at] == '\\') {
        ++before;
        continue;
      }
      // With as many backslashes it ends; with more of them the quote is part of the text, unless
      // they stand for backslashes themselves.
      if (text_[at] == quote) {
        const bool ends = backslashes == 0 ? before % 2 == 0 : before <= backslashes;
        if (ends) return at - std::min(before, backslashes);
      }
      before = 0;
    }
    return at;
  }

  // Up to the line's end, or where the text around ends in which the header stands.
  size_t HeaderEnd(size_t at) const {
    size_t end = at;
    while (true) {
      end = std::min(text_.find_first_of("\r\n\"'\\", end), text_.size());
      // `a="b"; c=d`
      if (At(end) != '"' || end == at || text_[end - 1] != '=') break;
      end = std::min(text_.find('"', end + 1), text_.size() - 1) + 1;
    }
    while (end > at && kSpaces.find(text_[end - 1]) != std::string_view::npos) --end;
    return end;
  }

  size_t BareEnd(size_t at) const {
    return std::min(text_.find_first_of(" \t\r\n\"',;&<>{}[]()\\", at), text_.size());
  }

  size_t TokenEnd(size_t at) const {
    while (at < text_.size() && IsTokenCharacter(text_[at])) ++at;
    return at;
  }

  size_t Skip(size_t at, std::string_view characters) const {
    return std::min(text_.find_first_not_of(characters, at), text_.size());
  }

  char At(size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  std::string_view Part(size_t begin, size_t end) const { return text_.substr(begin, end - begin); }

  void Add(size_t begin, size_t end) {
    const std::string_view value = Part(begin, end);
    const bool masked = value.find_first_not_of('*') == std::string_view::npos;
    const bool known = value == "null" || value == "None" || value == "true" || value == "false" ||
                       value == "True" || value == "False";
    if (masked || known) return;
    found_.push_back({begin, end});
  }

  std::string_view text_;
  std::vector<Span> found_;
};

}  // namespace

std::vector<Span> FindSecrets(std::string_view text) {
  return MayHoldSecret(text) ? Finder(text).Find() : std::vector<Span>();
}

std::string MaskSecrets(std::string_view text) {
  std::string masked;
  size_t done = 0;
  for (const Span& secret : FindSecrets(text)) {
    masked.append(text.substr(done, secret.begin - done)).append(kMask);
    done = secret.end;
  }
  return masked.append(text.substr(done));
}

}  // namespace analyzer
