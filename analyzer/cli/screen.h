#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace analyzer {

// How text for a stream may look.
struct Screen {
  size_t width = 0;  // columns; 0: no limit, as it is no terminal
  bool colour = false;

  std::string Heading(std::string_view text) const { return In("1", text); }
  std::string NeedsALook(std::string_view text) const { return In("33", text); }
  std::string Wrong(std::string_view text) const { return In("31", text); }

 private:
  // Between codes of ECMA-48 (SGR).
  std::string In(std::string_view code, std::string_view text) const {
    if (!colour) return std::string(text);
    return "\x1B[" + std::string(code) + "m" + std::string(text) + "\x1B[0m";
  }
};

}  // namespace analyzer
