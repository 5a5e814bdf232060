#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "analyzer/base/bytes.h"
#include "analyzer/base/memory_limit.h"

namespace analyzer {

// A file without a name, in the folder that TMPDIR names, else in /var/tmp. It is gone with this,
// or with the process. What cannot be done is thrown (std::runtime_error): it names the folder.
class SpillFile {
 public:
  SpillFile();
  ~SpillFile();
  SpillFile(SpillFile&& other) noexcept;
  SpillFile& operator=(SpillFile&& other) noexcept;
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  // Behind what was written before.
  void Append(const void* bytes, size_t size);
  // Takes all behind the first `size` bytes back.
  void Shrink(size_t size);
  size_t size() const { return size_; }
  int descriptor() const { return descriptor_; }
  // All that was appended so far; it lives on by itself.
  Bytes Map() const;

 private:
  int descriptor_;
  size_t size_ = 0;
};

// A vector that grows and shrinks at its end only, and whose elements are kept in a file once they
// take more memory than one text may. Not for use by several threads at once.
template <typename T>
class Spill {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Spill() = default;
  // `most` bytes stay in memory.
  explicit Spill(size_t most) : most_(most) {}

  size_t size() const { return spilled_ + recent_.size(); }
  bool empty() const { return size() == 0; }

  void push_back(const T& element) { append(&element, 1); }
  void append(const T* elements, size_t count) {
    if ((recent_.size() + count) * sizeof(T) > most_) SpillRecent();
    if (count * sizeof(T) > most_) {
      WriteOut(elements, count);
    } else {
      recent_.insert(recent_.end(), elements, elements + count);
    }
  }
  // Takes all behind the first `count` back. REQUIRES: count <= size().
  void shrink(size_t count) {
    recent_.erase(recent_.begin() + (count > spilled_ ? count - spilled_ : 0), recent_.end());
    if (count >= spilled_) return;
    map_ = {{}, nullptr};
    file_->Shrink(count * sizeof(T));
    spilled_ = count;
  }
  // REQUIRES: !empty().
  T back() const { return recent_.empty() ? data()[spilled_ - 1] : recent_.back(); }

  // All elements in one piece, and kPadding bytes behind them that may be read: until more are
  // appended.
  const T* data() const {
    if (!file_) {
      recent_.reserve(recent_.size() + kPadding / sizeof(T) + 1);
      return recent_.data();
    }
    SpillRecent();
    if (map_.size() != file_->size()) map_ = file_->Map();
    return reinterpret_cast<const T*>(map_.view().data());
  }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }
  const T& operator[](size_t at) const { return data()[at]; }

  // The bytes of its elements; they live on without this.
  Bytes TakeBytes() && {
    const size_t bytes = size() * sizeof(T);
    const auto kept = std::make_shared<const Spill>(std::move(*this));
    return {{reinterpret_cast<const char*>(kept->data()), bytes}, kept};
  }

 private:
  void WriteOut(const T* elements, size_t count) const {
    if (!file_) file_.emplace();
    file_->Append(elements, count * sizeof(T));
    spilled_ += count;
  }
  void SpillRecent() const {
    if (!recent_.empty()) WriteOut(recent_.data(), recent_.size());
    recent_.clear();
  }

  size_t most_ = Memory().OfOneText();
  mutable std::vector<T> recent_;  // behind those in the file
  mutable size_t spilled_ = 0;     // elements in the file
  mutable std::optional<SpillFile> file_;
  mutable Bytes map_{{}, nullptr};  // of the file, as far as it was asked for
};

}  // namespace analyzer
