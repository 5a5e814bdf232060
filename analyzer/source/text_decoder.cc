#include "analyzer/source/text_decoder.h"

#include <algorithm>
#include <string>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr size_t kHoleZeros = 4;  // characters
constexpr char32_t kByteOrderMark = 0xFEFF;

bool IsAsciiText(char c) { return (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r'; }

class TextDecoder {
 public:
  TextDecoder(std::string_view bytes, size_t begin, Width width)
      : bytes_(bytes), at_(begin), width_(width) {}

  Decoded Run() {
    while (at_ < bytes_.size()) {
      if (width_ == Width::kBytes) {
        ReadBytes();
      } else {
        ReadUnits();
      }
    }
    decoded_.text.Finish(bytes_.size());
    return std::move(decoded_);
  }

 private:
  // Both read on until the width changes.
  void ReadBytes();
  void ReadUnits();
  bool IsPlainByte() const;
  void ReadSpecialByte();
  void ReadForeignByte();
  void ReadZeroBytes();
  char32_t ReadSurrogates(char32_t high);
  bool LeaveOutUnit(char32_t unit);
  void ReadZeroUnits();
  void LeaveOutZeros(size_t characters, size_t end);
  void LeaveOut(LeftOut::Kind kind, size_t end);
  void ChangeWidth(Width width);

  size_t Stride() const { return width_ == Width::kBytes ? 1 : 2; }
  char32_t Unit(size_t at, Width width) const;
  char32_t CharacterAt(size_t at) const;
  size_t EscapeEnd() const;
  bool AtLineBegin() const;
  bool BeginsUnits(size_t at, Width width) const;
  bool BeginsBytes() const;

  std::string_view bytes_;
  size_t at_;
  Width width_;
  Decoded decoded_;
};

char32_t TextDecoder::Unit(size_t at, Width width) const {
  const auto first = static_cast<unsigned char>(bytes_[at]);
  const auto second = static_cast<unsigned char>(bytes_[at + 1]);
  return width == Width::kLittleUnits ? second << 8U | first : first << 8U | second;
}

// One byte or unit; U+FFFF behind the end.
char32_t TextDecoder::CharacterAt(size_t at) const {
  if (at + Stride() > bytes_.size()) return 0xFFFF;
  return width_ == Width::kBytes ? static_cast<unsigned char>(bytes_[at]) : Unit(at, width_);
}

// The end of the escape sequence that begins at at_: `ESC [ … letter`, or `ESC ( B`. 0: none does.
size_t TextDecoder::EscapeEnd() const {
  constexpr size_t kLongest = 64;
  size_t at = at_ + Stride();
  const char32_t kind = CharacterAt(at);
  at += Stride();
  if (kind == '(' || kind == ')') {
    const char32_t set = CharacterAt(at);
    return set < 0x80 && set > 0x20 ? at + Stride() : 0;
  }
  if (kind != '[') return 0;
  for (size_t i = 0; i < kLongest; ++i, at += Stride()) {
    const char32_t c = CharacterAt(at);
    if (c >= 0x40 && c < 0x7F) return at + Stride();
    if (c < 0x20 || c >= 0x40) return 0;
  }
  return 0;
}

bool TextDecoder::AtLineBegin() const {
  const MappedText& text = decoded_.text;
  return text.empty() || text.back() == '\n' || text.back() == '\r';
}

// Four units of ASCII, or fewer up to the file's end.
bool TextDecoder::BeginsUnits(size_t at, Width width) const {
  constexpr size_t kUnits = 4;
  size_t units = 0;
  for (; units < kUnits && at + 1 < bytes_.size(); ++units, at += 2) {
    const char32_t unit = Unit(at, width);
    if (unit >= 0x80 || !IsAsciiText(static_cast<char>(unit))) return false;
  }
  return units == kUnits || (units >= 2 && at >= bytes_.size());
}

bool TextDecoder::BeginsBytes() const {
  const size_t needed = AtLineBegin() ? 16 : 32;
  const std::string_view next = bytes_.substr(at_, needed);
  if (next.size() < needed && (!AtLineBegin() || next.size() < 4)) return false;
  return std::all_of(next.begin(), next.end(), IsAsciiText);
}

void TextDecoder::LeaveOut(LeftOut::Kind kind, size_t end) {
  decoded_.left_out.push_back({kind, decoded_.text.size(), at_});
  at_ = std::min(end, bytes_.size());
}

void TextDecoder::LeaveOutZeros(size_t characters, size_t end) {
  const bool outside = decoded_.text.empty() || end >= bytes_.size();
  const bool hole = !outside && characters >= kHoleZeros;
  const size_t begin = at_;
  LeaveOut(hole ? LeftOut::Kind::kHole : LeftOut::Kind::kZeros, end);
  if (hole) decoded_.text.AppendAt(std::string_view("\0", 1), begin);
}

void TextDecoder::ChangeWidth(Width width) {
  // A file may begin with what it does not go on with: that is no change.
  decoded_.widths_change |= !decoded_.text.empty();
  width_ = width;
}

void TextDecoder::ReadBytes() {
  while (at_ < bytes_.size() && width_ == Width::kBytes) {
    const size_t plain = at_;
    while (at_ < bytes_.size() && IsPlainByte()) ++at_;
    // The first byte of a unit looks plain.
    const bool little = at_ > plain && at_ < bytes_.size() && bytes_[at_] == 0 &&
                        !(bytes_[at_ - 1] == '\n' && BeginsUnits(at_, Width::kBigUnits)) &&
                        BeginsUnits(at_ - 1, Width::kLittleUnits);
    if (little) --at_;
    decoded_.text.Append(bytes_.substr(plain, at_ - plain), plain);
    if (little) {
      ChangeWidth(Width::kLittleUnits);
    } else if (at_ < bytes_.size()) {
      ReadSpecialByte();
    }
  }
}

bool TextDecoder::IsPlainByte() const {
  const auto byte = static_cast<unsigned char>(bytes_[at_]);
  return byte < 0x80 && byte != 0 && byte != 0x1B;
}

void TextDecoder::ReadSpecialByte() {
  const auto byte = static_cast<unsigned char>(bytes_[at_]);
  if (byte == 0) return ReadZeroBytes();
  if (byte == 0x1B) {
    if (const size_t end = EscapeEnd()) return LeaveOut(LeftOut::Kind::kColour, end);
    decoded_.text.Append(bytes_.substr(at_, 1), at_);
    ++at_;
    return;
  }
  size_t end = at_;
  bool valid = true;
  const char32_t point = NextCodePoint(bytes_, &end, &valid);
  if (!valid) return ReadForeignByte();
  if (point == kByteOrderMark && AtLineBegin()) return LeaveOut(LeftOut::Kind::kMark, end);
  decoded_.text.Append(bytes_.substr(at_, end - at_), at_);
  at_ = end;
}

void TextDecoder::ReadForeignByte() {
  for (const Width width : {Width::kLittleUnits, Width::kBigUnits}) {
    if (at_ + 1 >= bytes_.size() || Unit(at_, width) != kByteOrderMark) continue;
    if (!BeginsUnits(at_ + 2, width)) continue;
    LeaveOut(LeftOut::Kind::kMark, at_ + 2);
    return ChangeWidth(width);
  }
  std::string encoded;
  AppendUtf8(FromWindows1252(static_cast<unsigned char>(bytes_[at_])), &encoded);
  decoded_.text.AppendAt(encoded, at_);
  ++decoded_.foreign_bytes;
  ++at_;
}

void TextDecoder::ReadZeroBytes() {
  if (BeginsUnits(at_, Width::kBigUnits)) return ChangeWidth(Width::kBigUnits);
  size_t end = std::min(bytes_.find_first_not_of('\0', at_), bytes_.size());
  // The last zero may be the first byte of a unit.
  if (end < bytes_.size() && end - at_ > 1 && BeginsUnits(end - 1, Width::kBigUnits)) --end;
  LeaveOutZeros(end - at_, end);
}

void TextDecoder::ReadUnits() {
  while (at_ < bytes_.size() && width_ != Width::kBytes) {
    if (at_ + 1 == bytes_.size()) return LeaveOut(LeftOut::Kind::kHalf, bytes_.size());
    const char32_t unit = Unit(at_, width_);
    if (LeaveOutUnit(unit)) continue;
    if (unit >= 0x80 && BeginsBytes()) return ChangeWidth(Width::kBytes);
    const size_t from = at_;
    at_ += 2;
    if (unit < 0x80) {
      const char c = static_cast<char>(unit);
      decoded_.text.Append(std::string_view(&c, 1), from, 2);
    } else {
      std::string encoded;
      AppendUtf8(ReadSurrogates(unit), &encoded);
      decoded_.text.AppendAt(encoded, from);
    }
  }
}

bool TextDecoder::LeaveOutUnit(char32_t unit) {
  if (unit == 0) {
    ReadZeroUnits();
    return true;
  }
  if (unit == kByteOrderMark && AtLineBegin()) {
    LeaveOut(LeftOut::Kind::kMark, at_ + 2);
    return true;
  }
  const size_t end = unit == 0x1B ? EscapeEnd() : 0;
  if (end != 0) LeaveOut(LeftOut::Kind::kColour, end);
  return end != 0;
}

void TextDecoder::ReadZeroUnits() {
  size_t units = 0;
  size_t end = at_;
  for (; end + 1 < bytes_.size() && Unit(end, width_) == 0; end += 2) ++units;
  if (units >= kHoleZeros) {
    // A hole can have an odd length: ASCII behind it tells where units begin again.
    const size_t other = std::min(bytes_.find_first_not_of('\0', at_), bytes_.size());
    end = width_ == Width::kBigUnits && other < bytes_.size() ? other - 1 : other;
  }
  LeaveOutZeros(units, end);
}

// Half of a pair stays what it is, and is written as U+FFFD.
char32_t TextDecoder::ReadSurrogates(char32_t high) {
  if (high < 0xD800 || high >= 0xDC00 || at_ + 1 >= bytes_.size()) return high;
  const char32_t low = Unit(at_, width_);
  if (low < 0xDC00 || low >= 0xE000) return high;
  at_ += 2;
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

}  // namespace

Decoded DecodeText(std::string_view bytes, size_t begin, Width width) {
  return TextDecoder(bytes, begin, width).Run();
}

}  // namespace analyzer
