#pragma once

#include <string>
#include <string_view>

namespace analyzer {

// The name of a member as UTF-8, without `./` and `/` before it. Bytes that are no UTF-8 are code
// page 850 in a zip (what Windows writes in western Europe), else Latin-1.
std::string MemberName(std::string_view bytes, bool zip);

// `log.gz/log` of `log.gz` and `log`; the member alone where `archive` is empty.
std::string MemberPath(std::string_view archive, std::string_view member);

// A path's last part without its last extension: what a compressed file holds is named so.
std::string StemOfPath(std::string_view path);

// What macOS adds to archives: `__MACOSX/` and `._name`.
bool IsMacOsExtra(std::string_view name);

}  // namespace analyzer
