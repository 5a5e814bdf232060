#include "analyzer/extract/record_of_fields.h"

#include <algorithm>
#include <string>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/answer_keys.h"
#include "analyzer/extract/client_json.h"

namespace analyzer {
namespace {

std::string ErrorText(const JsonFields& fields) {
  for (const char* const key : {"error", "errorMessage", "message"}) {
    const JsonValue* value = FindField(fields, key);
    if (value == nullptr || value->kind == JsonKind::kNull) continue;
    const bool plain = value->kind == JsonKind::kString || value->kind == JsonKind::kNumber;
    std::string text = plain ? value->Text() : std::string(value->raw);
    if (!text.empty()) return text;
  }
  return "";
}

bool IsSummaryList(std::string_view key) {
  return key == "customers_list" || key == "households_list";
}

// What the client lists as failed has failed, whatever else it says.
bool IsListedFailure(const JsonFields& fields, std::string_view key) {
  return HasKey(fields, "originalData") || IsSummaryList(key);
}

}  // namespace

Record RecordOfFields(const JsonFields& fields, std::string_view key, bool in_list,
                      const Context& context) {
  Record record;
  record.customer_id = FieldText(fields, "customerId");
  if (record.customer_id.empty()) record.customer_id = FieldText(fields, "householdId");
  record.username = UndoLiteralEscapes(FieldText(fields, "username"));
  record.email = FieldText(fields, "email");
  record.change_type = Upper(FieldText(fields, "changeType"));
  record.error = ErrorText(fields);
  record.time = TimeField(fields);
  record.extractor = "json";
  if (HasKey(fields, "originalData") || HasKey(fields, "batchInfo"))
    record.voice = Voice::kClientJson;
  const JsonValue* const found = FindField(fields, "result");
  std::string result = found == nullptr ? "" : found->Text();
  const bool stated = !result.empty();
  const bool summary = IsSummaryList(key) || !context.failure_reason.empty();
  if (summary) {
    record.voice = Voice::kClientJson;
    record.time = context.time;
    if (!stated) result = context.failure_reason;
  }
  const bool failure = summary || found != nullptr || IsListedFailure(fields, key);
  Judge(failure ? &result : nullptr, in_list && key == "errors", &record);
  if (summary && !stated) record.result_stated = false;
  if (record.voice == Voice::kClientJson && record.error == kNoMessage) record.error.clear();
  return record;
}

bool IsRecord(const JsonFields& fields, const Record& record, std::string_view key, bool in_list) {
  const bool in_results = in_list && IsResultKey(key);
  if (HasKey(fields, "result")) return record.HasIdentity() || in_results;
  if (IsListedFailure(fields, key)) return record.HasIdentity();
  if (!record.error.empty() && record.HasIdentity()) return true;
  if (in_list && key == "errors") return record.HasIdentity() || !record.error.empty();
  return in_results && (record.HasIdentity() || HasKey(fields, "changeType"));
}

bool HoldsResults(const JsonFields& fields) {
  if (HasKey(fields, kResponseData)) return true;
  return std::any_of(fields.begin(), fields.end(), [](const JsonField& field) {
    return field.value.kind == JsonKind::kArray && IsResultKey(field.Key()) &&
           field.value.raw.find('0') != std::string_view::npos;
  });
}

}  // namespace analyzer
