#pragma once

#include <signal.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "analyzer/base/bytes.h"
#include "analyzer/base/result.h"

namespace analyzer {

// A file's first bytes, readable as memory that the kernel can take back at any time: it does not
// count as the process's own, whatever the file's size.
//
// Where another process makes the file shorter meanwhile, what was cut off reads as zeros, and
// BecameShorter() tells where whole pages were; without that the kernel would end this process
// (SIGBUS).
class MappedFile {
 public:
  // Maps `size` bytes of an open file, which may be closed afterwards, and kPadding zeros behind
  // them. The error is why the kernel refused.
  static Result<std::shared_ptr<MappedFile>> Map(int descriptor, size_t size);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Lives as long as this.
  std::string_view bytes() const { return {begin_, size_}; }
  // Whether a page was asked for that the file had lost: what was read since may be wrong.
  bool BecameShorter() const;

 private:
  struct Slot;  // where the signal's handler looks for it

  MappedFile(char* begin, size_t size, size_t mapped)
      : begin_(begin), size_(size), mapped_(mapped) {}
  static Slot* TakeSlot(char* begin, size_t mapped);
  static bool Mend(const char* fault);
  static void OnFault(int signal, siginfo_t* info, void* context);
  static void InstallHandler();

  char* begin_;
  size_t size_;
  size_t mapped_;  // with the padding, in whole pages
  Slot* slot_ = nullptr;
};

}  // namespace analyzer
