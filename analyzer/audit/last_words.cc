#include "analyzer/audit/last_words.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace analyzer {
namespace {

// A word; the condition and the order are the caller's.
std::string SelectWords(const char* rest) {
  return std::string(
             "SELECT o.id, o.customer, coalesce(nullif(o.customer_id, ''), g.own_id, ''),"
             " coalesce(nullif(o.username, ''), trim(g.first_name || ' ' || g.last_name), ''),"
             " coalesce(g.household, o.household),"
             " coalesce(nullif(o.change_type, ''), g.change_type, '') = 'DELETE', o.result,"
             " o.state, o.joining, o.original, coalesce(g.version, ''),"
             " coalesce(g.change_type, ''), coalesce(o.resolved_by, 0), o.already_imported"
             ", coalesce(g.customer, o.customer)"
             " FROM outcome o LEFT JOIN original g ON g.id = o.original ") +
         rest;
}

Word ReadWord(const Statement& row) {
  return {.outcome = row.Number(0),
          .customer = row.Text(14),
          .customer_id = row.Text(2),
          .username = row.Text(3),
          .household = row.Number(4) != 0,
          .is_delete = row.Number(5) != 0,
          .result = row.Text(6),
          .state = row.Text(7),
          .joining = row.Text(8),
          .original = row.NumberOrNothing(9),
          .version = row.Text(10),
          .change_type = row.Text(11),
          .resolved_by = row.Number(12),
          .already_imported = row.Number(13) != 0};
}

// What decides where several items of a customer were not answered.
size_t Weight(std::string_view state) {
  constexpr std::array<std::string_view, 5> kStates = {"superseded", "presumed", "imported",
                                                       "failed", "open"};
  return static_cast<size_t>(std::find(kStates.begin(), kStates.end(), state) - kStates.begin());
}

}  // namespace

LastWords::LastWords(Index* index)
    : database_(index->database()),
      words_(database_, SelectWords("WHERE o.customer = ? ORDER BY o.time, o.id")),
      versions_(database_,
                "SELECT id, version, change_type FROM original WHERE customer = ? ORDER BY id"),
      of_id_(database_,
             "SELECT min(o.customer), max(o.customer) FROM identity i"
             " JOIN original o ON o.id = i.original WHERE i.value = ? AND i.kind IN (1, 2, 9)"),
      evidence_(database_,
                "SELECT f.path, r.line, r.result FROM record r JOIN file f ON f.id = r.file"
                " WHERE r.outcome = ? ORDER BY r.voice, r.id LIMIT 1"),
      place_(database_,
             "SELECT f.path, o.byte_begin, o.change_type FROM original o"
             " JOIN file f ON f.id = o.file WHERE o.id = ?") {
  LoadFailures();
  LoadOpen();
  LoadUnanswered();
}

void LastWords::LoadFailures() {
  Statement rows(database_, SelectWords("WHERE o.state = 'failure' ORDER BY o.id"));
  while (rows.Step()) {
    failures_.push_back(ReadWord(rows));
    // Who was joined by hand may stand there under what was reported.
    if (rows.Text(1) != rows.Text(14)) by_hand_.emplace(rows.Text(14), failures_.size() - 1);
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
                 "SELECT u.customer, u.state, u.original, o.version FROM unanswered u"
                 " JOIN original o ON o.id = u.original ORDER BY u.batch, u.position");
  while (rows.Step()) {
    NeverAnswered item{rows.Text(1), rows.Number(2), rows.Text(3)};
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
  versions_.Bind(customer);
  while (versions_.Step())
    versions.push_back({versions_.Number(0), versions_.Text(1), versions_.Text(2)});
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
  of_id_.Bind(id).Step();
  const std::string first = of_id_.Text(0);
  const std::string last = of_id_.Text(1);
  of_id_.Reset();
  return first == last ? first : "";
}

std::optional<Witness> LastWords::AcceptedOf(const std::string& customer, const std::string& id) {
  if (!accepted_) {
    database_.Execute(
        "CREATE TEMP TABLE accepted AS SELECT customer_id, max(id) AS record FROM record"
        " WHERE standing = 'accepted' AND set_aside = '' AND customer_id <> ''"
        " GROUP BY customer_id;"
        "CREATE INDEX accepted_id ON accepted (customer_id)");
    accepted_.emplace(
        database_,
        "SELECT f.path, r.line, r.result FROM accepted a"
        " JOIN record r ON r.id = a.record JOIN file f ON f.id = r.file"
        " WHERE a.customer_id = ?2 OR a.customer_id IN (SELECT i.value FROM original o"
        " JOIN identity i ON i.original = o.id"
        " WHERE o.customer = ?1 AND i.kind IN (1, 2, 9)) ORDER BY r.id DESC LIMIT 1");
  }
  accepted_->Bind(customer).Bind(id);
  if (!accepted_->Step()) return std::nullopt;
  const Witness evidence{accepted_->Text(0), accepted_->Number(1), std::nullopt,
                         accepted_->Text(2)};
  accepted_->Reset();
  return evidence;
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
