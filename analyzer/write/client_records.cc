#include "analyzer/write/client_records.h"

#include <utility>

namespace analyzer {

std::string ClientRecords::CustomerOf(const TreeClaim& record) {
  Sought sought;
  sought.customer_id = record.named_id;
  sought.username = record.named_username;
  sought.household = tree_.bases[tree_.files[record.file].base].household;
  return sought.HasIdentity() ? joiner_.Join(sought).customer : "";
}

void ClientRecords::Note(const TreeClaim& record) {
  std::string customer = CustomerOf(record);
  if (customer.empty()) customer = record.customer;
  for (const Word& word : words_.On(customer)) {
    if (word.failed()) failures_.insert(word.outcome);
  }
  if (const Word* open = words_.OpenFailureOf(customer, record.named_id))
    failures_.insert(open->outcome);
  const std::string whom =
      customer.empty() ? record.named_id + "\n" + record.named_username : customer;
  if (!noted_.insert({record.file, record.reason, whom}).second) ++repeated_[record.file];
}

void ClientRecords::TellRepeated(std::vector<Finding>* findings) const {
  for (const auto& [file, count] : repeated_) {
    Finding finding{.kind = FindingKind::kRecordedTwice, .file = tree_.files[file].shown};
    finding.what = "further records of the same: " + std::to_string(count);
    findings->push_back(std::move(finding));
  }
}

}  // namespace analyzer
