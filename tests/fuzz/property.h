#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// What all fuzz targets are written with. Each is one file NAME_fuzz.cc with the one function that
// libFuzzer calls with an input.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace analyzer {

// Ends the process where a property does not hold, so that the input is kept. `what` is the
// property; `detail` what to look at.
inline void Require(bool holds, const char* what, std::string_view detail = {}) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n%s\n", what, std::string(detail).c_str());
  std::abort();
}

// An input, taken piece by piece: first what chooses among ways to do something, then the rest.
class FuzzInput {
 public:
  FuzzInput(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  // The next byte; 0 at the end.
  uint8_t Byte() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  // A number below `end`.
  size_t Below(size_t end) { return Byte() % end; }
  // Up to the next line end, which is taken too.
  std::string_view Line() {
    const size_t end = rest_.find('\n');
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return line;
  }
  std::string_view Rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace analyzer
