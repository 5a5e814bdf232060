#include "analyzer/index/identity_pages.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include "analyzer/base/hash.h"

namespace analyzer {
namespace {

constexpr int kIdBits = 28;
constexpr uint64_t kIdMask = (uint64_t{1} << kIdBits) - 1;
constexpr size_t kMostGathered = size_t{4} << 20;  // numbers: 32 MB
constexpr size_t kPageNumbers = 4096;
constexpr size_t kMostKept = 1024;  // pages: 32 MB

std::vector<uint64_t> NumbersIn(std::string_view bytes) {
  std::vector<uint64_t> numbers(bytes.size() / sizeof(uint64_t));
  if (!numbers.empty())
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(uint64_t));
  return numbers;
}

}  // namespace

uint64_t IdentityHash(IdentityKind kind, std::string_view value) {
  // The sign bit stays free: SQLite compares pages' first numbers as signed ones.
  return Hash64(value, static_cast<uint64_t>(kind)) >> 1 & ~kIdMask;
}

IdentityPageWriter::IdentityPageWriter(Database* database) : database_(database) {}

void IdentityPageWriter::Add(uint64_t hash, int64_t original) {
  // A larger id would run into the hash, and its original never be found again.
  if (static_cast<uint64_t>(original) > kIdMask) {
    throw std::runtime_error("an index holds at most " + std::to_string(kIdMask) +
                             " originals; index the batch files in several");
  }
  gathered_.push_back(hash | static_cast<uint64_t>(original));
  if (gathered_.size() == kMostGathered) Flush();
}

void IdentityPageWriter::Flush() {
  if (gathered_.empty()) return;
  std::sort(gathered_.begin(), gathered_.end());
  const int64_t run = database_->Number("SELECT coalesce(max(run), 0) + 1 FROM identity_page");
  Statement insert(*database_, "INSERT INTO identity_page (run, first, numbers) VALUES (?, ?, ?)");
  for (size_t at = 0; at < gathered_.size(); at += kPageNumbers) {
    const size_t count = std::min(kPageNumbers, gathered_.size() - at);
    insert.Bind(run)
        .Bind(static_cast<int64_t>(gathered_[at]))
        .BindBlob({reinterpret_cast<const char*>(&gathered_[at]), count * sizeof(uint64_t)})
        .Run();
  }
  gathered_.clear();
}

void ForEachIdentity(const Database& database, const std::string& schema,
                     const std::function<void(uint64_t hash, int64_t original)>& take) {
  Statement pages(database, "SELECT numbers FROM " + schema + ".identity_page");
  while (pages.Step()) {
    for (const uint64_t number : NumbersIn(pages.Blob(0)))
      take(number & ~kIdMask, static_cast<int64_t>(number & kIdMask));
  }
}

IdentityPages::IdentityPages(Database* database)
    : read_(*database, "SELECT numbers FROM identity_page WHERE id = ?") {
  Statement pages(*database, "SELECT run, first, id FROM identity_page ORDER BY run, first");
  int64_t run = 0;
  while (pages.Step()) {
    if (runs_.empty() || pages.Number(0) != run) runs_.emplace_back();
    run = pages.Number(0);
    runs_.back().firsts.push_back(static_cast<uint64_t>(pages.Number(1)));
    runs_.back().pages.push_back(pages.Number(2));
  }
}

std::vector<int64_t> IdentityPages::Find(IdentityKind kind, std::string_view value) {
  std::vector<int64_t> found;
  const uint64_t hash = IdentityHash(kind, value);
  for (const Run& run : runs_) FindIn(run, hash, &found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void IdentityPages::FindIn(const Run& run, uint64_t hash, std::vector<int64_t>* found) {
  // The last page that begins before the hash may hold it, and the pages behind it that begin with
  // it.
  auto page = std::lower_bound(run.firsts.begin(), run.firsts.end(), hash);
  if (page != run.firsts.begin()) --page;
  for (; page != run.firsts.end() && *page <= (hash | kIdMask); ++page) {
    const std::vector<uint64_t>& numbers =
        Page(run.pages[static_cast<size_t>(page - run.firsts.begin())]);
    for (auto number = std::lower_bound(numbers.begin(), numbers.end(), hash);
         number != numbers.end() && *number <= (hash | kIdMask); ++number) {
      found->push_back(static_cast<int64_t>(*number & kIdMask));
    }
  }
}

const std::vector<uint64_t>& IdentityPages::Page(int64_t id) {
  const auto known = kept_.find(id);
  if (known != kept_.end()) return known->second;
  if (kept_.size() == kMostKept) kept_.clear();
  read_.Bind(id).Step();
  std::vector<uint64_t>& numbers = kept_[id] = NumbersIn(read_.Blob(0));
  read_.Reset();
  return numbers;
}

}  // namespace analyzer
