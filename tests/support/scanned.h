#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/extract/scan_text.h"
#include "analyzer/extract/sink.h"
#include "analyzer/source/text.h"

namespace analyzer {

// Keeps what it is told.
struct Kept : Sink {
  void OnOriginal(const Original& original) override { originals.push_back(original); }
  void OnResponse(Response response) override {
    responses.push_back(response);
    for (const Record& record : response.records) records.push_back(record);
  }
  void OnRecord(const Record& record, std::optional<int64_t> number,
                std::optional<int64_t>) override {
    batch = number;
    records.push_back(record);
  }
  void OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                 std::optional<int64_t> time_of_day, Span where) override {
    facts.push_back(fact);
    fact_times.push_back(time);
    fact_times_of_day.push_back(time_of_day);
    fact_spans.push_back(where);
  }
  void OnRepair(std::string_view what, Span) override { repairs.emplace_back(what); }
  void OnText(TextKind kind, Span where) override { texts.emplace_back(kind, where); }

  std::vector<Original> originals;
  std::vector<Response> responses;
  std::vector<Record> records;
  std::vector<LogFact> facts;
  std::vector<std::optional<LocalTime>> fact_times;
  std::vector<std::optional<int64_t>> fact_times_of_day;
  std::vector<Span> fact_spans;
  std::vector<std::string> repairs;
  std::vector<std::pair<TextKind, Span>> texts;
  std::optional<int64_t> batch;
};

struct Scanned : Kept {
  explicit Scanned(std::string bytes, const Context& context = {}) : text(std::move(bytes)) {
    text.reserve(text.size() + kPadding);
    tally = ScanText(text, context, this);
  }

  // `ID RESULT` of each record.
  std::vector<std::string> Found() const {
    std::vector<std::string> found;
    for (const Record& record : records) {
      found.push_back((record.customer_id.empty() ? record.username : record.customer_id) + " " +
                      record.result);
    }
    return found;
  }
  // `PATTERN b=BATCH` of each fact, and the further numbers and the path that it tells.
  std::vector<std::string> Told() const {
    std::vector<std::string> told;
    for (const LogFact& fact : facts) {
      std::string line(fact.pattern);
      const std::pair<const char*, int64_t> numbers[] = {
          {" b=", fact.batch},     {" try=", fact.attempt}, {" status=", fact.status},
          {" count=", fact.count}, {" first=", fact.first}, {" last=", fact.last}};
      for (const auto& [name, number] : numbers) {
        if (number >= 0) line += name + std::to_string(number);
      }
      if (!fact.path.empty()) line += " " + fact.path;
      if (fact.households) line += " households";
      told.push_back(line);
    }
    return told;
  }
  std::string Quoted(size_t i) const {
    return text.substr(records[i].span.begin, records[i].span.size());
  }

  std::string text;
  TextTally tally;
};

using Strings = std::vector<std::string>;

}  // namespace analyzer
