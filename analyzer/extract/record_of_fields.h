#pragma once

#include <string_view>

#include "analyzer/extract/context.h"
#include "analyzer/extract/json_fields.h"
#include "analyzer/extract/record.h"

namespace analyzer {

// Which objects of a document are records, and what they say.

// What an object says as a record, if it is one; its span and position are left for the caller.
// `key` is that of the list that it is in, or empty; `in_list`: it is an element.
Record RecordOfFields(const JsonFields& fields, std::string_view key, bool in_list,
                      const Context& context);

// Whether it is one: it says how an item fared, or stands where that is said. `record` is what
// RecordOfFields gave.
bool IsRecord(const JsonFields& fields, const Record& record, std::string_view key, bool in_list);

// An object around an answer or a list of results is no record, whatever else it says.
bool HoldsResults(const JsonFields& fields);

}  // namespace analyzer
