#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/index/database.h"
#include "analyzer/match/item_list.h"

namespace analyzer {

// The files of the index that hold originals, and the way to them from the paths that logs name.
class BatchFiles {
 public:
  struct File {
    int64_t id;
    std::string path;
    int64_t items;
    std::string place;       // its path on disk, its place in an archive behind it; as PlainPath
    int64_t first_original;  // as in the schema, these three
    int64_t originals;
    bool in_order;
  };

  // A path that a log names. `log` tells logs apart; `folders` are those that it, and copies of it,
  // stand in on disk.
  struct Naming {
    size_t log;
    std::string path;
    const std::set<std::string>* folders;
  };

  // Reads the index; `database` must outlive this.
  explicit BatchFiles(Database* database);

  // Matches all paths that the logs name. Two that are not the same one, written from different
  // folders, cannot be one file: then it is the one that has more of its path in common. A file
  // that stands where a log beside it says is not also that of a log in a folder apart; where
  // several files fit, and each stands so, it is the one beside the log.
  void Match(const std::vector<Naming>& namings);

  // nullptr where no file is certain, or the path was not given to Match.
  const File* Find(size_t log, const std::string& path) const;

  // Adds the originals at positions [first, last), in order, and gives how many: fewer where some
  // could not be read.
  int64_t AddItems(const File& file, int64_t first, int64_t last, ItemList* items) const;

 private:
  // Those that have the longest common tail with it. Where no file is named so, and it is a path of
  // Windows, names that differ in case alone are the same.
  std::vector<const File*> Longest(const std::string& path);

  Database* database_;
  std::vector<File> files_;
  std::multimap<std::string_view, const File*> by_name_;         // the last part of the path
  std::multimap<std::string, const File*> by_folded_name_;       // empty until it is asked for
  std::map<std::pair<size_t, std::string>, const File*> found_;  // by log and path
};

}  // namespace analyzer
