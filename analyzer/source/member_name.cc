#include "analyzer/source/member_name.h"

#include <array>
#include <filesystem>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

// Code page 850's 0x80 to 0xFF, after unicode.org's CP850.TXT.
constexpr std::u32string_view kCodePage850 =
    U"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
    U"ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";
static_assert(kCodePage850.size() == 128);

}  // namespace

std::string MemberName(std::string_view bytes, bool zip) {
  while (bytes.starts_with("./") || bytes.starts_with("/"))
    bytes.remove_prefix(bytes[0] == '.' ? 2 : 1);
  if (IsValidUtf8(bytes)) return std::string(bytes);
  std::string name;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool foreign = zip && byte >= 0x80;
    AppendUtf8(foreign ? kCodePage850[byte - 0x80U] : char32_t{byte}, &name);
  }
  return name;
}

std::string MemberPath(std::string_view archive, std::string_view member) {
  std::string path(archive);
  if (!path.empty()) path += '/';
  return path.append(member);
}

std::string StemOfPath(std::string_view path) {
  return std::filesystem::path(path).stem().string();
}

bool IsMacOsExtra(std::string_view name) {
  const std::string_view file = name.substr(name.rfind('/') + 1);
  return file.starts_with("._") || name.starts_with("__MACOSX/") ||
         name.find("/__MACOSX/") != std::string_view::npos;
}

}  // namespace analyzer
