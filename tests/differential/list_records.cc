// Prints what the extractor finds in many small files: for each file named on standard input, a
// line of JSON with its records, each with its bytes. What differential_test.py compares.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "analyzer/extract/scan_text.h"
#include "analyzer/source/source_text.h"
#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

std::string_view NameOf(Standing standing) {
  switch (standing) {
    case Standing::kAccepted:
      return "accepted";
    case Standing::kFailed:
      return "failed";
    case Standing::kRejected:
      return "rejected";
  }
  return "";
}

class Lister : public Sink {
 public:
  Lister(const SourceText& source, JsonWriter* json) : source_(source), json_(*json) {}

  void OnResponse(Response response) override {
    for (const Record& record : response.records) Tell(record);
  }
  void OnRecord(const Record& record, std::optional<int64_t>, std::optional<int64_t>) override {
    Tell(record);
  }
  void OnOriginal(const Original&) override {}
  void OnLogFact(const LogFact&, std::optional<LocalTime>, std::optional<int64_t>, Span) override {}
  void OnRepair(std::string_view, Span) override {}
  void OnText(TextKind, Span) override {}

 private:
  void Tell(const Record& record) {
    const Span bytes = source_.FileSpan(record.span);
    json_.BeginObject();
    json_.Key("begin").Number(static_cast<long long>(bytes.begin));
    json_.Key("end").Number(static_cast<long long>(bytes.end));
    json_.Key("id").String(record.customer_id);
    json_.Key("username").String(record.username);
    json_.Key("email").String(record.email);
    json_.Key("changeType").String(record.change_type);
    json_.Key("result").String(record.result);
    json_.Key("error").String(record.error);
    json_.Key("standing").String(NameOf(record.standing));
    json_.Key("extractor").String(record.extractor);
    json_.Key("position").Number(record.position.value_or(-1));
    json_.EndObject();
  }

  const SourceText& source_;
  JsonWriter& json_;
};

std::string RecordsOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  const SourceText source(std::string((std::istreambuf_iterator<char>(stream)), {}));
  JsonWriter json(JsonWriter::Layout::kOneLine);
  json.BeginArray();
  Lister lister(source, &json);
  ScanText(source.text(), ContextOfPath(path), &lister);
  json.EndArray();
  return json.Take();
}

}  // namespace
}  // namespace analyzer

int main() {
  for (std::string path; std::getline(std::cin, path);)
    std::fputs(analyzer::RecordsOf(path).c_str(), stdout);
  return 0;
}
