#include "analyzer/base/mapped_file.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>

namespace analyzer {

// A handler may take no lock, and what it looks at may be let go by another thread meanwhile: a
// slot's memory stays, and its begin is set last and cleared first.
struct MappedFile::Slot {
  std::atomic<char*> begin = nullptr;  // nullptr: free
  std::atomic<size_t> mapped = 0;
  std::atomic<bool> became_shorter = false;
  std::atomic<bool> taken = false;

  // As many as a process may mostly have files open, and more than threads read.
  static std::array<Slot, 4096> all;
};

std::array<MappedFile::Slot, 4096> MappedFile::Slot::all{};

namespace {

struct sigaction action_before {};

}  // namespace

MappedFile::Slot* MappedFile::TakeSlot(char* begin, size_t mapped) {
  for (Slot& slot : Slot::all) {
    if (slot.taken.exchange(true)) continue;
    slot.mapped = mapped;
    slot.became_shorter = false;
    slot.begin = begin;
    return &slot;
  }
  return nullptr;
}

// Puts zeros where the file's bytes were, from the page that faulted on: all behind it is gone,
// too. POSIX does not list mmap(2) among what a handler may call; on Linux it is a bare system
// call.
bool MappedFile::Mend(const char* fault) {
  const auto page = static_cast<size_t>(::getpagesize());
  for (Slot& slot : Slot::all) {
    char* const begin = slot.begin;
    const size_t mapped = slot.mapped;
    if (begin == nullptr || fault < begin || fault >= begin + mapped || slot.begin != begin)
      continue;
    const size_t at = static_cast<size_t>(fault - begin) / page * page;
    slot.became_shorter = true;
    return ::mmap(begin + at, mapped - at, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
                  0) != MAP_FAILED;
  }
  return false;
}

void MappedFile::OnFault(int /*signal*/, siginfo_t* info, void* /*context*/) {
  const int number = errno;
  // A fault of something else comes again at once, and ends the process as it would have.
  if (!Mend(static_cast<const char*>(info->si_addr))) ::sigaction(SIGBUS, &action_before, nullptr);
  errno = number;
}

void MappedFile::InstallHandler() {
  struct sigaction action {};
  action.sa_sigaction = OnFault;
  action.sa_flags = SA_SIGINFO;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGBUS, &action, &action_before);
}

Result<std::shared_ptr<MappedFile>> MappedFile::Map(int descriptor, size_t size) {
  static std::once_flag installed;
  std::call_once(installed, InstallHandler);
  const auto page = static_cast<size_t>(::getpagesize());
  const size_t mapped = (size + kPadding + page - 1) / page * page;
  // First a place that is large enough for the padding, too; then the file over its begin.
  void* const place = ::mmap(nullptr, mapped, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return Error{std::strerror(errno)};
  std::shared_ptr<MappedFile> file(new MappedFile(static_cast<char*>(place), size, mapped));
  if (size > 0 &&
      ::mmap(place, size, PROT_READ, MAP_SHARED | MAP_FIXED, descriptor, 0) == MAP_FAILED)
    return Error{std::strerror(errno)};
  file->slot_ = TakeSlot(file->begin_, mapped);
  if (file->slot_ == nullptr) return Error{"too many large files at once; use fewer --jobs"};
  ::madvise(place, size, MADV_SEQUENTIAL);
  return file;
}

MappedFile::~MappedFile() {
  if (slot_ != nullptr) {
    slot_->begin = nullptr;
    slot_->taken = false;
  }
  ::munmap(begin_, mapped_);
}

bool MappedFile::BecameShorter() const { return slot_->became_shorter; }

}  // namespace analyzer
