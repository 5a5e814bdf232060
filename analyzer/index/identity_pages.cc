#include "analyzer/index/identity_pages.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>

#include "analyzer/base/hash.h"

namespace analyzer {
namespace {

constexpr size_t kMostGathered = size_t{2} << 20;  // entries: 32 MB
constexpr size_t kPageEntries = 336;  // with its row, it fills one of SQLite's pages (4096 bytes)
constexpr size_t kMostKept = 2048;    // pages: 8 MB

// As SQLite keeps numbers: signed.
int64_t Signed(uint64_t hash) { return static_cast<int64_t>(hash); }

template <typename T>
void AppendBytes(const std::vector<T>& values, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

std::string PageBytes(const IdentityPage& page) {
  std::string bytes;
  AppendBytes(page.hashes, &bytes);
  AppendBytes(page.originals, &bytes);
  return bytes;
}

void ReadPage(std::string_view bytes, IdentityPage* page) {
  const size_t entries = bytes.size() / (sizeof(uint64_t) + sizeof(uint32_t));
  const size_t hashes = entries * sizeof(uint64_t);
  page->hashes.resize(entries);
  page->originals.resize(entries);
  if (entries == 0) return;
  std::memcpy(page->hashes.data(), bytes.data(), hashes);
  std::memcpy(page->originals.data(), bytes.data() + hashes, entries * sizeof(uint32_t));
}

}  // namespace

uint64_t IdentityHash(IdentityKind kind, std::string_view value) {
  return Hash64(value, static_cast<uint64_t>(kind));
}

IdentityPageWriter::IdentityPageWriter(Database* database) : database_(database) {}

void IdentityPageWriter::Add(uint64_t hash, int64_t original) {
  constexpr int64_t kLargest = std::numeric_limits<uint32_t>::max();
  if (original > kLargest) {
    throw std::runtime_error("an index holds at most " + std::to_string(kLargest) +
                             " originals; index the batch files in several");
  }
  gathered_.push_back({hash, static_cast<uint32_t>(original)});
  if (gathered_.size() == kMostGathered) Flush();
}

namespace {

// The run in which entries from this hash on go: the last one, where all of it is before them.
int64_t RunFrom(uint64_t hash, const Database& database) {
  Statement last(database, "SELECT run, entries FROM identity_page ORDER BY id DESC LIMIT 1");
  if (!last.Step()) return 1;
  IdentityPage page;
  ReadPage(last.Blob(1), &page);
  const bool goes_on = !page.hashes.empty() && page.hashes.back() <= hash;
  return last.Number(0) + (goes_on ? 0 : 1);
}

}  // namespace

void IdentityPageWriter::Flush() {
  if (gathered_.empty()) return;
  std::sort(gathered_.begin(), gathered_.end());
  const int64_t run = RunFrom(gathered_.front().hash, *database_);
  Statement insert(*database_, "INSERT INTO identity_page (run, first, entries) VALUES (?, ?, ?)");
  for (size_t at = 0; at < gathered_.size(); at += kPageEntries) {
    IdentityPage page;
    for (size_t i = at; i < std::min(at + kPageEntries, gathered_.size()); ++i) {
      page.hashes.push_back(gathered_[i].hash);
      page.originals.push_back(gathered_[i].original);
    }
    insert.Bind(run).Bind(Signed(page.hashes.front())).BindBlob(PageBytes(page)).Run();
  }
  gathered_.clear();
}

void IdentityPageWriter::Remove(std::vector<OriginalIds> originals) {
  Flush();
  const auto before = [](const OriginalIds& a, const OriginalIds& b) { return a.first < b.first; };
  std::sort(originals.begin(), originals.end(), before);
  const auto is_gone = [&](uint32_t original) {
    const auto behind =
        std::upper_bound(originals.begin(), originals.end(), OriginalIds{original, 0}, before);
    return behind != originals.begin() && original < std::prev(behind)->last;
  };
  Statement pages(*database_, "SELECT id, entries FROM identity_page");
  Statement update(*database_, "UPDATE identity_page SET entries = ? WHERE id = ?");
  while (pages.Step()) {
    IdentityPage all;
    ReadPage(pages.Blob(1), &all);
    IdentityPage kept;
    for (size_t i = 0; i < all.originals.size(); ++i) {
      if (is_gone(all.originals[i])) continue;
      kept.hashes.push_back(all.hashes[i]);
      kept.originals.push_back(all.originals[i]);
    }
    if (kept.originals.size() < all.originals.size())
      update.BindBlob(PageBytes(kept)).Bind(pages.Number(0)).Run();
  }
}

void ForEachIdentity(const Database& database, const std::string& schema,
                     const std::function<void(const IdentityEntry&)>& take) {
  Statement pages(database, "SELECT entries FROM " + schema + ".identity_page");
  while (pages.Step()) {
    IdentityPage page;
    ReadPage(pages.Blob(0), &page);
    for (size_t i = 0; i < page.hashes.size(); ++i) take({page.hashes[i], page.originals[i]});
  }
}

IdentityPages::IdentityPages(Database* database)
    : read_(*database, "SELECT entries FROM identity_page WHERE id = ?") {
  // Pages of a run were written in their order.
  Statement pages(*database, "SELECT run, first, id FROM identity_page ORDER BY run, id");
  int64_t run = 0;
  while (pages.Step()) {
    if (runs_.empty() || pages.Number(0) != run) runs_.emplace_back();
    run = pages.Number(0);
    runs_.back().firsts.push_back(static_cast<uint64_t>(pages.Number(1)));
    runs_.back().pages.push_back(pages.Number(2));
  }
}

template <typename Visit>
void IdentityPages::ForEach(uint64_t hash, Visit visit) {
  for (const Run& run : runs_) {
    // The last page that begins before the hash may hold it, and the pages behind it that begin
    // with it.
    auto page = std::lower_bound(run.firsts.begin(), run.firsts.end(), hash);
    if (page != run.firsts.begin()) --page;
    for (; page != run.firsts.end() && *page <= hash; ++page) {
      const IdentityPage& entries =
          PageWith(run.pages[static_cast<size_t>(page - run.firsts.begin())]);
      auto entry = std::lower_bound(entries.hashes.begin(), entries.hashes.end(), hash);
      for (; entry != entries.hashes.end() && *entry == hash; ++entry)
        visit(entries.originals[static_cast<size_t>(entry - entries.hashes.begin())]);
    }
  }
}

std::vector<int64_t> IdentityPages::Find(IdentityKind kind, std::string_view value) {
  std::vector<int64_t> found;
  ForEach(IdentityHash(kind, value), [&](uint32_t original) { found.push_back(original); });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool IdentityPages::Has(uint64_t hash) {
  bool any = false;
  ForEach(hash, [&](uint32_t) { any = true; });
  return any;
}

const IdentityPage& IdentityPages::PageWith(int64_t id) {
  const auto known = kept_.find(id);
  if (known != kept_.end()) return known->second;
  if (kept_.size() == kMostKept) kept_.clear();
  IdentityPage& page = kept_[id];
  read_.Bind(id).Step();
  ReadPage(read_.Blob(0), &page);
  read_.Reset();
  return page;
}

}  // namespace analyzer
