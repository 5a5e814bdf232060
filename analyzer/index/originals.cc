#include "analyzer/index/originals.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/hash.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/source/source_text.h"

namespace analyzer {

Originals::Originals(Index* index)
    : pages_(&index->database()),
      bytes_(index->database()),
      row_(index->database(),
           "SELECT file, position, byte_begin, byte_end, household, own_id, change_type, customer,"
           " digest, version FROM original WHERE id = ?") {}

Originals::Known& Originals::KnownOf(int64_t id) {
  const auto [at, fresh] = known_.try_emplace(id);
  Known& known = at->second;
  if (!fresh) return known;
  row_.Bind(id);
  known.there = row_.Step();
  if (known.there) {
    known.row = {row_.Number(0),      row_.NumberOrNothing(1),
                 row_.Number(2),      row_.Number(3),
                 row_.Number(4) != 0, row_.Text(5),
                 row_.Text(6),        row_.Text(7)};
    known.digest = static_cast<uint64_t>(row_.Number(8));
    known.escaped_version = row_.Text(9);
  }
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
  std::vector<JsonField> fields;
  if (text.ok() && reader_.ReadObject(text.value(), &fields)) {
    if (auto original = ReadOriginal(text.value(), fields, &reader_))
      *known.said = std::move(*original);
  }
  return *known.said;
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

std::vector<int64_t> Originals::VersionsOf(int64_t id) {
  const OriginalRow* row = Row(id);
  if (row == nullptr) return {};
  if (row->own_id.empty()) return Find(IdentityKind::kCustomer, row->customer);
  return Find(row->household ? IdentityKind::kHouseholdId : IdentityKind::kCustomerId, row->own_id);
}

Result<std::string> Originals::Text(int64_t id) { return TextOf(KnownOf(id)); }

Result<std::string> Originals::TextOf(const Known& known) {
  const OriginalRow& row = known.row;
  auto slice = bytes_.Read(row.file, row.byte_begin, row.byte_end);
  if (!slice.ok()) return slice;
  std::string text = std::move(slice.value());
  const std::string& encoding = bytes_.Encoding(row.file);
  if (encoding == "UTF-16 LE") text.insert(0, "\xFF\xFE");
  if (encoding == "UTF-16 BE") text.insert(0, "\xFE\xFF");
  if (!encoding.starts_with("UTF-8")) text = std::string(SourceText(std::move(text)).text());
  std::optional<std::string> original;
  if (Hash64(text) == known.digest)
    original =
        known.escaped_version.empty() ? std::move(text) : CutOriginal(text, known.escaped_version);
  if (!original) {
    return Error{bytes_.ShownName(row.file) + " changed while it was read (bytes " +
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
