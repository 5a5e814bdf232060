#include "analyzer/match/batch_files.h"

#include <algorithm>
#include <set>

#include "analyzer/base/unicode.h"
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

// Where the file stands that the log names, as seen from the folder of the log.
std::set<Parts> OwnPlaces(const BatchFiles::Naming& naming) {
  std::set<Parts> places;
  for (const std::string& folder : naming.folders) {
    places.insert(PathParts(folder + "/" + naming.path));
  }
  return places;
}

bool IsOwn(const BatchFiles::File& file, const BatchFiles::Naming& naming) {
  return OwnPlaces(naming).contains(file.place);
}

// Of files that the path of a log fits equally well, each of which stands beside a log that names
// it: the one of this log. nullptr where they are not told apart so.
const BatchFiles::File* OwnOf(const std::vector<const BatchFiles::File*>& files,
                              const std::set<Parts>& own, const std::set<Parts>& of_all_logs) {
  const BatchFiles::File* found = nullptr;
  for (const BatchFiles::File* file : files) {
    if (!of_all_logs.contains(file->place)) return nullptr;
    if (!own.contains(file->place)) continue;
    if (found != nullptr) return nullptr;
    found = file;
  }
  return found;
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

Parts Folded(Parts parts) {
  for (std::string& part : parts) part = Fold(part);
  return parts;
}

// Those whose paths, folded or as they are, have the longest tail in common with `parts`, of one
// name at least.
std::vector<const BatchFiles::File*> LongestOf(const std::vector<const BatchFiles::File*>& files,
                                               const Parts& parts, bool folded) {
  std::vector<const BatchFiles::File*> best;
  size_t longest = 1;
  for (const BatchFiles::File* file : files) {
    const size_t common = CommonTail(parts, folded ? Folded(file->parts) : file->parts);
    if (common < longest) continue;
    if (common > longest) best.clear();
    longest = common;
    best.push_back(file);
  }
  return best;
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
  for (const File& file : files_) {
    by_name_[file.parts.back()].push_back(&file);
    by_folded_name_[Fold(file.parts.back())].push_back(&file);
  }
}

void BatchFiles::Match(const std::vector<Naming>& namings) {
  std::map<const File*, std::vector<const Naming*>> claims;
  std::set<Parts> own_of_all;
  for (const Naming& naming : namings) own_of_all.merge(OwnPlaces(naming));
  for (const Naming& naming : namings) {
    const std::vector<const File*> longest = Longest(naming.path);
    const File* file =
        longest.size() == 1 ? longest.front() : OwnOf(longest, OwnPlaces(naming), own_of_all);
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

std::vector<const BatchFiles::File*> BatchFiles::Longest(const std::string& path) const {
  const Parts parts = PathParts(path);
  if (parts.empty()) return {};
  const auto named = by_name_.find(parts.back());
  if (named != by_name_.end()) return LongestOf(named->second, parts, false);
  if (path.find('\\') == std::string::npos) return {};
  // On Windows the case of a name does not tell files apart.
  const Parts folded = Folded(parts);
  const auto alike = by_folded_name_.find(folded.back());
  return alike == by_folded_name_.end() ? std::vector<const File*>()
                                        : LongestOf(alike->second, folded, true);
}

}  // namespace analyzer
