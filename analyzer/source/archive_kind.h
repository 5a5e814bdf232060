#pragma once

#include <cstddef>
#include <string_view>

namespace analyzer {

// How a file holds others. One that is compressed by itself (kGzip to kZstd) holds one.
enum class ArchiveKind { kNone, kGzip, kBzip2, kXz, kZstd, kTar, kZip };

// Bytes at the begin of a file that tell its kind.
inline constexpr size_t kArchiveHead = 512;

// Told by the first kArchiveHead bytes (fewer where the file is shorter), never by a name.
ArchiveKind ArchiveKindOf(std::string_view head);

}  // namespace analyzer
