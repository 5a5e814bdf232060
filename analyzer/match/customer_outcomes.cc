#include "analyzer/match/customer_outcomes.h"

namespace analyzer {

CustomerOutcomes::CustomerOutcomes(const CustomerEvidence& customer, EvidenceLoader* loader) {
  evidence_.reserve(customer.pieces.size());
  for (const auto& [record, outcome, joined] : customer.pieces) {
    Evidence& evidence =
        evidence_.emplace_back(joined ? loader->LoadJoined(record, *joined) : loader->Load(record));
    if (!outcome) {
      AddEvidence(&evidence, &outcomes_);
    } else if (*outcome == CustomerEvidence::kOfItsOwn) {
      outcomes_.emplace_back().evidence.push_back(&evidence);
    } else {
      outcomes_[static_cast<size_t>(*outcome)].evidence.push_back(&evidence);
    }
  }
}

}  // namespace analyzer
