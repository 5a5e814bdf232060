#include "analyzer/index/packed_records.h"

#include <utility>

#include "analyzer/source/zstd_block.h"

namespace analyzer {
namespace {

enum Flag : unsigned {
  kSame = 1,  // result and whatever else is the same for most records of an answer
  kHasPosition = 2,
  kHasUsername = 4,
  kHasEmail = 8,
  kStated = 16,
};

bool IsLikeLast(const Record& record, const PackedRecord& last) {
  return record.change_type == last.record.change_type && record.result == last.record.result &&
         record.error == last.record.error && record.extractor == last.record.extractor;
}

// Numbers that mostly grow by little, and may shrink.
uint64_t ZigZag(int64_t difference) {
  return static_cast<uint64_t>(difference) << 1 ^ static_cast<uint64_t>(difference >> 63);
}
int64_t UndoZigZag(uint64_t number) {
  return static_cast<int64_t>(number >> 1 ^ (~(number & 1) + 1));
}

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  bool Next(PackedRecord* packed) {
    if (at_ == bytes_.size()) return false;
    Record& record = packed->record;
    const uint64_t flags = Number();
    packed->number += static_cast<int64_t>(Number());
    packed->line += UndoZigZag(Number());
    record.span.begin = record.span.end + static_cast<size_t>(UndoZigZag(Number()));
    record.span.end = record.span.begin + Number();
    record.position.reset();
    if ((flags & kHasPosition) != 0) record.position = packed->number + UndoZigZag(Number());
    Text(true, &record.customer_id);
    Text((flags & kHasUsername) != 0, &record.username);
    Text((flags & kHasEmail) != 0, &record.email);
    record.result_stated = (flags & kStated) != 0;
    if ((flags & kSame) == 0) {
      Text(true, &record.change_type);
      Text(true, &record.result);
      Text(true, &record.error);
      Text(true, &extractor_);
      record.extractor = extractor_;
    }
    return !failed_;
  }

  bool failed() const { return failed_; }

 private:
  uint64_t Number() {
    uint64_t number = 0;
    for (int shift = 0; shift < 64 && at_ < bytes_.size(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      number |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return number;
    }
    failed_ = true;
    return 0;
  }

  void Text(bool there, std::string* text) {
    const size_t size = there ? Number() : 0;
    failed_ |= size > bytes_.size() - at_;
    if (failed_) return text->clear();
    text->assign(bytes_, at_, size);
    at_ += size;
  }

  std::string_view bytes_;
  size_t at_ = 0;
  std::string extractor_;
  bool failed_ = false;
};

}  // namespace

bool IsPackable(const Record& record) {
  return record.standing == Standing::kAccepted && record.voice == Voice::kResponse && !record.time;
}

void RecordPacker::Add(int64_t number, int64_t line, const Record& record) {
  const bool same = count_ > 0 && IsLikeLast(record, last_);
  unsigned flags = 0;
  if (same) flags |= kSame;
  if (record.position) flags |= kHasPosition;
  if (!record.username.empty()) flags |= kHasUsername;
  if (!record.email.empty()) flags |= kHasEmail;
  if (record.result_stated) flags |= kStated;
  AddNumber(flags);
  AddNumber(static_cast<uint64_t>(number - last_.number));
  AddNumber(ZigZag(line - last_.line));
  AddNumber(ZigZag(static_cast<int64_t>(record.span.begin - last_.record.span.end)));
  AddNumber(record.span.size());
  if (record.position) AddNumber(ZigZag(*record.position - number));
  AddText(record.customer_id);
  if (!record.username.empty()) AddText(record.username);
  if (!record.email.empty()) AddText(record.email);
  if (!same) {
    for (const std::string_view text :
         {std::string_view(record.change_type), std::string_view(record.result),
          std::string_view(record.error), record.extractor}) {
      AddText(text);
    }
    last_.record = record;
  }
  last_.record.span = record.span;
  last_.number = number;
  last_.line = line;
  ++count_;
}

std::string RecordPacker::Take() {
  std::string packed = bytes_.empty() ? std::string() : CompressBlock(bytes_);
  bytes_.clear();
  count_ = 0;
  last_ = PackedRecord();
  return packed;
}

void RecordPacker::AddNumber(uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes_.push_back(static_cast<char>(number | 0x80));
  bytes_.push_back(static_cast<char>(number));
}

void RecordPacker::AddText(std::string_view text) {
  AddNumber(text.size());
  bytes_.append(text);
}

bool ForEachPacked(std::string_view packed, const std::function<void(const PackedRecord&)>& visit) {
  if (packed.empty()) return true;
  const auto bytes = DecompressBlock(packed);
  if (!bytes) return false;
  Unpacker unpacker(*bytes);
  PackedRecord record;
  record.record.standing = Standing::kAccepted;
  while (unpacker.Next(&record)) visit(record);
  return !unpacker.failed();
}

}  // namespace analyzer
