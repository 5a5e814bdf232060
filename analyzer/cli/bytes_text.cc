#include "analyzer/cli/bytes_text.h"

#include <array>
#include <cstdio>

namespace analyzer {

std::string BytesText(double bytes) {
  constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB"};
  constexpr double kStep = 1000;
  constexpr double kWhole = 9.95;  // from here on no digit behind the point is told
  size_t unit = 0;
  for (; bytes >= kStep && unit + 1 < kUnits.size(); ++unit) bytes /= kStep;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit > 0 && bytes < kWhole ? "%.1f %s" : "%.0f %s", bytes,
                kUnits[unit]);
  return text.data();
}

}  // namespace analyzer
