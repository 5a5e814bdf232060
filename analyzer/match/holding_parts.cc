#include "analyzer/match/holding_parts.h"

#include <cstdint>

namespace analyzer {

std::string JoinHoldingParts(const Database& database) {
  Statement longest(database, "SELECT coalesce(max(last - first), 0) FROM batch_part");
  longest.Step();
  // No part that begins further before it reaches it.
  return " JOIN batch_part p ON p.file = g.file AND p.first > g.position - " +
         std::to_string(longest.Number(0)) + " AND p.first <= g.position AND p.last > g.position ";
}

}  // namespace analyzer
