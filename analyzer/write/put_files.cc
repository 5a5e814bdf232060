#include "analyzer/write/put_files.h"

#include <algorithm>
#include <cstring>

namespace analyzer {

struct PutFiles::Fixed {
  size_t name_size;
  Digest sha256;
  std::optional<OriginalSpan> source;
};

void PutFiles::Add(const PutFile& file) {
  places_.push_back(bytes_.size());
  const Fixed fixed{file.name.size(), file.sha256, file.source};
  bytes_.append(reinterpret_cast<const char*>(&fixed), sizeof fixed);
  bytes_.append(file.name.data(), file.name.size());
}

PutFile PutFiles::operator[](size_t at) const { return At(places_[at]); }

void PutFiles::ForEachByName(const std::function<void(const PutFile&)>& visit) const {
  std::vector<size_t> sorted = places_;
  std::sort(sorted.begin(), sorted.end(),
            [this](size_t a, size_t b) { return At(a).name < At(b).name; });
  for (const size_t place : sorted) visit(At(place));
}

PutFile PutFiles::At(size_t place) const {
  const char* const bytes = bytes_.data() + place;
  Fixed fixed;
  std::memcpy(&fixed, bytes, sizeof fixed);
  return {{bytes + sizeof fixed, fixed.name_size}, fixed.sha256, fixed.source};
}

}  // namespace analyzer
