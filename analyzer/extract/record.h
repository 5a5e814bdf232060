#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/local_time.h"
#include "analyzer/base/span.h"

namespace analyzer {

// How the API judged one item, as far as one record tells.
enum class Standing {
  kAccepted,  // SUCCESS, OK, IMPORTED, ACCEPTED
  kFailed,    // anything else, UNKNOWN included
  kRejected,  // neither a result nor an error: nothing is known, counted only
};

// What kind of source speaks. A smaller value outranks a larger where they speak of one attempt.
enum class Voice { kResponse = 0, kLogLine = 1, kClientJson = 2 };

// The reason of a failure whose source gives no result.
inline constexpr std::string_view kUnknown = "UNKNOWN";

// The client's own words where the API gave no message: they are no error of the record.
inline constexpr std::string_view kNoMessage = "Unknown error";

// What one place in one source says of one customer or household. Text fields are UTF-8 with all
// escapes undone; an absent, null or `None` value is the empty string.
struct Record {
  std::string customer_id;  // as stated: a customer's id or card number, or a household's id
  std::string username;
  std::string email;
  std::string change_type;     // upper case
  std::string result;          // trimmed and upper case; kUnknown; empty where rejected
  std::string error;           // the message; an object or a list as its JSON text
  bool result_stated = false;  // false: the result follows from where the record stands
  Standing standing = Standing::kRejected;
  Voice voice = Voice::kResponse;
  std::string_view extractor;       // "json", "pattern", or a log pattern's id; a literal
  std::optional<LocalTime> time;    // the record's own
  std::optional<int64_t> position;  // 0-based in its list, where it stands in one
  Span span;                        // in the text that was searched

  bool HasIdentity() const { return !customer_id.empty() || !username.empty() || !email.empty(); }
};

// Fills `result`, `result_stated` and `standing` from what was read. `result` is nullptr where the
// record has no such field, and points to "" where it is null or empty.
void Judge(const std::string* result, bool in_errors_list, Record* record);

// A user name in which JSON escapes were left standing (`BJ\u00d6RN`) with these undone.
std::string UndoLiteralEscapes(std::string text);

}  // namespace analyzer
