#include "analyzer/write/history_json.h"

#include <map>
#include <optional>
#include <utility>

#include "analyzer/base/local_time.h"

namespace analyzer {
namespace {

const char* KindName(HistoryEvent::Kind kind) {
  switch (kind) {
    case HistoryEvent::Kind::kSent:
      return "sent";
    case HistoryEvent::Kind::kNeverSent:
      return "never sent";
    case HistoryEvent::Kind::kOutcome:
      return "outcome";
    case HistoryEvent::Kind::kUnanswered:
      return "unanswered";
  }
  return "";
}

class Appender {
 public:
  Appender(const CustomerHistory& history, JsonWriter* json) : history_(history), json_(*json) {
    for (const HistoryOriginal& original : history.originals) {
      references_[original.id] = original.place.Reference();
    }
  }

  void Append() {
    json_.BeginObject().Key("customer").String(history_.customer);
    json_.Key("originals").BeginArray();
    for (const HistoryOriginal& original : history_.originals) Add(original);
    json_.EndArray().Key("events").BeginArray();
    for (const HistoryEvent& event : history_.events) Add(event);
    json_.EndArray().Key("candidate_for").BeginArray();
    for (const std::string& customer : history_.candidate_for) json_.String(customer);
    json_.EndArray().Key("written").BeginArray();
    for (const WrittenFile& file : history_.written) {
      json_.BeginObject().Key("path").String(file.path);
      AddReference("original", file.original);
      AddNumber("position", file.position);
      json_.EndObject();
    }
    json_.EndArray().EndObject();
  }

 private:
  void Add(const HistoryOriginal& original) {
    json_.BeginObject();
    AddReference("original", original.id);
    AddPlace(original.place);
    AddNumber("position", original.position);
    json_.Key("household").Bool(original.household).Key("copy").Bool(original.copy);
    json_.Key("own_id").StringOrNull(original.own_id);
    json_.Key("username").StringOrNull(original.username);
    json_.Key("first_name").StringOrNull(original.first_name);
    json_.Key("last_name").StringOrNull(original.last_name);
    json_.Key("change_type").StringOrNull(original.change_type);
    json_.Key("version").String(original.version).EndObject();
  }

  void Add(const HistoryEvent& event) {
    json_.BeginObject().Key("kind").String(KindName(event.kind));
    AddTime("time", event.time);
    AddNumber("run", event.run);
    AddNumber("batch", event.batch);
    AddNumber("attempt", event.attempt);
    AddReference("original", event.original);
    json_.Key("ending").StringOrNull(event.ending);
    AddTime("ended", event.ended);
    json_.Key("told_at").BeginArray();
    for (const SourcePlace& place : event.told_at) {
      json_.BeginObject();
      AddPlace(place);
      json_.EndObject();
    }
    json_.EndArray();
    json_.Key("cause").StringOrNull(event.cause).Key("state").StringOrNull(event.state);
    json_.Key("outcome");
    event.kind == HistoryEvent::Kind::kOutcome ? Add(event.outcome) : (void)json_.Null();
    json_.EndObject();
  }

  void Add(const HistoryOutcome& outcome) {
    json_.BeginObject();
    AddId("id", outcome.id);
    json_.Key("result").String(outcome.result).Key("error").StringOrNull(outcome.error);
    json_.Key("state").String(outcome.state).Key("joining").String(outcome.joining);
    json_.Key("joined_by").StringOrNull(outcome.joined_by);
    json_.Key("customer_id").StringOrNull(outcome.customer_id);
    json_.Key("username").StringOrNull(outcome.username);
    json_.Key("email").StringOrNull(outcome.email);
    json_.Key("change_type").StringOrNull(outcome.change_type);
    json_.Key("name_disagrees").Bool(outcome.name_disagrees);
    json_.Key("contradicted").Bool(outcome.contradicted);
    json_.Key("order_unknown").Bool(outcome.order_unknown);
    json_.Key("already_imported").Bool(outcome.already_imported);
    json_.Key("presumed_later").Bool(outcome.presumed_later);
    AddId("resolved_by", outcome.resolved_by);
    AddId("superseded_by", outcome.superseded_by);
    json_.Key("evidence").BeginArray();
    for (const HistoryRecord& record : outcome.evidence) Add(record);
    json_.EndArray().Key("candidates").BeginArray();
    for (const HistoryCandidate& candidate : outcome.candidates) {
      json_.BeginObject().Key("original").String(candidate.original.place.Reference());
      json_.Key("customer").String(candidate.original.customer);
      json_.Key("why").String(candidate.why);
      AddPlace(candidate.original.place);
      json_.EndObject();
    }
    json_.EndArray().EndObject();
  }

  void Add(const HistoryRecord& record) {
    json_.BeginObject();
    AddPlace(record.place);
    json_.Key("voice").String(record.voice).Key("extractor").String(record.extractor);
    json_.Key("standing").String(record.standing).Key("result").String(record.result);
    json_.Key("error").StringOrNull(record.error);
    json_.Key("customer_id").StringOrNull(record.customer_id);
    json_.Key("username").StringOrNull(record.username);
    json_.Key("email").StringOrNull(record.email);
    AddTime("time", record.time);
    json_.Key("strategies").BeginArray();
    for (const JoinStep& step : record.joining.steps) Add(step);
    json_.EndArray().Key("version").StringOrNull(record.joining.version).EndObject();
  }

  void Add(const JoinStep& step) {
    json_.BeginObject().Key("strategy").String(step.strategy);
    json_.Key("value").StringOrNull(step.value).Key("customers").BeginArray();
    for (const std::string& customer : step.customers) json_.String(customer);
    json_.EndArray().Key("ruled_out").BeginArray();
    for (const RuledOut& out : step.ruled_out) {
      json_.BeginObject().Key("customer").String(out.customer).Key("why").String(out.why);
      json_.EndObject();
    }
    json_.EndArray().Key("in_batch").Bool(step.in_batch);
    json_.Key("repaired").Bool(step.repaired);
    json_.Key("decides").Bool(step.decides()).EndObject();
  }

  void AddPlace(const SourcePlace& place) {
    json_.Key("file").String(place.file).Key("member").StringOrNull(place.member);
    AddId("line", place.line);
    json_.Key("bytes").BeginArray().Number(place.byte_begin).Number(place.byte_end).EndArray();
    json_.Key("text").StringOrNull(place.text);
    json_.Key("why_no_text").StringOrNull(place.why_no_text);
  }

  void AddReference(std::string_view key, int64_t original) {
    const auto reference = references_.find(original);
    json_.Key(key).StringOrNull(reference == references_.end() ? "" : reference->second);
  }

  // 0 stands for none.
  void AddId(std::string_view key, int64_t id) {
    AddNumber(key, id == 0 ? std::nullopt : std::optional(id));
  }

  void AddNumber(std::string_view key, std::optional<int64_t> number) {
    json_.Key(key);
    number ? json_.Number(*number) : json_.Null();
  }

  void AddTime(std::string_view key, const std::optional<LocalTime>& time) {
    json_.Key(key).StringOrNull(time ? FormatIso(*time) : "");
  }

  const CustomerHistory& history_;
  JsonWriter& json_;
  std::map<int64_t, std::string> references_;  // by the original's id
};

}  // namespace

void AppendHistory(const CustomerHistory& history, JsonWriter* json) {
  Appender(history, json).Append();
}

std::string HistoryDocument(const CustomerHistory& history) {
  JsonWriter json;
  AppendHistory(history, &json);
  return json.Take();
}

}  // namespace analyzer
