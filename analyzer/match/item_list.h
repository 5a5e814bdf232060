#pragma once

#include <cstdint>
#include <vector>

namespace analyzer {

// Originals in an order: stretches of ids that follow each other, of which there are few.
class ItemList {
 public:
  struct Stretch {
    int64_t position = 0;  // of its first, in the list
    int64_t first = 0;     // ids, half-open
    int64_t last = 0;
  };

  // Adds the ids [first, last) at the end. REQUIRES: first < last.
  void Append(int64_t first, int64_t last);

  int64_t size() const;
  bool empty() const { return stretches_.empty(); }
  // REQUIRES: 0 <= position < size().
  int64_t operator[](int64_t position) const;
  bool Contains(int64_t original) const;
  // Calls visit(position, original) for each, in their order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (const Stretch& stretch : stretches_) {
      for (int64_t id = stretch.first; id < stretch.last; ++id)
        visit(stretch.position + id - stretch.first, id);
    }
  }
  const std::vector<Stretch>& stretches() const { return stretches_; }

 private:
  std::vector<Stretch> stretches_;
};

}  // namespace analyzer
