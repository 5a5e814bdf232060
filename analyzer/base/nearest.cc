#include "analyzer/base/nearest.h"

#include <algorithm>
#include <iterator>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr size_t kMostSlips = 2;
constexpr size_t kMostAlike = 5;

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  bool valid = true;
  for (size_t at = 0; at < text.size();) points.push_back(NextCodePoint(text, &at, &valid));
  return points;
}

// How many letters must be put in, left out or changed to make one of the other.
size_t SlipsBetween(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

Nearest::Nearest(std::string_view written) : written_(CodePoints(Fold(written))) {}

void Nearest::LookAt(const std::string& text) {
  const std::u32string points = CodePoints(Fold(text));
  const size_t longer = std::max(points.size(), written_.size());
  if (longer - std::min(points.size(), written_.size()) > kMostSlips) return;
  const size_t slips = SlipsBetween(written_, points);
  if (slips <= kMostSlips && slips * 3 < written_.size()) alike_.emplace(slips, text);
  if (alike_.size() > kMostAlike) alike_.erase(std::prev(alike_.end()));
}

std::vector<std::string> Nearest::Take() const {
  std::vector<std::string> nearest;
  for (const auto& [slips, text] : alike_) nearest.push_back(text);
  return nearest;
}

std::string NearestOf(std::string_view written, const std::vector<std::string>& known) {
  Nearest nearest(written);
  for (const std::string& text : known) nearest.LookAt(text);
  const std::vector<std::string> found = nearest.Take();
  return found.empty() ? "" : found.front();
}

}  // namespace analyzer
