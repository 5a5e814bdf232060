#include "analyzer/write/retry.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analyzer/extract/json_reader.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

template <typename Range, typename Value>
bool Contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

// A file is named by its path, the end of it, a folder above it, or a glob.
bool IsNamed(const std::string& file, const std::string& name) {
  return file == name || file.ends_with("/" + name) || file.starts_with(name + "/") ||
         file.find("/" + name + "/") != std::string::npos ||
         fnmatch(name.c_str(), file.c_str(), 0) == 0 ||
         fnmatch(("*/" + name).c_str(), file.c_str(), 0) == 0;
}

class Selector {
 public:
  Selector(Index* index, const RetryOptions& options) : index_(*index), options_(options) {
    if (!options.results.empty()) results_ = options.results;
  }

  RetrySelection Select(const std::vector<Failure>& failures, bool household) {
    std::vector<RetryItem> items;
    if (Contains(results_, kUnanswered)) items = LoadUnanswered(household);
    for (const Failure& failure : failures) {
      if (failure.household == household && failure.original && Contains(results_, failure.reason))
        items.push_back(ItemOf(failure));
    }
    std::erase_if(items, [&](const RetryItem& item) { return !IsAsked(item); });
    for (RetryItem& item : items) Take(std::move(item));
    std::vector<RetryItem> latest = std::exchange(chosen_.items, {});
    for (RetryItem& item : latest) {
      const std::string why = WhyNot(item);
      if (why.empty()) {
        chosen_.items.push_back(std::move(item));
      } else {
        chosen_.left_out.push_back({std::move(item), why});
      }
    }
    std::sort(chosen_.items.begin(), chosen_.items.end(), IsBefore);
    std::sort(chosen_.left_out.begin(), chosen_.left_out.end(),
              [](const NotRetried& a, const NotRetried& b) { return IsBefore(a.item, b.item); });
    return std::move(chosen_);
  }

 private:
  std::vector<RetryItem> LoadUnanswered(bool household) {
    Statement rows(index_.database(),
                   "SELECT u.original, u.customer, u.cause, u.detail, u.sent, u.attempts,"
                   " u.send_order, b.run, b.number, f.path, r.started, coalesce(t.times, 0)"
                   " FROM unanswered u JOIN batch b ON b.id = u.batch JOIN run r ON r.id = b.run"
                   // Attempts that were answered are none of those without an answer.
                   " LEFT JOIN (SELECT v.customer, count(DISTINCT a.id) AS times FROM unanswered v"
                   " JOIN attempt a ON a.batch = v.batch GROUP BY v.customer) t"
                   " ON t.customer = u.customer"
                   " JOIN file f ON f.id = r.file JOIN original o ON o.id = u.original"
                   " WHERE u.state = 'open' AND o.household = ? ORDER BY u.send_order");
    rows.Bind(int64_t{household});
    OriginalLoader originals(&index_);
    std::vector<RetryItem> items;
    while (rows.Step()) {
      RetryItem& item = items.emplace_back();
      item.original = originals.Load(rows.Number(0));
      item.customer = rows.Text(1);
      item.customer_id = item.original.own_id;
      item.username = item.original.Name();
      item.reason = kUnanswered;
      item.cause = rows.Text(2);
      item.detail = rows.Text(3);
      // What was never sent is as old as its run.
      item.time = LocalTime{rows.NumberOrNothing(4).value_or(rows.Number(10)), false};
      item.attempts = rows.Number(5);
      item.send_order = rows.NumberOrNothing(6);
      item.run = rows.Number(7);
      item.batch_number = rows.Number(8);
      item.told_in = {rows.Text(9)};
      item.times = rows.Number(11);
    }
    return items;
  }

  static RetryItem ItemOf(const Failure& failure) {
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
    item.send_order = failure.send_order;
    item.attempts = failure.attempts;
    item.times = failure.times;
    item.presumed_later = failure.presumed_later;
    item.already_imported = failure.already_imported;
    for (const Seen& seen : failure.seen) item.told_in.push_back(seen.file);
    item.failure = &failure;
    return item;
  }

  // What was not asked for is not left out: it is another selection.
  bool IsAsked(const RetryItem& item) const {
    if (!options_.runs.empty() && !(item.run && Contains(options_.runs, *item.run))) return false;
    if (options_.since && !(item.time && item.time->milliseconds >= *options_.since)) return false;
    if (options_.until && !(item.time && item.time->milliseconds < *options_.until)) return false;
    if (options_.sources.empty()) return true;
    return std::any_of(item.told_in.begin(), item.told_in.end(), [&](const std::string& file) {
      return std::any_of(options_.sources.begin(), options_.sources.end(),
                         [&](const std::string& name) { return IsNamed(file, name); });
    });
  }

  std::string WhyNot(const RetryItem& item) const {
    if (options_.max_attempts > 0 && item.times >= options_.max_attempts) {
      return item.unanswered() ? "unanswered " + std::to_string(item.times) + " times"
                               : "failed " + std::to_string(item.times) + " times for this reason";
    }
    if (item.already_imported && options_.skip_already_imported) return "already imported";
    if (item.presumed_later && options_.results.empty()) {
      return "sent again later, in a batch that the log shows as answered: presumed accepted";
    }
    return "";
  }

  // Of several changes to one customer the one that was sent last, even where that is left out: an
  // older one must not take its place.
  void Take(RetryItem item) {
    const auto [place, fresh] = places_.try_emplace(item.customer, chosen_.items.size());
    if (fresh) {
      chosen_.items.push_back(std::move(item));
      return;
    }
    RetryItem& other = chosen_.items[place->second];
    if (IsLater(item, other)) std::swap(item, other);
    chosen_.left_out.push_back(
        {std::move(item), "another change to the same customer was sent later"});
  }

  static bool IsLater(const RetryItem& a, const RetryItem& b) {
    const auto key = [](const RetryItem& item) {
      return std::tuple(item.time ? item.time->milliseconds : 0, item.unanswered());
    };
    return key(a) > key(b);
  }

  static bool IsBefore(const RetryItem& a, const RetryItem& b) {
    const auto key = [](const RetryItem& item) {
      return std::tuple(!item.send_order, item.send_order.value_or(0),
                        std::string_view(item.original.file), item.original.byte_begin);
    };
    return key(a) < key(b);
  }

  Index& index_;
  const RetryOptions& options_;
  std::vector<std::string> results_ = {"FAILED", kUnanswered};
  RetrySelection chosen_;
  std::unordered_map<std::string, size_t> places_;  // by customer, in chosen_.items
};

}  // namespace

RetrySelection SelectRetry(Index* index, const std::vector<Failure>& failures, bool household,
                           const RetryOptions& options) {
  return Selector(index, options).Select(failures, household);
}

std::string WithChangeType(const std::string& item, const std::string& change_type) {
  std::string text = item;
  text.reserve(text.size() + kPadding);
  JsonReader reader;
  std::vector<JsonField> fields;
  if (!reader.ReadObject(text, &fields)) return item;
  std::string changed;
  size_t done = 0;
  for (const JsonField& field : fields) {
    if (field.key != "changeType" || field.value.kind != JsonKind::kString) continue;
    const auto begin = static_cast<size_t>(field.value.raw.data() - text.data());
    changed += text.substr(done, begin - done) + '"' + change_type + '"';
    done = begin + field.value.raw.size();
  }
  return changed + text.substr(done);
}

}  // namespace analyzer
