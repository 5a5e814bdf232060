#include "analyzer/write/documents.h"

#include <algorithm>
#include <optional>

#include "analyzer/base/unicode.h"
#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

constexpr size_t kErrorCharacters = 100;  // of an error in the client's list

void WriteTime(JsonWriter& json, std::string_view key, const std::optional<LocalTime>& time) {
  json.Key(key).StringOrNull(time ? FormatIso(*time) : "");
}

// The file, and the archive's member where it is one.
void WriteFile(JsonWriter& json, const std::string& file, const std::string& member) {
  json.Key("file").String(file).Key("member").StringOrNull(member);
}

void WriteSeen(JsonWriter& json, std::string_view key, const std::vector<Seen>& all) {
  json.Key(key).BeginArray();
  for (const Seen& seen : all) {
    json.BeginObject();
    WriteFile(json, seen.file, seen.member);
    json.Key("line").Number(seen.line);
    json.Key("bytes").BeginArray().Number(seen.byte_begin).Number(seen.byte_end).EndArray();
    json.Key("voice").String(seen.voice).Key("extractor").String(seen.extractor);
    json.Key("result").StringOrNull(seen.result).EndObject();
  }
  json.EndArray();
}

void WriteSource(JsonWriter& json, const OriginalPlace& place) {
  json.BeginObject();
  WriteFile(json, place.file, place.member);
  json.Key("bytes").BeginArray().Number(place.byte_begin).Number(place.byte_end).EndArray();
  json.Key("encoding").String(place.encoding).Key("position");
  place.position ? json.Number(*place.position) : json.Null();
  json.EndObject();
}

void WriteReported(JsonWriter& json, const Failure& failure) {
  json.Key("customerId").StringOrNull(failure.customer_id);
  json.Key("username").StringOrNull(failure.username);
  json.Key("email").StringOrNull(failure.email);
  json.Key("changeType").StringOrNull(failure.change_type);
  json.Key("error").StringOrNull(failure.error);
}

void WritePast(JsonWriter& json, const std::vector<PastAttempt>& history) {
  json.Key("history").BeginArray();
  for (const PastAttempt& past : history) {
    json.BeginObject().Key("run").Number(past.run).Key("batch").Number(past.batch);
    json.Key("attempt");
    past.number == 0 ? json.Null() : json.Number(past.number);
    WriteTime(json, "sent", past.sent);
    json.Key("ending").StringOrNull(past.ending).Key("result").StringOrNull(past.result);
    json.EndObject();
  }
  json.EndArray();
}

void WriteMarks(JsonWriter& json, const Failure& failure) {
  json.Key("times").Number(failure.times);
  json.Key("again_and_again").Bool(failure.times >= kAgainAndAgain);
  json.Key("already_imported").Bool(failure.already_imported);
  json.Key("presumed_accepted_later").Bool(failure.presumed_later);
}

void WriteHistory(JsonWriter& json, const Failure& failure) {
  json.Key("attempts").Number(failure.attempts);
  WriteTime(json, "first_seen", failure.first_seen);
  WriteTime(json, "last_seen", failure.last_seen);
  json.Key("order_unknown").Bool(failure.order_unknown);
  json.Key("contradicted").Bool(failure.contradicted);
  WriteSeen(json, "seen", failure.seen);
}

void WriteCandidates(JsonWriter& json, const Failure& failure) {
  json.Key("candidates").BeginArray();
  for (const Candidate& candidate : failure.candidates) {
    const OriginalPlace& original = candidate.original;
    json.BeginObject().Key("original").String(original.Reference());
    json.Key(original.household ? "householdId" : "customerId").StringOrNull(original.own_id);
    json.Key("firstName").StringOrNull(original.first_name);
    json.Key("lastName").StringOrNull(original.last_name);
    json.Key("changeType").StringOrNull(original.change_type);
    json.Key("why").String(candidate.why).EndObject();
  }
  json.EndArray();
}

void WriteSummaryFailure(JsonWriter& json, const WrittenFailure& written) {
  const Failure& failure = *written.failure;
  json.BeginObject();
  json.Key("file").StringOrNull(written.file);
  json.Key("why_no_file").StringOrNull(written.why_none);
  WriteReported(json, failure);
  json.Key("joined_by").StringOrNull(failure.joined_by);
  json.Key("name_disagrees").Bool(failure.name_disagrees);
  json.Key("original");
  failure.original ? WriteSource(json, *failure.original) : void(json.Null());
  WriteMarks(json, failure);
  WritePast(json, failure.history);
  WriteHistory(json, failure);
  json.EndObject();
}

void WriteOpen(JsonWriter& json, const Failure& failure, const std::string& decision) {
  json.BeginObject();
  json.Key("failure").String(failure.key);
  json.Key("reason").String(failure.reason);
  json.Key("joining").String(failure.joining);
  WriteReported(json, failure);
  WriteHistory(json, failure);
  WriteCandidates(json, failure);
  json.Key("decision").StringOrNull(decision);
  json.EndObject();
}

void Begin(JsonWriter& json) { json.BeginObject().Key("generator").String("import-analyzer"); }

}  // namespace

std::string SingleFailure(std::string_view original, bool household) {
  std::string text = household ? "{\n  \"households\": [\n    " : "{\n  \"data\": [\n    ";
  text += Reindent(original, 2);
  text += "\n  ]\n}\n";
  return text;
}

void WriteSummary(const ReasonOfList& reason, std::string_view folder, bool household,
                  const EachFailure& reported, const EachWritten& written, JsonWriter* out) {
  JsonWriter& json = *out;
  json.BeginObject();
  json.Key("import_type").String(household ? "households" : "customers");
  json.Key("failure_reason").String(reason.reason);
  json.Key(household ? "total_households" : "total_customers")
      .Number(static_cast<long long>(reason.end - reason.begin));
  json.Key("timestamp").StringOrNull(reason.latest ? FormatCompact(*reason.latest) : "");
  json.Key("directory").String(folder).Key("directory_structure").String(folder);
  json.Key(household ? "households_list" : "customers_list").BeginArray();
  reported([&](const Failure& failure) {
    json.BeginObject().Key("customerId").StringOrNull(failure.customer_id);
    json.Key("username").StringOrNull(failure.username);
    json.Key("error").StringOrNull(FirstCharacters(failure.error, kErrorCharacters)).EndObject();
  });
  json.EndArray();
  json.Key("retry").String(RetryAdvice(reason.reason));
  json.Key("failures").BeginArray();
  written([&](const WrittenFailure& failure) { WriteSummaryFailure(json, failure); });
  json.EndArray().EndObject();
}

void WriteUnmatched(const EachFailure& open, const EachFailure& decided, JsonWriter* out) {
  JsonWriter& json = *out;
  Begin(json);
  json.Key("how_to").String(
      "Copy this file, put into `decision` the `original` of a candidate or another "
      "original as FILE#BYTE, and run recover again with --decide COPY.");
  json.Key("failures").BeginArray();
  open([&](const Failure& failure) { WriteOpen(json, failure, ""); });
  json.EndArray().Key("decided").BeginArray();
  decided([&](const Failure& failure) { WriteOpen(json, failure, failure.original->Reference()); });
  json.EndArray().EndObject();
}

void WriteResolved(const EachFailure& resolved, JsonWriter* out) {
  JsonWriter& json = *out;
  Begin(json);
  json.Key("resolved").BeginArray();
  resolved([&](const Failure& failure) {
    json.BeginObject().Key("reason").String(failure.reason);
    WriteReported(json, failure);
    json.Key("attempts").Number(failure.attempts);
    WriteTime(json, "failed_at", failure.last_seen);
    WriteTime(json, "resolved_at", failure.resolved_at);
    WriteSeen(json, "seen", failure.seen);
    WriteSeen(json, "resolved_by", failure.resolved_by);
    json.EndObject();
  });
  json.EndArray().EndObject();
}

std::string TreeReadme(bool household, const std::map<std::string, size_t>& failures_by_reason) {
  const std::string what = household ? "household" : "customer";
  std::string text = "# Failed " + what + "s, one file each\n\n";
  text += "Each `" + what + "_*.json` holds the " + what +
          " as it was sent and can be imported again by itself. `_SUMMARY_*.json` tells of\n"
          "every failure of that reason, also of those without a file. `../unmatched.json` lists "
          "what could\n"
          "not be joined to an original, `../resolved.json` what was imported later, and\n"
          "`../manifest.json` where each file's bytes come from.\n\n";
  if (failures_by_reason.empty()) return text + "There are no failures.\n";
  text += "| folder | failures | sending them again |\n| --- | --- | --- |\n";
  for (const auto& [reason, count] : failures_by_reason) {
    text += "| " + reason + " | " + std::to_string(count) + " | " +
            std::string(RetryAdvice(reason)) + " |\n";
  }
  return text;
}

std::string SourceJson(const OriginalPlace& place) {
  JsonWriter json;
  WriteSource(json, place);
  return json.Take();
}

std::string_view RetryAdvice(std::string_view reason) {
  if (reason == "CONFLICT") {
    return "exists already, or clashes with another customer: as it is it will conflict again";
  }
  if (reason == "FAILED") return "may be repeated later (time-out, outage)";
  if (reason == "ERROR") return "cannot be repeated as it is: the data is invalid";
  if (reason == "NOT_FOUND") return "UPDATE or DELETE of a customer that does not exist";
  if (reason == "UNKNOWN")
    return "no source tells the result: look at the error before sending it again";
  return "the API documents nothing of this result";
}

}  // namespace analyzer
