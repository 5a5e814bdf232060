#include "analyzer/write/audit_json.h"

#include <array>
#include <cstdio>
#include <optional>

#include "analyzer/base/local_time.h"
#include "analyzer/write/books_json.h"
#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

void Number(JsonWriter& json, std::string_view key, int64_t value) { json.Key(key).Number(value); }

void NumberOrNull(JsonWriter& json, std::string_view key, std::optional<int64_t> value) {
  json.Key(key);
  value ? json.Number(*value) : json.Null();
}

void Time(JsonWriter& json, std::string_view key, std::optional<int64_t> milliseconds) {
  json.Key(key);
  if (!milliseconds) {
    json.Null();
  } else {
    json.String(FormatIso({*milliseconds - *milliseconds % 1000, true}));
  }
}

void Ratio(JsonWriter& json, std::string_view key, std::optional<double> value) {
  json.Key(key);
  if (!value) {
    json.Null();
    return;
  }
  std::array<char, 16> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.4f", *value);
  json.Raw({text.data(), static_cast<size_t>(length)});
}

// What became of items: the same members for all runs, for one, and for a batch.
void WriteItems(JsonWriter& json, const Figures& figures) {
  Number(json, "never_sent", figures.never_sent);
  Number(json, "sent", figures.sent);
  Number(json, "answered", figures.answered);
  Number(json, "presumed", figures.presumed);
  Number(json, "untold", figures.untold);
  Number(json, "unanswered", figures.unanswered);
  Number(json, "succeeded", figures.succeeded);
  WriteCounts(json, "reasons", figures.reasons);
}

void WriteFigures(JsonWriter& json, const Figures& figures, int64_t resolved, int64_t seconds) {
  Number(json, "batches", figures.batches);
  Number(json, "planned", figures.planned);
  WriteItems(json, figures);
  Ratio(json, "success_rate", figures.success_rate());
  Number(json, "attempts", figures.attempts);
  Number(json, "batches_answered_after_a_failed_attempt", figures.answered_after_a_failure);
  Number(json, "resolved_by_a_later_sending", resolved);
  Number(json, "duration_seconds", seconds);
}

void WriteRuns(JsonWriter& json, const Audit& audit) {
  json.Key("totals").BeginObject();
  WriteFigures(json, audit.totals, audit.resolved, audit.duration_seconds);
  json.EndObject().Key("runs").BeginArray();
  for (const RunRow& run : audit.runs) {
    json.BeginObject();
    Number(json, "run", run.id);
    json.Key("log").String(run.log).Key("households").Bool(run.household);
    Time(json, "started", run.started.milliseconds);
    Time(json, "ended", run.ended.milliseconds);
    WriteFigures(json, run.figures, run.resolved, run.duration_seconds());
    json.EndObject();
  }
  json.EndArray();
}

void WriteBatches(JsonWriter& json, const std::vector<BatchRow>& batches) {
  json.Key("batches").BeginArray();
  for (const BatchRow& batch : batches) {
    json.BeginObject();
    Number(json, "run", batch.run);
    Number(json, "batch", batch.number);
    NumberOrNull(json, "items", batch.items);
    Time(json, "first_sent", batch.first_sent);
    Time(json, "ended", batch.ended);
    Number(json, "attempts", batch.figures.attempts);
    json.Key("endings").BeginArray();
    for (const std::string& ending : batch.endings) json.String(ending);
    json.EndArray().Key("parts").BeginArray();
    for (const BatchRow::Part& part : batch.parts) {
      json.BeginObject().Key("file").String(part.file);
      Number(json, "first", part.first);
      Number(json, "last", part.last);
      json.EndObject();
    }
    json.EndArray();
    WriteItems(json, batch.figures);
    json.Key("cause").String(batch.cause).EndObject();
  }
  json.EndArray();
}

void WriteReasons(JsonWriter& json, const Audit& audit) {
  json.Key("reasons").BeginArray();
  for (const ReasonRow& row : audit.reasons) {
    json.BeginObject();
    WriteReason(json, row);
    Number(json, "superseded", row.superseded);
    Number(json, "resolved", row.resolved);
    json.EndObject();
  }
  json.EndArray().Key("last_words").BeginObject();
  Number(json, "failures", audit.last_words.failures);
  Number(json, "superseded", audit.last_words.superseded);
  Number(json, "resolved", audit.last_words.resolved);
  Number(json, "in_batches", audit.last_words.in_batches);
  Number(json, "outside_runs", audit.last_words.outside_runs);
  Number(json, "beside_items", audit.last_words.beside_items);
  json.EndObject();
}

void WriteErrors(JsonWriter& json, const std::vector<ErrorShape>& errors) {
  json.Key("errors").BeginArray();
  for (const ErrorShape& error : errors) {
    json.BeginObject().Key("shape").String(error.shape);
    Number(json, "count", error.count);
    WriteCounts(json, "reasons", error.reasons);
    json.Key("example");
    if (error.shape.empty()) {
      json.Null();
    } else {
      json.BeginObject().Key("text").String(error.example).Key("file").String(error.file);
      Number(json, "line", error.line);
      json.EndObject();
    }
    json.EndObject();
  }
  json.EndArray();
}

void WriteThroughput(JsonWriter& json, const Throughput& throughput) {
  json.Key("throughput").BeginObject();
  Number(json, "bucket_seconds", throughput.bucket_seconds);
  json.Key("buckets").BeginArray();
  for (const Throughput::Bucket& bucket : throughput.buckets) {
    json.BeginObject();
    Time(json, "time", bucket.time);
    Number(json, "sent", bucket.sent);
    Number(json, "answered", bucket.answered);
    Number(json, "succeeded", bucket.succeeded);
    Number(json, "failed", bucket.failed);
    Number(json, "presumed", bucket.presumed);
    Number(json, "untold", bucket.untold);
    Number(json, "unanswered", bucket.unanswered);
    json.EndObject();
  }
  json.EndArray().EndObject();
}

void WriteCustomers(JsonWriter& json, const Audit& audit) {
  json.Key("again_and_again").BeginArray();
  for (const AgainAndAgain& again : audit.again_and_again) {
    json.BeginObject().Key("customer").String(again.customer);
    json.Key("customer_id").String(again.customer_id).Key("username").String(again.username);
    json.Key("reason").String(again.reason);
    Number(json, "times", again.times);
    Number(json, "attempts", again.attempts);
    json.EndObject();
  }
  json.EndArray().Key("in_two_batches").BeginArray();
  for (const InTwoBatches& twice : audit.in_two_batches) {
    json.BeginObject().Key("customer").String(twice.customer).Key("sendings").BeginArray();
    for (const InTwoBatches::Sending& sending : twice.sendings) {
      json.BeginObject();
      Number(json, "run", sending.run);
      Number(json, "batch", sending.batch);
      json.Key("file").String(sending.file);
      Number(json, "position", sending.position);
      json.EndObject();
    }
    json.EndArray().EndObject();
  }
  json.EndArray().Key("unknown_ids").BeginArray();
  for (const UnknownId& unknown : audit.unknown_ids) {
    json.BeginObject().Key("customer_id").String(unknown.customer_id);
    json.Key("username").String(unknown.username).Key("result").String(unknown.result);
    json.Key("file").String(unknown.file);
    Number(json, "line", unknown.line);
    Number(json, "byte_begin", unknown.byte_begin);
    json.EndObject();
  }
  json.EndArray();
}

void WriteClaims(JsonWriter& json, const std::vector<Claim>& claims) {
  json.Key("claims").BeginArray();
  for (const Claim& claim : claims) {
    json.BeginObject().Key("claim").String(claim.claim);
    Number(json, "said", claim.said);
    Number(json, "evidence", claim.evidence);
    NumberOrNull(json, "run", claim.run);
    json.Key("file").String(claim.file);
    NumberOrNull(json, "line", claim.line);
    json.Key("holds").Bool(claim.holds).Key("why").String(claim.why).EndObject();
  }
  json.EndArray();
}

void WriteSources(JsonWriter& json, const std::vector<SourceBytes>& sources) {
  json.Key("sources").BeginArray();
  for (const SourceBytes& source : sources) {
    json.BeginObject().Key("file").String(source.file).Key("member").String(source.member);
    json.Key("role").String(source.role);
    Number(json, "bytes", source.bytes);
    Number(json, "documents", source.documents);
    Number(json, "log_lines", source.log_lines);
    Number(json, "window", source.window);
    Number(json, "salvaged", source.salvaged);
    Number(json, "blank", source.blank);
    Number(json, "not_understood", source.not_understood);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string AuditJson(const Audit& audit) {
  JsonWriter json;
  json.BeginObject().Key("generator").String("import-analyzer");
  Time(json, "as_of", audit.as_of);
  WriteRuns(json, audit);
  WriteBatches(json, audit.batches);
  WriteReasons(json, audit);
  WriteErrors(json, audit.errors);
  WriteThroughput(json, audit.throughput);
  WriteCustomers(json, audit);
  WriteClaims(json, audit.claims);
  WriteSources(json, audit.sources);
  WriteBooks(json, audit.books, 0);
  json.EndObject();
  return json.Take();
}

}  // namespace analyzer
