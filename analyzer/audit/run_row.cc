#include "analyzer/audit/run_row.h"

namespace analyzer {

std::vector<RunRow> LoadRuns(Index* index) {
  Statement rows(index->database(),
                 "SELECT r.id, r.started, r.ended, f.path, r.household, count(b.id),"
                 " coalesce(sum(b.count), 0), coalesce(sum(b.answered), 0),"
                 " coalesce(sum(b.presumed), 0), coalesce(sum(b.untold), 0),"
                 " coalesce(sum(b.unanswered), 0)"
                 " FROM run r JOIN file f ON f.id = r.file LEFT JOIN batch b ON b.run = r.id"
                 " WHERE r.same_as IS NULL GROUP BY r.id ORDER BY r.id");
  std::vector<RunRow> runs;
  while (rows.Step()) {
    runs.push_back({rows.Number(0),
                    {rows.Number(1), false},
                    {rows.Number(2), false},
                    rows.Text(3),
                    rows.Number(4) != 0,
                    rows.Number(5),
                    rows.Number(6),
                    rows.Number(7),
                    rows.Number(8),
                    rows.Number(9),
                    rows.Number(10)});
  }
  return runs;
}

}  // namespace analyzer
