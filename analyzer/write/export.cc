#include "analyzer/write/export.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "analyzer/base/local_time.h"

namespace analyzer {
namespace {

// A view of schema/index.sql, and which of its columns a selection looks at.
struct Table {
  const char* name;
  const char* rows;    // behind SELECT *
  const char* result;  // a column; empty: it has none, as the next
  const char* run;
  const char* time;
  const char* files;  // gives the files that tell of the row whose first column is bound
};

constexpr char kEvidenceFiles[] = "SELECT DISTINCT path FROM evidence WHERE outcome = ?";

constexpr std::array kTables = {
    Table{"outcomes", "FROM outcomes ORDER BY id", "result", "run", "time", kEvidenceFiles},
    Table{"failures", "FROM failures ORDER BY id", "reason", "run", "last_seen", kEvidenceFiles},
    Table{"attempts", "FROM attempts ORDER BY id", "", "run", "sent",
          "SELECT told_in FROM attempts WHERE id = ?"},
    Table{"runs", "FROM runs ORDER BY run", "", "run", "started",
          "SELECT log FROM runs WHERE run = ?"},
    Table{"unmatched", "FROM failures WHERE joining <> 'matched' ORDER BY id", "reason", "run",
          "last_seen", kEvidenceFiles},
};

const Table* FindTable(const std::string& name) {
  const auto* const found = std::find_if(kTables.begin(), kTables.end(),
                                         [&](const Table& table) { return table.name == name; });
  return found == kTables.end() ? nullptr : found;
}

std::unique_ptr<Query> Prepare(Index* index, const Table& table) {
  // The program's own words: they can be read.
  return std::move(
      Query::Prepare(&index->database(), std::string("SELECT * ") + table.rows).value());
}

std::string Listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

class Exporter {
 public:
  Exporter(Index* index, const ExportOptions& options)
      : options_(options),
        table_(*FindTable(options.what)),
        query_(Prepare(index, table_)),
        files_(index->database(), table_.files),
        result_(ColumnOf(table_.result)),
        run_(ColumnOf(table_.run)),
        time_(ColumnOf(table_.time)) {}

  Status Run(Output* output) {
    const std::vector<std::string>& names =
        options_.columns.empty() ? query_->columns() : options_.columns;
    std::vector<size_t> columns;
    for (const std::string& name : names) columns.push_back(*ColumnOf(name));
    const auto writer = MakeRowWriter(options_.format, names, output);
    std::vector<Value> values(columns.size());
    while (true) {
      const auto more = query_->Step();
      if (!more.ok()) return more.error();
      if (!more.value()) break;
      if (!IsChosen()) continue;
      for (size_t i = 0; i < columns.size(); ++i) values[i] = Shown(columns[i]);
      if (!writer->Row(values)) return {};
    }
    writer->End();
    return {};
  }

 private:
  std::optional<size_t> ColumnOf(const std::string& name) const {
    const auto& columns = query_->columns();
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<size_t>(found - columns.begin());
  }

  Value Shown(size_t column) const {
    Value value = query_->ValueOf(column);
    const Privacy privacy = PrivacyOf(query_->columns()[column]);
    if (options_.redact && privacy != Privacy::kNone && value.type == Value::Type::kText) {
      value.text = options_.redact(privacy, value.text);
    }
    return value;
  }

  bool IsChosen() {
    const std::string result = result_ ? query_->ValueOf(*result_).text : "";
    std::vector<std::string> told_in;
    if (!options_.selection.sources.empty()) {
      files_.Bind(NumberOf(0).value_or(0));
      while (files_.Step()) told_in.push_back(files_.Text(0));
    }
    const auto time = ParseTime(query_->ValueOf(*time_).text);
    const auto moment = time ? std::optional(time->milliseconds) : std::nullopt;
    return Choose(options_.selection, {result, NumberOf(*run_), moment, told_in}) == Chosen::kYes;
  }

  std::optional<int64_t> NumberOf(size_t column) const {
    const std::string text = query_->ValueOf(column).text;
    int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc()) return std::nullopt;
    return number;
  }

  const ExportOptions& options_;
  const Table& table_;
  std::unique_ptr<Query> query_;
  Statement files_;
  std::optional<size_t> result_;
  std::optional<size_t> run_;
  std::optional<size_t> time_;
};

}  // namespace

Privacy PrivacyOf(std::string_view column) {
  if (column == "customer") return Privacy::kCustomer;
  if (column == "customer_id") return Privacy::kId;
  if (column == "username" || column == "email") return Privacy::kPersonal;
  for (const char* const text : {"error", "original_file", "log", "told_in"}) {
    if (column == text) return Privacy::kFreeText;
  }
  return Privacy::kNone;
}

const std::vector<std::string>& Exportable() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Table& table : kTables) all.emplace_back(table.name);
    return all;
  }();
  return names;
}

std::vector<std::string> ColumnsOf(Index* index, const std::string& what) {
  return Prepare(index, *FindTable(what))->columns();
}

Status CheckExport(Index* index, const ExportOptions& options) {
  const Table* const table = FindTable(options.what);
  if (*table->result == '\0' && !options.selection.results.empty()) {
    return Error{options.what + " have no results; leave out --result"};
  }
  const std::vector<std::string> there = ColumnsOf(index, options.what);
  for (const std::string& column : options.columns) {
    if (std::find(there.begin(), there.end(), column) != there.end()) continue;
    return Error{options.what + " have no column '" + column + "'; there are " + Listed(there)};
  }
  return {};
}

Status Export(Index* index, const ExportOptions& options, Output* output) {
  return Exporter(index, options).Run(output);
}

}  // namespace analyzer
