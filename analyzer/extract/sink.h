#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/base/span.h"
#include "analyzer/extract/log_fact.h"
#include "analyzer/extract/record.h"
#include "analyzer/extract/resume_point.h"

namespace analyzer {

// What identifies a customer or household, in the form in which it is compared.
enum class IdentityKind {
  kCustomerId = 1,
  kCard = 2,
  kEmail = 3,
  kUsername = 4,
  kPersonalNumber = 5,       // twelve digits
  kPersonalNumberShort = 6,  // ten digits, as the original has it
  kPersonalNumberTail = 7,   // the last ten of twelve
  kName = 8,                 // `FIRST LAST` and `FIRST-LAST`
  kHouseholdId = 9,
  // The same of what went through a wrong code page, with that undone (UndoMojibake).
  kRepairedEmail = 10,
  kRepairedUsername = 11,
  kRepairedName = 12,
  kCustomer = 13,  // what makes one customer of several versions, where there is no own id
};
inline constexpr int kIdentityKinds = 13;

struct Identity {
  IdentityKind kind;
  std::string value;
};

// One customer or household as it was sent, or as a copy of that.
struct Original {
  Span span;             // in the text
  int64_t position = 0;  // 0-based among the file's originals
  bool household = false;
  bool nested = false;   // stands inside a record (`originalData`) or a log's text: a copy
  bool escaped = false;  // its text stands escaped in another one
  std::string id;        // its own customerId or householdId; empty where it has none
  std::string username;
  std::string first_name;
  std::string last_name;
  std::string birthday;  // digits only, YYYYMMDD
  std::string change_type;
  // ValueHash of it; only where it has no own id, or is `escaped`.
  std::string version;
  std::vector<Identity> identities;
  // Of a copy in a record that holds its whole batch: the batch's number, where it is certain, and
  // the 0-based place in it.
  std::optional<int64_t> batch_number;
  std::optional<int64_t> batch_position;

  // First and last name, as far as it has them.
  std::string Name() const {
    return first_name + (first_name.empty() || last_name.empty() ? "" : " ") + last_name;
  }
};

// Records of an answer that are told together; of an answer with more, as no client's batch is,
// each so many are told as an answer by themselves.
inline constexpr size_t kMostTogether = 16384;

// A list of results, as one answer of the API holds it, and what stands around it.
struct Response {
  std::vector<Record> records;
  int64_t told_before = 0;             // records of the same answer
  std::optional<int64_t> batch;        // the client's number, which starts anew with every run
  std::optional<LocalTime> time;       // the wrapper's, else the log line's, else the file name's
  std::optional<int64_t> time_of_day;  // milliseconds since midnight, where no date is told
  std::optional<int64_t> status;       // HTTP
  bool whole = true;                   // read by structure to its last bracket
  bool quoted = false;  // the body stands in a string: the client itself could not read it
  bool has_errors_list = false;
  // Elements of its one list of results; -1: several lists, or not known, as where more than
  // kMostTogether are.
  int64_t listed = -1;
  Span span;
};

// What a stretch of a text was read as.
enum class TextKind {
  kDocument,       // by structure
  kSalvaged,       // a broken document, searched with patterns
  kLogLine,        // a log line's head and message, the lines that the message goes on over
  kWindow,         // a block of the client's window
  kBlank,          // white space between the others, and nothing else
  kNotUnderstood,  // none of these
};
inline constexpr size_t kTextKinds = 6;

// Takes what extraction finds, in the order of the text. Spans are places in that text.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void OnOriginal(const Original& original) = 0;
  virtual void OnResponse(Response response) = 0;
  // A record outside of any response: the client's own JSON, or a line of a log.
  virtual void OnRecord(const Record& record, std::optional<int64_t> batch,
                        std::optional<int64_t> time_of_day) = 0;
  // A fact has a time, or only a time of day (the client's window tells no date), or neither.
  virtual void OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                         std::optional<int64_t> time_of_day, Span where) = 0;
  // Something that strict readers refuse was read nevertheless; `what` is a literal.
  virtual void OnRepair(std::string_view what, Span where) = 0;
  // Each byte of the text is told of once, in its order, behind what was found there.
  virtual void OnText(TextKind kind, Span where) = 0;
  // All before that point was told by now. For who wants to go on there once the text has grown.
  virtual void OnResumePoint(const ResumePoint& /*point*/) {}
};

}  // namespace analyzer
