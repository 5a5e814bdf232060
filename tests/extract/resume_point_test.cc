#include "analyzer/extract/resume_point.h"

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "analyzer/base/bytes.h"
#include "analyzer/extract/sink.h"
#include "analyzer/extract/text_scanner.h"

using namespace analyzer;

namespace {

std::string At(Span span) {
  return " at " + std::to_string(span.begin) + "-" + std::to_string(span.end);
}

std::string TextOf(const Record& record) {
  const std::string time = record.time ? std::to_string(record.time->milliseconds) : "";
  return record.customer_id + "|" + record.username + "|" + record.result + "|" + record.error +
         "|" + std::string(record.extractor) + "|" + time + At(record.span);
}

std::string TextOf(const std::optional<int64_t>& number) {
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

std::string CountsOf(const TextTally& tally) {
  std::string text = tally.is_one_document ? "one" : "";
  for (const int64_t count : {tally.documents, tally.broken_documents, tally.log_lines, tally.facts,
                              tally.window_blocks}) {
    text += " " + std::to_string(count);
  }
  return text;
}

TextTally Scan(const std::string& text, Journal* journal, const ResumePoint* from = nullptr) {
  const Bytes padded(text);
  return ScanText(padded.view(), {}, journal, from);
}

// What a client writes, and what is left of it where something went wrong, in any order.
class Log {
 public:
  explicit Log(unsigned seed) : random_(seed) {}  // NOLINT(cert-msc51-cpp): the same each time

  std::string Text(size_t size) {
    std::string text;
    while (text.size() < size) text += Some();
    return text;
  }

  size_t Upto(size_t end) { return random_() % end; }

 private:
  std::string Line(const std::string& message) {
    clock_ += static_cast<int>(Upto(900));
    const std::string time = std::to_string(100000 + clock_ / 1000 % 60);
    const std::string fraction = std::to_string(1000 + clock_ % 1000);
    return "2025-11-10 08:15:" + time.substr(4) + "," + fraction.substr(1) + " - INFO - " +
           message + "\n";
  }

  std::string Answer(const std::string& between) {
    std::string text = "{\"status_code\": 200, \"data\": [" + between;
    for (size_t i = Upto(4); i > 0; --i) {
      const std::string id = std::to_string(51000100000 + Upto(1000));
      text += "{\"customerId\": \"" + id + "\", \"result\": \"" +
              (Upto(3) == 0 ? "FAILED" : "SUCCESS") + "\"}," + between;
    }
    return text + "{\"customerId\": \"9\", \"result\": \"CONFLICT\"}" + between + "]}";
  }

  std::string Some() {
    const std::string batch = std::to_string(1 + Upto(40));
    switch (Upto(16)) {
      case 0:
        return Line("Sending batch " + batch + " (attempt 1/2) - 4 customers");
      case 1:
        return Line("[FAILED] FOUND FAILED CUSTOMER: 51000100001 - TORE LIND-1 - Result: CONFLICT");
      case 2:
        return Line("Batch " + batch + " response: " + Answer(" "));
      case 3:
        return Line("Batch " + batch + " response: " + Answer("\n  "));
      case 4: {  // lines of another thread in it
        std::string answer = Line("Batch " + batch + " body " + Answer("\n"));
        answer.insert(answer.find('\n') + 1, Line("Sending batch 7 (attempt 1/2) - 4 customers"));
        return answer;
      }
      case 5: {  // cut off
        const std::string answer = Line("Batch " + batch + " body " + Answer("\n "));
        return answer.substr(0, answer.size() - Upto(60)) + "\n";
      }
      case 6:
        return "[08:15:04] ✅ SUCCESS - Batch " + batch +
               "\nStatus Code: 200\nResponse Data: " + Answer("\n") + "\n" +
               (Upto(3) == 0 ? "" : std::string(80, '-') + "\n");
      case 7:
        return "[08:15:04] ❌ ERROR - Batch " + batch + "\nStatus Code: 500\n" +
               std::string(80, '-') + "\n";
      case 8:
        return Line("[SUMMARY] IMPORT SUMMARY:") + Line("[STATS] Total customers to import: 33");
      case 9:
        return "  and some more of the message, {of no use\n";
      case 10:
        return "\n\n";
      case 11:
        return Answer("\n") + "\n";
      case 12:
        return "{\n\n";
      case 13:
        return Line("body: '{\\\\\"a\\\\\": 1}' and {\"b\": \"}\"}");
      case 14:
        return Line(
            "said \"{\\\"data\\\": [{\\\"customerId\\\": \\\"5\\\", \\\"result\\\": "
            "\\\"ERROR\\\"}]}\"");
      default:
        return Line("nothing of note in batch " + batch);
    }
  }

  std::mt19937 random_;
  int clock_ = 0;
};

}  // namespace

TEST_CASE("A log that was read on from a point tells what the whole log tells") {
  int resumed = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    Log log(seed);
    const std::string text = log.Text(30000);
    Journal whole;
    const TextTally tally = Scan(text, &whole);
    for (int cut = 0; cut < 12; ++cut) {
      const size_t end = log.Upto(text.size());
      Journal before;
      Scan(text.substr(0, end), &before);
      if (!before.point) continue;
      ++resumed;
      INFO("seed " << seed << ", cut at " << end << ", from " << before.point->at);
      Journal behind;
      behind.bytes = before.bytes_before;
      const TextTally together = Scan(text, &behind, &*before.point);
      std::vector<std::string> lines(
          before.lines.begin(),
          before.lines.begin() + static_cast<std::ptrdiff_t>(before.lines_before));
      lines.insert(lines.end(), behind.lines.begin(), behind.lines.end());
      REQUIRE(lines == whole.lines);
      REQUIRE(behind.bytes == whole.bytes);
      REQUIRE(CountsOf(together) == CountsOf(tally));
      if (behind.point && whole.point) REQUIRE(behind.point->at == whole.point->at);
    }
  }
  CHECK(resumed > 100);
}

TEST_CASE("Nothing is a point to go on from where something may be open, or is no log") {
  const std::string line =
      "2025-11-10 08:15:04,123 - INFO - Sending batch 1 (attempt 1/2) - 4 customers\n";
  std::string many;
  for (int i = 0; i < 200; ++i) many += line;
  const auto point_of = [](const std::string& text) {
    Journal journal;
    Scan(text, &journal);
    return journal.point ? journal.point->at : 0;
  };
  CHECK(point_of(many) > many.size() - 5000);
  CHECK(point_of(many) % line.size() == 0);
  CHECK(point_of(line + "body {\n \"a\": [\n" + std::string(9000, '\n')) == 0);
  CHECK(point_of("[08:15:04] ❌ ERROR - Batch 12\n" + std::string(9000, 'x')) == 0);
  CHECK(point_of("a\rb\n" + many) == 0);
  CHECK(point_of(std::string(9000, '\n')) == 0);
}
