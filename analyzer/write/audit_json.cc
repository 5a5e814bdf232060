#include "analyzer/write/audit_json.h"

#include <array>
#include <cstdio>
#include <optional>

#include "analyzer/base/local_time.h"
#include "analyzer/write/books_json.h"
#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

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
  json.Key("never_sent").Number(figures.never_sent);
  json.Key("sent").Number(figures.sent);
  json.Key("answered").Number(figures.answered);
  json.Key("presumed").Number(figures.presumed);
  json.Key("untold").Number(figures.untold);
  json.Key("unanswered").Number(figures.unanswered);
  json.Key("succeeded").Number(figures.succeeded);
  WriteCounts(json, "reasons", figures.reasons);
}

void WriteFigures(JsonWriter& json, const Figures& figures, int64_t resolved, int64_t seconds) {
  json.Key("batches").Number(figures.batches);
  json.Key("planned").Number(figures.planned);
  WriteItems(json, figures);
  Ratio(json, "success_rate", figures.success_rate());
  json.Key("attempts").Number(figures.attempts);
  json.Key("batches_answered_after_a_failed_attempt").Number(figures.answered_after_a_failure);
  json.Key("resolved_by_a_later_sending").Number(resolved);
  json.Key("duration_seconds").Number(seconds);
}

void WriteRuns(JsonWriter& json, const Audit& audit) {
  json.Key("totals").BeginObject();
  WriteFigures(json, audit.totals, audit.resolved, audit.duration_seconds);
  json.EndObject().Key("runs").BeginArray();
  for (const RunRow& run : audit.runs) {
    json.BeginObject();
    json.Key("run").Number(run.id);
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
    json.Key("run").Number(batch.run);
    json.Key("batch").Number(batch.number);
    json.Key("items").NumberOrNull(batch.items);
    Time(json, "first_sent", batch.first_sent);
    Time(json, "ended", batch.ended);
    json.Key("attempts").Number(batch.figures.attempts);
    json.Key("endings").BeginArray();
    for (const std::string& ending : batch.endings) json.String(ending);
    json.EndArray().Key("parts").BeginArray();
    for (const BatchRow::Part& part : batch.parts) {
      json.BeginObject().Key("file").String(part.file);
      json.Key("first").Number(part.first);
      json.Key("last").Number(part.last);
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
    json.Key("superseded").Number(row.superseded);
    json.Key("resolved").Number(row.resolved);
    json.EndObject();
  }
  json.EndArray().Key("last_words").BeginObject();
  json.Key("failures").Number(audit.last_words.failures);
  json.Key("superseded").Number(audit.last_words.superseded);
  json.Key("resolved").Number(audit.last_words.resolved);
  json.Key("in_batches").Number(audit.last_words.in_batches);
  json.Key("outside_runs").Number(audit.last_words.outside_runs);
  json.Key("beside_items").Number(audit.last_words.beside_items);
  json.EndObject();
}

void WriteErrors(JsonWriter& json, const std::vector<ErrorShape>& errors) {
  json.Key("errors").BeginArray();
  for (const ErrorShape& error : errors) {
    json.BeginObject().Key("shape").String(error.shape);
    json.Key("count").Number(error.count);
    WriteCounts(json, "reasons", error.reasons);
    json.Key("example");
    if (error.shape.empty()) {
      json.Null();
    } else {
      json.BeginObject().Key("text").String(error.example).Key("file").String(error.file);
      json.Key("line").Number(error.line);
      json.EndObject();
    }
    json.EndObject();
  }
  json.EndArray();
}

void WriteThroughput(JsonWriter& json, const Throughput& throughput) {
  json.Key("throughput").BeginObject();
  json.Key("bucket_seconds").Number(throughput.bucket_seconds);
  json.Key("buckets").BeginArray();
  for (const Throughput::Bucket& bucket : throughput.buckets) {
    json.BeginObject();
    Time(json, "time", bucket.time);
    json.Key("sent").Number(bucket.sent);
    json.Key("answered").Number(bucket.answered);
    json.Key("succeeded").Number(bucket.succeeded);
    json.Key("failed").Number(bucket.failed);
    json.Key("presumed").Number(bucket.presumed);
    json.Key("untold").Number(bucket.untold);
    json.Key("unanswered").Number(bucket.unanswered);
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
    json.Key("times").Number(again.times);
    json.Key("attempts").Number(again.attempts);
    json.EndObject();
  }
  json.EndArray().Key("in_two_batches").BeginArray();
  for (const InTwoBatches& twice : audit.in_two_batches) {
    json.BeginObject().Key("customer").String(twice.customer).Key("sendings").BeginArray();
    for (const InTwoBatches::Sending& sending : twice.sendings) {
      json.BeginObject();
      json.Key("run").Number(sending.run);
      json.Key("batch").Number(sending.batch);
      json.Key("file").String(sending.file);
      json.Key("position").Number(sending.position);
      json.EndObject();
    }
    json.EndArray().EndObject();
  }
  json.EndArray().Key("unknown_ids").BeginArray();
  for (const UnknownId& unknown : audit.unknown_ids) {
    json.BeginObject().Key("customer_id").String(unknown.customer_id);
    json.Key("username").String(unknown.username).Key("result").String(unknown.result);
    json.Key("file").String(unknown.file);
    json.Key("line").Number(unknown.line);
    json.Key("byte_begin").Number(unknown.byte_begin);
    json.EndObject();
  }
  json.EndArray();
}

void WriteClaims(JsonWriter& json, const std::vector<Claim>& claims) {
  json.Key("claims").BeginArray();
  for (const Claim& claim : claims) {
    json.BeginObject().Key("claim").String(claim.claim);
    json.Key("said").Number(claim.said);
    json.Key("evidence").Number(claim.evidence);
    json.Key("run").NumberOrNull(claim.run);
    json.Key("file").String(claim.file);
    json.Key("line").NumberOrNull(claim.line);
    json.Key("holds").Bool(claim.holds).Key("why").String(claim.why).EndObject();
  }
  json.EndArray();
}

void WriteSources(JsonWriter& json, const std::vector<SourceBytes>& sources) {
  json.Key("sources").BeginArray();
  for (const SourceBytes& source : sources) {
    json.BeginObject().Key("file").String(source.file).Key("member").String(source.member);
    json.Key("role").String(source.role);
    json.Key("bytes").Number(source.bytes);
    json.Key("documents").Number(source.documents);
    json.Key("log_lines").Number(source.log_lines);
    json.Key("window").Number(source.window);
    json.Key("salvaged").Number(source.salvaged);
    json.Key("blank").Number(source.blank);
    json.Key("not_understood").Number(source.not_understood);
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
