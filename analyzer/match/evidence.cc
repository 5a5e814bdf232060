#include "analyzer/match/evidence.h"

#include <unordered_set>
#include <utility>

#include "analyzer/base/unicode.h"

namespace analyzer {

namespace {

constexpr int64_t kDay = int64_t{24} * 3600 * 1000;

constexpr char kColumns[] =
    "SELECT id, file, byte_begin, voice, response, position, customer_id, username, email,"
    " change_type, result, result_stated, error, standing, time, time_whole_second, time_of_day,"
    " number, (SELECT named_time FROM file WHERE file.id = record.file) FROM record ";

std::optional<LocalTime> TimeOf(std::optional<int64_t> milliseconds, bool whole_second) {
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

// Names a customer by what is reported, where no original is known.
std::string ReportedCustomer(const Evidence& evidence) {
  const Record& record = evidence.record;
  if (!record.customer_id.empty()) return "reported id:" + record.customer_id;
  if (!record.username.empty()) return "reported username:" + Fold(record.username);
  if (!record.email.empty()) return "reported email:" + Fold(record.email);
  if (evidence.response == 0) return "reported line:" + std::to_string(evidence.id);
  const std::string place =
      record.position ? std::to_string(*record.position) : "?" + std::to_string(evidence.id);
  const std::string answer =
      evidence.place.attempt != 0 ? std::to_string(evidence.place.attempt) : evidence.content;
  return "reported place:" + answer + ":" + place;
}

}  // namespace

EvidenceLoader::EvidenceLoader(Index* index, const Runs& runs)
    : index_(index), runs_(runs), joiner_(index) {}

std::vector<Evidence> EvidenceLoader::Load() {
  LoadResponses();
  std::vector<Evidence> all;
  std::unordered_set<std::string> customers;
  std::unordered_set<std::string> marks;  // what an accepted record must bear to matter
  const auto mark = [&](const Record& record) {
    marks.insert(record.customer_id);
    marks.insert(Fold(record.username));
    marks.insert(Fold(record.email));
  };
  Statement failed(index_->database(),
                   std::string(kColumns) + "WHERE standing = 'failed' ORDER BY id");
  while (failed.Step()) {
    all.push_back(Read(&failed));
    JoinOne(&all.back());
    mark(all.back().record);
    if (!customers.insert(all.back().customer).second) continue;
    for (const Identity& identity : joiner_.IdentitiesOf(all.back().customer))
      marks.insert(identity.value);
  }
  marks.erase("");
  if (all.empty()) return all;
  Statement accepted(index_->database(),
                     std::string(kColumns) + "WHERE standing = 'accepted' ORDER BY id");
  while (accepted.Step()) {
    const UsernameParts parts = SplitUsername(accepted.Text(7));
    // One that bears another customer's id is that customer's, whoever shares the name.
    const std::string id = accepted.Text(6);
    const bool alike =
        marks.contains(Fold(accepted.Text(7))) || marks.contains(Fold(accepted.Text(8))) ||
        marks.contains(parts.name) || marks.contains(parts.personal_number) ||
        (parts.personal_number.size() == 12 && marks.contains(parts.personal_number.substr(2)));
    const bool named = marks.contains(id) || (alike && !joiner_.KnowsId(id));
    const bool nameless =
        accepted.Text(6).empty() && accepted.Text(7).empty() && accepted.Text(8).empty();
    if (!named && !nameless) continue;
    Evidence evidence = Read(&accepted);
    JoinOne(&evidence);
    if (customers.contains(evidence.customer)) all.push_back(std::move(evidence));
  }
  return all;
}

void EvidenceLoader::LoadResponses() {
  Statement rows(index_->database(),
                 "SELECT s.id, s.number, s.time, s.time_whole_second, s.time_of_day, s.whole,"
                 " s.has_errors_list, s.listed, s.content, s.file, s.byte_begin,"
                 " (SELECT count(*) FROM record r WHERE r.response = s.id)"
                 " FROM response s ORDER BY s.id");
  Statement update(index_->database(),
                   "UPDATE response SET run = nullif(?, 0), batch = nullif(?, 0),"
                   " attempt = nullif(?, 0) WHERE id = ?");
  while (rows.Step()) {
    ResponseRow& row = responses_[rows.Number(0)];
    row.number = rows.NumberOrNothing(1);
    row.time = TimeOf(rows.NumberOrNothing(2), rows.Number(3) != 0);
    row.time_of_day = rows.NumberOrNothing(4);
    row.whole = rows.Number(5) != 0;
    row.has_errors_list = rows.Number(6) != 0;
    row.listed = rows.NumberOrNothing(7).value_or(-1);
    row.content = rows.Text(8);
    row.records = rows.Number(11);
    row.place = runs_.PlaceOf(row.number, row.time, row.time_of_day);
    int64_t checked = 0;
    const Place line = runs_.PlaceOfLine(rows.Number(9), rows.Number(10), &checked);
    // A body in an import log belongs to the run that the log is in.
    if (line.run != 0 && (row.place.run == 0 || row.place.run != line.run)) {
      row.place = {line.run, 0, 0};
      const Run* run = runs_.FindRun(line.run);
      const auto batch = row.number ? run->batches.find(*row.number) : run->batches.end();
      if (batch != run->batches.end()) row.place.batch = batch->second.id;
    }
    if (row.place.run != 0) {
      update.Bind(row.place.run)
          .Bind(row.place.batch)
          .Bind(row.place.attempt)
          .Bind(rows.Number(0))
          .Run();
    }
  }
}

Evidence EvidenceLoader::Read(Statement* row) {
  Evidence evidence;
  Record& record = evidence.record;
  evidence.id = row->Number(0);
  evidence.file = row->Number(1);
  evidence.byte_begin = row->Number(2);
  record.voice = static_cast<Voice>(row->Number(3));
  evidence.response = row->NumberOrNothing(4).value_or(0);
  record.position = row->NumberOrNothing(5);
  record.customer_id = row->Text(6);
  record.username = row->Text(7);
  record.email = row->Text(8);
  record.change_type = row->Text(9);
  record.result = row->Text(10);
  record.result_stated = row->Number(11) != 0;
  record.error = row->Text(12);
  record.standing = row->Text(13) == "accepted" ? Standing::kAccepted : Standing::kFailed;
  record.time = TimeOf(row->NumberOrNothing(14), row->Number(15) != 0);
  evidence.number = row->NumberOrNothing(17);
  if (evidence.response != 0) {
    const ResponseRow& response = responses_.at(evidence.response);
    evidence.content = response.content;
    evidence.place = response.place;
    evidence.time = response.time ? response.time : record.time;
  } else {
    evidence.time = record.time;
    evidence.place = runs_.PlaceOfLine(evidence.file, evidence.byte_begin, &evidence.checked);
    if (evidence.place.run == 0) {
      evidence.place = runs_.PlaceOf(evidence.number, evidence.time, row->NumberOrNothing(16));
    }
  }
  Locate(&evidence);
  // A date alone in a name gives no order within its day.
  const auto named = row->NumberOrNothing(18);
  if (!evidence.time && named && *named % kDay != 0) evidence.time = LocalTime{*named, true};
  return evidence;
}

// The attempt of a line is the last that was sent before it; that time also dates what bears
// none of its own.
void EvidenceLoader::Locate(Evidence* evidence) {
  const Batch* batch = runs_.FindBatch(evidence->place.batch);
  if (batch == nullptr) return;
  for (const Attempt& attempt : batch->attempts) {
    const bool before = evidence->time && attempt.sent <= evidence->time->milliseconds;
    if (evidence->response == 0 && evidence->place.attempt == 0 && before) {
      evidence->place.attempt = attempt.id;
    }
    if (attempt.id == evidence->place.attempt) evidence->sent = attempt.sent;
  }
  if (!evidence->time && evidence->sent != 0) evidence->time = LocalTime{evidence->sent, false};
}

void EvidenceLoader::JoinOne(Evidence* evidence) {
  const Record& record = evidence->record;
  Sought sought{
      record.customer_id, record.username, record.email, record.change_type, {}, nullptr, {}, true};
  const Batch* batch = runs_.FindBatch(evidence->place.batch);
  if (batch != nullptr && batch->items_known) sought.batch = batch;
  if (const Run* run = runs_.FindRun(evidence->place.run)) {
    evidence->not_before = run->started;
    sought.household = run->household;
    evidence->household = run->household;
  }
  if (evidence->response != 0) {
    sought.item_at_position = ItemAtPosition(*evidence);
    sought.alone = responses_.at(evidence->response).records == 1;
  } else if (!sought.HasIdentity()) {
    sought.batch = nullptr;  // a line without identity is never a failure of its own
  }
  evidence->joined = joiner_.Join(sought);
  evidence->customer =
      evidence->joined.customer.empty() ? ReportedCustomer(*evidence) : evidence->joined.customer;
  if (evidence->customer.starts_with("household:")) evidence->household = true;
}

std::optional<int64_t> EvidenceLoader::ItemAtPosition(const Evidence& evidence) {
  const Batch* batch = runs_.FindBatch(evidence.place.batch);
  if (batch == nullptr || !batch->items_known || !evidence.record.position) return std::nullopt;
  const ResponseRow& response = responses_.at(evidence.response);
  const auto size = static_cast<int64_t>(batch->items.size());
  if (!response.whole || response.has_errors_list || response.listed != size ||
      *evidence.record.position >= size || !PositionsAgree(evidence.response)) {
    return std::nullopt;
  }
  return batch->items[*evidence.record.position];
}

// Whether the records that say whom they mean stand where the batch has that customer: answers in
// another order than the batch must not be joined by place.
bool EvidenceLoader::PositionsAgree(int64_t response) {
  const auto known = positions_agree_.find(response);
  if (known != positions_agree_.end()) return known->second;
  const Batch& batch = *runs_.FindBatch(responses_.at(response).place.batch);
  Statement records(index_->database(),
                    "SELECT position, customer_id, username, email, change_type FROM record"
                    " WHERE response = ? AND position IS NOT NULL");
  records.Bind(response);
  bool agree = true;
  while (records.Step()) {
    const auto position = static_cast<size_t>(records.Number(0));
    Sought sought;
    sought.customer_id = records.Text(1);
    sought.username = records.Text(2);
    sought.email = records.Text(3);
    sought.change_type = records.Text(4);
    sought.batch = &batch;
    if (position >= batch.items.size() || !joiner_.MayBe(sought, batch.items[position]))
      agree = false;
  }
  return positions_agree_[response] = agree;
}

}  // namespace analyzer
