#include "analyzer/audit/trace_joining.h"

namespace analyzer {
namespace {

Runs LoadRunsOf(Index* index) {
  Statement matching(index->database(), "SELECT as_of FROM matching");
  matching.Step();
  return Runs::Load(index, matching.NumberOrNothing(0));
}

}  // namespace

JoiningTracer::JoiningTracer(Index* index) : runs_(LoadRunsOf(index)), loader_(index, runs_) {}

std::vector<Evidence> JoiningTracer::AcceptedOf(const std::string& customer) {
  return loader_.AcceptedOf(customer);
}

void JoiningTracer::Trace(CustomerHistory* history) {
  for (HistoryEvent& event : history->events) {
    for (HistoryRecord& record : event.outcome.evidence) {
      loader_.Load(record.id, &record.joining);
    }
  }
}

}  // namespace analyzer
