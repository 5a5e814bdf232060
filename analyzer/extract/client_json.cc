#include "analyzer/extract/client_json.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <set>
#include <string>
#include <utility>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

using Fields = JsonFields;

std::optional<int64_t> ReadInteger(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A number, or a text that says nothing but a batch's number.
std::optional<int64_t> BatchIn(const std::string& text) {
  static const RE2 kBatch(
      R"((?i)\s*(?:found in )?(?:batch[ _#:]{0,2})?0*(\d{1,9})(?:\s*(?:/|of)\s*\d{1,9})?\s*)");
  int64_t batch = 0;
  if (!RE2::FullMatch(text, kBatch, &batch)) return std::nullopt;
  return batch;
}

// Each number that the fields state for the batch.
void AddBatches(const Fields& fields, std::set<int64_t>* batches) {
  for (const char* const key : {"batch_number", "batch_id", "batchNumber", "batchId", "batch"}) {
    if (const auto batch = BatchIn(FieldText(fields, key))) batches->insert(*batch);
  }
}

std::optional<int64_t> OnlyOne(const std::set<int64_t>& batches) {
  return batches.size() == 1 ? std::optional(*batches.begin()) : std::nullopt;
}

int64_t NumberOr(const Fields& fields, std::initializer_list<const char*> keys, int64_t other) {
  for (const char* const key : keys) {
    if (const auto number = IntegerField(fields, key)) return *number;
  }
  return other;
}

int64_t CountIn(const Fields& fields) {
  return NumberOr(fields, {"customer_count", "household_count", "expected_size", "batch_size"}, -1);
}

bool TellsHouseholds(const Fields& fields) {
  return FindField(fields, "household_count") != nullptr ||
         FindField(fields, "households") != nullptr ||
         Upper(FieldText(fields, "import_type")) == "HOUSEHOLDS";
}

std::optional<LocalTime> TimeOfFolder(std::string_view folder) {
  static const RE2 kTime(R"(.*_(\d{8}_\d{6}))");
  std::string time;
  if (!RE2::FullMatch({folder.data(), folder.size()}, kTime, &time)) return std::nullopt;
  return ParseCompactTime(time);
}

// `batch_00012_status_500.json`.
std::optional<int64_t> BatchOfName(std::string_view name) {
  static const RE2 kName(R"(batch_0*(\d{1,9})(?:_.*)?\.[A-Za-z.]*)");
  int64_t batch = 0;
  if (!RE2::FullMatch({name.data(), name.size()}, kName, &batch)) return std::nullopt;
  return batch;
}

std::optional<LocalTime> TimeOf(const Fields& own, const ClientFile& file) {
  for (const Fields* fields : {&own, &file.fields}) {
    if (const auto time = TimeField(*fields)) return time;
  }
  return TimeOfFolder(file.folder);
}

LogFact SavedBatch(Fact kind, std::string_view pattern, const Fields& own, const ClientFile& file) {
  return {.fact = kind,
          .pattern = pattern,
          .status = NumberOr(own, {"status_code"}, -1),
          .count = CountIn(own),
          .households = TellsHouseholds(own) || TellsHouseholds(file.fields)};
}

bool HoldsItems(const Fields& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const JsonField& field) {
    return field.value.kind == JsonKind::kArray &&
           (field.Is("data") || field.Is("households") || field.Is("customers"));
  });
}

// `error_info` or `auth_service_error`, beside the items of the batch.
std::optional<LogFact> ReadErrorInfo(Fact kind, std::string_view pattern, const Fields& own,
                                     const ClientFile& file) {
  if (!HoldsItems(file.fields)) return std::nullopt;
  std::set<int64_t> batches;
  AddBatches(own, &batches);
  if (batches.empty()) AddBatches(file.fields, &batches);
  if (batches.empty()) {
    if (const auto batch = BatchOfName(file.name)) batches.insert(*batch);
  }
  const auto batch = OnlyOne(batches);
  if (!batch) return std::nullopt;
  LogFact fact = SavedBatch(kind, pattern, own, file);
  fact.batch = *batch;
  return fact;
}

// An element of `error_details`.
std::optional<LogFact> ReadErrorDetail(const Fields& own, const ClientFile& file) {
  std::set<int64_t> batches;
  AddBatches(own, &batches);
  const auto batch = OnlyOne(batches);
  LogFact fact = SavedBatch(Fact::kSavedNoResult, "error_details", own, file);
  fact.path = FieldText(own, "retry_file");
  if (!batch || fact.path.empty()) return std::nullopt;
  fact.batch = *batch;
  // Every run has a file of that name: it is the one beside the summary.
  const bool bare = fact.path.find_first_of("/\\") == std::string::npos;
  if (bare && !file.folder.empty()) fact.path = std::string(file.folder) + "/" + fact.path;
  return fact;
}

// An element of `remaining_batches`.
std::optional<LogFact> ReadRemaining(const Fields& own, const ClientFile& file) {
  const auto first = IntegerField(own, "start_idx");
  const auto last = IntegerField(own, "end_idx");
  LogFact fact = SavedBatch(Fact::kRemaining, "remaining_batches", own, file);
  fact.path = FieldText(own, "file_path");
  if (fact.path.empty() || !first || !last || *first < 0 || *last <= *first) return std::nullopt;
  fact.first = *first;
  fact.last = *last;
  std::set<int64_t> batches;
  AddBatches(own, &batches);
  fact.batch = OnlyOne(batches).value_or(-1);
  return fact;
}

std::optional<LogFact> ReadFactUnder(std::string_view key, const Fields& own,
                                     const ClientFile& file) {
  if (key == "error_info") return ReadErrorInfo(Fact::kSavedNoResult, "error_info", own, file);
  if (key == "auth_service_error")
    return ReadErrorInfo(Fact::kSavedNeverSent, "auth_service_error", own, file);
  if (key == "error_details") return ReadErrorDetail(own, file);
  if (key == "remaining_batches") return ReadRemaining(own, file);
  return std::nullopt;
}

bool IsList(std::string_view key) { return key == "error_details" || key == "remaining_batches"; }

}  // namespace

std::optional<int64_t> IntegerField(const JsonFields& fields, std::string_view key) {
  return ReadInteger(FieldText(fields, key));
}

std::optional<LocalTime> TimeField(const JsonFields& fields) {
  const std::string text = FieldText(fields, "timestamp");
  if (text.empty()) return std::nullopt;
  const auto compact = ParseCompactTime(text);
  return compact ? compact : ParseTime(text);
}

std::optional<int64_t> BatchOfRecord(const JsonFields& fields, JsonReader* reader) {
  std::set<int64_t> batches;
  AddBatches(fields, &batches);
  const JsonValue* info = FindField(fields, "batchInfo");
  if (info != nullptr && info->kind == JsonKind::kString) {
    if (const auto batch = BatchIn(info->Text())) batches.insert(*batch);
  } else if (info != nullptr && info->kind == JsonKind::kObject) {
    Fields inner;
    if (reader->ReadObject(info->raw, &inner)) AddBatches(inner, &batches);
  }
  return OnlyOne(batches);
}

std::vector<ClientFact> ReadClientFacts(std::string_view key, std::string_view raw,
                                        const ClientFile& file, JsonReader* reader) {
  std::vector<JsonValue> values;
  if (!IsList(key)) {
    if (key != "error_info" && key != "auth_service_error") return {};
    values.push_back({JsonKind::kObject, raw});
  } else if (!raw.starts_with('[') || !reader->ReadArray(raw, &values)) {
    return {};
  }
  std::vector<ClientFact> facts;
  Fields own;
  for (const JsonValue& value : values) {
    if (value.kind != JsonKind::kObject || !reader->ReadObject(value, &own)) continue;
    if (auto fact = ReadFactUnder(key, own, file))
      facts.push_back({*std::move(fact), TimeOf(own, file), value.raw});
  }
  return facts;
}

}  // namespace analyzer
