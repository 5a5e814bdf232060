#include "analyzer/base/left_overs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <system_error>

#include "analyzer/base/files.h"

namespace analyzer {
namespace {

// As AtomicFile names them.
bool IsTemporaryName(std::string_view name) {
  constexpr size_t kRandom = 6;  // of mkostemp(3)
  return name.starts_with(kLeftOverPrefix) && name.size() == kLeftOverPrefix.size() + kRandom;
}

}  // namespace

std::string LeftOverName(const std::string& name) {
  constexpr size_t kMost = 240;  // of 255; something may come behind it
  return (std::string(kLeftOverPrefix) + name).substr(0, kMost);
}

void RemoveLeftOvers(const std::filesystem::path& folder) {
  std::error_code code;
  for (const FolderEntry& entry : ListFolder(folder.empty() ? "." : folder, &code)) {
    if (entry.kind != FolderEntry::Kind::kFile || !IsTemporaryName(entry.name)) continue;
    const std::filesystem::path path = folder / entry.name;
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) continue;
    // Whoever writes it has it locked. Where no locks are known it stays.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
    ::close(descriptor);
  }
}

}  // namespace analyzer
