#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file_lock.h"
#include "analyzer/base/local_time.h"
#include "analyzer/base/result.h"
#include "analyzer/index/database.h"
#include "analyzer/index/findings.h"
#include "analyzer/index/identity_pages.h"
#include "analyzer/index/reading.h"

namespace analyzer {

class CarryOver;
class Inserter;

// The index (schema/index.sql). One that is to be kept is worked on beside its final place and put
// there by Publish; without that nothing is left of the work. Meanwhile no other run can work on
// it: it gets an error. One that is damaged ends in std::runtime_error, as all that Database cannot
// do.
class Index {
 public:
  // A new one. An error where `path` holds something that is no index of ours, or one of a later
  // version.
  static Result<std::unique_ptr<Index>> Create(const std::filesystem::path& path);
  // The one that is at `path`, to be added to; where nothing is there, a new one if `may_create`.
  // An error where it is none of ours, or of another version.
  static Result<std::unique_ptr<Index>> Open(const std::filesystem::path& path, bool may_create);
  // Nothing where an index is at `path` that Open takes; else the error that it gives.
  static Status Check(const std::filesystem::path& path);
  // A new one that is never kept. Publish must not be called on it, nor on the next two.
  static Result<std::unique_ptr<Index>> CreateTemporary();
  // The one that is at `path`, only to be read. An error as for Open.
  static Result<std::unique_ptr<Index>> OpenToRead(const std::filesystem::path& path);
  // A copy of it, to be changed and never kept. An error as for Open.
  static Result<std::unique_ptr<Index>> OpenTemporaryCopy(const std::filesystem::path& path);
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  Database& database() { return database_; }

  // Whether it holds what Match made of it, as if the logs ended at `as_of` (milliseconds).
  bool IsMatched(std::optional<int64_t> as_of);

  // Takes what was found in a file; its id.
  int64_t Add(const Findings& findings);
  // Takes what the reading of a file on disk came to, whose members were added.
  void AddReading(const Reading& reading);
  // Adds a file on disk as the index at `old` holds it, its reading apart: as if it had been read
  // now. `on_disk` as that index names it; `old` is the same at each call. Throws
  // std::runtime_error where that one is damaged; then this one can only be given up.
  void AddFrom(const std::filesystem::path& old, const std::string& on_disk);
  // The same of the first bytes of a log, its LogPrefix, without the row of the file: the next Add
  // has what stands behind them, and no other file. How often which repair is among what it adds.
  std::map<std::string, int64_t> AddPrefixFrom(const std::filesystem::path& old,
                                               const std::string& on_disk, int64_t bytes);
  // Whether it holds files that were given as batch files.
  bool HasBatchFiles();
  // Tells that a file on disk holds the same bytes still, and bears this stamp now.
  void Restamp(const std::string& on_disk, const FileStamp& stamp, bool settled);
  // All files on disk, in the order of `shown`.
  std::vector<IndexedFile> Files();
  // The same one after the other, as there may be very many; and those that originals are from.
  void ForEachFile(const std::function<void(IndexedFile)>& visit);
  void ForEachFileOfOriginals(const std::function<void(IndexedFile)>& visit);
  // Where a file is that the table `file` names so; empty where it names none.
  std::filesystem::path OnDisk(const std::string& named) const;
  // Names all files on disk by where they are from `folder`, in which the index is to be: it can
  // then be moved with them.
  void NameFilesFrom(const std::filesystem::path& folder);
  // Takes a file on disk and all that was found in it out of the index.
  void Drop(const std::string& on_disk);
  // The same for many, in one go over the index.
  void Drop(const std::vector<std::string>& on_disk);
  // Takes the originals of a file out again: it turned out that they may be wrong. How many stood
  // by themselves, and how many inside of records.
  struct DroppedOriginals {
    int64_t originals = 0;
    int64_t copies = 0;
  };
  DroppedOriginals DropOriginals(const std::string& path);

  // Builds what look-ups need, after all is loaded.
  void FinishLoading();
  // The same after outcomes were made.
  void FinishMatching();

  // Writes all to the file beside its place. No change may follow; it can still be read.
  Status Commit();
  // The same, where that was not done, and puts it there.
  Status Publish();

 private:
  // `home` is the folder from which files may be named.
  Index(std::filesystem::path path, std::filesystem::path temporary, std::filesystem::path home,
        Database database);
  Inserter& inserter();
  OriginalIds DeleteOriginals(const std::string& path);
  // Names files as they are on disk now. `visit` must outlive it.
  std::function<void(IndexedFile)> FromHome(const std::function<void(IndexedFile)>& visit) const;
  static Result<Database> OpenChecked(const std::filesystem::path& path);
  static Result<std::unique_ptr<Index>> WorkOn(const std::filesystem::path& path, bool anew);

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::filesystem::path home_;
  std::optional<FileLock> lock_;  // of temporary_, where there is one
  Database database_;
  std::unique_ptr<Transaction> transaction_;
  std::unique_ptr<Inserter> inserter_;     // from the first Add on
  std::unique_ptr<CarryOver> carry_over_;  // from the first AddFrom on
};

}  // namespace analyzer
