#include "analyzer/source/found_file.h"

#include <algorithm>

#include "analyzer/base/hash.h"

namespace analyzer {

FoundFile::FoundFile(const std::filesystem::path& path, std::string shown)
    : folder_(std::make_shared<const FoundFolder>(
          FoundFolder{path.native(), std::move(shown), std::string()})) {}

FoundFile::FoundFile(const std::shared_ptr<FoundFolder>& folder, std::string_view name)
    : name_(static_cast<uint32_t>(folder->names.size())), folder_(folder) {
  folder->names.append(name).push_back('\0');
}

FilesByPath::FilesByPath(const std::vector<FoundFile>* files) : files_(*files) {
  for (size_t place = 0; place < files_.size(); ++place) Add(place);
}

void FilesByPath::Add(size_t place) {
  places_.emplace(Hash64(files_[place].path()), static_cast<uint32_t>(place));
}

std::optional<size_t> FilesByPath::Find(const std::string& path) const {
  const auto [begin, end] = places_.equal_range(Hash64(path));
  const auto found = std::find_if(
      begin, end, [&](const auto& place) { return files_[place.second].path() == path; });
  return found == end ? std::nullopt : std::optional<size_t>(found->second);
}

}  // namespace analyzer
