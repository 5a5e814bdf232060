#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analyzer/audit/audit.h"
#include "analyzer/audit/history.h"
#include "analyzer/redact/redactor.h"
#include "analyzer/redact/secret_key.h"

namespace analyzer {

// What a text says of a person.
enum class Personal {
  kCustomer,  // the key that is the same for all that is known of one customer
  kId,
  kUsername,
  kName,
  kEmail,
  kPath,  // of a file or of a member of an archive
  kText,  // free text in which any of these may stand
};

// Gives the text that is shown in the place of another: itself, or a pseudonym. An empty text stays
// empty.
using Redact = std::function<std::string(Personal kind, std::string_view text)>;

// The text itself.
std::string ShowAsItIs(Personal kind, std::string_view text);

// Pseudonyms, with one key always the same ones. Ids of customers and cards stay as far as
// Redactor::Id leaves them, and so do keys of customers that are made of these. `redactor` must
// outlive what is given back.
Redact PseudonymsOf(Redactor* redactor, const SecretKey& key);

// Pass each text that says something of a person through `redact`.
void RedactAudit(const Redact& redact, Audit* audit);
void RedactHistory(const Redact& redact, CustomerHistory* history);

}  // namespace analyzer
