#include "tests/fuzz/scan_check.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/base/bytes.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/original_reader.h"
#include "tests/fuzz/property.h"
#include "tests/fuzz/provenance.h"

namespace analyzer {
namespace {

std::string_view Slice(std::string_view text, Span span) {
  Require(span.begin <= span.end && span.end <= text.size(), "a finding lies in its text");
  return text.substr(span.begin, span.size());
}

void CheckSaid(std::string_view slice, const std::string& value, const char* what) {
  if (BytesSay(slice, value) || BytesSpell(slice, value)) return;
  Require(false, what, value + "\n-- in --\n" + std::string(slice));
}

void CheckRecord(std::string_view text, const Record& record) {
  const std::string_view slice = Slice(text, record.span);
  Require(!slice.empty(), "a record has bytes");
  CheckSaid(slice, record.customer_id, "a record's bytes say its customer id");
  CheckSaid(slice, record.username, "a record's bytes say its user name");
  CheckSaid(slice, record.email, "a record's bytes say its email");
  CheckSaid(slice, record.error, "a record's bytes say its error");
  if (record.result_stated && !BytesSayInAnyCase(slice, record.result) &&
      !BytesSpell(slice, record.result)) {
    Require(false, "a record's bytes say its result",
            record.result + "\n-- in --\n" + std::string(slice));
  }
  const bool accepted = record.result == "SUCCESS" || record.result == "OK" ||
                        record.result == "IMPORTED" || record.result == "ACCEPTED";
  const Standing standing = record.result.empty() ? Standing::kRejected
                            : accepted            ? Standing::kAccepted
                                                  : Standing::kFailed;
  Require(record.standing == standing, "a record stands as its result says", record.result);
  Require(record.position.value_or(0) >= 0, "a place in a list counts from 0");
}

void CheckOriginal(std::string_view text, const Original& original) {
  const std::string_view slice = Slice(text, original.span);
  std::string whole(slice);
  if (original.escaped) {
    const auto cut = CutOriginal(slice, original.version);
    Require(cut.has_value(), "an original that stands escaped can be cut out", slice);
    whole = *cut;
    Require(ValueHash(whole) == original.version, "it is the same then", whole);
  }
  Require(whole.size() >= 2 && whole.front() == '{' && whole.back() == '}',
          "an original is cut from bracket to bracket", whole);
  for (const std::string* value :
       {&original.id, &original.username, &original.first_name, &original.last_name}) {
    CheckSaid(whole, *value, "an original's bytes say who it is");
  }
}

// Numbers that a line of a log tells stand there as digits.
void CheckFact(std::string_view text, const LogFact& fact, Span where) {
  const std::string_view slice = Slice(text, where);
  static const auto kOfLines = [] {
    std::vector<std::string_view> ids;
    for (const LogPattern& pattern : LogPatterns()) ids.push_back(pattern.id);
    return ids;
  }();
  if (std::find(kOfLines.begin(), kOfLines.end(), fact.pattern) == kOfLines.end()) return;
  CheckSaid(slice, fact.path, "a line says the path that it tells");
  CheckSaid(slice, fact.customer_id, "a line says the id that it tells");
  CheckSaid(slice, fact.username, "a line says the user name that it tells");
  if (fact.fact == Fact::kSummarySays) return;  // a rate is told per mille, a time in milliseconds
  for (const int64_t number :
       {fact.batch, fact.batches, fact.attempt, fact.status, fact.count, fact.first, fact.last}) {
    if (number < 0) continue;
    Require(slice.find(std::to_string(number)) != std::string_view::npos,
            "a line says the numbers that it tells", slice);
  }
}

void CheckAccounts(std::string_view text, const Found& found) {
  size_t reached = 0;
  for (const auto& [kind, span] : found.texts) {
    Require(span.begin == reached && span.end >= span.begin, "each byte is told of once", text);
    reached = span.end;
  }
  Require(reached == text.size(), "all bytes are told of", text);
  int64_t position = -1;
  for (const Original& original : found.originals) {
    if (original.position < 0) continue;
    Require(original.position > position, "originals are numbered in their order", text);
    position = original.position;
  }
  for (const Response& response : found.responses) {
    Require(!response.records.empty(), "an answer has records");
    Require(response.records.size() <= kMostTogether, "so many records are told together");
    Slice(text, response.span);
  }
}

std::string NumberText(std::optional<int64_t> number) {
  return number ? std::to_string(*number) : "-";
}

std::string SpanText(Span span, long shift) {
  if (shift < 0) return "";
  return std::to_string(static_cast<long>(span.begin) - shift) + ".." +
         std::to_string(static_cast<long>(span.end) - shift);
}

std::string RecordText(const Record& record, long shift) {
  return record.customer_id + '|' + record.username + '|' + record.email + '|' +
         record.change_type + '|' + record.result + '|' + record.error + '|' +
         NumberText(record.position) + '|' + std::to_string(static_cast<int>(record.voice)) + '|' +
         std::to_string(record.result_stated) + '|' + SpanText(record.span, shift) + '\n';
}

}  // namespace

Found ScanAndCheck(std::string_view text, const Context& context, char padding) {
  std::string padded(text);
  padded.append(kPadding, padding);
  const std::string_view within = std::string_view(padded).substr(0, text.size());
  Found found;
  found.tally = ScanText(within, context, &found);
  CheckAccounts(text, found);
  for (const Record& record : found.records) CheckRecord(text, record);
  for (const Original& original : found.originals) CheckOriginal(text, original);
  for (size_t i = 0; i < found.facts.size(); ++i)
    CheckFact(text, found.facts[i], found.fact_spans[i]);
  return found;
}

void CheckStretches(std::string_view text, const Context& context) {
  constexpr size_t kBytes[] = {160, 600};
  const Bytes padded{std::string(text)};
  const Found whole = ScanAndCheck(text, context);
  for (const size_t bytes : kBytes) {
    Found together;
    together.tally = ScanText(Stretches(padded.view(), context, nullptr, bytes), &together);
    CheckAccounts(text, together);
    Require(TextOf(together, 0) == TextOf(whole, 0), "stretches tell what the whole tells", text);
    Require(together.tally.log_lines == whole.tally.log_lines &&
                together.tally.documents == whole.tally.documents &&
                together.tally.broken_documents == whole.tally.broken_documents,
            "stretches count what the whole counts", text);
  }
}

std::string TextOf(const Found& found, long shift) {
  std::string text;
  for (const Record& record : found.records) text += RecordText(record, shift);
  for (const Response& response : found.responses) {
    text += "answer " + NumberText(response.batch) + ' ' + NumberText(response.status) + ' ' +
            std::to_string(response.whole) + ' ' + std::to_string(response.listed) + ' ' +
            std::to_string(response.records.size()) + ' ' + SpanText(response.span, shift) + '\n';
  }
  for (const Original& original : found.originals) {
    text += "original " + original.id + '|' + original.Name() + '|' +
            NumberText(original.position) + '|' + std::to_string(original.identities.size()) + ' ' +
            SpanText(original.span, shift) + '\n';
  }
  for (size_t i = 0; i < found.facts.size(); ++i) {
    const LogFact& fact = found.facts[i];
    text += "fact " + std::string(fact.pattern);
    for (const int64_t number :
         {fact.batch, fact.batches, fact.attempt, fact.status, fact.count, fact.first, fact.last}) {
      text += ' ' + std::to_string(number);
    }
    text += ' ' + fact.path + '|' + fact.customer_id + '|' + fact.username + '|' + fact.error +
            ' ' + SpanText(found.fact_spans[i], shift) + '\n';
  }
  for (const std::string& repair : found.repairs) text += "repair " + repair + '\n';
  return text;
}

}  // namespace analyzer
