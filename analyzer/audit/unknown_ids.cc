#include "analyzer/audit/unknown_ids.h"

#include "analyzer/match/join.h"

namespace analyzer {

std::vector<UnknownId> LoadUnknownIds(Index* index) {
  Joiner joiner(index);
  std::vector<UnknownId> unknown;
  // The first record of each: SQLite takes the other columns from the row of the minimum.
  Statement rows(
      index->database(),
      "SELECT r.customer_id, r.username, r.result, f.path, r.line, r.byte_begin, min(r.id),"
      " r.standing, r.email, r.change_type FROM record r JOIN file f ON f.id = r.file"
      " LEFT JOIN outcome o ON o.id = r.outcome"
      " WHERE r.response IS NOT NULL AND r.set_aside = '' AND ((r.standing = 'accepted'"
      " AND r.customer_id <> '' AND NOT EXISTS (SELECT 1 FROM identity i"
      " WHERE i.value = r.customer_id AND i.kind IN (1, 2, 9)))"
      " OR (r.standing = 'failed' AND o.joining = 'unmatched'"
      " AND r.customer_id || r.username <> ''))"
      " GROUP BY r.customer_id, r.username, r.result ORDER BY min(r.id)");
  while (rows.Step()) {
    if (rows.Text(7) == "accepted") {
      Sought sought;
      sought.customer_id = rows.Text(0);
      sought.username = rows.Text(1);
      sought.email = rows.Text(8);
      sought.change_type = rows.Text(9);
      if (joiner.Join(sought).joining != Joining::kUnmatched) continue;
    }
    unknown.push_back(
        {rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Number(4), rows.Number(5)});
  }
  return unknown;
}

}  // namespace analyzer
