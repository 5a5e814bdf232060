#include "analyzer/write/page_rows.h"

#include <array>
#include <optional>
#include <unordered_map>

#include "analyzer/base/local_time.h"
#include "analyzer/index/originals.h"
#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

// Both questions give these in the same order; the original and `time_whole_second` are no columns
// of the page.
enum Column {
  kOriginal,
  kState,
  kDetail,
  kReason,
  kHousehold,
  kId,
  kReportedId,
  kUsername,
  kEmail,
  kError,
  kRun,
  kBatch,
  kJoining,
  kJoinedBy,
  kTime,
  kTimes,
  kAttempts,
  kFile,
  kPosition,
  kCustomer,
  kTimeWholeSecond,
  kMarks,  // and the four behind it
};

constexpr std::array kColumns = {
    "state", "detail",   "reason", "household", "id",       "reported_id", "username",
    "email", "error",    "run",    "batch",     "joining",  "joined_by",   "time",
    "times", "attempts", "file",   "position",  "customer", "marks",       "history"};

constexpr std::array kMarkNames = {"contradicted", "order_unknown", "already_imported",
                                   "presumed_later", "name_disagrees"};

constexpr char kFailed[] =
    "SELECT g.id, o.state, '', o.result, coalesce(g.household, o.household),"
    " coalesce(nullif(g.own_id, ''), o.customer_id), o.customer_id, o.username,"
    " o.email, o.error, o.run, b.number, o.joining, o.joined_by, o.time, o.times, o.attempts,"
    " f.path, g.position, o.customer, o.time_whole_second, o.contradicted, o.order_unknown,"
    " o.already_imported, o.presumed_later, o.name_disagrees"
    " FROM outcome o LEFT JOIN batch b ON b.id = o.batch"
    " LEFT JOIN original g ON g.id = o.original LEFT JOIN file f ON f.id = g.file"
    " WHERE o.state = ? ORDER BY o.result, o.customer_id, o.username, o.id";

constexpr char kUnansweredRows[] =
    "SELECT g.id, 'unanswered', u.state, 'UNANSWERED', g.household, g.own_id, '', '', '',"
    " u.cause || CASE u.detail WHEN '' THEN '' ELSE ': ' || u.detail END, b.run, b.number,"
    " 'matched', '', u.sent, 0, u.attempts, f.path, g.position, u.customer, 0, 0, 0, 0, 0, 0"
    " FROM unanswered u JOIN batch b ON b.id = u.batch JOIN original g ON g.id = u.original"
    " JOIN file f ON f.id = g.file ORDER BY b.run, b.number, u.position";

// Numbers texts in the order in which they come.
class Numbering {
 public:
  int64_t Of(const std::string& text) {
    const auto [found, is_new] = numbers_.try_emplace(text, texts_.size());
    if (is_new) texts_.push_back(text);
    return static_cast<int64_t>(found->second);
  }
  std::vector<std::string> TakeTexts() { return std::move(texts_); }

 private:
  std::unordered_map<std::string, size_t> numbers_;
  std::vector<std::string> texts_;
};

class PageRowWriter {
 public:
  PageRowWriter(Index* index, const Redact& redact, const TextSink& out)
      : index_(index), originals_(index), redact_(redact), out_(out) {}

  void Write(const char* sql, const char* state) {
    Statement rows(index_->database(), sql);
    if (state != nullptr) rows.Bind(std::string_view(state));
    while (rows.Step()) {
      out_(first_ ? "[\n" : ",\n");
      first_ = false;
      out_(JsonForScript(Row(rows)));
    }
  }

  std::vector<std::string> TakeFiles() { return files_.TakeTexts(); }
  std::vector<std::string> TakeCustomers() { return customers_.TakeTexts(); }
  bool is_empty() const { return first_; }

 private:
  std::string Row(const Statement& row) {
    JsonWriter json(JsonWriter::Layout::kOneLine);
    json.BeginArray();
    json.String(row.Text(kState)).String(row.Text(kDetail)).String(row.Text(kReason));
    json.Number(row.Number(kHousehold));
    const std::string id = row.Text(kId);
    const std::string reported = row.Text(kReportedId);
    json.String(Shown(Personal::kId, id));
    json.String(reported == id ? "" : Shown(Personal::kId, reported));
    json.String(Shown(Personal::kUsername, Username(row)));
    json.String(Shown(Personal::kEmail, Email(row)));
    json.String(Shown(Personal::kText, row.Text(kError)));
    WriteNumber(json, row.NumberOrNothing(kRun));
    WriteNumber(json, row.NumberOrNothing(kBatch));
    json.String(row.Text(kJoining)).String(row.Text(kJoinedBy));
    WriteTime(json, row.NumberOrNothing(kTime), row.Number(kTimeWholeSecond) != 0);
    json.Number(row.Number(kTimes)).Number(row.Number(kAttempts));
    const std::string file = row.Text(kFile);
    WriteNumber(json, file.empty() ? std::nullopt : std::optional(files_.Of(file)));
    WriteNumber(json, row.NumberOrNothing(kPosition));
    const std::string customer = row.Text(kCustomer);
    json.String(Shown(Personal::kCustomer, customer)).BeginArray();
    for (size_t mark = 0; mark < kMarkNames.size(); ++mark) {
      if (row.Number(kMarks + static_cast<int>(mark)) != 0) json.String(kMarkNames[mark]);
    }
    json.EndArray().Number(customers_.Of(customer)).EndArray();
    std::string text = json.Take();
    text.pop_back();  // its line break
    return text;
  }

  // Of whom no answer tells anything, the original's own serves.
  std::string Username(const Statement& row) {
    if (row.Text(kState) != "unanswered") return row.Text(kUsername);
    const Original& said = originals_.Said(row.Number(kOriginal));
    return said.username.empty() ? said.Name() : said.username;
  }

  // Where no answer tells the email, the original's own serves.
  std::string Email(const Statement& row) {
    std::string email = row.Text(kEmail);
    const auto original = row.NumberOrNothing(kOriginal);
    if (!email.empty() || !original) return email;
    for (const Identity& identity : originals_.Said(*original).identities) {
      if (identity.kind != IdentityKind::kEmail) continue;
      if (email.empty() || identity.value < email) email = identity.value;
    }
    return email;
  }

  std::string Shown(Personal kind, const std::string& text) const {
    return text.empty() ? text : redact_(kind, text);
  }

  static void WriteNumber(JsonWriter& json, std::optional<int64_t> number) {
    number ? json.Number(*number) : json.Null();
  }

  static void WriteTime(JsonWriter& json, std::optional<int64_t> time, bool whole_second) {
    time ? json.String(FormatIso({*time, whole_second})) : json.Null();
  }

  Index* index_;
  Originals originals_;
  const Redact& redact_;
  const TextSink& out_;
  Numbering files_;
  Numbering customers_;
  bool first_ = true;
};

}  // namespace

std::vector<std::string> WritePageRows(Index* index, const Redact& redact, const TextSink& out) {
  out("{\"columns\":[");
  const char* separator = "";
  for (const char* const column : kColumns) {
    out(separator + Quote(column));
    separator = ",";
  }
  out("],\"rows\":");
  PageRowWriter rows(index, redact, out);
  rows.Write(kFailed, "failure");
  rows.Write(kFailed, "resolved");
  rows.Write(kUnansweredRows, nullptr);
  out(rows.is_empty() ? "[]" : "]");
  // Behind the rows: which files they name is known only then.
  JsonWriter files(JsonWriter::Layout::kOneLine);
  files.BeginArray();
  for (const std::string& file : rows.TakeFiles()) files.String(redact(Personal::kPath, file));
  files.EndArray();
  out(",\"files\":" + JsonForScript(files.Take()) + "}");
  return rows.TakeCustomers();
}

}  // namespace analyzer
