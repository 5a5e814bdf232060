#include "analyzer/extract/salvage_frame.h"

#include <algorithm>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/answer_keys.h"
#include "analyzer/extract/salvage_tokens.h"

namespace analyzer {
namespace {

constexpr std::array<std::string_view, kFieldIds> kFieldKeys = {
    "customerId", "householdId", "username",     "email",   "result",
    "changeType", "error",       "errorMessage", "message", "timestamp"};

std::string ErrorText(const FieldSet& fields) {
  for (const FieldId id : {kError, kErrorMessage, kMessage}) {
    if (!fields.Has(id)) continue;
    const std::string_view value = fields.values[id];
    const bool nested = value.front() == '{' || value.front() == '[';
    std::string text = nested ? RepairUtf8(value) : TextOfScalar(value);
    if (!text.empty()) return text;
  }
  return "";
}

}  // namespace

FieldId IdOfKey(std::string_view key) {
  const auto found = std::find(kFieldKeys.begin(), kFieldKeys.end(), key);
  return static_cast<FieldId>(found - kFieldKeys.begin());
}

bool IsErrorField(FieldId id) { return id == kError || id == kErrorMessage || id == kMessage; }

std::string Text(const FieldSet& fields, FieldId id) {
  return fields.Has(id) ? TextOfScalar(fields.values[id]) : "";
}

bool MakesRecord(const FieldSet& fields) {
  const auto says = [&](FieldId id) {
    constexpr std::array<std::string_view, 4> kNothing = {"null", "None", "\"\"", "''"};
    return fields.Has(id) &&
           std::find(kNothing.begin(), kNothing.end(), fields.values[id]) == kNothing.end();
  };
  return fields.Has(kResult) &&
         (says(kCustomerId) || says(kHouseholdId) || says(kUsername) || says(kEmail));
}

void NoteTraits(std::string_view key, std::string_view value, Traits* traits) {
  traits->household_id |= key == "householdId";
  traits->household_part |= key == "memberIds" || key == "primaryMemberId" || key == "name";
  traits->wrapper |= key == kResponseData;
  traits->client_json |= key == "originalData" || key == "batchInfo";
  traits->original |= key == "person" || key == "organization" || key == "firstName" ||
                      key == "lastName" || key == "customerCards";
  if (key == "type") {
    const std::string type = Upper(TextOfScalar(value));
    traits->original |= type == "PERSON" || type == "ORGANIZATION";
  }
  traits->original |= traits->household_id && traits->household_part;
}

FoundRecord FoundIn(const Frame& frame) {
  const bool certain = frame.position >= 0 && frame.fields.junk == frame.list_junk;
  return {frame.fields, certain ? frame.position : -1, frame.traits.client_json, frame.in_errors};
}

Record MakeRecord(const FoundRecord& found) {
  const FieldSet& fields = found.fields;
  Record record;
  record.customer_id = Text(fields, kCustomerId);
  if (record.customer_id.empty()) record.customer_id = Text(fields, kHouseholdId);
  record.username = UndoLiteralEscapes(Text(fields, kUsername));
  record.email = Text(fields, kEmail);
  record.change_type = Upper(Text(fields, kChangeType));
  record.error = ErrorText(fields);
  const std::string time = Text(fields, kTimestamp);
  record.time = ParseCompactTime(time);
  if (!record.time) record.time = ParseTime(time);
  record.voice = found.client_json ? Voice::kClientJson : Voice::kResponse;
  record.extractor = "pattern";
  if (found.position >= 0) record.position = found.position;
  record.span = fields.span;
  return record;
}

}  // namespace analyzer
