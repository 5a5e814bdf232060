#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/match/evidence.h"

namespace analyzer {

// One attempt at one customer, and all that speaks of it. The first piece decides.
struct Outcome {
  int64_t id = 0;
  std::vector<Evidence*> evidence;
  const Evidence* decider = nullptr;
  std::string result;
  std::string error;
  bool accepted = false;
  bool contradicted = false;
  bool order_unknown = false;
  std::optional<LocalTime> time;
  int64_t sent = 0;
  const char* state = "failure";  // as in the schema
  const Outcome* resolved_by = nullptr;
  bool already_imported = false;  // as in the schema, these five
  bool presumed_later = false;
  int64_t times = 1;
  int64_t attempts = 1;
  std::optional<int64_t> send_order;

  const Evidence& first() const { return *evidence.front(); }
  Place place() const;  // of the first piece of evidence that has one
};

// A line, or a record of the client's, that tells of a failure and names nobody.
bool IsNameless(const Evidence& evidence);

// A failure in an answer that tells neither id nor user name.
bool TellsOfNobody(const Evidence& evidence);

// Adds it to the outcome of one customer, out of `outcomes`, that it speaks of; to a new one where
// it is of another attempt. Answers are to be added first.
void AddEvidence(Evidence* evidence, std::vector<Outcome>* outcomes);

// Sets what the evidence of one attempt says together.
void Conclude(Outcome* outcome);

// CREATE, UPDATE and UPSERT say that the customer shall be there; DELETE that it shall not.
// Where no evidence states it, the original does.
bool IsDelete(const Outcome& outcome);

// A user name or an email that is joined to nobody may be that of several: no outcome of such is
// the last word on another.
bool MayBeSeveral(const std::string& customer);

// Sets the states, and what else the history tells, of all outcomes of one customer.
void FindLastWords(std::vector<Outcome>* outcomes);

}  // namespace analyzer
