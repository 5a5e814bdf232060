#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/audit/history.h"

namespace analyzer {

// An event, and where it stands among the others.
struct DatedEvent {
  HistoryEvent event;
  int64_t moment = 0;  // milliseconds; 0: before all that bears a time
};

// The events in the order of time; at one moment a sending before its answer, and what was not
// answered last. Sets which outcomes are superseded by which.
std::vector<HistoryEvent> InOrder(std::vector<DatedEvent> events);

}  // namespace analyzer
