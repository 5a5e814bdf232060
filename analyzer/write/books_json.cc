#include "analyzer/write/books_json.h"

namespace analyzer {
namespace {

void Number(JsonWriter& json, std::string_view key, int64_t value) { json.Key(key).Number(value); }

}  // namespace

void WriteCounts(JsonWriter& json, std::string_view key,
                 const std::map<std::string, int64_t>& counts) {
  json.Key(key).BeginObject();
  for (const auto& [name, count] : counts) Number(json, name, count);
  json.EndObject();
}

void WriteReason(JsonWriter& json, const ReasonRow& row) {
  json.Key("reason").String(row.reason).Key("households").Bool(row.household);
  Number(json, "failures", row.failures);
  Number(json, "joined", row.joined);
  Number(json, "ambiguous", row.ambiguous);
  Number(json, "unmatched", row.unmatched);
  Number(json, "already_imported", row.already_imported);
}

void WriteBooks(JsonWriter& json, const Books& b, int64_t skipped) {
  json.Key("books").BeginObject();
  Number(json, "seen", b.seen);
  Number(json, "accepted", b.accepted);
  Number(json, "failed", b.failed);
  Number(json, "rejected", b.rejected);
  Number(json, "later", b.later);
  Number(json, "failed_outcomes", b.failed_outcomes);
  Number(json, "further_evidence", b.further_evidence);
  Number(json, "overruled", b.overruled);
  Number(json, "failures", b.failures);
  Number(json, "superseded", b.superseded);
  Number(json, "resolved", b.resolved);
  Number(json, "written", b.matched - skipped);
  Number(json, "already_imported", skipped);
  Number(json, "ambiguous", b.ambiguous);
  Number(json, "unmatched", b.unmatched);
  Number(json, "items", b.items);
  Number(json, "answered", b.answered);
  Number(json, "presumed", b.presumed);
  Number(json, "untold", b.untold);
  Number(json, "unanswered", b.unanswered);
  WriteCounts(json, "unanswered_by_cause", b.unanswered_by_cause);
  WriteCounts(json, "unanswered_by_state", b.unanswered_by_state);
  Number(json, "unanswered_not_at_hand", b.unanswered_not_at_hand);
  json.EndObject();
}

}  // namespace analyzer
