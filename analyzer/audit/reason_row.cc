#include "analyzer/audit/reason_row.h"

namespace analyzer {

std::vector<ReasonRow> LoadAllReasons(Index* index) {
  Statement rows(index->database(),
                 "SELECT o.result, coalesce(g.household, o.household) AS household,"
                 " sum(state = 'failure'), sum(state = 'failure' AND joining = 'matched'),"
                 " sum(state = 'failure' AND joining = 'ambiguous'),"
                 " sum(state = 'failure' AND joining = 'unmatched'),"
                 " sum(state = 'failure' AND already_imported), sum(state = 'superseded'),"
                 " sum(state = 'resolved')"
                 " FROM outcome o LEFT JOIN original g ON g.id = o.original"
                 " WHERE state <> 'accepted' GROUP BY 1, 2 ORDER BY 2, 1");
  std::vector<ReasonRow> reasons;
  while (rows.Step()) {
    reasons.push_back({rows.Text(0), rows.Number(1) != 0, rows.Number(2), rows.Number(3),
                       rows.Number(4), rows.Number(5), rows.Number(6), rows.Number(7),
                       rows.Number(8)});
  }
  return reasons;
}

std::vector<ReasonRow> LoadReasons(Index* index) {
  std::vector<ReasonRow> reasons = LoadAllReasons(index);
  std::erase_if(reasons, [](const ReasonRow& row) { return row.failures == 0; });
  return reasons;
}

}  // namespace analyzer
