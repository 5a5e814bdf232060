#include "analyzer/match/join.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/match/join_files.h"
#include "analyzer/match/reported_name.h"
#include "analyzer/match/version_choice.h"

namespace analyzer {

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

int64_t AnOriginalOf(const Joined& joined) {
  if (joined.original != 0 || joined.customer.empty()) return joined.original;
  return joined.candidates.empty() ? 0 : joined.candidates.front().first;
}

Joiner::Joiner(Index* index)
    : originals_(index), files_(std::make_unique<JoinFiles>(index->database(), &originals_)) {}
Joiner::~Joiner() = default;

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

// What is sought by the strategies that look at the place.
constexpr char kPlace[] = "of the record in its answer";
constexpr char kAlone[] = "and one record";

constexpr char kOtherId[] = "has other ids than the one reported";
constexpr char kOtherDate[] = "has another date of birth";

}  // namespace

// One record's way through the strategies.
class Joiner::Search {
 public:
  Search(Joiner* joiner, const Sought& sought, JoinTrace* trace)
      : joiner_(*joiner),
        sought_(sought),
        trace_(trace),
        versions_(sought, &joiner->originals_, joiner->files_.get(), trace) {}

  Joined Run() {
    const bool decided = ById() || ByWhatElseIsSaid() || ByPlace();
    if (!decided) {
      joined_.joining = narrowed_.empty() ? Joining::kUnmatched : Joining::kAmbiguous;
      if (!narrowed_.empty()) joined_.joined_by = "";
      for (const int64_t item : versions_.Representatives(narrowed_)) {
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
                         own_id != sought_.customer_id && !HasCard(id, sought_.customer_id);
      if (other) {
        ruled_out_.insert(id);
        TellRuledOut(id, kOtherId);
      } else {
        allowed.push_back(id);
      }
    }
    return allowed;
  }

  bool HasCard(int64_t original, const std::string& number) {
    return std::ranges::any_of(Said(original).identities, [&](const Identity& identity) {
      return identity.kind == IdentityKind::kCard && identity.value == number;
    });
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
    versions_.Choose(std::string_view(strategy) == "position"
                         ? items
                         : joiner_.originals_.VersionsOf(items.front()),
                     &joined_);
    CompareNames();
    return true;
  }

  bool IsInBatch(int64_t original) const {
    return sought_.batch != nullptr && sought_.batch->items.Contains(original);
  }

  void TellRuledOut(int64_t original, const char* why) {
    if (trace_ != nullptr) trace_->RuleOut(Row(original).customer, why);
  }

  void CompareNames() {
    if (joined_.original == 0 || sought_.username.empty()) return;
    if (joined_.joined_by != "customer id" && joined_.joined_by != "card") return;
    const Original& item = Said(joined_.original);
    if (item.first_name.empty() || item.last_name.empty()) return;
    joined_.name_disagrees = !IsNameOf(sought_.username, item);
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
  JoinTrace* trace_;  // nullptr: nobody asks
  VersionChooser versions_;
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
  files_->Trim();
  return Search(this, sought, trace).Run();
}

}  // namespace analyzer
