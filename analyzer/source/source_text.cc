#include "analyzer/source/source_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "analyzer/base/count_bytes.h"
#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr size_t kProbe = size_t{64} * 1024;

constexpr size_t kLineBlock = size_t{64} * 1024;

// The zeros of `head` that stand by themselves, at even and at odd places. UTF-16 has one in each
// character of ASCII; a block of zeros, which a crash left, tells nothing.
std::array<size_t, 2> LoneZeros(std::string_view head) {
  std::array<size_t, 2> zeros{};
  for (size_t at = head.find('\0'); at < head.size(); at = head.find('\0', at + 1)) {
    const bool lone =
        (at == 0 || head[at - 1] != 0) && (at + 1 == head.size() || head[at + 1] != 0);
    zeros[at % 2] += lone;
  }
  return zeros;
}

// Whether nearly all of it is made of characters that a text has.
bool IsPlausible(std::string_view head, Width width) {
  const Decoded decoded = DecodeText(head, 0, width);
  const std::string_view text = decoded.text.bytes();
  size_t characters = 0;
  size_t odd = 0;
  for (size_t at = 0; at < text.size(); ++characters) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    odd += point == 0xFFFD || (point != 0 && !IsPlausibleInText(point));
  }
  return odd * 20 <= characters;
}

// The width of a text that is UTF-16 without a mark. JSON and logs have some ASCII in whatever
// language they are, also among the first characters; where not, UTF-16 only follows UTF-8.
std::optional<Width> WidthWithoutMark(std::string_view head) {
  constexpr size_t kFirst = 16;
  const auto [even, odd] = LoneZeros(head);
  const size_t zeros = std::max(even, odd);
  if (head.size() < 4 || zeros * 40 < head.size() || std::min(even, odd) * 10 > zeros ||
      head.substr(0, kFirst).find('\0') == std::string_view::npos) {
    return std::nullopt;
  }
  const Width width = odd > even ? Width::kLittleUnits : Width::kBigUnits;
  return IsPlausible(head, width) ? std::optional(width) : std::nullopt;
}

// Control characters that no text has, in more than one byte of twenty: not a text. Zeros do not
// count, as a crash leaves blocks of them in a log.
bool LooksBinary(std::string_view head) {
  // Of nearly all texts this tells it, in a quarter of the time.
  const size_t controls =
      CountBytes(head, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (controls * 20 <= head.size() - controls) return false;
  const size_t zeros = CountBytes(head, [](char c) { return c == '\0'; });
  const size_t odd = CountBytes(head, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != 0 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B;
  });
  return odd * 20 > head.size() - zeros;
}

// What a reader looks at first: not a block of zeros at the file's begin. Even, as units are.
std::string_view Head(std::string_view bytes) {
  const size_t begin = std::min(bytes.find_first_not_of('\0'), bytes.size());
  return bytes.substr(begin - begin % 2, kProbe);
}

// What decides how a text's bytes are read.
struct Traits {
  bool plain = true;     // valid UTF-8 of which each byte is in the text
  bool lone_cr = false;  // a CR that no LF follows; not known where the bytes are not plain
};

bool HasMarkAtLineBegin(std::string_view bytes) {
  for (size_t at = bytes.find(kUtf8Mark, 1); at < bytes.size();
       at = bytes.find(kUtf8Mark, at + 1)) {
    if (bytes[at - 1] == '\n' || bytes[at - 1] == '\r') return true;
  }
  return false;
}

bool HasLoneCr(std::string_view text) {
  for (size_t at = text.find('\r'); at < text.size(); at = text.find('\r', at + 1)) {
    if (text.substr(at + 1, 1) != "\n") return true;
  }
  return false;
}

// Block by block, so that each byte comes from the file, or from memory, once. A block ends before
// a character of ASCII that is no LF: nothing that is looked for reaches over that.
Traits TraitsOf(std::string_view bytes) {
  Traits traits;
  for (size_t begin = 0; begin < bytes.size();) {
    size_t end = std::min(begin + kLineBlock, bytes.size());
    while (end < bytes.size() && (bytes[end] == '\n' || static_cast<signed char>(bytes[end]) < 0))
      ++end;
    const std::string_view block = bytes.substr(begin, end - begin);
    traits.plain = block.find('\0') == std::string_view::npos &&
                   block.find('\x1B') == std::string_view::npos && IsValidUtf8(block) &&
                   !HasMarkAtLineBegin(block);
    if (!traits.plain) return traits;
    traits.lone_cr = traits.lone_cr || HasLoneCr(block);
    begin = end;
  }
  return traits;
}

bool HasBinaryMagic(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view magic :
       {"SQLite format 3\0"sv, "\x1F\x8B"sv, "BZh"sv, "\xFD\x37\x7AXZ\0"sv, "\x28\xB5\x2F\xFD"sv,
        "PK\x03\x04"sv, "\x89PNG"sv, "%PDF"sv, "\x7F\x45LF"sv}) {
    if (bytes.substr(0, magic.size()) == magic) return true;
  }
  return false;
}

}  // namespace

bool IsPlainBehind(std::string_view file_bytes, size_t at) {
  const std::string_view behind = file_bytes.substr(at);
  const Traits traits = TraitsOf(behind);
  return traits.plain && !traits.lone_cr && !behind.starts_with(kUtf8Mark) &&
         !LooksBinary(Head(file_bytes));
}

SourceText::SourceText(Bytes file_bytes) : bytes_(std::move(file_bytes)) {
  const std::string_view bytes = bytes_.view();
  const std::string_view head = Head(bytes);
  const auto width = WidthWithoutMark(head);
  const std::string_view mark = bytes.substr(0, 2);
  if (mark == "\xFF\xFE" || mark == "\xFE\xFF") {
    Decode(2, mark[0] == '\xFF' ? Width::kLittleUnits : Width::kBigUnits);
  } else if (HasBinaryMagic(bytes) || (!width && LooksBinary(head))) {
    encoding_ = Encoding::kBinary;
    mapped_ = true;
  } else if (width) {
    Decode(0, *width);
  } else {
    const bool marked = bytes.starts_with(kUtf8Mark);
    encoding_ = marked ? Encoding::kUtf8Bom : Encoding::kUtf8;
    begin_ = marked ? kUtf8Mark.size() : 0;
    const Traits traits = TraitsOf(bytes);
    lone_cr_ = traits.lone_cr;
    if (!traits.plain) Decode(begin_, Width::kBytes);
  }
}

void SourceText::Decode(size_t begin, Width width) {
  mapped_ = true;
  decoded_ = DecodeText(bytes_.view(), begin, width);
  lone_cr_ = HasLoneCr(decoded_.text.bytes());
  if (width == Width::kLittleUnits) encoding_ = Encoding::kUtf16Le;
  if (width == Width::kBigUnits) encoding_ = Encoding::kUtf16Be;
  if (decoded_.foreign_bytes > 0) encoding_ = Encoding::kMixed;
  if (decoded_.widths_change) encoding_ = Encoding::kMixedWidths;
}

const char* SourceText::encoding_name() const {
  switch (encoding_) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf8Bom:
      return "UTF-8 with BOM";
    case Encoding::kUtf16Le:
      return "UTF-16 LE";
    case Encoding::kUtf16Be:
      return "UTF-16 BE";
    case Encoding::kMixed:
      return "Windows-1252 in part";
    case Encoding::kMixedWidths:
      return "mixed UTF-8 and UTF-16";
    case Encoding::kBinary:
      return "binary";
  }
  return "";
}

std::string_view SourceText::text() const {
  return mapped_ ? decoded_.text.bytes() : bytes_.view().substr(begin_);
}

bool SourceText::LeavesOut(Span span) const {
  const auto next =
      std::upper_bound(left_out().begin(), left_out().end(), span.begin,
                       [](size_t at, const LeftOut& left_out) { return at < left_out.at; });
  return next != left_out().end() && next->at < span.end;
}

Span SourceText::FileSpan(Span span) const {
  if (!mapped_) return {span.begin + begin_, span.end + begin_};
  Span bytes = decoded_.text.Origin(span);
  const auto behind =
      std::lower_bound(left_out().begin(), left_out().end(), span.end,
                       [](const LeftOut& left_out, size_t at) { return left_out.at < at; });
  if (behind != left_out().end() && behind->at == span.end && span.size() > 0) {
    bytes.end = behind->begin;
  }
  return bytes;
}

// A CR and its LF count once, at the LF.
int64_t SourceText::CountLineEnds(size_t begin, size_t end) const {
  const std::string_view part = text().substr(begin, end - begin);
  auto count = static_cast<int64_t>(CountBytes(part, [](char c) { return c == '\n'; }));
  if (!lone_cr_) return count;
  for (size_t at = part.find('\r'); at < part.size(); at = part.find('\r', at + 1)) {
    count += text().substr(begin + at + 1, 1) != "\n";
  }
  return count;
}

int64_t SourceText::Line(size_t at) const {
  if (at < line_at_ || at - line_at_ > kLineBlock) {
    const size_t block = (at - first_line_.at) / kLineBlock;
    if (block_lines_.empty()) block_lines_.push_back(first_line_.line);
    while (block_lines_.size() <= block) {
      const size_t end = first_line_.at + block_lines_.size() * kLineBlock;
      block_lines_.push_back(block_lines_.back() + CountLineEnds(end - kLineBlock, end));
    }
    line_at_ = first_line_.at + block * kLineBlock;
    line_ = block_lines_[block];
  }
  line_ += CountLineEnds(line_at_, at);
  line_at_ = at;
  return line_;
}

}  // namespace analyzer
