#include "analyzer/write/unanswered.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"

namespace analyzer {
namespace {

// One sending of a batch, and the line that tells how it ended.
struct AttemptTold {
  int64_t number = 0;
  LocalTime sent;
  std::string ending;  // as in the index; empty where no line tells it
  std::string file;    // of that line; empty where there is none
  int64_t line = 0;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
};

// A batch of which something is not known: items without an answer, or failures without a name.
struct OpenBatch {
  int64_t run = 0;
  LocalTime run_started;
  int64_t number = 0;
  int64_t items = 0;
  int64_t unanswered = 0;
  int64_t untold = 0;
  std::string cause;  // of the unanswered ones
  struct Part {
    std::string file;
    int64_t first;  // half-open
    int64_t last;
  };
  std::vector<Part> parts;  // empty where its file is not known for certain
  std::vector<AttemptTold> attempts;
  std::map<std::string, int64_t> states;  // of the unanswered items, as in the index
};

class Loader {
 public:
  explicit Loader(Index* index)
      : database_(index->database()),
        parts_(database_,
               "SELECT f.path, p.first, p.last FROM batch_part p JOIN file f ON f.id = p.file"
               " WHERE p.batch = ? ORDER BY p.part"),
        attempts_(database_,
                  "SELECT a.number, a.sent, a.ending, f.path, l.line, l.byte_begin, l.byte_end"
                  " FROM attempt a LEFT JOIN log_fact l ON l.id = a.told_by"
                  " LEFT JOIN file f ON f.id = l.file WHERE a.batch = ? ORDER BY a.id"),
        states_(database_,
                "SELECT state, count(*) FROM unanswered WHERE batch = ? GROUP BY state") {}

  void ForEach(bool household, const std::function<void(const OpenBatch&)>& take) {
    Statement rows(database_,
                   "SELECT b.id, r.id, r.started, b.number, b.count, b.unanswered,"
                   " b.untold, b.cause FROM batch b JOIN run r ON r.id = b.run"
                   " WHERE (b.unanswered > 0 OR b.untold > 0) AND r.household = ?"
                   " ORDER BY r.id, b.number");
    rows.Bind(int64_t{household});
    while (rows.Step()) {
      OpenBatch batch;
      batch.run = rows.Number(1);
      batch.run_started = {rows.Number(2), false};
      batch.number = rows.Number(3);
      batch.items = rows.Number(4);
      batch.unanswered = rows.Number(5);
      batch.untold = rows.Number(6);
      batch.cause = rows.Text(7);
      AddDetails(rows.Number(0), &batch);
      take(batch);
    }
  }

 private:
  void AddDetails(int64_t id, OpenBatch* batch) {
    parts_.Bind(id);
    while (parts_.Step())
      batch->parts.push_back({parts_.Text(0), parts_.Number(1), parts_.Number(2)});
    attempts_.Bind(id);
    while (attempts_.Step()) {
      batch->attempts.push_back({attempts_.Number(0),
                                 {attempts_.Number(1), false},
                                 attempts_.Text(2),
                                 attempts_.Text(3),
                                 attempts_.Number(4),
                                 attempts_.Number(5),
                                 attempts_.Number(6)});
    }
    states_.Bind(id);
    while (states_.Step()) batch->states[states_.Text(0)] = states_.Number(1);
  }

  Database& database_;
  Statement parts_;
  Statement attempts_;
  Statement states_;
};

void WriteAttempt(JsonWriter& json, const AttemptTold& attempt) {
  json.BeginObject().Key("attempt").Number(attempt.number);
  json.Key("sent").String(FormatIso(attempt.sent));
  json.Key("ending").StringOrNull(attempt.ending).Key("told_by");
  if (attempt.file.empty()) {
    json.Null();
  } else {
    json.BeginObject().Key("file").String(attempt.file).Key("line").Number(attempt.line);
    json.Key("bytes").BeginArray().Number(attempt.byte_begin).Number(attempt.byte_end);
    json.EndArray().EndObject();
  }
  json.EndObject();
}

void WriteBatch(JsonWriter& json, const OpenBatch& batch) {
  json.BeginObject().Key("run").Number(batch.run);
  json.Key("run_started").String(FormatIso(batch.run_started));
  json.Key("batch").Number(batch.number).Key("items").Number(batch.items);
  json.Key("unanswered").Number(batch.unanswered).Key("cause").StringOrNull(batch.cause);
  json.Key("what_became_of_them").BeginObject();
  for (const auto& [state, count] : batch.states) json.Key(state).Number(count);
  json.EndObject().Key("not_told_apart").Number(batch.untold);
  json.Key("originals").BeginArray();
  for (const OpenBatch::Part& part : batch.parts) {
    json.BeginObject().Key("file").String(part.file).Key("positions").BeginArray();
    json.Number(part.first).Number(part.last).EndArray().EndObject();
  }
  json.EndArray().Key("attempts").BeginArray();
  for (const AttemptTold& attempt : batch.attempts) WriteAttempt(json, attempt);
  json.EndArray().EndObject();
}

}  // namespace

bool HasOpenBatches(Index* index, bool household) {
  Statement any(index->database(),
                "SELECT 1 FROM batch b JOIN run r ON r.id = b.run"
                " WHERE (b.unanswered > 0 OR b.untold > 0) AND r.household = ? LIMIT 1");
  return any.Bind(int64_t{household}).Step();
}

void WriteUnanswered(Index* index, bool household, JsonWriter* json) {
  json->BeginObject().Key("generator").String("import-analyzer").Key("batches").BeginArray();
  Loader(index).ForEach(household, [&](const OpenBatch& batch) { WriteBatch(*json, batch); });
  json->EndArray().EndObject();
}

}  // namespace analyzer
