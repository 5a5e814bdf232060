#include "analyzer/match/evidence.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/match/evidence_table.h"
#include "analyzer/match/outcome.h"
#include "analyzer/match/strangers.h"

namespace analyzer {

namespace {

constexpr int64_t kDayLength = int64_t{24} * 3600 * 1000;
constexpr int64_t kAtOnce = 1000;  // milliseconds; times may be whole seconds

std::optional<LocalTime> TimeOf(std::optional<int64_t> milliseconds, bool whole_second) {
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

// Names a customer by what is reported, or by the place where nothing is.
std::string CustomerOf(const Evidence& evidence) {
  const Record& record = evidence.record;
  std::string reported = ReportedCustomer(record.customer_id, record.username, record.email);
  if (!reported.empty()) return reported;
  const std::string here =
      std::to_string(evidence.file_order) + "#" + std::to_string(evidence.byte_begin);
  if (evidence.response == 0) return "reported line:" + here;
  const std::string place = record.position ? std::to_string(*record.position) : "?" + here;
  const std::string answer =
      evidence.place.attempt != 0 ? std::to_string(evidence.place.attempt) : evidence.content;
  return "reported place:" + answer + ":" + place;
}

}  // namespace

std::string ReportedCustomer(const std::string& customer_id, const std::string& username,
                             const std::string& email) {
  if (!customer_id.empty()) return "reported id:" + customer_id;
  if (!username.empty()) return "reported username:" + Fold(username);
  return email.empty() ? "" : "reported email:" + Fold(email);
}

EvidenceLoader::EvidenceLoader(Index* index, const Runs& runs)
    : index_(index), runs_(runs), joiner_(index), records_(&index->database()) {
  Statement files(index->database(),
                  "SELECT id, role = 'client' AND instr('/' || path, '/failed_households/') > 0,"
                  " named_time FROM file ORDER BY path");
  for (int64_t order = 1; files.Step(); ++order)
    files_.push_back({files.Number(0), order, files.NumberOrNothing(2), files.Number(1) != 0});
  std::ranges::sort(files_, {}, &File::id);
  LoadAnswers();
}

const EvidenceLoader::File& EvidenceLoader::FileOf(int64_t id) const {
  const auto file = std::ranges::lower_bound(files_, id, {}, &File::id);
  if (file == files_.end() || file->id != id)
    throw std::runtime_error("the index is damaged: it has no file " + std::to_string(id));
  return *file;
}

std::vector<Evidence> EvidenceLoader::LoadAnswer(int64_t answer) {
  std::vector<Evidence> all;
  records_.OfAnswer(answer, [&](const StoredRecord& stored) {
    const bool counts = stored.record.standing != Standing::kRejected && !stored.set_aside;
    if (counts) all.push_back(Read(stored));
  });
  for (Evidence& evidence : all) JoinOne(&evidence);
  return all;
}

void EvidenceLoader::Gather(EvidenceTable* evidence) {
  constexpr int64_t kMarksOfOne = 8;  // about
  Marks marks(kMarksOfOne * (evidence->CountAsked() + records_.CountFailed()));
  evidence->ForEach([&](const CustomerEvidence& asked) {
    marks.Add(asked.customer);
    Mark(asked.original, &marks);
  });
  records_.Failed([&](const StoredRecord& stored) {
    Evidence failed = Read(stored);
    JoinOne(&failed);
    const Record& record = failed.record;
    for (const std::string& reported :
         {record.customer_id, Fold(record.username), Fold(record.email)}) {
      marks.Add(reported);
    }
    marks.Add(failed.customer);
    Mark(AnOriginalOf(failed.joined), &marks);
    evidence->Add(failed);
  });
  if (evidence->IsEmpty()) return;
  VisitAccepted(marks, [&](const Evidence& accepted) {
    if (marks.Has(accepted.customer) && !IsNameless(accepted)) evidence->Add(accepted);
  });
}

// What identifies the customer of an original.
void EvidenceLoader::Mark(int64_t original, Marks* marks) {
  if (original == 0) return;
  for (const Identity& identity : joiner_.IdentitiesOf(original)) marks->Add(identity.value);
}

Evidence EvidenceLoader::Load(int64_t record, JoinTrace* trace) {
  Evidence evidence = Read(records_.Find(record).value());
  JoinOne(&evidence, trace);
  return evidence;
}

Evidence EvidenceLoader::LoadJoined(int64_t record, Joined joined) {
  Evidence evidence = Read(records_.Find(record).value());
  const Sought sought = SoughtFor(&evidence);
  evidence.joined = std::move(joined);
  Settle(sought, &evidence);
  return evidence;
}

std::vector<Evidence> EvidenceLoader::AcceptedOf(const std::string& customer) {
  std::vector<Identity> identities;
  const std::vector<int64_t> versions = joiner_.originals().VersionsOf(customer);
  if (!versions.empty()) identities = joiner_.IdentitiesOf(versions.front());
  Marks marks(static_cast<int64_t>(identities.size()) + 1);
  for (const Identity& identity : identities) marks.Add(identity.value);
  // The key of one without an original ends in what was reported.
  const size_t colon = customer.find(':');
  if (customer.starts_with("reported ")) marks.Add(customer.substr(colon + 1));
  std::vector<Evidence> all;
  VisitAccepted(marks, [&](const Evidence& accepted) {
    if (accepted.customer == customer) all.push_back(accepted);
  });
  std::sort(all.begin(), all.end(),
            [](const Evidence& a, const Evidence& b) { return a.id < b.id; });
  return all;
}

// Visits the accepted records that bear one of the marks, or nothing that identifies. Nearly all
// others bear the id of some other customer: a hash tells, without a look at the rest of them.
void EvidenceLoader::VisitAccepted(const Marks& marks,
                                   const std::function<void(const Evidence&)>& visit) {
  const auto join_and_visit = [&](const StoredRecord& stored) {
    Evidence evidence = Read(stored);
    JoinOne(&evidence);
    visit(evidence);
  };
  Strangers strangers(&joiner_.originals());
  records_.Accepted([&](const StoredRecord& stored) {
    const Record& record = stored.record;
    if (!record.HasIdentity() || marks.Has(record.customer_id)) {
      join_and_visit(stored);
    } else {
      strangers.Add(record.customer_id, stored.id);
    }
  });
  const std::vector<int64_t> unknown = strangers.Take();
  if (unknown.empty()) return;
  records_.Accepted([&](const StoredRecord& stored) {
    if (std::binary_search(unknown.begin(), unknown.end(), stored.id) &&
        marks.AreBorneBy(stored.record) && !joiner_.KnowsId(stored.record.customer_id)) {
      join_and_visit(stored);
    }
  });
}

// Those of which a record counts, or that have none. A record may bear a time of its own: others of
// its answer may be set aside, and it not.
void EvidenceLoader::LoadAnswers() {
  Statement rows(index_->database(),
                 "SELECT s.id, s.number, s.time, s.time_whole_second, s.time_of_day, s.whole,"
                 " s.quoted, s.has_errors_list, s.listed, s.content, s.file, s.byte_begin,"
                 " s.records, s.packed_records + (SELECT count(*) FROM record r"
                 " WHERE r.response = s.id AND r.standing = 'accepted' AND NOT r.unpacked)"
                 " FROM response s"
                 " WHERE (NOT s.later AND (s.packed_records > 0 OR s.records = 0))"
                 " OR EXISTS (SELECT 1 FROM record r WHERE r.response = s.id AND r.set_aside = '')"
                 " ORDER BY s.id");
  while (rows.Step()) {
    const int64_t id = rows.Number(0);
    Answer& answer = answers_[id];
    answer.number = rows.NumberOrNothing(1);
    answer.time = TimeOf(rows.NumberOrNothing(2), rows.Number(3) != 0);
    answer.time_of_day = rows.NumberOrNothing(4);
    answer.whole = rows.Number(5) != 0;
    answer.quoted = rows.Number(6) != 0;
    answer.has_errors_list = rows.Number(7) != 0;
    answer.listed = rows.NumberOrNothing(8).value_or(-1);
    answer.content = rows.Text(9);
    answer.records = rows.Number(12);
    answer.accepted = rows.Number(13);
    answer.file_order = FileOf(rows.Number(10)).order;
    answer.byte_begin = rows.Number(11);
    answer.place = PlaceOfAnswer(id, answer, rows.Number(10), rows.Number(11));
    const Place& place = answer.place;
    if (place.attempt != 0 && answer.whole && !answer.has_errors_list) {
      by_attempt_.emplace_back(place.attempt, id);
    }
  }
  std::ranges::sort(by_attempt_);
}

void EvidenceLoader::StorePlaces() {
  Statement update(index_->database(),
                   "UPDATE response SET run = ?, batch = nullif(?, 0), attempt = nullif(?, 0)"
                   " WHERE id = ?");
  for (const auto& [id, answer] : answers_) {
    const Place& place = answer.place;
    if (place.run != 0) update.Bind(place.run).Bind(place.batch).Bind(place.attempt).Bind(id).Run();
  }
}

Place EvidenceLoader::PlaceOfAnswer(int64_t id, const Answer& answer, int64_t file,
                                    int64_t byte_begin) {
  const auto places = runs_.PlacesOf(answer.number, answer.time, answer.time_of_day);
  int64_t checked = 0;
  const Place line = runs_.PlaceOfLine(file, byte_begin, &checked);
  if (line.run == 0) return OneOf(places, id);
  // A body in an import log belongs to the run that the log is in.
  for (const Place& place : places) {
    if (place.run == line.run) return place;
  }
  Place place{line.run, 0, 0};
  const auto& batches = runs_.FindRun(line.run)->batches;
  const auto batch = answer.number ? batches.find(*answer.number) : batches.end();
  if (batch != batches.end()) place.batch = batch->second.id;
  return place;
}

// Where several runs were under way at that time: the one whose batch holds whom the answer names.
Place EvidenceLoader::OneOf(const std::vector<Place>& places, int64_t answer) {
  if (places.size() == 1) return places.front();
  Place best;
  int64_t most = 0;
  for (const Place& place : places) {
    const Batch* batch = runs_.FindBatch(place.batch);
    const int64_t here = batch == nullptr ? 0 : RecordsOf(*batch, answer);
    if (here == 0 || here < most) continue;
    best = here == most ? Place() : place;
    most = here;
  }
  return best;
}

// How many of an answer's records join to an item of that batch.
int64_t EvidenceLoader::RecordsOf(const Batch& batch, int64_t answer) {
  joiner_.originals().Trim();
  std::set<std::string> customers;
  batch.items.ForEach([&](int64_t, int64_t item) { customers.insert(joiner_.CustomerOf(item)); });
  int64_t found = 0;
  records_.OfAnswer(answer, [&](const StoredRecord& stored) {
    const Sought sought = SoughtBy(stored.record);
    if (sought.HasIdentity()) found += customers.contains(joiner_.Join(sought).customer);
  });
  return found;
}

Evidence EvidenceLoader::Read(const StoredRecord& stored) {
  Evidence evidence;
  evidence.id = stored.id;
  evidence.file = stored.file;
  const File& file = FileOf(evidence.file);
  evidence.file_order = file.order;
  evidence.record = stored.record;
  evidence.byte_begin = static_cast<int64_t>(stored.record.span.begin);
  evidence.response = stored.response;
  evidence.packed = stored.packed;
  evidence.number = stored.number;
  evidence.of_window = stored.time_of_day.has_value();
  const Record& record = evidence.record;
  if (evidence.response != 0) {
    const Answer& response = answers_.at(evidence.response);
    evidence.of_window = response.time_of_day.has_value();
    evidence.content = response.content;
    evidence.place = response.place;
    evidence.time = response.time ? response.time : record.time;
    if (!evidence.time) evidence.time = runs_.MomentOf(response.place.run, response.time_of_day);
  } else {
    evidence.time = record.time;
    evidence.place = runs_.PlaceOfLine(evidence.file, evidence.byte_begin, &evidence.checked);
    if (evidence.place.run == 0) {
      const auto places = runs_.PlacesOf(evidence.number, evidence.time, stored.time_of_day);
      if (places.size() == 1) evidence.place = places.front();
    }
  }
  Locate(&evidence);
  // A date alone in a name gives no order within its day.
  if (!evidence.time && file.named_time && *file.named_time % kDayLength != 0)
    evidence.time = LocalTime{*file.named_time, true};
  return evidence;
}

// The attempt of a line is the last that was sent before it; that time also dates what bears
// none of its own.
void EvidenceLoader::Locate(Evidence* evidence) {
  const Batch* batch = runs_.FindBatch(evidence->place.batch);
  if (batch == nullptr) return;
  for (const Attempt& attempt : batch->attempts()) {
    const bool before = evidence->time && attempt.sent <= evidence->time->milliseconds;
    if (evidence->response == 0 && evidence->place.attempt == 0 && before) {
      evidence->place.attempt = attempt.id;
    }
    if (attempt.id == evidence->place.attempt) evidence->sent = attempt.moment();
  }
  if (!evidence->time && evidence->sent != 0) evidence->time = LocalTime{evidence->sent, false};
}

void EvidenceLoader::JoinOne(Evidence* evidence, JoinTrace* trace) {
  joiner_.originals().Trim();
  const Sought sought = SoughtFor(evidence);
  evidence->joined = joiner_.Join(sought, trace);
  Settle(sought, evidence);
}

// It points to *evidence, and lives no longer.
Sought EvidenceLoader::SoughtFor(Evidence* evidence) {
  Sought sought = SoughtBy(evidence->record);
  sought.run = evidence->place.run;
  sought.alone = true;
  const Batch* batch = runs_.FindBatch(evidence->place.batch);
  if (batch != nullptr && batch->items_known) sought.batch = batch;
  if (const Run* run = runs_.FindRun(evidence->place.run)) {
    evidence->not_before = run->started;
    sought.household = run->household;
    evidence->household = run->household;
  } else {
    evidence->household = IsOfHouseholds(*evidence);
  }
  if (evidence->response != 0) {
    sought.item_at_position = [this, evidence] { return ItemAtPosition(*evidence); };
    sought.alone = answers_.at(evidence->response).records == 1 && !IsContested(evidence->response);
  } else if (!sought.HasIdentity()) {
    sought.batch = nullptr;  // a line without identity is never a failure of its own
  }
  return sought;
}

void EvidenceLoader::Settle(const Sought& sought, Evidence* evidence) {
  if (sought.batch != nullptr && IsOfAnother(*evidence, *sought.batch)) {
    evidence->place = {evidence->place.run, 0, 0};
    evidence->sent = 0;
  }
  evidence->customer =
      evidence->joined.customer.empty() ? CustomerOf(*evidence) : evidence->joined.customer;
  if (evidence->customer.starts_with("household:")) evidence->household = true;
}

// Where no log tells the run: what the client recorded of households, and answers that name some.
bool EvidenceLoader::IsOfHouseholds(const Evidence& evidence) {
  if (evidence.response == 0) return FileOf(evidence.file).of_households;
  const auto [known, fresh] = of_households_.try_emplace(evidence.response);
  if (!fresh) return known->second;
  bool households = false;
  bool customers = false;
  records_.OfAnswer(evidence.response, [&](const StoredRecord& stored) {
    const std::string& id = stored.record.customer_id;
    if (customers || id.empty()) return;
    households |= !joiner_.originals().Find(IdentityKind::kHouseholdId, id).empty();
    customers |= !joiner_.originals().Find(IdentityKind::kCustomerId, id).empty() ||
                 !joiner_.originals().Find(IdentityKind::kCard, id).empty();
  });
  return known->second = households && !customers;
}

// A line that names no batch is taken to be of the one that is under way alone. Where the line that
// another batch was sent is lost, whom the line names tells that it is not.
bool EvidenceLoader::IsOfAnother(const Evidence& evidence, const Batch& batch) {
  if (evidence.response != 0 || evidence.number || evidence.joined.original == 0) return false;
  if (batch.items.Contains(evidence.joined.original)) return false;
  bool meant = false;
  batch.items.ForEach([&](int64_t, int64_t item) {
    meant = meant || joiner_.CustomerOf(item) == evidence.joined.customer;
  });
  return !meant;
}

std::optional<int64_t> EvidenceLoader::ItemAtPosition(const Evidence& evidence) {
  const Batch* batch = runs_.FindBatch(evidence.place.batch);
  if (batch == nullptr || !batch->items_known || !evidence.record.position) return std::nullopt;
  const Answer& response = answers_.at(evidence.response);
  const int64_t size = batch->items.size();
  if (!response.whole || response.has_errors_list || response.listed != size ||
      *evidence.record.position >= size || !PositionsAgree(evidence.response) ||
      IsContested(evidence.response)) {
    return std::nullopt;
  }
  return batch->items[*evidence.record.position];
}

// Whether the records that say whom they mean stand where the batch has that customer: answers in
// another order than the batch must not be joined by place.
bool EvidenceLoader::PositionsAgree(int64_t answer) {
  const auto known = positions_agree_.find(answer);
  if (known != positions_agree_.end()) return known->second;
  const Batch& batch = *runs_.FindBatch(answers_.at(answer).place.batch);
  bool agree = true;
  records_.OfAnswer(answer, [&](const StoredRecord& stored) {
    if (!agree || !stored.record.position) return;
    const int64_t position = *stored.record.position;
    Sought sought = SoughtBy(stored.record);
    sought.batch = &batch;
    agree = position >= 0 && position < batch.items.size() &&
            joiner_.MayBe(sought, batch.items[position]);
  });
  return positions_agree_[answer] = agree;
}

// Whether another whole answer of that moment claims the same attempt, and has other results. An
// attempt has one answer: one of the two is of another import, and places in it are those of
// another batch.
bool EvidenceLoader::IsContested(int64_t answer) {
  const auto known = contested_.find(answer);
  if (known != contested_.end()) return known->second;
  const Answer& mine = answers_.at(answer);
  const auto results_of = [&](int64_t id) {
    std::multiset<std::pair<int64_t, std::string>> results;
    records_.OfAnswer(id, [&](const StoredRecord& stored) {
      const Record& record = stored.record;
      if (record.position) results.emplace(*record.position, Upper(record.result));
    });
    return results;
  };
  bool contested = false;
  const int64_t attempt = mine.place.attempt;
  for (auto claim = std::ranges::lower_bound(by_attempt_, std::pair(attempt, INT64_MIN));
       claim != by_attempt_.end() && claim->first == attempt; ++claim) {
    const int64_t id = claim->second;
    const Answer& other = answers_.at(id);
    const bool apart = mine.time && other.time &&
                       std::abs(mine.time->milliseconds - other.time->milliseconds) >= kAtOnce;
    if (apart || other.content == mine.content) continue;
    contested |= results_of(id) != results_of(answer);
  }
  return contested_[answer] = contested;
}

}  // namespace analyzer
