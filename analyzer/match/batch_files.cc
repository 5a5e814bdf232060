#include "analyzer/match/batch_files.h"

#include <algorithm>
#include <set>

#include "analyzer/match/path_match.h"

namespace analyzer {
namespace {

// Whether `path` gives way to `other`, where both would be `file`.
bool Yields(const BatchFiles::File& file, const std::vector<std::string>& path,
            const std::vector<std::string>& other) {
  const bool same = CommonTail(path, other) == std::min(path.size(), other.size());
  return !same && CommonTail(path, file.parts) <= CommonTail(other, file.parts);
}

using Parts = std::vector<std::string>;

// Whether the file stands where the log says, as seen from the folder of the log.
bool IsOwn(const BatchFiles::File& file, const BatchFiles::Naming& naming) {
  return std::any_of(naming.folders.begin(), naming.folders.end(), [&](const std::string& folder) {
    return PathParts(folder + "/" + naming.path) == file.place;
  });
}

// Whether one stands in a folder of the other: a log that was put away is.
bool AreNear(const BatchFiles::Naming& a, const BatchFiles::Naming& b) {
  for (const std::string& one : a.folders) {
    for (const std::string& other : b.folders) {
      const Parts x = PathParts(one);
      const Parts y = PathParts(other);
      const size_t shorter = std::min(x.size(), y.size());
      if (std::equal(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(shorter), y.begin()))
        return true;
    }
  }
  return false;
}

// Two arguments of one name are shown as `batches` and `batches~2`. No log knows of that: both may
// be the folder that it names.
void DropNumbersOfEqualNames(std::vector<BatchFiles::File>* files) {
  std::set<Parts> shown;
  for (const BatchFiles::File& file : *files) {
    for (auto end = file.parts.begin(); end != file.parts.end();) {
      shown.insert(Parts(file.parts.begin(), ++end));
    }
  }
  for (BatchFiles::File& file : *files) {
    const Parts parts = file.parts;
    for (size_t i = 0; i < parts.size(); ++i) {
      const size_t mark = parts[i].rfind('~');
      if (mark == std::string::npos || mark + 1 == parts[i].size() ||
          parts[i].find_first_not_of("0123456789", mark + 1) != std::string::npos) {
        continue;
      }
      Parts first(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      first.back().resize(mark);
      if (shown.contains(first)) file.parts[i].resize(mark);
    }
  }
}

}  // namespace

BatchFiles::BatchFiles(Database* database) : database_(database) {
  Statement files(*database,
                  "SELECT id, path, items, on_disk || '/' || member, first_original, originals,"
                  " in_order FROM file WHERE items > 0 ORDER BY path");
  while (files.Step()) {
    files_.push_back({files.Number(0), PathParts(files.Text(1)), files.Number(2),
                      PathParts(files.Text(3)), files.Number(4), files.Number(5),
                      files.Number(6) != 0});
  }
  DropNumbersOfEqualNames(&files_);
  for (const File& file : files_) by_name_[file.parts.back()].push_back(&file);
}

void BatchFiles::Match(const std::vector<Naming>& namings) {
  std::map<const File*, std::vector<const Naming*>> claims;
  for (const Naming& naming : namings) {
    const File* file = Longest(PathParts(naming.path));
    found_[{naming.log, naming.path}] = file;
    if (file != nullptr) claims[file].push_back(&naming);
  }
  for (const auto& [file, claimants] : claims) {
    for (const Naming* naming : claimants) {
      const bool own = IsOwn(*file, *naming);
      for (const Naming* other : claimants) {
        if (Yields(*file, PathParts(naming->path), PathParts(other->path)) ||
            (!own && IsOwn(*file, *other) && !AreNear(*naming, *other))) {
          found_[{naming->log, naming->path}] = nullptr;
        }
      }
    }
  }
}

const BatchFiles::File* BatchFiles::Find(size_t log, const std::string& path) const {
  const auto known = found_.find({log, path});
  return known == found_.end() ? nullptr : known->second;
}

std::vector<int64_t> BatchFiles::Items(const File& file, int64_t first, int64_t last) const {
  std::vector<int64_t> ids;
  if (file.in_order) {
    for (int64_t at = first; at < std::min(last, file.items); ++at)
      ids.push_back(file.first_original + at);
    return ids;
  }
  Statement items(*database_,
                  "SELECT id FROM original WHERE id >= ? AND id < ? AND position >= ?"
                  " AND position < ? ORDER BY position");
  items.Bind(file.first_original).Bind(file.first_original + file.originals).Bind(first).Bind(last);
  while (items.Step()) ids.push_back(items.Number(0));
  return ids;
}

// nullptr where no file, or more than one, has the longest common tail.
const BatchFiles::File* BatchFiles::Longest(const std::vector<std::string>& parts) const {
  const File* best = nullptr;
  size_t longest = 0;
  bool several = false;
  const auto named = parts.empty() ? by_name_.end() : by_name_.find(parts.back());
  if (named == by_name_.end()) return nullptr;
  for (const File* file : named->second) {
    const size_t common = CommonTail(parts, file->parts);
    if (common < longest) continue;
    several = common == longest;
    longest = common;
    best = file;
  }
  return several ? nullptr : best;
}

}  // namespace analyzer
