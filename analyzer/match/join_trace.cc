#include "analyzer/match/join_trace.h"

#include <algorithm>
#include <utility>

namespace analyzer {

void JoinTrace::RuleOut(const std::string& customer, const char* why) {
  const bool told = std::any_of(ruled_out_.begin(), ruled_out_.end(),
                                [&](const RuledOut& out) { return out.customer == customer; });
  if (!told) ruled_out_.push_back({customer, why});
}

void JoinTrace::End(const char* strategy, const std::string& value,
                    const std::set<std::string>& customers, bool repaired, bool in_batch) {
  std::vector<RuledOut> ruled_out = std::exchange(ruled_out_, {});
  if (repaired && customers.empty() && ruled_out.empty()) return;
  steps.push_back({.strategy = strategy,
                   .value = value,
                   .customers = {customers.begin(), customers.end()},
                   .ruled_out = std::move(ruled_out),
                   .repaired = repaired,
                   .in_batch = in_batch});
}

}  // namespace analyzer
