#include "analyzer/write/page_redaction.h"

#include <catch2/catch.hpp>

#include "analyzer/write/audit_json.h"
#include "analyzer/write/history_json.h"

using namespace analyzer;

namespace {

constexpr char kOfSomebody[] = "somebody's";

std::string Hide(Personal /*kind*/, std::string_view text) {
  return text == kOfSomebody ? "hidden" : std::string(text);
}

SourcePlace MakePlace() {
  SourcePlace place;
  place.file = place.member = place.text = kOfSomebody;
  return place;
}

HistoryOriginal MakeOriginal() {
  HistoryOriginal original;
  original.place = MakePlace();
  original.customer = original.own_id = original.username = kOfSomebody;
  original.first_name = original.last_name = kOfSomebody;
  return original;
}

template <typename Reported>
Reported SaidOf() {
  Reported reported;
  reported.customer_id = reported.username = reported.email = reported.error = kOfSomebody;
  return reported;
}

HistoryRecord MakeRecord() {
  auto record = SaidOf<HistoryRecord>();
  record.place = MakePlace();
  record.joining.steps.push_back({"email", kOfSomebody, {kOfSomebody}, {{kOfSomebody, ""}}});
  return record;
}

}  // namespace

TEST_CASE("Nothing personal in a history passes by the redaction") {
  CustomerHistory history;
  history.customer = kOfSomebody;
  history.originals = {MakeOriginal()};
  HistoryEvent event;
  event.kind = HistoryEvent::Kind::kOutcome;
  event.told_at = {MakePlace()};
  event.outcome = SaidOf<HistoryOutcome>();
  event.outcome.evidence = {MakeRecord()};
  event.outcome.candidates = {{MakeOriginal(), "why"}};
  history.events = {event};
  history.candidate_for = {kOfSomebody};
  CHECK(HistoryDocument(history).find(kOfSomebody) != std::string::npos);
  RedactHistory(Hide, &history);
  CHECK(HistoryDocument(history).find(kOfSomebody) == std::string::npos);
}

TEST_CASE("Nothing personal in an audit passes by the redaction") {
  Audit audit;
  RunRow& run = audit.runs.emplace_back();
  run.log = kOfSomebody;
  audit.batches.emplace_back().parts.push_back({kOfSomebody, 0, 1});
  audit.errors.push_back({kOfSomebody, 1, {}, kOfSomebody, kOfSomebody, 1});
  audit.again_and_again.push_back({kOfSomebody, kOfSomebody, kOfSomebody, "ERROR", 3, 3});
  audit.in_two_batches.push_back({kOfSomebody, {{1, 2, kOfSomebody, 3}}});
  audit.unknown_ids.push_back({kOfSomebody, kOfSomebody, "ERROR", kOfSomebody, 1, 0});
  Claim& claim = audit.claims.emplace_back();
  claim.file = claim.why = kOfSomebody;
  SourceBytes& source = audit.sources.emplace_back();
  source.file = source.member = kOfSomebody;
  CHECK(AuditJson(audit).find(kOfSomebody) != std::string::npos);
  RedactAudit(Hide, &audit);
  CHECK(AuditJson(audit).find(kOfSomebody) == std::string::npos);
}

TEST_CASE("What says nothing stays empty") {
  CustomerHistory history;
  history.originals = {HistoryOriginal{}};
  RedactHistory([](Personal, std::string_view) { return std::string("made up"); }, &history);
  CHECK(history.originals.front().username.empty());
}
