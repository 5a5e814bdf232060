#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/extract/json_reader.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// Whether an object with these fields is a customer or household as it is sent: `changeType` with
// a person, an organization, a `type` or a person's fields beside it, or a `householdId` with
// members. A record of a result is none.
bool IsOriginal(const JsonFields& fields);

// What identifies the original with these fields. `raw` is its whole text. `span` and `position`
// are left for the caller. Nothing where a part of it cannot be read.
std::optional<Original> ReadOriginal(std::string_view raw, const JsonFields& fields,
                                     JsonReader* reader);

// Of one without an own id, what tells it from others, the same for all versions: a hash of its
// name and what else is its own (families share emails and cards), or of its value.
int64_t HashOfPerson(const Original& original);

// Names the customer or household, as the index does: by the own id, else by HashOfPerson. The same
// for all versions of one.
std::string CustomerKey(const Original& original);

// 128 bits in hexadecimal digits, equal for values that are equal as JSON: the order of keys, white
// space and the way of escaping do not count; numbers count as text. REQUIRES: brackets balance.
std::string ValueHash(std::string_view json);

// The text of the original with this version (ValueHash), where `slice` is that text, or holds it
// escaped once or several times. Nothing where it is neither.
std::optional<std::string> CutOriginal(std::string_view slice, std::string_view version);

}  // namespace analyzer
