#include "analyzer/write/retry.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <tuple>
#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

constexpr char kOtherIsIn[] = "another change to the same customer is in these batches";
constexpr char kOtherIsOut[] = "another change to the same customer is left out, too";
constexpr char kNotChosen[] = "a later sending of the same customer was not chosen";

constexpr size_t kNotAsked = SIZE_MAX;

// What is kept of all sendings of all customers, to find the last of each.
struct Sending {
  size_t customer;  // where its key begins
  uint32_t customer_size;
  bool is_delete;
  bool unanswered;
  int64_t moment;
  size_t item = kNotAsked;  // its place in the selection
};

// An unanswered item that is open was sent after all that failed of its kind of change.
bool IsLater(const Sending& a, const Sending& b) {
  if (a.is_delete == b.is_delete && a.unanswered != b.unanswered) return a.unanswered;
  return std::tuple(a.moment, a.unanswered) > std::tuple(b.moment, b.unanswered);
}

RetryItem RetryItemOf(const Failure& failure) {
  RetryItem item;
  item.original = *failure.original;
  item.customer = failure.customer;
  item.customer_id = failure.customer_id.empty() ? failure.original->own_id : failure.customer_id;
  item.username = failure.username.empty() ? failure.original->Name() : failure.username;
  item.reason = failure.reason;
  item.error = failure.error;
  item.run = failure.run;
  item.batch_number = failure.batch_number;
  item.time = failure.last_seen;
  item.moment = failure.last_seen ? failure.last_seen->milliseconds : 0;
  item.send_order = failure.send_order;
  item.attempts = failure.attempts;
  item.times = failure.times;
  item.presumed_later = failure.presumed_later;
  item.already_imported = failure.already_imported;
  for (const Seen& seen : failure.seen) item.told_in.push_back(seen.file);
  item.failed = true;
  return item;
}

}  // namespace

class RetrySelector::Candidates {
 public:
  explicit Candidates(const RetryOptions& options)
      : options_(options), selection_(options.selection) {
    if (selection_.results.empty()) selection_.results = {"FAILED", kUnansweredReason};
  }

  void Add(const RetryItem& item) {
    Sending& sending = sendings_.emplace_back();
    sending.customer = customers_.size();
    sending.customer_size = static_cast<uint32_t>(item.customer.size());
    customers_.append(item.customer.data(), item.customer.size());
    sending.is_delete = item.original.change_type == "DELETE";
    sending.unanswered = item.unanswered();
    sending.moment = item.moment;
    if (!IsAsked(item)) return;
    sending.item = chosen_.kept.Add(item);
    empty_ = false;
  }

  void ReadUnanswered(Index* index, bool household);
  bool empty() const { return empty_; }

  RetrySelection Select() {
    std::vector<Sending>& all = sendings_;
    std::stable_sort(all.begin(), all.end(), [this](const Sending& a, const Sending& b) {
      const auto key = [this](const Sending& sending) {
        return std::tuple(CustomerOf(sending), sending.is_delete);
      };
      return key(a) != key(b) ? key(a) < key(b) : IsLater(a, b);
    });
    for (size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      while (end < all.size() && CustomerOf(all[end]) == CustomerOf(all[begin])) ++end;
      TakeCustomer({all.data() + begin, end - begin});
    }
    const RetryItems& kept = chosen_.kept;
    std::sort(chosen_.items.begin(), chosen_.items.end(),
              [&](size_t a, size_t b) { return kept.IsBefore(a, b); });
    std::sort(
        chosen_.left_out.begin(), chosen_.left_out.end(),
        [&](const NotRetried& a, const NotRetried& b) { return kept.IsBefore(a.item, b.item); });
    return std::move(chosen_);
  }

 private:
  std::string_view CustomerOf(const Sending& sending) const {
    return {customers_.data() + sending.customer, sending.customer_size};
  }

  // Takes the latest of what is asked for of one customer. `all` is in the order of the kinds of
  // change, in each the latest first: its last word.
  void TakeCustomer(std::span<Sending> all) {
    size_t sent = all.size();
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].item == kNotAsked) continue;
      if (const char* const why = WhyDone(chosen_.kept.Load(all[i].item))) {
        LeaveOut(&all[i], why);
        continue;
      }
      const bool last_word = i == 0 || all[i].is_delete != all[i - 1].is_delete;
      if (last_word && (sent == all.size() || IsLater(all[i], all[sent]))) sent = i;
    }
    const std::string too_often =
        sent == all.size() ? "" : WhyTooOften(chosen_.kept.Load(all[sent].item));
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].item == kNotAsked) continue;
      if (i == sent && too_often.empty()) {
        chosen_.items.push_back(all[i].item);
      } else if (i == sent) {
        LeaveOut(&all[i], too_often);
      } else {
        LeaveOut(&all[i], sent == all.size()  ? kNotChosen
                          : too_often.empty() ? kOtherIsIn
                                              : kOtherIsOut);
      }
    }
  }

  void LeaveOut(Sending* sending, const std::string& why) {
    chosen_.left_out.push_back({sending->item, *chosen_.reasons.insert(why).first});
    sending->item = kNotAsked;
  }

  // What was not asked for is not left out: it is another selection.
  bool IsAsked(const RetryItem& item) {
    const auto time = item.time ? std::optional(item.time->milliseconds) : std::nullopt;
    const Chosen chosen = Choose(selection_, {item.reason, item.run, time, item.told_in});
    chosen_.without_time += chosen == Chosen::kNoTime;
    return chosen == Chosen::kYes;
  }

  // Whether there is nothing more to be done about it; nullptr: there is.
  const char* WhyDone(const RetryItem& item) const {
    if (item.already_imported && options_.skip_already_imported) return "already imported";
    // Whoever names the reason wants these, too.
    if (item.presumed_later && options_.selection.results.empty()) {
      return "sent again later, in a batch that the log shows as answered: presumed accepted";
    }
    return nullptr;
  }

  std::string WhyTooOften(const RetryItem& item) const {
    if (options_.max_attempts == 0 || item.times < options_.max_attempts) return "";
    return item.unanswered() ? "unanswered " + std::to_string(item.times) + " times"
                             : "failed " + std::to_string(item.times) + " times for this reason";
  }

  const RetryOptions& options_;
  Selection selection_;
  std::vector<Sending> sendings_;
  Spill<char> customers_;  // the keys of all, one behind the other
  RetrySelection chosen_;
  bool empty_ = true;  // nothing that was added was asked for
};

void RetrySelector::Candidates::ReadUnanswered(Index* index, bool household) {
  Statement rows(index->database(),
                 "SELECT u.original, u.customer, u.cause, u.detail, u.sent, u.attempts,"
                 " u.send_order, b.run, b.number, f.path, r.ended, coalesce(t.times, 0)"
                 " FROM unanswered u JOIN batch b ON b.id = u.batch JOIN run r ON r.id = b.run"
                 // Attempts that were answered are none of those without an answer.
                 " LEFT JOIN (SELECT v.customer, count(DISTINCT a.id) AS times FROM unanswered v"
                 " JOIN attempt a ON a.batch = v.batch GROUP BY v.customer) t"
                 " ON t.customer = u.customer"
                 " JOIN file f ON f.id = r.file JOIN original o ON o.id = u.original"
                 " WHERE u.state = 'open' AND o.household = ? ORDER BY u.send_order");
  rows.Bind(int64_t{household});
  OriginalLoader originals(index);
  while (rows.Step()) {
    RetryItem item;
    item.original = originals.Load(rows.Number(0));
    originals.AddName(&item.original);
    item.customer = rows.Text(1);
    item.customer_id = item.original.own_id;
    item.username = item.original.Name();
    item.reason = kUnansweredReason;
    item.cause = rows.Text(2);
    item.detail = rows.Text(3);
    if (const auto sent = rows.NumberOrNothing(4)) item.time = LocalTime{*sent, false};
    // What was never sent is as late as its run.
    item.moment = item.time ? item.time->milliseconds : rows.Number(10);
    item.attempts = rows.Number(5);
    item.send_order = rows.NumberOrNothing(6);
    item.run = rows.Number(7);
    item.batch_number = rows.Number(8);
    item.told_in = {rows.Text(9)};
    item.times = rows.Number(11);
    Add(item);
  }
}

RetrySelector::RetrySelector(Index* index, bool household, const RetryOptions& options)
    : candidates_(std::make_unique<Candidates>(options)) {
  candidates_->ReadUnanswered(index, household);
}
RetrySelector::RetrySelector(RetrySelector&&) noexcept = default;
RetrySelector& RetrySelector::operator=(RetrySelector&&) noexcept = default;
RetrySelector::~RetrySelector() = default;

void RetrySelector::Add(const Failure& failure) { candidates_->Add(RetryItemOf(failure)); }
bool RetrySelector::empty() const { return candidates_->empty(); }
RetrySelection RetrySelector::Select() { return candidates_->Select(); }
Rewritten WithChangeType(const std::string& item, const std::string& change_type) {
  std::string text = item;
  text.reserve(text.size() + kPadding);
  JsonReader reader;
  JsonFields fields;
  if (!reader.ReadObject(text, &fields)) return {item, "it cannot be read as JSON"};
  std::string changed;
  size_t done = 0;
  for (const JsonField& field : fields) {
    if (!field.Is("changeType") || field.value.kind != JsonKind::kString) continue;
    if (Upper(field.value.Text()) == "DELETE") return {item, "it is a DELETE"};
    const auto begin = static_cast<size_t>(field.value.raw.data() - text.data());
    changed += text.substr(done, begin - done) + '"' + change_type + '"';
    done = begin + field.value.raw.size();
  }
  if (done == 0) return {item, "it has no changeType"};
  return {changed + text.substr(done), ""};
}

}  // namespace analyzer
