#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/extract/log_fact.h"

namespace analyzer {

// The last field named `key` as a whole number. Nothing where it is none.
std::optional<int64_t> IntegerField(const JsonFields& fields, std::string_view key);

// The field `timestamp`, in either way of writing.
std::optional<LocalTime> TimeField(const JsonFields& fields);

// The batch's number that a record of the client states, in fields of its own or in `batchInfo`
// (an object, or a text as `Batch 3/10`). Nothing where there is none, or where they disagree.
std::optional<int64_t> BatchOfRecord(const JsonFields& fields, JsonReader* reader);

// A fact that the client's own file tells.
struct ClientFact {
  LogFact fact;
  std::optional<LocalTime> time;
  std::string_view raw;  // the object that tells it; a view into what was read
};

// What stands around the value in which the client keeps facts.
struct ClientFile {
  const JsonFields& fields;  // of the object that holds the value
  std::string_view folder;   // the names of the file's folder and of the file
  std::string_view name;
};

// What a value `raw` under `key` tells: `error_info`, `auth_service_error`, `remaining_batches` or
// `error_details`. Nothing for other keys, or where the number of the batch or the path that makes
// it a fact is not there. A time is the object's own, else that of the file, else that in the name
// of the folder (`retry_batches_YYYYMMDD_HHMMSS`).
std::vector<ClientFact> ReadClientFacts(std::string_view key, std::string_view raw,
                                        const ClientFile& file, JsonReader* reader);

}  // namespace analyzer
