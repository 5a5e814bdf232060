#include "analyzer/source/archive_kind.h"

namespace analyzer {
namespace {

constexpr size_t kSumAt = 148;  // of a tar header: its checksum, as octal digits
constexpr size_t kSumSize = 8;

bool IsBzip2(std::string_view head) {
  if (head.size() < 10 || !head.starts_with("BZh") || head[3] < '1' || head[3] > '9') return false;
  const std::string_view block = head.substr(4, 6);  // of data, or the end of a stream without any
  return block == "\x31\x41\x59\x26\x53\x59" || block == "\x17\x72\x45\x38\x50\x90";
}

bool IsZstd(std::string_view head) {
  if (head.size() < 4) return false;
  const bool skippable = (static_cast<unsigned char>(head[0]) & 0xF0U) == 0x50U;
  return head.starts_with("\x28\xB5\x2F\xFD") || (skippable && head.substr(1, 3) == "\x2A\x4D\x18");
}

bool IsZip(std::string_view head) {
  return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06") ||
         head.starts_with("PK\x07\x08PK\x03\x04");
}

// Old tar files have no magic: the header's checksum tells.
bool IsTar(std::string_view head) {
  if (head.size() < kArchiveHead || head[0] == '\0') return false;
  unsigned sum = 0;
  for (size_t i = 0; i < kArchiveHead; ++i) {
    const bool in_sum = i >= kSumAt && i < kSumAt + kSumSize;
    sum += in_sum ? ' ' : static_cast<unsigned char>(head[i]);
  }
  unsigned told = 0;
  size_t at = kSumAt;
  while (head[at] == ' ' && at < kSumAt + kSumSize) ++at;
  const size_t first = at;
  for (; at < kSumAt + kSumSize && head[at] >= '0' && head[at] <= '7'; ++at) {
    told = told * 8 + static_cast<unsigned>(head[at] - '0');
  }
  return at > first && told == sum;
}

}  // namespace

ArchiveKind ArchiveKindOf(std::string_view head) {
  if (head.starts_with("\x1F\x8B\x08")) return ArchiveKind::kGzip;
  if (IsBzip2(head)) return ArchiveKind::kBzip2;
  if (head.starts_with(std::string_view("\xFD\x37\x7AXZ\0", 6))) return ArchiveKind::kXz;
  if (IsZstd(head)) return ArchiveKind::kZstd;
  if (IsZip(head)) return ArchiveKind::kZip;
  return IsTar(head) ? ArchiveKind::kTar : ArchiveKind::kNone;
}

}  // namespace analyzer
