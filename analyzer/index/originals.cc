#include "analyzer/index/originals.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/base/hash.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

constexpr char kColumns[] =
    "SELECT file, position, byte_begin, byte_end, household, own_id, change_type, customer,"
    " digest, version FROM original";

constexpr std::string_view kOfCustomer = "customer:";
constexpr std::string_view kOfHousehold = "household:";

}  // namespace

Originals::Originals(Index* index)
    : pages_(&index->database()),
      source_(index),
      database_(index->database()),
      row_(database_, std::string(kColumns) + " WHERE id = ?") {}

Originals::Known Originals::ReadKnown(const Statement& row) {
  Known known;
  known.there = true;
  known.row = {row.Number(0),      row.NumberOrNothing(1),
               row.Number(2),      row.Number(3),
               row.Number(4) != 0, row.Text(5),
               row.Text(6),        row.Text(7)};
  known.digest = static_cast<uint64_t>(row.Number(8));
  known.escaped_version = row.Text(9);
  return known;
}

Originals::Known& Originals::KnownOf(int64_t id) {
  const auto [at, fresh] = known_.try_emplace(id);
  Known& known = at->second;
  if (!fresh) return known;
  row_.Bind(id);
  if (row_.Step()) known = ReadKnown(row_);
  row_.Reset();
  return known;
}

const OriginalRow* Originals::Row(int64_t id) {
  const Known& known = KnownOf(id);
  return known.there ? &known.row : nullptr;
}

const Original& Originals::Said(int64_t id) {
  Known& known = KnownOf(id);
  if (known.said) return *known.said;
  known.said = std::make_unique<Original>();
  if (!known.there) return *known.said;
  const auto text = TextOf(known);
  if (text.ok()) *known.said = Parse(text.value());
  return *known.said;
}

Original Originals::Parse(const std::string& text) {
  JsonFields fields;
  if (!reader_.ReadObject(text, &fields)) return {};
  return ReadOriginal(text, fields, &reader_).value_or(Original());
}

Status Originals::ForEach(const std::function<void(const Original&)>& take) {
  Statement rows(database_, std::string(kColumns) + " ORDER BY id");
  Status status;
  while (rows.Step()) {
    const auto text = TextOf(ReadKnown(rows));
    if (text.ok()) {
      take(Parse(text.value()));
    } else if (status.ok()) {
      status = text.error();
    }
  }
  return status;
}

const std::string& Originals::Version(int64_t id) {
  Known& known = KnownOf(id);
  if (known.version) return *known.version;
  known.version.emplace();
  if (!known.there) return *known.version;
  const auto text = TextOf(known);
  if (text.ok()) known.version = ValueHash(text.value());
  return *known.version;
}

bool Originals::Bears(int64_t id, IdentityKind kind, std::string_view value) {
  const OriginalRow* row = Row(id);
  if (row == nullptr) return false;
  if (kind == IdentityKind::kCustomerId) return !row->household && row->own_id == value;
  if (kind == IdentityKind::kHouseholdId) return row->household && row->own_id == value;
  if (kind == IdentityKind::kCustomer) return row->customer == value;
  const std::vector<Identity>& identities = Said(id).identities;
  return std::any_of(identities.begin(), identities.end(), [&](const Identity& identity) {
    return identity.kind == kind && identity.value == value;
  });
}

std::vector<int64_t> Originals::Find(IdentityKind kind, std::string_view value) {
  if (value.empty()) return {};
  std::vector<int64_t> found = pages_.Find(kind, value);
  std::erase_if(found, [&](int64_t id) { return !Bears(id, kind, value); });
  return found;
}

std::vector<int64_t> Originals::FindAnyKind(std::string_view value) {
  std::set<int64_t> all;
  for (int kind = 1; kind <= kIdentityKinds; ++kind) {
    const std::vector<int64_t> found = Find(static_cast<IdentityKind>(kind), value);
    all.insert(found.begin(), found.end());
  }
  return {all.begin(), all.end()};
}

std::vector<int64_t> Originals::VersionsOf(int64_t id) {
  const OriginalRow* row = Row(id);
  if (row == nullptr) return {};
  return VersionsOf(row->customer);
}

std::vector<int64_t> Originals::VersionsOf(std::string_view customer) {
  if (customer.starts_with(kOfCustomer))
    return Find(IdentityKind::kCustomerId, customer.substr(kOfCustomer.size()));
  if (customer.starts_with(kOfHousehold))
    return Find(IdentityKind::kHouseholdId, customer.substr(kOfHousehold.size()));
  return Find(IdentityKind::kCustomer, customer);
}

Result<std::string> Originals::Text(int64_t id) { return TextOf(KnownOf(id)); }

Result<std::string> Originals::TextOf(const Known& known) {
  const OriginalRow& row = known.row;
  auto slice = source_.Read(row.file, row.byte_begin, row.byte_end);
  if (!slice.ok()) return slice;
  std::string text = std::move(slice.value());
  const std::string& encoding = source_.Encoding(row.file);
  if (encoding == "UTF-16 LE") text.insert(0, "\xFF\xFE");
  if (encoding == "UTF-16 BE") text.insert(0, "\xFE\xFF");
  if (!encoding.starts_with("UTF-8")) text = std::string(SourceText(std::move(text)).text());
  std::optional<std::string> original;
  if (Hash64(text) == known.digest)
    original =
        known.escaped_version.empty() ? std::move(text) : CutOriginal(text, known.escaped_version);
  if (!original) {
    return Error{source_.ShownName(row.file) + " changed while it was read (bytes " +
                 std::to_string(row.byte_begin) + " to " + std::to_string(row.byte_end) +
                 " are another original now); run again"};
  }
  original->reserve(original->size() + kPadding);
  return *std::move(original);
}

std::optional<int64_t> FindOriginalAt(Index* index, std::string_view file, int64_t byte_begin) {
  Statement find(index->database(),
                 "SELECT o.id FROM file f JOIN original o ON o.id >= f.first_original"
                 " AND o.id < f.first_original + f.originals AND o.byte_begin = ?"
                 " WHERE f.path = ?");
  find.Bind(byte_begin).Bind(file);
  return find.Step() ? std::optional(find.Number(0)) : std::nullopt;
}

}  // namespace analyzer
