#include "analyzer/cli/terminal_width.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace analyzer {
namespace {

constexpr size_t kUsualWidth = 80;

size_t WidthOfEnvironment() {
  const char* const columns = std::getenv("COLUMNS");
  const std::string_view text = columns == nullptr ? "" : columns;
  size_t width = 0;
  std::from_chars(text.data(), text.data() + text.size(), width);
  return width;
}

}  // namespace

size_t TerminalWidth(int descriptor) {
  if (::isatty(descriptor) == 0) return 0;
  if (const size_t width = WidthOfEnvironment(); width > 0) return width;
  winsize size{};
  const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : kUsualWidth;
}

}  // namespace analyzer
