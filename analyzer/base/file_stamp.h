#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "analyzer/base/hash.h"
#include "analyzer/base/result.h"

namespace analyzer {

// What tells a file that was changed from one that is the same still, at no cost. The system sets
// `changed` with each change of the bytes (and of the name, the mode and the links), and lets
// nobody set it back, as `touch -d` and `cp -p` do with `modified`. So a file with the same stamp
// has the same bytes, but for a change within the clock's tick in which it was looked at: see
// IsSettled. With another stamp it may still have the same bytes: a hash of them tells.
struct FileStamp {
  int64_t bytes = 0;
  int64_t modified = 0;  // nanoseconds since 1970, UTC
  int64_t changed = 0;   // likewise; of the inode (ctime)
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Nothing where there is no such file. A link is followed.
std::optional<FileStamp> StampOf(const std::filesystem::path& path);

// Nanoseconds since 1970, UTC.
int64_t Now();

// Whether each change of the file from `moment` on gives it another stamp: its last change lies
// before by more than the tick of the clock that stamps files. A tick is at most 10 ms long where
// stamps have fractions of a second, and 2 seconds (FAT) where not. What git calls racily clean is
// not settled. A file server whose clock is behind ours by more than that is not seen through.
bool IsSettled(const FileStamp& stamp, int64_t moment);

// XXH3 (128 bits) of bytes [0, end) of a file, or of all of them; read in pieces. An error where it
// cannot be read or has not so many.
Result<Hash128> HashOfFile(const std::filesystem::path& path,
                           std::optional<int64_t> end = std::nullopt);

}  // namespace analyzer
