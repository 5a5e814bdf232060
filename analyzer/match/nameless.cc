#include "analyzer/match/nameless.h"

#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzer/match/customer_outcomes.h"
#include "analyzer/match/outcome.h"

namespace analyzer {
namespace {

// An outcome whose first evidence tells of nobody, as far as it is asked for.
struct Nobody {
  std::string customer;
  int64_t outcome = 0;  // which one of the customer's
  Place place;          // these four of the evidence
  std::optional<LocalTime> time;
  std::string result;
  std::string error;
};

// Where two runs were under way, the client's record still stands near its answer.
bool IsSoonAfter(const Evidence& e, const Nobody& answer) {
  constexpr int64_t kSoon = int64_t{10} * 60 * 1000;
  return e.record.voice == Voice::kClientJson && e.time && answer.time &&
         std::abs(e.time->milliseconds - answer.time->milliseconds) <= kSoon;
}

bool MayBeOf(const Evidence& e, const Nobody& answer) {
  if (e.place.run == 0 ? !IsSoonAfter(e, answer) : answer.place.run != e.place.run) return false;
  if (e.checked != 0 && answer.place.batch != 0 && answer.place.batch != e.checked) return false;
  if (e.record.voice == Voice::kLogLine) return true;
  return answer.result == e.record.result &&
         (e.record.error.empty() || answer.error.empty() || answer.error == e.record.error);
}

class Nobodys {
 public:
  Nobodys(EvidenceLoader* loader, EvidenceTable* evidence) {
    evidence->ForEachNobody([&](const CustomerEvidence& customer) {
      CustomerOutcomes known(customer, loader);
      int64_t number = 0;
      for (const Outcome& outcome : known.outcomes()) {
        const Evidence& first = outcome.first();
        if (TellsOfNobody(first)) {
          all_.push_back({customer.customer, number, first.place, first.time, first.record.result,
                          first.record.error});
        }
        ++number;
      }
    });
  }

  // The one that it fits best, which it takes from others of its file; nullptr where none fits.
  const Nobody* TakeBest(const Evidence& e) {
    const Nobody* best = nullptr;
    auto best_key = std::tuple(false, false, false);
    for (const Nobody& answer : all_) {
      const bool free = !taken_.contains({&answer, e.file});
      if (!MayBeOf(e, answer) || (e.record.voice == Voice::kClientJson && !free)) continue;
      const auto key =
          std::tuple(answer.place.batch == e.checked, free, answer.result == e.record.result);
      if (best != nullptr && key <= best_key) continue;
      best = &answer;
      best_key = key;
    }
    if (best != nullptr) taken_.insert({best, e.file});
    return best;
  }

 private:
  std::vector<Nobody> all_;
  std::set<std::pair<const Nobody*, int64_t>> taken_;  // by evidence of which file
};

}  // namespace

void AttachNameless(Index* index, EvidenceLoader* loader, EvidenceTable* evidence) {
  std::optional<Nobodys> nobodys;  // asked for only where something names nobody
  Statement reject(index->database(), "UPDATE record SET set_aside = 'nameless' WHERE id = ?");
  evidence->ForEachNameless([&](int64_t row, int64_t record) {
    if (!nobodys) nobodys.emplace(loader, evidence);
    const Evidence e = loader->Load(record);
    if (const Nobody* const best = nobodys->TakeBest(e)) {
      evidence->Attach(row, best->customer, best->outcome);
    } else if (e.record.voice == Voice::kLogLine) {
      reject.Bind(e.id).Run();
    } else {
      evidence->Attach(row, e.customer, CustomerEvidence::kOfItsOwn);
    }
  });
}

}  // namespace analyzer
