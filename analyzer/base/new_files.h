#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "analyzer/base/digest.h"
#include "analyzer/base/files.h"
#include "analyzer/base/result.h"
#include "analyzer/base/threads.h"

namespace analyzer {

// Makes many files that are not there yet, under one folder, on several threads. A folder is opened
// once for the files that are put into it one after another, and a file is opened, written and
// closed, nothing more. To be used by one thread.
class NewFiles {
 public:
  // Gives the bytes of a file; called once, on another thread.
  using Bytes = std::function<std::string()>;

  // `root` is there by the first Add. Where it is empty, nothing is written: the digests alone are
  // wanted.
  NewFiles(std::filesystem::path root, unsigned threads);
  // Waits for what is being written, and leaves out what is not begun.
  ~NewFiles();
  NewFiles(const NewFiles&) = delete;
  NewFiles& operator=(const NewFiles&) = delete;

  // Both may throw what `bytes` threw.
  //
  // Writes the file `name`, relative to the root, soon; makes its folder where that is missing.
  // `held` is about how many bytes `bytes` keeps in memory: this waits while too many are kept.
  // *digest, which must live until Finish, then is that of the bytes. An error where a folder
  // cannot be made or opened.
  Status Add(const std::string& name, Bytes bytes, size_t held, Digest* digest);

  // How many are written, or could not be: as far as all that were added before are.
  uint64_t Written();

  // Waits until all is written; no Add may follow. An error where one of them was not: of those
  // that were tried, the first.
  Status Finish();

 private:
  // Open as long as a file is to be put into it.
  struct Folder {
    Folder(std::filesystem::path path, int descriptor);
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path path;
    int descriptor;
  };

  struct Job {
    std::shared_ptr<const Folder> folder;
    std::string name;
    Bytes bytes;
    size_t held;
    Digest* digest;
    uint64_t number;  // in the order of Add
  };

  Status Enter(const std::string& folder);
  void Work();
  void WriteAll();
  // A few of what waits, at once; none when all is done or given up.
  std::vector<Job> Take();
  // `jobs` are done.
  void Done(const std::vector<Job>& jobs);
  void Fail(uint64_t number, Status status);
  bool HasFailed() const { return thrown_ != nullptr || !failure_.ok(); }
  Status Failure() const;
  void End(bool give_up);

  std::filesystem::path root_;
  std::string entered_;
  std::shared_ptr<const Folder> folder_;  // nothing: none was entered
  uint64_t added_ = 0;

  std::mutex mutex_;  // of all that follows, but for the threads
  std::condition_variable work_;
  std::condition_variable room_;
  std::deque<Job> waiting_;
  std::set<uint64_t> taken_;  // the first of those that were taken at once, and are not done
  size_t held_ = 0;
  size_t idle_ = 0;
  bool ended_ = false;
  Status failure_;
  uint64_t failed_ = 0;        // the number of that one
  std::exception_ptr thrown_;  // memory that could not be had
  std::unique_ptr<Threads> threads_;
};

}  // namespace analyzer
