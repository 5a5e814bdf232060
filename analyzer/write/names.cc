#include "analyzer/write/names.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "analyzer/base/hash.h"
#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr size_t kMostOfPart = 80;
constexpr size_t kMostBytesOfPart = 100;
constexpr size_t kMostBytesOfName = 255;  // on Linux; Windows allows no fewer

// Names that Windows keeps for devices, in any case.
bool IsDeviceName(const std::string& name) {
  const std::string upper = Upper(name);
  for (const char* const device : {"CON", "PRN", "AUX", "NUL"}) {
    if (upper == device) return true;
  }
  return upper.size() == 4 && (upper.starts_with("COM") || upper.starts_with("LPT")) &&
         upper[3] >= '0' && upper[3] <= '9';
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

// The same for what is one name to some file system: of its compatibility composition, case folded.
uint64_t NameKey(std::string_view name) {
  std::string key(name);
  if (IsAscii(name)) {
    std::transform(key.begin(), key.end(), key.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return Hash64(key);
  }
  utf8proc_uint8_t* mapped = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(key.data()),
                   static_cast<utf8proc_ssize_t>(key.size()), &mapped,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                  UTF8PROC_COMPAT | UTF8PROC_CASEFOLD));
  if (length >= 0) key.assign(reinterpret_cast<char*>(mapped), static_cast<size_t>(length));
  std::free(mapped);
  return Hash64(key);
}

// The stem is cut between characters where the whole would be too long; the end is what tells
// names apart.
std::string JoinName(std::string_view stem, const std::string& end) {
  size_t room = kMostBytesOfName - std::min(end.size(), kMostBytesOfName);
  if (stem.size() > room) {
    while (room > 0 && (static_cast<unsigned char>(stem[room]) & 0xC0) == 0x80) --room;
    stem = stem.substr(0, room);
  }
  return std::string(stem) + end;
}

}  // namespace

std::string CleanNamePart(std::string_view text) {
  std::string clean;
  size_t characters = 0;
  for (size_t at = 0; at < text.size() && characters < kMostOfPart;) {
    const size_t from = at;
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    if (!valid || !(point == '-' || point == '_' || IsLetterOrDigit(point))) continue;
    if (clean.size() + (at - from) > kMostBytesOfPart) break;
    clean.append(text.substr(from, at - from));
    ++characters;
  }
  return clean;
}

std::string ReasonFolderName(std::string_view reason) {
  std::string name = CleanNamePart(reason);
  if (name.empty()) return "UNNAMED";
  if (IsDeviceName(name)) name += '_';
  return name;
}

std::string NameRegister::Take(std::string_view stem, std::string_view extension) {
  std::string name = JoinName(stem, std::string(extension));
  const uint64_t plain = NameKey(name);
  if (taken_.insert(plain).second) return name;
  // Numbers are only ever taken: thousands of equal stems must not each begin at 2 again.
  int& next = next_.try_emplace(plain, 2).first->second;
  do {
    name = JoinName(stem, "_" + std::to_string(next++) + std::string(extension));
  } while (!taken_.insert(NameKey(name)).second);
  return name;
}

void NameRegister::Reserve(std::string_view name) { taken_.insert(NameKey(name)); }

}  // namespace analyzer
