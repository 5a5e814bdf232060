#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/extract/sink.h"

namespace analyzer {

inline std::string At(Span span) {
  return " at " + std::to_string(span.begin) + "-" + std::to_string(span.end);
}

inline std::string TextOf(const Record& record) {
  const std::string time = record.time ? std::to_string(record.time->milliseconds) : "";
  return record.customer_id + "|" + record.username + "|" + record.result + "|" + record.error +
         "|" + std::string(record.extractor) + "|" + time + At(record.span);
}

inline std::string TextOf(const std::optional<int64_t>& number) {
  return number ? " " + std::to_string(*number) : " -";
}

// Keeps what it is told as lines, and how much it knew at the last point.
struct Journal : Sink {
  void OnOriginal(const Original& original) override {
    lines.push_back("original " + original.id + At(original.span));
    any_original = true;
  }
  void OnResponse(Response response) override {
    std::string line = "response" + TextOf(response.batch) + TextOf(response.status) +
                       TextOf(response.time_of_day) + (response.whole ? " whole" : " broken");
    if (response.time) line += " time " + std::to_string(response.time->milliseconds);
    for (const Record& record : response.records) line += "\n  " + TextOf(record);
    lines.push_back(line + At(response.span));
  }
  void OnRecord(const Record& record, std::optional<int64_t> batch,
                std::optional<int64_t> time_of_day) override {
    lines.push_back("record" + TextOf(batch) + TextOf(time_of_day) + " " + TextOf(record));
  }
  void OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                 std::optional<int64_t> time_of_day, Span where) override {
    const std::string when = time ? std::to_string(time->milliseconds) : "";
    lines.push_back("fact " + std::string(fact.pattern) + " " + std::to_string(fact.batch) + " " +
                    std::to_string(fact.count) + " " + fact.path + " " + when +
                    TextOf(time_of_day) + At(where));
  }
  void OnRepair(std::string_view what, Span where) override {
    lines.push_back("repair " + std::string(what) + At(where));
  }
  void OnText(TextKind kind, Span where) override {
    bytes[static_cast<size_t>(kind)] += where.size();
  }
  void OnResumePoint(const ResumePoint& at) override {
    if (any_original) return;
    point = at;
    lines_before = lines.size();
    bytes_before = bytes;
  }

  std::vector<std::string> lines;
  std::array<size_t, kTextKinds> bytes{};
  bool any_original = false;
  std::optional<ResumePoint> point;
  size_t lines_before = 0;
  std::array<size_t, kTextKinds> bytes_before{};
};

inline std::string CountsOf(const TextTally& tally) {
  std::string text = tally.is_one_document ? "one" : "";
  for (const int64_t count : {tally.documents, tally.broken_documents, tally.log_lines, tally.facts,
                              tally.window_blocks}) {
    text += " " + std::to_string(count);
  }
  return text;
}

}  // namespace analyzer
