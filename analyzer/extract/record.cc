#include "analyzer/extract/record.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/json_string.h"

namespace analyzer {
namespace {

constexpr std::array<std::string_view, 4> kAcceptedResults = {"SUCCESS", "OK", "IMPORTED",
                                                              "ACCEPTED"};

void JudgeStated(const std::string& result, Record* record) {
  record->result = Upper(result);
  record->result_stated = !record->result.empty();
  if (!record->result_stated) record->result = kUnknown;
  const bool accepted = std::find(kAcceptedResults.begin(), kAcceptedResults.end(),
                                  record->result) != kAcceptedResults.end();
  record->standing = accepted ? Standing::kAccepted : Standing::kFailed;
}

void JudgeByPlace(bool in_errors_list, Record* record) {
  record->result_stated = false;
  record->standing = Standing::kFailed;
  if (in_errors_list) {
    record->result = "FAILED";
  } else if (!record->error.empty() && record->HasIdentity()) {
    record->result = kUnknown;
  } else {
    record->result.clear();
    record->standing = Standing::kRejected;
  }
}

}  // namespace

void Judge(const std::string* result, bool in_errors_list, Record* record) {
  if (result != nullptr) {
    JudgeStated(*result, record);
  } else {
    JudgeByPlace(in_errors_list, record);
  }
}

std::string UndoLiteralEscapes(std::string text) {
  // A backslash alone proves nothing: names and Windows paths hold them.
  if (text.find('\\') == std::string::npos) return text;
  static const RE2 kUnicodeEscape(R"(\\u[0-9A-Fa-f]{4})", RE2::Latin1);
  if (!RE2::PartialMatch(text, kUnicodeEscape)) return text;
  return DecodeJsonString(text);
}

}  // namespace analyzer
