#include "analyzer/audit/summary_reading.h"

#include <charconv>
#include <string>
#include <vector>

#include "analyzer/extract/client_json.h"

namespace analyzer {
namespace {

using Fields = JsonFields;

// Nothing where there is no list of that name.
std::optional<std::vector<JsonValue>> ListOf(const Fields& fields, const char* key,
                                             JsonReader* reader) {
  const JsonValue* list = FindField(fields, key);
  std::vector<JsonValue> values;
  if (list == nullptr || list->kind != JsonKind::kArray || !reader->ReadArray(list->raw, &values))
    return std::nullopt;
  return values;
}

bool IsText(const Fields& fields, const char* key) { return !FieldText(fields, key).empty(); }

RetryRow ReadRow(const Fields& fields, JsonReader* reader) {
  RetryRow row;
  row.retry_file = FieldText(fields, "retry_file");
  row.rewritten_to = FieldText(fields, "changeType_rewritten_to");
  const JsonValue* original = FindField(fields, "original");
  if (original != nullptr) row.original = ReadReference(original->raw, reader);
  return row;
}

}  // namespace

OriginalReference ReadReference(std::string_view raw, JsonReader* reader) {
  OriginalReference reference;
  Fields source;
  if (!reader->ReadObject(raw, &source)) return reference;
  reference.file = FieldText(source, "file");
  reference.position = IntegerField(source, "position");
  const auto bytes = ListOf(source, "bytes", reader);
  if (bytes && !bytes->empty()) {
    const std::string_view digits = bytes->front().raw;
    std::from_chars(digits.data(), digits.data() + digits.size(), reference.byte_begin);
  }
  return reference;
}

std::optional<SummaryClaim> ReadSummary(std::string_view text, JsonReader* reader) {
  Fields fields;
  if (!reader->ReadObject(text, &fields)) return std::nullopt;
  SummaryClaim claim;
  claim.reason = FieldText(fields, "failure_reason");
  claim.household = FindField(fields, "total_households") != nullptr;
  claim.total = IntegerField(fields, claim.household ? "total_households" : "total_customers");
  const auto list = ListOf(fields, claim.household ? "households_list" : "customers_list", reader);
  if (list) claim.listed = static_cast<int64_t>(list->size());
  // Only ours tells which failure has a file.
  if (const auto failures = ListOf(fields, "failures", reader)) {
    claim.with_file = 0;
    Fields failure;
    for (const JsonValue& value : *failures) {
      if (reader->ReadObject(value.raw, &failure)) *claim.with_file += IsText(failure, "file");
    }
  }
  return claim;
}

std::optional<RetrySummaryClaim> ReadRetrySummary(std::string_view text, JsonReader* reader) {
  Fields fields;
  if (!reader->ReadObject(text, &fields)) return std::nullopt;
  RetrySummaryClaim claim;
  claim.total_batches = IntegerField(fields, "total_failed_batches");
  claim.total_items = IntegerField(fields, "total_failed_customers");
  if (const auto files = ListOf(fields, "retry_files", reader)) {
    for (const JsonValue& file : *files) claim.retry_files.push_back(file.Text());
  }
  Fields entry;
  if (const auto details = ListOf(fields, "error_details", reader)) {
    claim.details = 0;
    for (const JsonValue& value : *details) {
      if (!reader->ReadObject(value.raw, &entry)) continue;
      const auto customers = IntegerField(entry, "customer_count");
      *claim.details += customers ? *customers : IntegerField(entry, "household_count").value_or(0);
    }
  }
  for (const char* const key : {"customers", "households"}) {
    const auto rows = ListOf(fields, key, reader);
    if (!rows) continue;
    for (const JsonValue& value : *rows) {
      if (reader->ReadObject(value.raw, &entry)) claim.rows.push_back(ReadRow(entry, reader));
    }
  }
  return claim;
}

}  // namespace analyzer
