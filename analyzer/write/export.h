#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/write/rows.h"
#include "analyzer/write/selection.h"

namespace analyzer {

// What the values of a column may say of a person.
enum class Privacy {
  kNone,      // a number, a time, a word of this program
  kCustomer,  // the key that is the same for all that is known of one customer
  kId,        // of a customer, a card or a household
  kPersonal,  // a user name or email
  kFreeText,  // text of a source, or a path, which can hold anything
};

// That of the column of that name in what can be exported.
Privacy PrivacyOf(std::string_view column);

struct ExportOptions {
  std::string what;  // one of Exportable()
  RowFormat format = RowFormat::kCsv;
  std::vector<std::string> columns;  // in this order; empty: all
  Selection selection;
  // Gives what is to stand in the place of a text of a column that is not kNone; nothing: itself.
  std::function<std::string(Privacy, const std::string&)> redact;
};

// outcomes, failures, attempts, runs, unmatched.
const std::vector<std::string>& Exportable();

// The columns of one of these, in their order. Looks at the schema alone: any index will do.
std::vector<std::string> ColumnsOf(Index* index, const std::string& what);

// An error where a column or a filter is asked for that is not there. Looks at the schema alone:
// any index will do. REQUIRES, as the next: `what` is one of Exportable().
Status CheckExport(Index* index, const ExportOptions& options);

// Writes the rows, one after the other. REQUIRES: CheckExport found nothing.
Status Export(Index* index, const ExportOptions& options, Output* output);

}  // namespace analyzer
