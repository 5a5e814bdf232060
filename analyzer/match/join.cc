#include "analyzer/match/join.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "analyzer/base/unicode.h"

namespace analyzer {

// What joining looks at in the file of an original.
struct Joiner::File {
  bool copies = false;  // its originals serve only where no batch file holds the customer
  std::optional<int64_t> named_time;
  std::string path;
};

struct Joiner::Statements {
  explicit Statements(const Database& database)
      : file(database,
             "SELECT role <> 'batch' OR (given_as = 'source'"
             " AND EXISTS (SELECT 1 FROM file WHERE given_as = 'batch')), named_time, path"
             " FROM file WHERE id = ?"),
        sent_in_run(database,
                    "SELECT 1 FROM original o JOIN batch_part p ON p.file = o.file"
                    " AND o.position >= p.first AND o.position < p.last"
                    " JOIN batch b ON b.id = p.batch WHERE o.id = ? AND b.run = ? LIMIT 1") {}
  Statement file;
  Statement sent_in_run;
  std::unordered_map<int64_t, File> files;
};

namespace {

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The last part of a text behind a hyphen, where it is that many digits.
std::string_view DigitsBehindHyphen(std::string_view text, size_t digits) {
  if (text.size() <= digits || text[text.size() - digits - 1] != '-') return {};
  const std::string_view tail = text.substr(text.size() - digits);
  return AllDigits(tail) ? tail : std::string_view();
}

bool PlausibleDate(std::string_view date) {
  const std::string_view month = date.substr(date.size() - 4, 2);
  return month >= "01" && month <= "12";
}

}  // namespace

Sought SoughtBy(const Record& record) {
  Sought sought;
  sought.customer_id = record.customer_id;
  sought.username = record.username;
  sought.email = record.email;
  sought.change_type = record.change_type;
  return sought;
}

const char* NameOf(Joining joining) {
  switch (joining) {
    case Joining::kMatched:
      return "matched";
    case Joining::kAmbiguous:
      return "ambiguous";
    case Joining::kUnmatched:
      return "unmatched";
  }
  return "";
}

UsernameParts SplitUsername(const std::string& username) {
  std::string_view rest = Trim(username);
  const std::string_view number = DigitsBehindHyphen(rest, 4);
  if (number.empty()) return {Fold(rest), "", ""};
  rest.remove_suffix(5);
  for (const size_t digits : {8, 6}) {
    const std::string_view date = DigitsBehindHyphen(rest, digits);
    if (date.empty() || !PlausibleDate(date)) continue;
    const std::string_view name = rest.substr(0, rest.size() - digits - 1);
    return {Fold(name), digits == 8 ? std::string(date) : "",
            std::string(date) + std::string(number)};
  }
  return {Fold(rest), "", ""};
}

int64_t AnOriginalOf(const Joined& joined) {
  if (joined.original != 0 || joined.customer.empty()) return joined.original;
  return joined.candidates.empty() ? 0 : joined.candidates.front().first;
}

Joiner::Joiner(Index* index)
    : originals_(index), statements_(std::make_unique<Statements>(index->database())) {}
Joiner::~Joiner() = default;

const Joiner::File& Joiner::FileOf(int64_t original) {
  const int64_t id = originals_.Row(original)->file;
  const auto [at, fresh] = statements_->files.try_emplace(id);
  File& file = at->second;
  if (!fresh) return file;
  Statement& row = statements_->file;
  row.Bind(id).Step();
  file = {row.Number(0) != 0, row.NumberOrNothing(1), row.Text(2)};
  row.Reset();
  return file;
}

bool Joiner::IsCopy(int64_t original) {
  return !originals_.Row(original)->position || FileOf(original).copies;
}

bool Joiner::HasCard(int64_t original, const std::string& number) {
  const std::vector<Identity>& identities = originals_.Said(original).identities;
  return std::any_of(identities.begin(), identities.end(), [&](const Identity& identity) {
    return identity.kind == IdentityKind::kCard && identity.value == number;
  });
}

const std::string& Joiner::CustomerOf(int64_t original) {
  return originals_.Row(original)->customer;
}

bool Joiner::KnowsId(const std::string& id) {
  for (const IdentityKind kind :
       {IdentityKind::kCustomerId, IdentityKind::kHouseholdId, IdentityKind::kCard}) {
    if (originals_.Holds(IdentityHash(kind, id))) return true;
  }
  return false;
}

std::vector<Identity> Joiner::IdentitiesOf(int64_t original) {
  std::vector<Identity> all;
  for (const int64_t version : originals_.VersionsOf(original)) {
    const std::vector<Identity>& identities = originals_.Said(version).identities;
    all.insert(all.end(), identities.begin(), identities.end());
  }
  return all;
}

namespace {

// A user name and an email in which a wrong code page was undone.
std::vector<Sought> Repaired(const Sought& sought) {
  const std::vector<std::string> usernames = RepairedForms(sought.username);
  const std::vector<std::string> emails = RepairedForms(sought.email);
  std::vector<Sought> forms(std::max(usernames.size(), emails.size()), sought);
  for (size_t i = 0; i < forms.size(); ++i) {
    if (!usernames.empty()) forms[i].username = usernames[std::min(i, usernames.size() - 1)];
    if (!emails.empty()) forms[i].email = emails[std::min(i, emails.size() - 1)];
  }
  return forms;
}

// Whether a user name that the API reported is of that name.
bool IsNamed(const std::string& reported, const std::string& username, const std::string& first,
             const std::string& last) {
  const std::string name = SplitUsername(reported).name;
  return username == Fold(reported) || name == Fold(first + " " + last) ||
         name == Fold(first + "-" + last);
}

// What is sought by the strategies that look at the place.
constexpr char kPlace[] = "of the record in its answer";
constexpr char kAlone[] = "and one record";

constexpr char kOtherId[] = "has other ids than the one reported";
constexpr char kOtherDate[] = "has another date of birth";
constexpr char kOtherKind[] = "was sent with a changeType of another kind";
constexpr char kAnyVersion[] = "another version, no time tells which";

}  // namespace

// One record's way through the strategies.
class Joiner::Search {
 public:
  Search(Joiner* joiner, const Sought& sought, JoinTrace* trace)
      : joiner_(*joiner), sought_(sought), trace_(trace) {}

  Joined Run() {
    const bool decided = ById() || ByWhatElseIsSaid() || ByPlace();
    if (!decided) {
      joined_.joining = narrowed_.empty() ? Joining::kUnmatched : Joining::kAmbiguous;
      if (!narrowed_.empty()) joined_.joined_by = "";
      for (const int64_t item : Representatives(narrowed_)) {
        joined_.candidates.emplace_back(item, "as likely as others");
      }
    }
    for (const int64_t item : ruled_out_) {
      if (joined_.original != item) joined_.candidates.emplace_back(item, kOtherId);
    }
    for (const int64_t item : other_date_) {
      if (joined_.original != item) joined_.candidates.emplace_back(item, kOtherDate);
    }
    return std::move(joined_);
  }

 private:
  bool ById() {
    std::vector<int64_t> by_id;
    if (sought_.household != true)
      by_id = joiner_.originals_.Find(IdentityKind::kCustomerId, sought_.customer_id);
    std::vector<int64_t> households;
    if (sought_.household != false) {
      households = joiner_.originals_.Find(IdentityKind::kHouseholdId, sought_.customer_id);
    }
    const bool only_households = by_id.empty() && !households.empty();
    by_id.insert(by_id.end(), households.begin(), households.end());
    const std::string& id = sought_.customer_id;
    if (Decide(only_households ? "household id" : "customer id", id, by_id)) return true;
    return sought_.household != true &&
           Decide("card", id, joiner_.originals_.Find(IdentityKind::kCard, id));
  }

  // What is said is tried as it is; only where that finds nobody, ruled out or not, with a wrong
  // code page undone: in the originals, then in the record.
  bool ByWhatElseIsSaid() {
    if (sought_.household == true) return false;
    if (ByNames(sought_)) return true;
    if (somebody_) return false;
    repaired_too_ = true;
    if (ByNames(sought_)) return true;
    for (const Sought& form : Repaired(sought_)) {
      if (somebody_) return false;
      if (ByNames(form)) return true;
    }
    return false;
  }

  bool ByNames(const Sought& form) {
    const std::string email = Fold(form.email);
    if (Decide("email", email, Allowed(FindSaid(IdentityKind::kEmail, email)))) return true;
    const std::string username = Fold(form.username);
    if (Decide("username", username, Allowed(FindSaid(IdentityKind::kUsername, username)))) {
      return true;
    }
    const UsernameParts parts = SplitUsername(form.username);
    return Decide("personal number", parts.personal_number,
                  Allowed(ByPersonalNumber(parts.personal_number))) ||
           Decide("name", parts.name, ByName(parts));
  }

  std::vector<int64_t> FindSaid(IdentityKind kind, const std::string& value) {
    std::vector<int64_t> found = joiner_.originals_.Find(kind, value);
    if (!repaired_too_) return found;
    const IdentityKind repaired = kind == IdentityKind::kEmail ? IdentityKind::kRepairedEmail
                                  : kind == IdentityKind::kUsername
                                      ? IdentityKind::kRepairedUsername
                                      : IdentityKind::kRepairedName;
    const std::vector<int64_t> more = joiner_.originals_.Find(repaired, value);
    found.insert(found.end(), more.begin(), more.end());
    return found;
  }

  bool ByPlace() {
    if (sought_.HasIdentity() || sought_.batch == nullptr) return false;
    repaired_too_ = false;
    const auto item = sought_.ItemAtPosition();
    if (item && Decide("position", kPlace, {*item})) return true;
    return sought_.alone && sought_.batch->items_known && sought_.batch->items.size() == 1 &&
           Decide("batch of one", kAlone, {sought_.batch->items[0]});
  }

  std::vector<int64_t> ByPersonalNumber(const std::string& number) {
    std::vector<IdentityKind> kinds;
    std::string value = number;
    std::vector<int64_t> found;
    if (number.size() == 12) {
      found = joiner_.originals_.Find(IdentityKind::kPersonalNumber, number);
      value = number.substr(2);
      kinds = {IdentityKind::kPersonalNumberShort};
    } else if (number.size() == 10) {
      kinds = {IdentityKind::kPersonalNumberShort, IdentityKind::kPersonalNumberTail};
    }
    for (const IdentityKind kind : kinds) {
      const auto more = joiner_.originals_.Find(kind, value);
      found.insert(found.end(), more.begin(), more.end());
    }
    return found;
  }

  // A date in the user name rules out whom it does not fit, and decides between the others.
  std::vector<int64_t> ByName(const UsernameParts& parts) {
    std::vector<int64_t> fitting;
    std::vector<int64_t> confirmed;
    for (const int64_t id : Allowed(FindSaid(IdentityKind::kName, parts.name))) {
      const std::string personal_date = PersonalDateOf(id);
      bool differs = false;
      bool agrees = false;
      for (const std::string* date : {&Said(id).birthday, &personal_date}) {
        if (parts.date.empty() || date->empty()) continue;
        differs |= *date != parts.date;
        agrees |= *date == parts.date;
      }
      if (differs) {
        other_date_.insert(id);
        TellRuledOut(id, kOtherDate);
        continue;
      }
      fitting.push_back(id);
      if (agrees) confirmed.push_back(id);
    }
    return confirmed.empty() ? fitting : confirmed;
  }

  // Without those whose own ids are all others than the one reported.
  std::vector<int64_t> Allowed(const std::vector<int64_t>& found) {
    std::vector<int64_t> allowed;
    somebody_ |= !found.empty();
    for (const int64_t id : found) {
      const std::string& own_id = Row(id).own_id;
      const bool other = !sought_.customer_id.empty() && !own_id.empty() &&
                         own_id != sought_.customer_id && !joiner_.HasCard(id, sought_.customer_id);
      if (other) {
        ruled_out_.insert(id);
        TellRuledOut(id, kOtherId);
      } else {
        allowed.push_back(id);
      }
    }
    return allowed;
  }

  // True where exactly one customer is found: in the batch, else among all.
  bool Decide(const char* strategy, const std::string& value, const std::vector<int64_t>& found) {
    std::vector<int64_t> items;
    for (const int64_t id : found) {
      const bool of_kind = !sought_.household || Row(id).household == *sought_.household;
      const bool among = narrowed_.empty() || narrowed_customers_.contains(Row(id).customer);
      if (of_kind && among) items.push_back(id);
      if (!of_kind) TellRuledOut(id, "a run of households sends no customers, nor the other way");
      if (!among) TellRuledOut(id, "an earlier strategy found others");
    }
    std::vector<int64_t> here;
    std::copy_if(items.begin(), items.end(), std::back_inserter(here),
                 [&](int64_t id) { return IsInBatch(id); });
    const bool in_batch = !here.empty();
    if (in_batch) items = std::move(here);
    std::set<std::string> customers;
    for (const int64_t id : items) customers.insert(Row(id).customer);
    if (trace_ != nullptr) trace_->End(strategy, value, customers, repaired_too_, in_batch);
    if (customers.empty()) return false;
    if (customers.size() > 1) {
      narrowed_ = items;
      narrowed_customers_ = std::move(customers);
      return false;
    }
    joined_.customer = *customers.begin();
    joined_.joined_by = strategy;
    ChooseVersion(std::string_view(strategy) == "position"
                      ? items
                      : joiner_.originals_.VersionsOf(items.front()));
    CompareNames();
    return true;
  }

  bool IsInBatch(int64_t original) const {
    return sought_.batch != nullptr && sought_.batch->items.Contains(original);
  }

  void TellRuledOut(int64_t original, const char* why) {
    if (trace_ != nullptr) trace_->RuleOut(Row(original).customer, why);
  }

  // Tells why of these versions the first is chosen, where there were more.
  void TellVersion(const std::vector<int64_t>& chosen, size_t of, const char* why) {
    if (trace_ != nullptr && !chosen.empty() && chosen.size() < of) trace_->version = why;
  }

  // Of one customer's versions the one that the attempt sent, else the newest by name.
  void ChooseVersion(std::vector<int64_t> versions) {
    std::vector<int64_t> sent;
    std::copy_if(versions.begin(), versions.end(), std::back_inserter(sent),
                 [&](int64_t id) { return IsInBatch(id); });
    TellVersion(sent, versions.size(), "the batch sent it");
    if (sent.empty()) {
      sent = SentInRun(versions);
      TellVersion(sent, versions.size(), "the run sent it");
    }
    if (!sent.empty()) {
      versions = sent;
      const auto item = sent.size() > 1 ? sought_.ItemAtPosition() : std::nullopt;
      if (item && std::find(sent.begin(), sent.end(), *item) != sent.end()) versions = {*item};
    }
    KeepChangeType(&versions);
    if (DropOtherKind(&versions)) return;
    if (sent.empty()) KeepBatchFiles(&versions);
    const auto different = Representatives(versions);
    const int64_t newest = different.size() == 1 ? different.front() : Newest(versions);
    TellVersion({newest}, different.size(),
                newest == 0 ? kAnyVersion : "the newest by the time in its path");
    if (newest != 0) {
      joined_.joining = Joining::kMatched;
      joined_.original = newest;
      joined_.change_type = Row(newest).change_type;
      return;
    }
    joined_.joining = Joining::kAmbiguous;
    for (const int64_t id : different) joined_.candidates.emplace_back(id, kAnyVersion);
  }

  // Where the batch is not known, the run still tells what it sent.
  std::vector<int64_t> SentInRun(const std::vector<int64_t>& versions) {
    std::vector<int64_t> sent;
    if (sought_.run == 0 || versions.size() < 2) return sent;
    Statement& in_run = joiner_.statements_->sent_in_run;
    for (const int64_t id : versions) {
      in_run.Bind(id).Bind(sought_.run);
      if (in_run.Step()) sent.push_back(id);
      in_run.Reset();
    }
    return sent;
  }

  void KeepChangeType(std::vector<int64_t>* versions) {
    std::vector<int64_t> same;
    std::copy_if(versions->begin(), versions->end(), std::back_inserter(same),
                 [&](int64_t id) { return Row(id).change_type == sought_.change_type; });
    TellVersion(same, versions->size(), "it has the changeType that the record tells");
    if (!same.empty()) *versions = std::move(same);
  }

  // What was sent as a DELETE is no original of a failed CREATE, nor the other way round. True
  // where nothing is left.
  bool DropOtherKind(std::vector<int64_t>* versions) {
    if (sought_.change_type.empty()) return false;
    const auto other_kind = [&](int64_t id) {
      const std::string& sent = Row(id).change_type;
      return !sent.empty() && (sent == "DELETE") != (sought_.change_type == "DELETE");
    };
    const std::vector<int64_t> all = *versions;
    std::erase_if(*versions, other_kind);
    if (!versions->empty()) return false;
    if (trace_ != nullptr) trace_->version = kOtherKind;
    joined_.joining = Joining::kUnmatched;
    joined_.joined_by = "";
    for (const int64_t id : Representatives(all)) {
      joined_.candidates.emplace_back(id, kOtherKind);
    }
    return true;
  }

  // Copies serve only where no batch file holds the customer.
  void KeepBatchFiles(std::vector<int64_t>* versions) {
    std::vector<int64_t> batch;
    std::copy_if(versions->begin(), versions->end(), std::back_inserter(batch),
                 [&](int64_t id) { return !joiner_.IsCopy(id); });
    TellVersion(batch, versions->size(), "it stands in a batch file");
    if (!batch.empty()) *versions = std::move(batch);
  }

  // One item for each value: the one in a batch file, then by path and place.
  std::vector<int64_t> Representatives(const std::vector<int64_t>& items) {
    if (items.size() < 2) return items;
    std::unordered_map<std::string, int64_t> best;
    const auto rank = [&](int64_t id) {
      return std::tuple(joiner_.IsCopy(id), std::string_view(joiner_.FileOf(id).path),
                        Row(id).byte_begin);
    };
    for (const int64_t id : items) {
      int64_t& kept = best[Row(id).customer + '\x1F' + joiner_.originals_.Version(id)];
      if (kept == 0 || rank(id) < rank(kept)) kept = id;
    }
    std::vector<int64_t> chosen;
    for (const auto& [key, id] : best) chosen.push_back(id);
    std::sort(chosen.begin(), chosen.end(),
              [&](int64_t a, int64_t b) { return rank(a) < rank(b); });
    return chosen;
  }

  // 0 where a version bears no time, or two are the newest.
  int64_t Newest(const std::vector<int64_t>& items) {
    std::unordered_map<std::string, std::optional<int64_t>> times;
    for (const int64_t id : items) {
      const std::optional<int64_t>& named = joiner_.FileOf(id).named_time;
      auto& time = times[joiner_.originals_.Version(id)];
      if (named && (!time || *time < *named)) time = named;
    }
    std::string newest;
    std::optional<int64_t> latest;
    for (const auto& [version, time] : times) {
      if (!time) return 0;
      if (!latest || *latest < *time) {
        latest = time;
        newest = version;
      }
    }
    const bool alone = std::count_if(times.begin(), times.end(), [&](const auto& of_version) {
                         return of_version.second == latest;
                       }) == 1;
    if (!alone) return 0;
    std::vector<int64_t> same;
    std::copy_if(items.begin(), items.end(), std::back_inserter(same),
                 [&](int64_t id) { return joiner_.originals_.Version(id) == newest; });
    return Representatives(same).front();
  }

  void CompareNames() {
    if (joined_.original == 0 || sought_.username.empty()) return;
    if (joined_.joined_by != "customer id" && joined_.joined_by != "card") return;
    const Original& item = Said(joined_.original);
    if (item.first_name.empty() || item.last_name.empty()) return;
    std::vector<std::string> reported = RepairedForms(sought_.username);
    reported.push_back(sought_.username);
    std::vector<std::string> firsts = RepairedForms(item.first_name);
    firsts.push_back(item.first_name);
    std::vector<std::string> lasts = RepairedForms(item.last_name);
    lasts.push_back(item.last_name);
    const std::string username = Fold(item.username);
    for (const std::string& form : reported) {
      for (const std::string& first : firsts) {
        for (const std::string& last : lasts) {
          if (IsNamed(form, username, first, last)) return;
        }
      }
    }
    joined_.name_disagrees = true;
  }

  const OriginalRow& Row(int64_t id) { return *joiner_.originals_.Row(id); }
  const Original& Said(int64_t id) { return joiner_.originals_.Said(id); }

  // YYYYMMDD; empty where no personal number tells it.
  std::string PersonalDateOf(int64_t id) {
    for (const Identity& identity : Said(id).identities) {
      if (identity.kind == IdentityKind::kPersonalNumber) return identity.value.substr(0, 8);
    }
    return "";
  }

  Joiner& joiner_;
  const Sought& sought_;
  JoinTrace* trace_;               // nullptr: nobody asks
  std::vector<int64_t> narrowed_;  // several that a strategy found, for the next to decide among
  std::set<std::string> narrowed_customers_;
  bool somebody_ = false;      // bears the name, user name, email or personal number that is said
  bool repaired_too_ = false;  // originals are also found by what was repaired in them
  std::set<int64_t> ruled_out_;
  std::set<int64_t> other_date_;
  Joined joined_;
};

bool Joiner::MayBe(const Sought& sought, int64_t original) {
  const OriginalRow& item = *originals_.Row(original);
  if (!sought.change_type.empty() && !item.change_type.empty() &&
      sought.change_type != item.change_type) {
    return false;
  }
  if (!sought.HasIdentity()) return true;
  const Joined joined = Join(sought);
  if (!joined.customer.empty()) return joined.customer == item.customer;
  for (const auto& [candidate, why] : joined.candidates) {
    if (candidate == original) return joined.joining == Joining::kAmbiguous;
  }
  // The API makes an id up for a customer that was sent without one.
  return joined.joining == Joining::kUnmatched &&
         (sought.customer_id.empty() || item.own_id.empty()) && sought.username.empty() &&
         sought.email.empty();
}

Joined Joiner::Join(const Sought& sought, JoinTrace* trace) {
  constexpr size_t kMostFiles = 8192;
  if (statements_->files.size() > kMostFiles) statements_->files.clear();
  return Search(this, sought, trace).Run();
}

}  // namespace analyzer
