// Documents that no parser takes. What is read of a broken one is held against the whole one that
// it was made of.

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/base/bytes.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/salvage.h"
#include "analyzer/source/source_text.h"
#include "tests/fuzz/made_response.h"
#include "tests/fuzz/property.h"
#include "tests/fuzz/provenance.h"
#include "tests/fuzz/scan_check.h"

namespace analyzer {
namespace {

std::vector<Record> SalvageAndCheck(std::string_view text) {
  const Salvaged salvaged = Salvage(text);
  std::vector<Record> records;
  for (const FoundRecord& found : salvaged.records) {
    const Record record = RecordOf(found);
    Require(record.span.begin < record.span.end && record.span.end <= text.size(),
            "a record lies in its text", text);
    const std::string_view slice = text.substr(record.span.begin, record.span.size());
    for (const std::string* value :
         {&record.customer_id, &record.username, &record.email, &record.error}) {
      Require(BytesSay(slice, *value), "a record's bytes say what it is", slice);
    }
    Require(!record.result_stated || BytesSayInAnyCase(slice, record.result),
            "a record's bytes say its result", slice);
    Require(record.HasIdentity(), "a record is of somebody", slice);
    records.push_back(record);
  }
  for (const Span copy : salvaged.copies) {
    Require(copy.end <= text.size() && text[copy.begin] == '{' && text[copy.end - 1] == '}',
            "a copy is cut from bracket to bracket", text);
  }
  for (const Span quoted : salvaged.quoted)
    Require(quoted.begin <= quoted.end && quoted.end <= text.size(),
            "a quoted text lies in its text");
  return records;
}

// Whether a field is that of a result, or lost.
bool IsOrLost(const std::string& field, const std::string& made) {
  return field.empty() || field == made;
}

bool IsOf(const Record& record, const MadeResult& made) {
  return record.customer_id == made.customer_id && record.username == made.username &&
         record.email == made.email && record.change_type == made.change_type &&
         record.error == made.error && record.result == Upper(made.result);
}

bool IsPartOf(const Record& record, const MadeResult& made) {
  return IsOrLost(record.customer_id, made.customer_id) &&
         IsOrLost(record.username, made.username) && IsOrLost(record.email, made.email) &&
         IsOrLost(record.change_type, made.change_type) && IsOrLost(record.error, made.error) &&
         record.result == Upper(made.result);
}

// The fallback finds in an intact document what is there, as the structured way does. A text in it,
// outside of the results, may quote further ones.
void CheckIntact(const MadeResponse& made) {
  Found found = ScanAndCheck(made.json, {});
  std::erase_if(found.records, [&](const Record& record) {
    return std::none_of(made.results.begin(), made.results.end(), [&](const MadeResult& result) {
      return record.span.begin >= result.span.begin && record.span.end <= result.span.end;
    });
  });
  const std::vector<Record> salvaged = SalvageAndCheck(made.json);
  Require(found.records.size() == made.results.size(), "structure finds all results", made.json);
  Require(salvaged.size() == made.results.size(), "the fallback finds all results", made.json);
  for (size_t i = 0; i < made.results.size(); ++i) {
    Require(IsOf(found.records[i], made.results[i]), "structure finds what is there", made.json);
    Require(IsOf(salvaged[i], made.results[i]), "the fallback finds what is there", made.json);
    Require(
        found.records[i].span == made.results[i].span && salvaged[i].span == made.results[i].span,
        "a result is found where it stands", made.json);
    Require(!salvaged[i].position || *salvaged[i].position == static_cast<int64_t>(i),
            "a place in a list is right", made.json);
  }
}

// Of a document that is cut short, the results before the cut are found as they are; of the one
// that is cut, nothing that is not there.
void CheckCut(const MadeResponse& made, size_t cut) {
  const std::string text = made.json.substr(0, cut);
  const std::vector<Record> salvaged = SalvageAndCheck(text);
  size_t whole = 0;
  while (whole < made.results.size() && made.results[whole].span.end <= cut) ++whole;
  Require(salvaged.size() >= whole && salvaged.size() <= whole + 1,
          "results before a cut are found", text);
  for (size_t i = 0; i < salvaged.size(); ++i) {
    Require(i < whole ? IsOf(salvaged[i], made.results[i]) : IsPartOf(salvaged[i], made.results[i]),
            "results before a cut are as they were", text);
  }
}

// A byte is another, is gone, or is there twice. No result takes anything from another one.
void CheckDamaged(const MadeResponse& made, FuzzInput* input) {
  const size_t at = (input->Byte() * 256U + input->Byte()) % made.json.size();
  const auto byte = static_cast<char>(input->Byte());
  std::string text = made.json;
  switch (input->Below(3)) {
    case 0:
      text[at] = byte;
      break;
    case 1:
      text.erase(at, 1);
      break;
    default:
      text.insert(at, 1, byte);
  }
  const SourceText source(text);
  for (const Record& record : SalvageAndCheck(source.text())) {
    const auto of = [&](const MadeResult& result) {
      // The damaged one may say anything.
      const bool damaged = at + 1 >= result.span.begin && at <= result.span.end + 1;
      const Span span = source.FileSpan(record.span);
      const bool inside = span.begin + 1 >= result.span.begin && span.end <= result.span.end + 1;
      return inside && (damaged || IsPartOf(record, result));
    };
    Require(std::any_of(made.results.begin(), made.results.end(), of),
            "a result takes nothing from another one", text);
  }
}

// Lines of other threads between the lines of a document in a log.
void CheckInterleaved(const MadeResponse& made, FuzzInput* input) {
  std::string log = "2025-11-10 08:15:02,000 - INFO - Response of batch 7: ";
  for (const char c : made.json) {
    log += c;
    if (c == '\n' && input->Below(3) == 1)
      log += "2025-11-10 08:15:02,001 - INFO - Sending batch 8 (attempt 1/3) - 70 customers\n";
  }
  log += "\n2025-11-10 08:15:03,000 - INFO - [SUCCESS] Batch 8 - No failed customers detected\n";
  const Found found = ScanAndCheck(log, {});
  Require(found.records.size() == made.results.size(), "results between other lines are found",
          log);
  for (size_t i = 0; i < made.results.size(); ++i)
    Require(IsOf(found.records[i], made.results[i]), "they are as they were", log);
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  FuzzInput input(data, size);
  const size_t mode = input.Below(5);
  if (mode == 0) {
    const SourceText source(std::string(input.Rest()));
    SalvageAndCheck(source.text());
    return 0;
  }
  const size_t number = input.Byte() * 256U + input.Byte();
  const MadeResponse made = MakeResponse(mode >= 3, &input);
  if (mode == 1) CheckIntact(made);
  if (mode == 2) CheckCut(made, number % (made.json.size() + 1));
  if (mode == 3) CheckDamaged(made, &input);
  if (mode == 4) CheckInterleaved(made, &input);
  return 0;
}
