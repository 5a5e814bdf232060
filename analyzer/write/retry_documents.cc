#include "analyzer/write/retry_documents.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "analyzer/write/documents.h"

namespace analyzer {
namespace {

// What a person reads of why an item is there.
std::string ErrorOf(const RetryItem& item) {
  if (!item.unanswered()) return item.error;
  return item.detail.empty() ? item.cause : item.cause + ": " + item.detail;
}

std::optional<int64_t> StatusOf(const RetryItem& item) {
  constexpr std::string_view kHttp = "HTTP ";
  // Of a failure no source need tell with which status its answer came.
  if (!item.unanswered()) return std::nullopt;
  int64_t status = 0;
  const std::string_view detail = item.detail;
  if (!detail.starts_with(kHttp)) return std::nullopt;
  const std::string_view digits = detail.substr(kHttp.size());
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return read.ec == std::errc() ? std::optional(status) : std::nullopt;
}

// Of what is known of the items: of one that was never sent, the end of its run.
std::string LatestTime(const std::vector<RetryFile>& files) {
  int64_t latest = 0;
  for (const RetryFile& file : files) {
    for (const RetryFile::Row& row : file.rows) latest = std::max(latest, row.item->moment);
  }
  return latest == 0 ? "" : FormatCompact({latest, true});
}

// One entry a file, batch and reason, as the client writes one a failed batch.
void WriteErrorDetails(JsonWriter& json, const RetryFile& file, bool household) {
  using Key = std::tuple<std::optional<int64_t>, std::optional<int64_t>, std::string>;
  std::map<Key, std::pair<const RetryItem*, int64_t>> entries;
  for (const RetryFile::Row& row : file.rows) {
    const RetryItem& item = *row.item;
    auto& [first, count] = entries[{item.run, item.batch_number, item.reason}];
    if (first == nullptr) first = &item;
    ++count;
  }
  for (const auto& [key, entry] : entries) {
    const RetryItem& item = *entry.first;
    json.BeginObject();
    json.Key("batch_id").NumberOrNull(item.batch_number);
    json.Key(household ? "household_count" : "customer_count").Number(entry.second);
    json.Key("error").StringOrNull(item.unanswered() ? ErrorOf(item) : item.reason);
    json.Key("status_code").NumberOrNull(StatusOf(item));
    json.Key("retry_file").String(file.name);
    json.Key("run").NumberOrNull(item.run);
    json.Key("reason").String(item.reason).EndObject();
  }
}

void WriteWho(JsonWriter& json, const RetryItem& item, bool household) {
  json.Key(household ? "householdId" : "customerId").StringOrNull(item.customer_id);
  json.Key("username").StringOrNull(item.username);
  json.Key("reason").String(item.reason);
  json.Key("error").StringOrNull(ErrorOf(item));
  json.Key("run").NumberOrNull(item.run);
  json.Key("batch").NumberOrNull(item.batch_number);
  json.Key("attempts").Number(item.attempts).Key("times").Number(item.times);
  json.Key("again_and_again").Bool(item.times >= kAgainAndAgain);
}

void WriteRow(JsonWriter& json, const RetryFile& file, size_t position, bool household,
              const std::string& change_type) {
  const RetryFile::Row& row = file.rows[position];
  json.BeginObject().Key("retry_file").String(file.name);
  json.Key("position").Number(static_cast<int64_t>(position));
  WriteWho(json, *row.item, household);
  json.Key("may_be_imported").Bool(MayBeImported(*row.item));
  json.Key("changeType_rewritten_to").StringOrNull(row.rewritten ? change_type : "");
  json.Key("not_rewritten").StringOrNull(row.not_rewritten);
  json.Key("single_file").StringOrNull(row.single_file);
  json.Key("original").Raw(SourceJson(row.item->original)).EndObject();
}

std::string Counted(size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c == '\n' || c == '\r' ? ' ' : c;
  }
  return cell;
}

std::string TableOfFiles(const std::vector<RetryFile>& files, const std::string& what) {
  std::string text = "| file | " + what + "s | why |\n| --- | --- | --- |\n";
  for (const RetryFile& file : files) {
    std::map<std::string, int64_t> reasons;
    for (const RetryFile::Row& row : file.rows) {
      const RetryItem& item = *row.item;
      ++reasons[item.unanswered() ? item.reason + " (" + ErrorOf(item) + ")" : item.reason];
    }
    std::string why;
    for (const auto& [reason, count] : reasons) {
      why += (why.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
    }
    text +=
        "| `" + file.name + "` | " + std::to_string(file.rows.size()) + " | " + Cell(why) + " |\n";
  }
  return text;
}

std::string TableOfLeftOut(const RetrySelection& selection) {
  if (selection.left_out.empty() && selection.without_time == 0) return "";
  std::string text = "\n## Left out\n\n";
  if (!selection.left_out.empty())
    text += "| id | name | reason | why it is left out |\n| --- | --- | --- | --- |\n";
  for (const NotRetried& not_retried : selection.left_out) {
    const RetryItem& item = not_retried.item;
    text += "| " + Cell(item.customer_id) + " | " + Cell(item.username) + " | " +
            Cell(item.reason) + " | " + Cell(not_retried.why) + " |\n";
  }
  if (selection.without_time > 0) {
    text += "\nOf " + std::to_string(selection.without_time) +
            " more no source tells the time: `--since` and `--until` leave them out.\n";
  }
  return text;
}

// What did not get the changeType that was asked for.
std::string TableOfNotRewritten(const std::vector<RetryFile>& files) {
  std::string rows;
  for (const RetryFile& file : files) {
    for (const RetryFile::Row& row : file.rows) {
      if (row.not_rewritten.empty()) continue;
      rows += "| `" + file.name + "` | " + Cell(row.item->customer_id) + " | " +
              Cell(row.item->username) + " | " + Cell(row.not_rewritten) + " |\n";
    }
  }
  if (rows.empty()) return "";
  return "\n## Sent as they are, although another changeType was asked for\n\n"
         "| file | id | name | why |\n| --- | --- | --- | --- |\n" +
         rows;
}

}  // namespace

bool MayBeImported(const RetryItem& item) {
  return item.unanswered() && item.cause != "never sent";
}

std::string RetryBatch(const std::vector<std::string>& items, bool household) {
  std::string text = household ? "{\n  \"households\": [" : "{\n  \"data\": [";
  const char* separator = "\n    ";
  for (const std::string& item : items) {
    text += separator + Reindent(item, 2);
    separator = ",\n    ";
  }
  return text + "\n  ]\n}\n";
}

void WriteRetrySummary(const std::vector<RetryFile>& files, const RetrySelection& selection,
                       const RetryOptions& options, bool household, JsonWriter* out) {
  JsonWriter& json = *out;
  int64_t items = 0;
  for (const RetryFile& file : files) items += static_cast<int64_t>(file.rows.size());
  json.BeginObject().Key("timestamp").StringOrNull(LatestTime(files));
  json.Key("import_type").String(household ? "households" : "customers");
  json.Key("total_failed_batches").Number(static_cast<int64_t>(files.size()));
  json.Key("total_failed_customers").Number(items);
  // The client's own name of the same, where they are households.
  if (household) json.Key("total_failed_households").Number(items);
  json.Key("retry_files").BeginArray();
  for (const RetryFile& file : files) json.String(file.name);
  json.EndArray().Key("error_details").BeginArray();
  for (const RetryFile& file : files) WriteErrorDetails(json, file, household);
  json.EndArray().Key("generator").String("import-analyzer");
  json.Key(household ? "households" : "customers").BeginArray();
  for (const RetryFile& file : files) {
    for (size_t i = 0; i < file.rows.size(); ++i)
      WriteRow(json, file, i, household, options.change_type);
  }
  json.EndArray().Key("left_out").BeginArray();
  for (const NotRetried& not_retried : selection.left_out) {
    json.BeginObject();
    WriteWho(json, not_retried.item, household);
    json.Key("why").String(not_retried.why).EndObject();
  }
  json.EndArray().Key("left_out_without_time").Number(selection.without_time);
  json.EndObject();
}

std::string RetryInstructions(const std::vector<RetryFile>& files, const RetrySelection& selection,
                              bool household) {
  const std::string what = household ? "household" : "customer";
  size_t items = 0;
  size_t rewritten = 0;
  bool may_be_imported = false;
  for (const RetryFile& file : files) {
    items += file.rows.size();
    for (const RetryFile::Row& row : file.rows) {
      may_be_imported |= MayBeImported(*row.item);
      rewritten += row.rewritten;
    }
  }
  std::string text = "# Sending again what was not imported\n\n" + Counted(items, what) + " in " +
                     Counted(files.size(), "file") +
                     ", in the order in which they were first sent. Each comes once, as it was "
                     "sent.\n";
  if (rewritten > 0) {
    text += "Only the `changeType` of " + Counted(rewritten, "conflict") + " is another.\n";
  }
  text += "\n";
  text += TableOfFiles(files, what);
  text +=
      "\n## How\n\n"
      "In the import client, tab **Files**, **Add Directory**: this folder; or the files one by\n"
      "one. Set the import type to **" +
      std::string(household ? "Households" : "Customers") +
      "**. `retry_summary.json` says of each " + what +
      " why it is here\nand where its bytes come from; it is not to be imported.\n\n"
      "Send these files **or** those in `../single_failures`, not both: whom both hold would be\n"
      "sent twice.\n";
  if (may_be_imported) {
    text +=
        "\nOf those that are UNANSWERED nobody saw what became of them: the request may have\n"
        "arrived. Where one was a CREATE and is answered with CONFLICT now, it was imported the\n"
        "first time, and the conflict is its answer.\n";
  }
  return text + TableOfNotRewritten(files) + TableOfLeftOut(selection);
}

}  // namespace analyzer
