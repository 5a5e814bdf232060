#include "analyzer/audit/history_order.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace analyzer {
namespace {

bool IsDelete(const HistoryOutcome& outcome) { return outcome.change_type == "DELETE"; }

// A customer has one last word of each kind of change.
void NameLastWords(std::vector<HistoryEvent>* events) {
  for (const HistoryEvent& last : *events) {
    const HistoryOutcome& word = last.outcome;
    if (word.state != "failure" && word.state != "resolved") continue;
    for (HistoryEvent& event : *events) {
      HistoryOutcome& outcome = event.outcome;
      if (outcome.state == "superseded" && IsDelete(outcome) == IsDelete(word)) {
        outcome.superseded_by = word.id;
      }
    }
  }
}

}  // namespace

std::vector<HistoryEvent> InOrder(std::vector<DatedEvent> events) {
  std::stable_sort(events.begin(), events.end(), [](const DatedEvent& a, const DatedEvent& b) {
    const auto key = [](const DatedEvent& dated) {
      return std::tuple(dated.moment, dated.event.kind, dated.event.run.value_or(0),
                        dated.event.batch.value_or(0), dated.event.outcome.id);
    };
    return key(a) < key(b);
  });
  std::vector<HistoryEvent> ordered;
  ordered.reserve(events.size());
  for (DatedEvent& dated : events) ordered.push_back(std::move(dated.event));
  NameLastWords(&ordered);
  return ordered;
}

}  // namespace analyzer
