#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/base/spill.h"
#include "analyzer/extract/record.h"
#include "analyzer/extract/salvage_frame.h"

namespace analyzer {

// What can be read out of a document that no parser takes: cut short, with other text in it, or in
// Python's repr. Found in linear time.
struct Salvaged {
  // In the order of their last field. A record's span lies in the text.
  Spill<FoundRecord> records;
  std::optional<int64_t> batch_id;  // of the response's wrapper, where they can be read
  std::string timestamp;
  std::optional<int64_t> status_code;
  std::vector<Span>
      quoted;  // string values, without their quotes, that hold escaped JSON, outside of
               // records and originals; one that is cut off reaches to the text's end
  std::vector<Span> copies;  // objects that are whole: `originalData` of records, and what stands
                             // in lists of `complete_batch_data`
  bool has_errors_list = false;
};

// Reads `text`, which begins at a document's first bracket, and must outlive what is given.
// `copy_key` is that of the field whose value the text is, where a record keeps there what was
// sent.
//
// A record is found where its result and some identity (customerId, username, email, householdId)
// can be read whole, in whatever order its fields stand and whatever nests between them, and also
// where its own end is cut off. A result that is itself cut off is not read. Fields never cross
// from one record to the next: a bracket, a field that comes again, and any text that is not JSON
// (nor Python's repr) between two fields part them.
Salvaged Salvage(std::string_view text, std::string_view copy_key = {});

// One of its records, judged.
Record RecordOf(const FoundRecord& found);

}  // namespace analyzer
