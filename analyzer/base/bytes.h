#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace analyzer {

// Bytes behind a text that a parser may read.
inline constexpr size_t kPadding = 64;

// Bytes that do not change and stand in one piece, wherever they are kept: in memory, or in a file
// that is mapped. kPadding more behind them may be read. Copies show the same bytes.
class Bytes {
 public:
  Bytes() : Bytes(std::string()) {}
  // Keeps them in memory.
  Bytes(std::string kept) {  // NOLINT(google-explicit-constructor)
    kept.reserve(kept.size() + kPadding);
    const auto keeper = std::make_shared<const std::string>(std::move(kept));
    view_ = *keeper;
    keeper_ = keeper;
  }
  // Shows what `keeper` keeps, with its padding, as long as there is one; nullptr: the caller does,
  // longer than this and its copies live.
  Bytes(std::string_view view, std::shared_ptr<const void> keeper)
      : view_(view), keeper_(std::move(keeper)) {}

  std::string_view view() const { return view_; }
  size_t size() const { return view_.size(); }

 private:
  std::string_view view_;
  std::shared_ptr<const void> keeper_;
};

}  // namespace analyzer
