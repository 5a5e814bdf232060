#include "analyzer/base/new_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace analyzer {
namespace {

constexpr size_t kMostHeld = size_t{8} << 20;
constexpr size_t kTakenAtOnce = 16;  // a thread that is woken for one small file costs more than it

}  // namespace

NewFiles::Folder::Folder(std::filesystem::path at, int opened)
    : path(std::move(at)), descriptor(opened) {}

NewFiles::Folder::~Folder() { ::close(descriptor); }

NewFiles::NewFiles(std::filesystem::path root, unsigned threads)
    : root_(std::move(root)),
      threads_(std::make_unique<Threads>(std::max(threads, 1U), [this] { Work(); })) {}

NewFiles::~NewFiles() { End(true); }

Status NewFiles::Enter(const std::string& folder) {
  if (root_.empty() || (folder_ && folder == entered_)) return {};
  std::filesystem::path path = folder.empty() ? root_ : root_ / folder;
  if (Status status = MakeFolder(path); !status.ok()) return status;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return Error{"cannot open folder " + path.string() + ": " + std::strerror(errno)};
  folder_ = std::make_shared<const Folder>(std::move(path), descriptor);
  entered_ = folder;
  return {};
}

Status NewFiles::Add(const std::string& name, Bytes bytes, size_t held, Digest* digest) {
  const size_t slash = name.rfind('/');
  const bool inside = slash != std::string::npos;
  if (Status status = Enter(inside ? name.substr(0, slash) : ""); !status.ok()) return status;
  Job job{folder_, inside ? name.substr(slash + 1) : name, std::move(bytes), held, digest,
          added_++};
  std::unique_lock lock(mutex_);
  const auto has_room = [&] { return held_ == 0 || held_ + held <= kMostHeld || HasFailed(); };
  if (!has_room()) work_.notify_all();
  room_.wait(lock, has_room);
  if (HasFailed()) return Failure();
  held_ += held;
  waiting_.push_back(std::move(job));
  if (idle_ > 0 && waiting_.size() % kTakenAtOnce == 0) work_.notify_one();
  return {};
}

std::vector<NewFiles::Job> NewFiles::Take() {
  std::vector<Job> jobs;
  std::unique_lock lock(mutex_);
  ++idle_;
  work_.wait(lock, [&] { return !waiting_.empty() || ended_ || HasFailed(); });
  --idle_;
  if (HasFailed()) return jobs;
  while (!waiting_.empty() && jobs.size() < kTakenAtOnce) {
    held_ -= waiting_.front().held;
    jobs.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  if (!jobs.empty()) taken_.insert(jobs.front().number);
  room_.notify_one();
  return jobs;
}

void NewFiles::Done(const std::vector<Job>& jobs) {
  const std::lock_guard lock(mutex_);
  taken_.erase(jobs.front().number);
}

uint64_t NewFiles::Written() {
  const std::lock_guard lock(mutex_);
  const uint64_t waiting = waiting_.empty() ? added_ : waiting_.front().number;
  return taken_.empty() ? waiting : std::min(waiting, *taken_.begin());
}

void NewFiles::Work() {
  try {
    WriteAll();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    thrown_ = std::current_exception();
    work_.notify_all();
    room_.notify_all();
  }
}

void NewFiles::WriteAll() {
  for (std::vector<Job> jobs = Take(); !jobs.empty(); jobs = Take()) {
    for (const Job& job : jobs) {
      const std::string bytes = job.bytes();
      *job.digest = DigestOf(bytes);
      if (!job.folder) continue;
      Status status = WriteNewFileIn(job.folder->descriptor, job.name, bytes, job.folder->path);
      if (!status.ok()) Fail(job.number, std::move(status));
    }
    Done(jobs);
  }
}

void NewFiles::Fail(uint64_t number, Status status) {
  const std::lock_guard lock(mutex_);
  if (failure_.ok() || number < failed_) {
    failure_ = std::move(status);
    failed_ = number;
  }
  work_.notify_all();
  room_.notify_all();
}

Status NewFiles::Finish() {
  End(false);
  return Failure();
}

Status NewFiles::Failure() const {
  if (thrown_ != nullptr) std::rethrow_exception(thrown_);
  return failure_;
}

void NewFiles::End(bool give_up) {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    if (give_up) waiting_.clear();
  }
  work_.notify_all();
  if (threads_ != nullptr) threads_->Join();
  folder_.reset();
}

}  // namespace analyzer
