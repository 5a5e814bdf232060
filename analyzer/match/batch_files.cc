#include "analyzer/match/batch_files.h"

#include <algorithm>
#include <set>

#include "analyzer/base/unicode.h"
#include "analyzer/match/path_match.h"

namespace analyzer {
namespace {

using Parts = std::vector<std::string>;

// Whether `path` gives way to `other`, where both would be `file`.
bool Yields(const BatchFiles::File& file, const std::string& path, const std::string& other) {
  const Parts parts = PathParts(path);
  const Parts others = PathParts(other);
  const Parts of_file = PathParts(file.path);
  const bool same = CommonTail(parts, others) == std::min(parts.size(), others.size());
  return !same && CommonTail(parts, of_file) <= CommonTail(others, of_file);
}

// The same for all that name the same.
std::string PlainPath(const std::string& path) {
  std::string plain;
  for (const std::string& part : PathParts(path)) plain += '/' + part;
  return plain;
}

// Where the file stands that the log names, as seen from the folder of the log.
std::set<std::string> OwnPlaces(const BatchFiles::Naming& naming) {
  std::set<std::string> places;
  for (const std::string& folder : *naming.folders)
    places.insert(PlainPath(folder + "/" + naming.path));
  return places;
}

bool IsOwn(const BatchFiles::File& file, const BatchFiles::Naming& naming) {
  return OwnPlaces(naming).contains(file.place);
}

// Of files that the path of a log fits equally well, each of which stands beside a log that names
// it: the one of this log. nullptr where they are not told apart so.
const BatchFiles::File* OwnOf(const std::vector<const BatchFiles::File*>& files,
                              const std::set<std::string>& own,
                              const std::set<std::string>& of_all_logs) {
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
  for (const std::string& one : *a.folders) {
    for (const std::string& other : *b.folders) {
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

// Of [begin, end), by names, those whose paths, folded or as they are, have the longest tail in
// common with `parts`, of one name at least.
template <typename Named>
std::vector<const BatchFiles::File*> LongestOf(Named begin, Named end, const Parts& parts,
                                               bool folded) {
  std::vector<const BatchFiles::File*> best;
  size_t longest = 1;
  for (Named named = begin; named != end; ++named) {
    const BatchFiles::File* const file = named->second;
    const Parts of_file = PathParts(file->path);
    const size_t common = CommonTail(parts, folded ? Folded(of_file) : of_file);
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
  const bool none = std::none_of(files->begin(), files->end(), [](const BatchFiles::File& file) {
    return file.path.find('~') != std::string::npos;
  });
  if (none) return;
  std::set<Parts> shown;
  for (const BatchFiles::File& file : *files) {
    const Parts parts = PathParts(file.path);
    for (auto end = parts.begin(); end != parts.end();) shown.insert(Parts(parts.begin(), ++end));
  }
  for (BatchFiles::File& file : *files) {
    const Parts parts = PathParts(file.path);
    std::string path;
    for (size_t i = 0; i < parts.size(); ++i) {
      path += '/' + parts[i];
      const size_t mark = parts[i].rfind('~');
      if (mark == std::string::npos || mark + 1 == parts[i].size() ||
          parts[i].find_first_not_of("0123456789", mark + 1) != std::string::npos) {
        continue;
      }
      Parts first(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      first.back().resize(mark);
      if (shown.contains(first)) path.resize(path.size() - (parts[i].size() - mark));
    }
    file.path = std::move(path);
  }
}

// The last part of a path; empty where it has none.
std::string_view NameIn(std::string_view path) {
  const size_t last = path.find_last_not_of("/\\");
  if (last == std::string_view::npos) return {};
  path = path.substr(0, last + 1);
  const size_t before = path.find_last_of("/\\");
  return before == std::string_view::npos ? path : path.substr(before + 1);
}

}  // namespace

BatchFiles::BatchFiles(Database* database) : database_(database) {
  Statement files(*database,
                  "SELECT id, path, items, on_disk || '/' || member, first_original, originals,"
                  " in_order FROM file WHERE items > 0 ORDER BY path");
  while (files.Step()) {
    files_.push_back({files.Number(0), files.Text(1), files.Number(2), PlainPath(files.Text(3)),
                      files.Number(4), files.Number(5), files.Number(6) != 0});
  }
  DropNumbersOfEqualNames(&files_);
  for (const File& file : files_) by_name_.emplace(NameIn(file.path), &file);
}

void BatchFiles::Match(const std::vector<Naming>& namings) {
  std::map<const File*, std::vector<const Naming*>> claims;
  std::set<std::string> own_of_all;
  const auto own_of = [&](const std::vector<const File*>& files, const Naming& naming) {
    if (own_of_all.empty()) {
      for (const Naming& any : namings) own_of_all.merge(OwnPlaces(any));
    }
    return OwnOf(files, OwnPlaces(naming), own_of_all);
  };
  for (const Naming& naming : namings) {
    const std::vector<const File*> longest = Longest(naming.path);
    if (longest.empty()) continue;
    const File* const file = longest.size() == 1 ? longest.front() : own_of(longest, naming);
    if (file == nullptr) continue;
    found_[{naming.log, naming.path}] = file;
    claims[file].push_back(&naming);
  }
  for (const auto& [file, claimants] : claims) {
    for (const Naming* naming : claimants) {
      const bool own = IsOwn(*file, *naming);
      for (const Naming* other : claimants) {
        if (other == naming) continue;
        if (Yields(*file, naming->path, other->path) ||
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

int64_t BatchFiles::AddItems(const File& file, int64_t first, int64_t last, ItemList* items) const {
  const int64_t before = items->size();
  if (file.in_order) {
    const int64_t end = std::min(last, file.items);
    if (first < end) items->Append(file.first_original + first, file.first_original + end);
    return items->size() - before;
  }
  Statement rows(*database_,
                 "SELECT id FROM original WHERE id >= ? AND id < ? AND position >= ?"
                 " AND position < ? ORDER BY position");
  rows.Bind(file.first_original).Bind(file.first_original + file.originals).Bind(first).Bind(last);
  while (rows.Step()) items->Append(rows.Number(0), rows.Number(0) + 1);
  return items->size() - before;
}

// Those that have the longest common tail.
std::vector<const BatchFiles::File*> BatchFiles::Longest(const std::string& path) {
  const Parts parts = PathParts(path);
  if (parts.empty()) return {};
  const auto [begin, end] = by_name_.equal_range(parts.back());
  if (begin != end) return LongestOf(begin, end, parts, false);
  if (path.find('\\') == std::string::npos) return {};
  // On Windows the case of a name does not tell files apart.
  if (by_folded_name_.empty()) {
    for (const File& file : files_) by_folded_name_.emplace(Fold(NameIn(file.path)), &file);
  }
  const Parts folded = Folded(parts);
  const auto [first, behind] = by_folded_name_.equal_range(folded.back());
  return LongestOf(first, behind, folded, true);
}

}  // namespace analyzer
