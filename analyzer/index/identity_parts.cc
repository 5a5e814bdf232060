#include "analyzer/index/identity_parts.h"

#include "analyzer/base/memory_limit.h"

namespace analyzer {
namespace {

constexpr int kPartBits = 7;
constexpr size_t kParts = size_t{1} << kPartBits;
constexpr size_t kWrittenAtOnce = size_t{1} << 20;  // entries, about: 16 MB

}  // namespace

IdentityParts::IdentityParts() {
  for (size_t i = 0; i < kParts; ++i) parts_.emplace_back(Memory().OfIndex() / kParts);
}

void IdentityParts::Add(uint64_t hash, int64_t original) {
  parts_[hash >> (64 - kPartBits)].push_back({hash, original});
}

void IdentityParts::WriteTo(IdentityPageWriter* writer) {
  size_t given = 0;
  for (Spill<Entry>& part : parts_) {
    if (given + part.size() > kWrittenAtOnce) {
      writer->Flush();
      given = 0;
    }
    for (const Entry& entry : part) writer->Add(entry.hash, entry.original);
    given += part.size();
    part = Spill<Entry>(Memory().OfIndex() / kParts);
  }
  writer->Flush();
}

}  // namespace analyzer
