#pragma once

#include <string>

#include "analyzer/audit/history.h"

namespace analyzer {

// The history for a terminal: what was sent, then what happened in the order of time, each with
// the places that tell it and the texts there, then what is written. Control characters of sources
// become `?`.
std::string HistoryText(const CustomerHistory& history);

}  // namespace analyzer
