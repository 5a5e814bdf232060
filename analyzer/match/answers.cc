#include "analyzer/match/answers.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace analyzer {
namespace {

// A batch's answers: their ids, in the order in which they stand.
using AnswersOf = std::map<int64_t, std::vector<int64_t>>;

AnswersOf ByBatch(const EvidenceLoader& loader) {
  AnswersOf by_batch;
  for (const auto& [id, answer] : loader.answers()) {
    if (answer.place.batch != 0) by_batch[answer.place.batch].push_back(id);
  }
  for (auto& [batch, ids] : by_batch) {
    std::sort(ids.begin(), ids.end(), [&](int64_t a, int64_t b) {
      return StandsBefore(loader.answers().at(a), loader.answers().at(b));
    });
  }
  return by_batch;
}

// Finds the items of one batch that the records of a broken answer are of.
class ItemsSeen {
 public:
  ItemsSeen(const Batch& batch, Joiner* joiner) : batch_(batch) {
    joiner->originals().Trim();
    batch.items.ForEach([&](int64_t position, int64_t original) {
      by_original_[original] = position;
      by_customer_[joiner->CustomerOf(original)].push_back(position);
    });
  }

  void Add(const Evidence& record, SeenItems* seen) {
    const bool accepted = record.record.standing == Standing::kAccepted;
    const auto position = PositionOf(record);
    const auto told = record.record.position;
    if (position) {
      seen->answered.insert(*position);
      if (accepted) seen->accepted.insert(*position);
      in_order_ &= !told || *told == *position;
    } else if (told && *told < batch_.items.size()) {
      by_place_.insert(*told);
      if (accepted) accepted_by_place_.insert(*told);
    } else {
      ++lost_;
    }
  }

  // The API answers in the order of the request: where all that can be checked stands so, the rest
  // does, too. Otherwise nobody can say whose results the rest are.
  void Finish(BatchAnswer* answer) const {
    if (in_order_) {
      answer->seen->answered.insert(by_place_.begin(), by_place_.end());
      answer->seen->accepted.insert(accepted_by_place_.begin(), accepted_by_place_.end());
    }
    if (lost_ > 0 || (!in_order_ && !by_place_.empty())) answer->extent = Extent::kUntold;
  }

 private:
  std::optional<int64_t> PositionOf(const Evidence& record) const {
    const auto item = by_original_.find(record.joined.original);
    if (item != by_original_.end()) return item->second;
    const auto same = by_customer_.find(record.customer);
    if (same == by_customer_.end()) return std::nullopt;
    // Sent twice in one batch: the place tells which.
    for (const int64_t position : same->second) {
      if (record.record.position == position) return position;
    }
    return same->second.size() == 1 ? std::optional(same->second.front()) : std::nullopt;
  }

  const Batch& batch_;
  std::unordered_map<int64_t, int64_t> by_original_;
  std::unordered_map<std::string, std::vector<int64_t>> by_customer_;
  std::set<int64_t> by_place_;
  std::set<int64_t> accepted_by_place_;
  bool in_order_ = true;
  int64_t lost_ = 0;
};

const char* CauseWithoutAnswer(const BatchStory& story) {
  if (story.attempts.empty()) return "never sent";
  return story.attempts.back().ending.empty() ? "import stopped" : "failed batch";
}

class Finder {
 public:
  explicit Finder(EvidenceLoader* loader) : loader_(*loader), answers_(ByBatch(*loader)) {}

  BatchAnswer Find(const Batch& batch) {
    BatchAnswer found;
    const BatchStory& story = batch.story;
    const std::vector<int64_t>& ids = answers_[batch.id];
    const auto any = [&](auto holds) {
      return std::any_of(ids.begin(), ids.end(),
                         [&](int64_t id) { return holds(loader_.answers().at(id)); });
    };
    const bool told = story.answered && !story.confused;
    if (any([&](const Answer& a) { return IsWhole(a, batch); })) {
      found.extent = Extent::kWhole;
      TakeLastWhole(batch, ids, &found);
    } else if (story.body_broken || any(IsBodyBroken) || (!told && any(NamesResults))) {
      SeeItems(batch, ids, &found);
    } else if (told || any([](const Answer& a) { return a.has_errors_list && a.whole; })) {
      found.extent = Extent::kByLog;
    } else if (story.confused) {
      found.extent = Extent::kUntold;
    } else {
      found.cause = CauseWithoutAnswer(story);
    }
    return found;
  }

 private:
  static bool IsWhole(const Answer& answer, const Batch& batch) {
    return answer.whole && !answer.has_errors_list && answer.listed > 0 &&
           (!batch.count || answer.listed >= *batch.count);
  }
  // A copy that was damaged later says nothing of what the client read.
  static bool IsBodyBroken(const Answer& answer) { return answer.quoted && !answer.whole; }
  static bool NamesResults(const Answer& answer) {
    return answer.records > 0 && !(answer.whole && answer.has_errors_list);
  }

  // A batch that was sent again has one of each attempt; equal ones are copies.
  void TakeLastWhole(const Batch& batch, const std::vector<int64_t>& ids, BatchAnswer* found) {
    int64_t attempt = -1;
    for (const int64_t id : ids) {
      const Answer& answer = loader_.answers().at(id);
      if (!IsWhole(answer, batch) || answer.place.attempt <= attempt) continue;
      attempt = answer.place.attempt;
      found->id = id;
      found->accepted = answer.accepted;
    }
  }

  void SeeItems(const Batch& batch, const std::vector<int64_t>& ids, BatchAnswer* found) {
    found->extent = Extent::kInPart;
    found->cause = "cut response";
    found->seen = std::make_unique<SeenItems>();
    ItemsSeen items(batch, &loader_.joiner());
    int64_t most = 0;
    for (const int64_t id : ids) {
      const Answer& answer = loader_.answers().at(id);
      if (answer.records > most) {
        most = answer.records;
        found->id = id;
        found->accepted = answer.accepted;
      }
      for (const Evidence& record : loader_.LoadAnswer(id)) items.Add(record, found->seen.get());
    }
    if (batch.items_known) items.Finish(found);
  }

  EvidenceLoader& loader_;
  AnswersOf answers_;
};

}  // namespace

std::map<int64_t, BatchAnswer> FindAnswers(const Runs& runs, EvidenceLoader* loader) {
  std::map<int64_t, BatchAnswer> answers;
  Finder finder(loader);
  for (const Run& run : runs.all()) {
    for (const auto& [number, batch] : run.batches) answers[batch.id] = finder.Find(batch);
  }
  return answers;
}

}  // namespace analyzer
