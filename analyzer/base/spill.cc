#include "analyzer/base/spill.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

#include "analyzer/base/mapped_file.h"

namespace analyzer {
namespace {

std::string Folder() {
  const char* const named = ::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/var/tmp" : named;
}

[[noreturn]] void Fail(const char* what, const std::string& reason) {
  throw std::runtime_error(std::string("cannot ") + what + " a temporary file in " + Folder() +
                           ": " + reason +
                           "; what does not fit in memory is kept there: free space there, or "
                           "name another folder in the environment variable TMPDIR");
}

int OpenUnnamed() {
  const std::string folder = Folder();
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return descriptor;
  // A file system without unnamed files.
  std::string path = folder + "/import-analyzer-XXXXXX";
  const int named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(path.c_str());
  return named;
}

}  // namespace

SpillFile::SpillFile() : descriptor_(OpenUnnamed()) {
  if (descriptor_ < 0) Fail("make", std::strerror(errno));
}

SpillFile::~SpillFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

SpillFile::SpillFile(SpillFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

SpillFile& SpillFile::operator=(SpillFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  return *this;
}

void SpillFile::Append(const void* bytes, size_t size) {
  const auto* from = static_cast<const char*>(bytes);
  for (size_t done = 0; done < size;) {
    const ssize_t written = ::write(descriptor_, from + done, size - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) Fail("write", std::strerror(errno));
    done += static_cast<size_t>(written);
  }
  size_ += size;
}

void SpillFile::Shrink(size_t size) {
  const auto end = static_cast<off_t>(size);
  if (::ftruncate(descriptor_, end) != 0 || ::lseek(descriptor_, end, SEEK_SET) != end)
    Fail("write", std::strerror(errno));
  size_ = size;
}

Bytes SpillFile::Map() const {
  auto map = MappedFile::Map(descriptor_, size_);
  if (!map.ok()) Fail("map", map.error().message);
  return {map.value()->bytes(), map.value()};
}

}  // namespace analyzer
