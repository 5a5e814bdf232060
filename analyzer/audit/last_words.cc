#include "analyzer/audit/last_words.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "analyzer/base/hash.h"

namespace analyzer {
namespace {

// A word; the condition and the order are the caller's.
std::string SelectWords(const char* rest) {
  return std::string(
             "SELECT o.id, o.customer, coalesce(nullif(o.customer_id, ''), g.own_id, ''),"
             " o.username,"
             " coalesce(g.household, o.household),"
             " coalesce(nullif(o.change_type, ''), g.change_type, '') = 'DELETE', o.result,"
             " o.state, o.joining, o.original, coalesce(g.change_type, ''),"
             " coalesce(o.resolved_by, 0), o.already_imported, coalesce(g.customer, o.customer)"
             " FROM outcome o LEFT JOIN original g ON g.id = o.original ") +
         rest;
}

constexpr std::array kIdsAndCards = {IdentityKind::kCustomerId, IdentityKind::kCard,
                                     IdentityKind::kHouseholdId};

// What decides where several items of a customer were not answered.
size_t Weight(std::string_view state) {
  constexpr std::array<std::string_view, 5> kStates = {"superseded", "presumed", "imported",
                                                       "failed", "open"};
  return static_cast<size_t>(std::find(kStates.begin(), kStates.end(), state) - kStates.begin());
}

}  // namespace

LastWords::LastWords(Index* index)
    : database_(index->database()),
      originals_(index),
      words_(database_, SelectWords("WHERE o.customer = ? ORDER BY o.time, o.id")),
      evidence_(database_,
                "SELECT f.path, r.line, r.result FROM record r JOIN file f ON f.id = r.file"
                " WHERE r.outcome = ? ORDER BY r.voice, r.id LIMIT 1"),
      place_(database_,
             "SELECT f.path, o.byte_begin, o.change_type FROM original o"
             " JOIN file f ON f.id = o.file WHERE o.id = ?"),
      path_(database_, "SELECT path FROM file WHERE id = ?"),
      records_(&database_) {
  LoadFailures();
  LoadOpen();
  LoadUnanswered();
}

Word LastWords::ReadWord(const Statement& row) {
  Word word{.outcome = row.Number(0),
            .customer = row.Text(13),
            .customer_id = row.Text(2),
            .username = row.Text(3),
            .household = row.Number(4) != 0,
            .is_delete = row.Number(5) != 0,
            .result = row.Text(6),
            .state = row.Text(7),
            .joining = row.Text(8),
            .original = row.NumberOrNothing(9),
            .change_type = row.Text(10),
            .resolved_by = row.Number(11),
            .already_imported = row.Number(12) != 0};
  if (word.username.empty() && word.original)
    word.username = originals_.Said(*word.original).Name();
  return word;
}

void LastWords::LoadFailures() {
  Statement rows(database_, SelectWords("WHERE o.state = 'failure' ORDER BY o.id"));
  while (rows.Step()) {
    failures_.push_back(ReadWord(rows));
    // Who was joined by hand may stand there under what was reported.
    if (rows.Text(1) != rows.Text(13)) by_hand_.emplace(rows.Text(13), failures_.size() - 1);
  }
}

void LastWords::LoadOpen() {
  std::unordered_map<int64_t, size_t> open;
  for (size_t i = 0; i < failures_.size(); ++i) {
    if (failures_[i].joining == "matched") continue;
    open.emplace(failures_[i].outcome, i);
    if (!failures_[i].customer_id.empty()) open_by_id_.emplace(failures_[i].customer_id, i);
  }
  if (open.empty()) return;
  Statement rows(database_,
                 "SELECT c.outcome, o.customer FROM candidate c"
                 " JOIN original o ON o.id = c.original ORDER BY c.outcome, o.id");
  while (rows.Step()) {
    const auto found = open.find(rows.Number(0));
    if (found != open.end()) open_by_customer_.emplace(rows.Text(1), found->second);
  }
}

void LastWords::LoadUnanswered() {
  Statement rows(database_,
                 "SELECT customer, state, original FROM unanswered ORDER BY batch, position");
  while (rows.Step()) {
    NeverAnswered item{rows.Text(1), rows.Number(2)};
    NeverAnswered& kept = unanswered_.try_emplace(rows.Text(0), item).first->second;
    if (Weight(kept.state) <= Weight(item.state)) kept = std::move(item);
  }
}

std::vector<Word> LastWords::On(const std::string& customer) {
  std::vector<Word> words;
  words_.Bind(customer);
  while (words_.Step()) words.push_back(ReadWord(words_));
  const auto [begin, end] = by_hand_.equal_range(customer);
  for (auto word = begin; word != end; ++word) words.push_back(failures_[word->second]);
  return words;
}

std::vector<VersionRow> LastWords::VersionsOf(const std::string& customer) {
  std::vector<VersionRow> versions;
  for (const int64_t id : originals_.VersionsOf(customer))
    versions.push_back({id, originals_.Version(id), originals_.Row(id)->change_type});
  return versions;
}

const NeverAnswered* LastWords::UnansweredOf(const std::string& customer) const {
  const auto found = unanswered_.find(customer);
  return found == unanswered_.end() ? nullptr : &found->second;
}

const Word* LastWords::OpenFailureOf(const std::string& customer, const std::string& id) const {
  if (const auto found = open_by_customer_.find(customer); found != open_by_customer_.end())
    return &failures_[found->second];
  const auto found = open_by_id_.find(id);
  return id.empty() || found == open_by_id_.end() ? nullptr : &failures_[found->second];
}

std::string LastWords::CustomerOfId(const std::string& id) {
  std::set<std::string> customers;
  for (const IdentityKind kind : kIdsAndCards) {
    for (const int64_t original : originals_.Find(kind, id))
      customers.insert(originals_.Row(original)->customer);
  }
  return customers.size() == 1 ? *customers.begin() : "";
}

// All that a source can call the customer by in the place of an id.
std::set<std::string> LastWords::IdsOf(const std::string& customer) {
  std::set<std::string> ids;
  for (const int64_t original : originals_.VersionsOf(customer)) {
    for (const Identity& identity : originals_.Said(original).identities) {
      if (std::find(kIdsAndCards.begin(), kIdsAndCards.end(), identity.kind) != kIdsAndCards.end())
        ids.insert(identity.value);
    }
  }
  return ids;
}

std::optional<Witness> LastWords::AcceptedOf(const std::string& customer, const std::string& id) {
  LoadAccepted();
  std::set<std::string> ids = IdsOf(customer);
  ids.insert(id);
  std::optional<StoredRecord> latest;
  for (const std::string& one : ids) {
    const uint64_t hash = Hash64(one);
    auto [begin, end] =
        std::equal_range(accepted_.begin(), accepted_.end(), std::pair(hash, int64_t{0}),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
    for (; begin != end; ++begin) {
      if (latest && begin->second < latest->id) continue;
      auto found = records_.Find(begin->second);
      if (found && found->record.customer_id == one) latest = std::move(found);
    }
  }
  if (!latest) return std::nullopt;
  path_.Bind(latest->file).Step();
  Witness evidence{path_.Text(0), latest->line, std::nullopt, latest->record.result};
  path_.Reset();
  return evidence;
}

void LastWords::LoadAccepted() {
  if (accepted_loaded_) return;
  accepted_loaded_ = true;
  records_.Accepted([&](const StoredRecord& stored) {
    const std::string& id = stored.record.customer_id;
    if (!id.empty()) accepted_.emplace_back(Hash64(id), stored.id);
  });
  std::sort(accepted_.begin(), accepted_.end());
}

Witness LastWords::EvidenceOf(int64_t outcome) {
  Witness evidence;
  evidence_.Bind(outcome);
  if (evidence_.Step()) {
    evidence.file = evidence_.Text(0);
    evidence.line = evidence_.Number(1);
    evidence.says = evidence_.Text(2);
    evidence_.Reset();
  }
  return evidence;
}

Witness LastWords::PlaceOf(int64_t original) {
  Witness place;
  place_.Bind(original).Step();
  place.file = place_.Text(0);
  place.byte = place_.Number(1);
  place.says = place_.Text(2);
  place_.Reset();
  return place;
}

}  // namespace analyzer
