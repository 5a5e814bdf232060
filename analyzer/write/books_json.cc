#include "analyzer/write/books_json.h"

namespace analyzer {
void WriteCounts(JsonWriter& json, std::string_view key,
                 const std::map<std::string, int64_t>& counts) {
  json.Key(key).BeginObject();
  for (const auto& [name, count] : counts) json.Key(name).Number(count);
  json.EndObject();
}

void WriteReason(JsonWriter& json, const ReasonRow& row) {
  json.Key("reason").String(row.reason).Key("households").Bool(row.household);
  json.Key("failures").Number(row.failures);
  json.Key("joined").Number(row.joined);
  json.Key("ambiguous").Number(row.ambiguous);
  json.Key("unmatched").Number(row.unmatched);
  json.Key("already_imported").Number(row.already_imported);
}

void WriteBooks(JsonWriter& json, const Books& b, int64_t skipped) {
  json.Key("books").BeginObject();
  json.Key("seen").Number(b.seen);
  json.Key("accepted").Number(b.accepted);
  json.Key("failed").Number(b.failed);
  json.Key("rejected").Number(b.rejected);
  json.Key("later").Number(b.later);
  json.Key("failed_outcomes").Number(b.failed_outcomes);
  json.Key("further_evidence").Number(b.further_evidence);
  json.Key("overruled").Number(b.overruled);
  json.Key("failures").Number(b.failures);
  json.Key("superseded").Number(b.superseded);
  json.Key("resolved").Number(b.resolved);
  json.Key("written").Number(b.matched - skipped);
  json.Key("already_imported").Number(skipped);
  json.Key("ambiguous").Number(b.ambiguous);
  json.Key("unmatched").Number(b.unmatched);
  json.Key("items").Number(b.items);
  json.Key("answered").Number(b.answered);
  json.Key("presumed").Number(b.presumed);
  json.Key("untold").Number(b.untold);
  json.Key("unanswered").Number(b.unanswered);
  WriteCounts(json, "unanswered_by_cause", b.unanswered_by_cause);
  WriteCounts(json, "unanswered_by_state", b.unanswered_by_state);
  json.Key("unanswered_not_at_hand").Number(b.unanswered_not_at_hand);
  json.EndObject();
}

}  // namespace analyzer
